/** What every Atom feed (RFC 4287) has: ids that stay the same for ever, links relative to the feed, and when it was updated. */
import type { Language } from "@qorgau/schemas/languages";
import { xmlDeclaration, xmlText } from "../sdmx/xml-text.ts";
import type { XmlElement } from "../sdmx/xml-text.ts";

export const atomMediaType = "application/atom+xml";

/** A feed has at most so many entries. */
export const entriesMax = 100;
/** A feed without entries has to say when it was updated. */
const beginning = "2026-01-01";

export interface FeedOptions {
  readonly language: Language;
  /** What the ids are made of (RFC 4151): a domain; another name counts as none. */
  readonly authority: string;
  readonly madeUp: boolean;
}

interface FeedLink {
  readonly rel: "alternate" | "related";
  /** Relative to the feed. */
  readonly href: string;
}

export interface FeedEntry {
  /** Its own part of the id, behind the day on which it was published. */
  readonly name: string;
  readonly title: string;
  /** Instants: UTC, three decimals, Z. */
  readonly published: string;
  readonly updated: string;
  readonly categories: readonly string[];
  readonly links: readonly FeedLink[];
  readonly summary: string;
}

export interface Feed {
  /** Its own part of the id. */
  readonly name: string;
  readonly title: string;
  /** Its address, relative to itself. */
  readonly self: string;
  /** The newest first, at most `entriesMax`. */
  readonly entries: readonly FeedEntry[];
}

const madeUpTexts: Readonly<Record<Language, string>> = {
  en: "The figures are made up: nobody was hurt.",
  ru: "Показатели вымышлены: никто не пострадал.",
  kk: "Көрсеткіштер ойдан шығарылған: ешкім зардап шекпеген.",
};

/** Gives the text of the feed. */
export function atomText({ name, title, self, entries }: Feed, { language, authority, madeUp }: FeedOptions): string {
  const tag = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(authority) ? authority : "qorgau";
  const updated = entries
    .map((entry) => entry.updated)
    .reduce((latest, one) => (one > latest ? one : latest), `${beginning}T00:00:00.000Z`);
  return (
    xmlDeclaration +
    xmlText({
      feed: {
        "@xmlns": "http://www.w3.org/2005/Atom",
        "@xml:lang": language,
        id: `tag:${tag},${beginning}:${name}`,
        title,
        ...(madeUp ? { subtitle: madeUpTexts[language] } : {}),
        updated,
        author: { name: "Qorgau" },
        link: { "@rel": "self", "@type": atomMediaType, "@href": self },
        entry: entries.map((entry) => entryOf(entry, tag)),
      },
    })
  );
}

function entryOf({ name, title, published, updated, categories, links, summary }: FeedEntry, tag: string): XmlElement {
  return {
    id: `tag:${tag},${published.slice(0, 10)}:${name}`,
    title,
    updated,
    published,
    category: categories.map((term) => ({ "@term": term })),
    link: links.map(({ rel, href }) => ({ "@rel": rel, "@type": "application/json", "@href": href })),
    summary,
  };
}
