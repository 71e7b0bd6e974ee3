/** Releases and their revisions as an Atom feed (RFC 4287). */
import type { Release } from "@qorgau/schemas/responses/releases";
import type { Language } from "@qorgau/schemas/languages";
import { xmlDeclaration, xmlText } from "../sdmx/xml-text.ts";
import type { XmlElement } from "../sdmx/xml-text.ts";

export interface FeedOptions {
  readonly language: Language;
  /** What the ids are made of (RFC 4151): a domain; another name counts as none. */
  readonly authority: string;
  readonly madeUp: boolean;
}

/** The newest come first, at most so many. */
const entriesMax = 100;
/** A feed without entries has to say when it was updated. */
const beginning = "2026-01-01";

interface Texts {
  readonly feed: string;
  readonly madeUp: string;
  readonly release: (year: number) => string;
  readonly revision: (year: number) => string;
  readonly supersedes: (name: string) => string;
  readonly superseded: (name: string) => string;
  readonly watermark: (watermark: string) => string;
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    feed: "Qorgau: releases and revisions of occupational injury statistics",
    madeUp: "The figures are made up: nobody was hurt.",
    release: (year) => `Figures of ${year} released`,
    revision: (year) => `Figures of ${year} revised`,
    supersedes: (name) => `It supersedes the release ${name}.`,
    superseded: (name) => `It is superseded by the release ${name}.`,
    watermark: (watermark) => `It is of the cut ${watermark}.`,
  },
  ru: {
    feed: "Qorgau: выпуски и пересмотры статистики производственного травматизма",
    madeUp: "Показатели вымышлены: никто не пострадал.",
    release: (year) => `Выпущены показатели за ${year} год`,
    revision: (year) => `Пересмотрены показатели за ${year} год`,
    supersedes: (name) => `Заменяет выпуск ${name}.`,
    superseded: (name) => `Заменён выпуском ${name}.`,
    watermark: (watermark) => `Относится к срезу ${watermark}.`,
  },
  kk: {
    feed: "Qorgau: өндірістік жарақаттану статистикасының шығарылымдары мен қайта қараулары",
    madeUp: "Көрсеткіштер ойдан шығарылған: ешкім зардап шекпеген.",
    release: (year) => `${year} жылғы көрсеткіштер шығарылды`,
    revision: (year) => `${year} жылғы көрсеткіштер қайта қаралды`,
    supersedes: (name) => `${name} шығарылымын алмастырады.`,
    superseded: (name) => `${name} шығарылымымен алмастырылды.`,
    watermark: (watermark) => `${watermark} қимасына қатысты.`,
  },
};

/** The ids and the links, which are relative to the feed, stay the same for ever; an entry is updated once, where its release is superseded. */
export function feedDocument(releases: readonly Release[], { language, authority, madeUp }: FeedOptions): string {
  const own = texts[language];
  const tag = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(authority) ? authority : "qorgau";
  const recordedAt = new Map(releases.map((release) => [release.name, release.recordedAt]));
  const updatedOf = ({ recordedAt: at, supersededBy }: Release) => (supersededBy === undefined ? at : (recordedAt.get(supersededBy) ?? at));
  const entries = releases
    .toReversed()
    .slice(0, entriesMax)
    .map((release): XmlElement => entryOf(release, updatedOf(release), own, tag));
  const updated = releases.map(updatedOf).reduce((latest, one) => (one > latest ? one : latest), `${beginning}T00:00:00.000Z`);
  return (
    xmlDeclaration +
    xmlText({
      feed: {
        "@xmlns": "http://www.w3.org/2005/Atom",
        "@xml:lang": language,
        id: `tag:${tag},${beginning}:feed`,
        title: own.feed,
        ...(madeUp ? { subtitle: own.madeUp } : {}),
        updated,
        author: { name: "Qorgau" },
        link: { "@rel": "self", "@type": atomMediaType, "@href": "feed" },
        entry: entries,
      },
    })
  );
}

export const atomMediaType = "application/atom+xml";

function entryOf(
  { name, year, watermark, recordedAt, supersedes, supersededBy, reason }: Release,
  updated: string,
  own: Texts,
  tag: string,
): XmlElement {
  const isRevision = supersedes !== undefined;
  const link = (rel: string, href: string, type = "application/json") => ({ "@rel": rel, "@type": type, "@href": href });
  const explained = `explain?period=year&from=${year}-01-01&to=${year}-12-31&asOf=${watermark}`;
  const summary = [
    ...(isRevision ? [own.supersedes(supersedes), ...(reason === undefined ? [] : [reason])] : []),
    own.watermark(watermark),
    ...(supersededBy === undefined ? [] : [own.superseded(supersededBy)]),
  ];
  return {
    id: `tag:${tag},${recordedAt.slice(0, 10)}:releases/${name}`,
    title: `${isRevision ? own.revision(year) : own.release(year)} (${name})`,
    updated,
    published: recordedAt,
    category: { "@term": isRevision ? "revision" : "release" },
    link: [
      link("alternate", `releases/${name}`),
      link("related", `rollups/annual/${year}?asOf=${watermark}`),
      link("related", explained),
      ...(isRevision ? [link("related", `releases/${supersedes}`), link("related", `releases/${supersedes}/differences`)] : []),
    ],
    summary: summary.join(" "),
  };
}
