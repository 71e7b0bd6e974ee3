/** Releases and their revisions as an Atom feed: an entry is updated once, where its release is superseded. */
import type { Release } from "@qorgau/schemas/responses/releases";
import type { Language } from "@qorgau/schemas/languages";
import { atomText, entriesMax } from "./atom-feed.ts";
import type { FeedEntry, FeedOptions } from "./atom-feed.ts";

interface Texts {
  readonly feed: string;
  readonly release: (year: number) => string;
  readonly revision: (year: number) => string;
  readonly supersedes: (name: string) => string;
  readonly superseded: (name: string) => string;
  readonly watermark: (watermark: string) => string;
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    feed: "Qorgau: releases and revisions of occupational injury statistics",
    release: (year) => `Figures of ${year} released`,
    revision: (year) => `Figures of ${year} revised`,
    supersedes: (name) => `It supersedes the release ${name}.`,
    superseded: (name) => `It is superseded by the release ${name}.`,
    watermark: (watermark) => `It is of the cut ${watermark}.`,
  },
  ru: {
    feed: "Qorgau: выпуски и пересмотры статистики производственного травматизма",
    release: (year) => `Выпущены показатели за ${year} год`,
    revision: (year) => `Пересмотрены показатели за ${year} год`,
    supersedes: (name) => `Заменяет выпуск ${name}.`,
    superseded: (name) => `Заменён выпуском ${name}.`,
    watermark: (watermark) => `Относится к срезу ${watermark}.`,
  },
  kk: {
    feed: "Qorgau: өндірістік жарақаттану статистикасының шығарылымдары мен қайта қараулары",
    release: (year) => `${year} жылғы көрсеткіштер шығарылды`,
    revision: (year) => `${year} жылғы көрсеткіштер қайта қаралды`,
    supersedes: (name) => `${name} шығарылымын алмастырады.`,
    superseded: (name) => `${name} шығарылымымен алмастырылды.`,
    watermark: (watermark) => `${watermark} қимасына қатысты.`,
  },
};

/** Gives the text of the feed; `releases` are in the order of the log. */
export function releasesFeed(releases: readonly Release[], options: FeedOptions): string {
  const own = texts[options.language];
  const recordedAt = new Map(releases.map((release) => [release.name, release.recordedAt]));
  const updatedOf = ({ recordedAt: at, supersededBy }: Release) => (supersededBy === undefined ? at : (recordedAt.get(supersededBy) ?? at));
  const entries = releases
    .toReversed()
    .slice(0, entriesMax)
    .map((release) => entryOf(release, updatedOf(release), own));
  return atomText({ name: "feed", title: own.feed, self: "feed", entries }, options);
}

function entryOf({ name, year, watermark, recordedAt, supersedes, supersededBy, reason }: Release, updated: string, own: Texts): FeedEntry {
  const isRevision = supersedes !== undefined;
  const explained = `explain?period=year&from=${year}-01-01&to=${year}-12-31&asOf=${watermark}`;
  const related = [
    `rollups/annual/${year}?asOf=${watermark}`,
    explained,
    ...(isRevision ? [`releases/${supersedes}`, `releases/${supersedes}/differences`] : []),
  ];
  const summary = [
    ...(isRevision ? [own.supersedes(supersedes), ...(reason === undefined ? [] : [reason])] : []),
    own.watermark(watermark),
    ...(supersededBy === undefined ? [] : [own.superseded(supersededBy)]),
  ];
  return {
    name: `releases/${name}`,
    title: `${isRevision ? own.revision(year) : own.release(year)} (${name})`,
    published: recordedAt,
    updated,
    categories: [isRevision ? "revision" : "release"],
    links: [{ rel: "alternate", href: `releases/${name}` }, ...related.map((href) => ({ rel: "related", href }) as const)],
    summary: summary.join(" "),
  };
}
