import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { expect, test } from "vitest";
import { endWithCaller, forCaller } from "../process/caller-signal.ts";
import { createMetrics } from "../process/metrics.ts";
import type { EventLog } from "./event-log.ts";
import { followLog } from "./log-progress.ts";

const log = { end: async () => new Map([[0, 9]]) } as Pick<EventLog, "end"> as EventLog;
const cut = (changes: Partial<PublishedCut>) =>
  ({ watermark: "0:9", effectiveAt: { 0: "2026-02-03T07:10:00.482Z" }, fold: foldVersion, ...changes }) as PublishedCut;

test("ready once what was in the log at the start is published by this program's folding", async () => {
  let published: PublishedCut | null = null;
  const progress = await followLog({ log, published: () => published, metrics: createMetrics() });
  expect((await progress.readiness()).ready).toBe(false);
  published = cut({ watermark: "0:4" });
  expect(await progress.readiness()).toMatchObject({ ready: false, reason: expect.stringContaining("5 records") as unknown });
  // Tables that another version folded hold all of the log, and other numbers.
  published = cut({ fold: foldVersion - 1 });
  expect((await progress.readiness()).ready).toBe(false);
  expect(await progress.follow()).toMatchObject({ lag: 0, newestAt: "2026-02-03T07:10:00.482Z" });
  published = cut({});
  expect(await progress.readiness()).toEqual({ ready: true });
});

test("how far any cut is behind the log, of more than it holds nothing", async () => {
  const progress = await followLog({ log, published: () => null, metrics: createMetrics() });
  const behind = (...places: readonly (readonly [number, number])[]) => progress.behind(new Map(places));
  expect(await Promise.all([behind(), behind([0, 4]), behind([0, 9]), behind([0, 12], [1, 3])])).toEqual([10, 5, 0, 0]);
});

test("its metrics say how far the figures are whenever they are read, and nothing where that is not known", async () => {
  const metrics = createMetrics();
  let published: PublishedCut | null = null;
  let end = async () => new Map([[0, 9]]);
  let readPublished = async (): Promise<PublishedCut | null> => published;
  await followLog({ log: { end: () => end() } as Pick<EventLog, "end"> as EventLog, published: () => readPublished(), metrics });
  const values = async () => [
    await metrics.valueOf("qorgau_aggregator_lag_records"),
    await metrics.valueOf("qorgau_aggregator_freshness_seconds"),
  ];
  // Nothing is published: nobody knows how old the figures are, and 0 would say that all are there.
  expect(await values()).toEqual([10, Number.NaN]);
  expect(await metrics.text()).toMatch(/^qorgau_aggregator_freshness_seconds nan$/im);
  published = cut({ watermark: "0:4", effectiveAt: { 0: new Date(Date.now() - 60_000).toISOString() } });
  const [lag, freshness] = await values();
  expect(lag).toBe(5);
  expect(freshness).toBeLessThan(60);
  end = () => Promise.reject(new Error("away"));
  expect(await values()).toEqual([Number.NaN, Number.NaN]);
  end = async () => new Map([[0, 4]]);
  expect(await values()).toEqual([0, 0]);
  readPublished = () => Promise.reject(new Error("the store is away"));
  expect(await values()).toEqual([Number.NaN, Number.NaN]);
});

test("freshness counts from the first look that saw what is not published, and of a process that begins from the newest published record", async () => {
  const newest = new Date(Date.now() - 3_600_000).toISOString();
  const freshnessOf = async (...ends: readonly number[]) => {
    let end = 9;
    const ending = { end: async () => new Map([[0, end]]) } as Pick<EventLog, "end"> as EventLog;
    const progress = await followLog({ log: ending, published: () => cut({ effectiveAt: { 0: newest } }), metrics: createMetrics() });
    let freshness: number | null = null;
    for (end of ends) ({ freshness } = await progress.follow());
    return freshness;
  };
  expect(await freshnessOf(9)).toBe(0);
  // After a quiet hour.
  expect(await freshnessOf(9, 10)).toBeLessThan(60);
  expect(await freshnessOf(10)).toBeGreaterThanOrEqual(3_600);
});

test("those who ask at the same time whether it is ready share a look, whoever of them leaves", async () => {
  let looks = 0;
  const published = () => {
    looks += 1;
    endWithCaller();
    return cut({ watermark: "0:4" });
  };
  const progress = await followLog({ log, published, metrics: createMetrics() });
  const left = forCaller(AbortSignal.abort(), () => progress.readiness());
  const others = Array.from({ length: 20 }, () => progress.readiness());
  for (const one of [left, ...others]) expect(await one).toMatchObject({ reason: expect.stringContaining("5 records") as unknown });
  expect(looks).toBe(1);
  await progress.readiness();
  expect(looks).toBe(2);
});
