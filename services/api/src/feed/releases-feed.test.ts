import type { Release } from "@qorgau/schemas/responses/releases";
import { expect, test } from "vitest";
import { releasesFeed } from "./releases-feed.ts";

const release = (number: number, members: Partial<Release> = {}): Release =>
  ({
    number,
    name: `annual-2025-${number}`,
    year: 2025,
    watermark: "0:812,1:790",
    recordedAt: `2026-02-0${number}T07:10:00.482Z`,
    ...members,
  }) as Release;
const options = { language: "en", authority: "log.example.kz", madeUp: false } as const;
const valuesOf = (text: string, element: string) =>
  [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, value]) => value);

test("a feed without releases is one all the same", () => {
  const text = releasesFeed([], options);
  expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom" xml:lang="en">/);
  expect([valuesOf(text, "id"), valuesOf(text, "updated")]).toEqual([["tag:log.example.kz,2026-01-01:feed"], ["2026-01-01T00:00:00.000Z"]]);
  expect(text).not.toContain("<entry");
});

test("the newest comes first, and the entry of what was superseded is updated when that happened", () => {
  const text = releasesFeed(
    [release(1, { supersededBy: "annual-2025-2" }), release(2, { supersedes: "annual-2025-1", reason: 'a & b < "c"' })],
    options,
  );
  expect(valuesOf(text, "id").slice(1)).toEqual([
    "tag:log.example.kz,2026-02-02:releases/annual-2025-2",
    "tag:log.example.kz,2026-02-01:releases/annual-2025-1",
  ]);
  expect(valuesOf(text, "updated")).toEqual(Array.from({ length: 3 }, () => "2026-02-02T07:10:00.482Z"));
  expect(valuesOf(text, "published")).toEqual(["2026-02-02T07:10:00.482Z", "2026-02-01T07:10:00.482Z"]);
  expect([...text.matchAll(/<category term="(\w+)"/g)].map(([, term]) => term)).toEqual(["revision", "release"]);
  expect(text).toContain('href="explain?period=year&amp;from=2025-01-01&amp;to=2025-12-31&amp;asOf=0:812,1:790"');
  expect(text).toContain("a &amp; b &lt; &quot;c&quot;");
  // No address of a host: the links hold behind any proxy.
  expect(text.replace("http://www.w3.org/2005/Atom", "")).not.toMatch(/https?:|href="\//);
});

test("a log whose name is no domain has ids all the same, and made-up figures say what they are", () => {
  expect(valuesOf(releasesFeed([], { ...options, authority: "Журнал" }), "id")).toEqual(["tag:qorgau,2026-01-01:feed"]);
  expect(valuesOf(releasesFeed([], { ...options, language: "ru", madeUp: true }), "subtitle")).toHaveLength(1);
});
