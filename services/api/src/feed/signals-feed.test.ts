import { recordedSignalsMax } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { expect, test } from "vitest";
import type { RaisedSignal } from "../signals/domain/recorded-signals.ts";
import { signalsFeed } from "./signals-feed.ts";

const series = {
  ...{ id: "a", state: "open", acknowledgement: null, recordedAt: "2026-04-27T04:00:00.000Z", raised: "2026-04-27", monday: "2026-04-27" },
  ...{
    measure: "accidents",
    scope: "region",
    region: "KZ-55",
    sector: null,
    detector: "poisson_cusum",
    from: "2026-03-02",
    to: "2026-03-29",
  },
  ...{ watermark: "0:9,1:4", observed: 12, victims: 16, dead: null, expected: 4.5, states: [], parameters: { falseAlarms: 2 } },
} as unknown as RaisedSignal;
const accident = {
  ...series,
  ...{
    id: "b",
    scope: "accident",
    measure: "fatal_accidents",
    region: "KZ-35",
    sector: "B",
    detector: "group_fatality",
    dead: 2,
    parameters: null,
  },
  ...{ from: "2026-04-28", to: "2026-04-28" },
  ...{ monday: null, raised: "2026-05-01", recordedAt: "2026-05-01T04:00:00.000Z" },
  states: [
    { dead: 2, recordedAt: "2026-05-01T04:00:00.000Z" },
    { dead: 3, recordedAt: "2026-05-02T04:00:00.000Z" },
  ],
} as unknown as RaisedSignal;
const options = { language: "en", authority: "log.example.kz", madeUp: false } as const;
const everywhere = { regions: null, sectors: null };
const valuesOf = (text: string, element: string) =>
  [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, value]) => value);

const relatedOf = (text: string) => [...text.matchAll(/<link rel="related"[^>]*href="([^"]*)"/g)].map(([, href]) => href);

test("a later state updates the entry and leaves its id, and what was updated last comes first", () => {
  const text = signalsFeed([series, accident], everywhere, options);
  expect(valuesOf(text, "id")).toEqual([
    "tag:log.example.kz,2026-01-01:signals",
    "tag:log.example.kz,2026-05-01:signals/b",
    "tag:log.example.kz,2026-04-27:signals/a",
  ]);
  expect(valuesOf(text, "updated")).toEqual(["2026-05-02T04:00:00.000Z", "2026-05-02T04:00:00.000Z", "2026-04-27T04:00:00.000Z"]);
  expect(valuesOf(text, "title").slice(1)).toEqual([
    "An accident that several died of, Karaganda Region, Mining and quarrying. Dead: 3",
    "Signal. Accidents, Pavlodar Region",
  ]);
  expect(relatedOf(text)).toEqual([
    "signals?asOf=0:9,1:4&amp;from=2026-04-27&amp;to=2026-04-28&amp;region=KZ-35&amp;sector=B",
    "signals?asOf=0:9,1:4&amp;from=2026-04-27&amp;to=2026-04-27&amp;region=KZ-55&amp;falseAlarms=2",
  ]);
  expect(text).toContain("expected 4.5, victims 16");

  const acknowledgement = { state: "closed", verdict: "no_cause", recordedAt: "2026-06-01T00:00:00.000Z" };
  const closed = { ...series, state: "closed", acknowledgement } as unknown as RaisedSignal;
  const later = signalsFeed([closed, accident], everywhere, options);
  expect(valuesOf(later, "id")[1]).toBe("tag:log.example.kz,2026-04-27:signals/a");
  expect([valuesOf(later, "updated")[1], valuesOf(later, "published")[0]]).toEqual(["2026-06-01T00:00:00.000Z", series.recordedAt]);
  expect([...later.matchAll(/<category term="(\w+)"/g)].map(([, term]) => term)).toEqual(["series", "closed", "accident", "open"]);
  expect(valuesOf(later, "summary")[0]).toContain("It is closed. Found: no cause.");

  // Somebody was at it when more died.
  const again = { ...accident, acknowledgement: { ...acknowledgement, state: "acknowledged", verdict: null } } as unknown as RaisedSignal;
  expect(valuesOf(signalsFeed([again], everywhere, options), "summary")).toEqual([expect.stringContaining("open again")]);
});

test("each feed of places has an id and an address of its own, in the language that was asked for", () => {
  const text = signalsFeed([series, accident], { regions: ["KZ-35", "KZ-55"], sectors: ["B"] }, { ...options, language: "ru" });
  expect(valuesOf(text, "id")).toEqual([
    "tag:log.example.kz,2026-01-01:signals?region=KZ-35,KZ-55&amp;sector=B",
    "tag:log.example.kz,2026-05-01:signals/b",
  ]);
  expect(text).toContain('rel="self" type="application/atom+xml" href="feed?of=signals&amp;region=KZ-35,KZ-55&amp;sector=B"');
  expect(signalsFeed([series], { ...everywhere, regions: ["KZ-55"] }, { ...options, language: "ru" })).toContain("ожидалось 4,5");
  expect(signalsFeed([], everywhere, { ...options, language: "kk" })).not.toContain("<entry");
});

test("an old signal of which something was said today is in the feed, however many were raised since", () => {
  const acknowledgement = { state: "closed", verdict: "no_cause", recordedAt: "2026-06-01T00:00:00.000Z" };
  const old = { ...series, id: "old", state: "closed", acknowledgement } as unknown as RaisedSignal;
  const later = Array.from({ length: recordedSignalsMax }, (_, place) => ({ ...series, id: String(place) }));
  expect(valuesOf(signalsFeed([old, ...later], everywhere, options), "id").slice(1, 3)).toEqual([
    "tag:log.example.kz,2026-04-27:signals/old",
    `tag:log.example.kz,2026-04-27:signals/${String(recordedSignalsMax - 1)}`,
  ]);
});

test("of an accident that was an error in the data nothing is told as known, and of others as of when it was told", () => {
  for (const [language, known] of [
    ["en", "what is known now"],
    ["ru", "что известно сейчас"],
    ["kk", "қазір не белгілі"],
  ] as const) {
    const summaryOf = (signal: RaisedSignal) => valuesOf(signalsFeed([signal], everywhere, { ...options, language }), "summary")[0];
    const acknowledgement = { state: "closed", verdict: "data_error", recordedAt: "2026-06-01T00:00:00.000Z" };
    expect(summaryOf({ ...accident, state: "closed", acknowledgement } as unknown as RaisedSignal)).not.toContain(known);
    expect(summaryOf(accident)).toContain(known);
  }
});
