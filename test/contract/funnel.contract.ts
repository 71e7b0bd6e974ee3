/** The funnel over HTTP, through log, aggregator and engine, by a clock of the test's own: METHODS, section 4, and the cut that decides its period. */
import { funnelResponseSchema } from "@qorgau/schemas/responses/funnel-response";
import type { FunnelResponse } from "@qorgau/schemas/responses/funnel-response";
import { expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { useSystem } from "./use-system.ts";

const used = useSystem({ startsAt: "2025-03-04T12:00:00+05:00", per: "test" });

const report = (at: string, events: readonly object[]) => used.report(events, { at });

async function funnel(search: string): Promise<FunnelResponse> {
  return funnelResponseSchema.parse(JSON.parse(await used.bodyOf(`/v1/funnel?${search}`)));
}

const regions = ["KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35", "KZ-39"];
const counts = [2, 0, 3, 7, 1, 4, 19, 8, 12, 24];
const thousands = [12, 25, 40, 60, 85, 120, 180, 260, 400, 700];
const casesOf = (count: number, data: object) => Array.from({ length: count }, () => caseEvent({ severity: "light", ...data }));
const goldenEvents = () =>
  regions.flatMap((region, place) => [
    ...casesOf(counts[place]!, { occurredAt: "2024-05-06", region }),
    exposureEvent({ period: "2024", region, workers: thousands[place]! * 1000, status: "final" }),
  ]);

test("ten regions over the last whole year, again as of that cut, and as a file", { timeout: 120_000 }, async () => {
  await report("2025-03-04T12:00:00+05:00", [...goldenEvents(), ...casesOf(1, { occurredAt: "2025-02-03", region: "KZ-11" })]);
  const found = await funnel("per=100000_workers");
  expect(found).toMatchObject({ period: "2024", measure: "accidents", target: 4.2508, areas: 10, phi: 2.22106, overdispersed: true });
  expect(found.rows.filter(({ word }) => word !== "inside")).toEqual([
    expect.objectContaining({ region: "KZ-31", word: "above_95", rate: 10.5556 }),
  ]);
  expect(found.rows.map(({ region }) => region)).toEqual(regions);
  expect(found.rows[3]).toMatchObject({ limits: { upper95: 9.47728, upper998: 13.8526 }, inflated: { upper95: 12.0399 } });
  expect(found.curves).toHaveLength(40);

  const running = await funnel("per=100000_workers&period=ytd");
  expect(running).toMatchObject({ period: "2025-01-01/2025-03-04", running: true, areas: 10 });
  expect(running.rows[1]).toMatchObject({ region: "KZ-11", count: 1, exposureStatus: "carried_forward" });

  const csv = await used.system.ask("/v1/funnel?per=100000_workers&excel=true&names=true&lang=ru");
  const [head = [], ...lines] = csv.body
    .trimEnd()
    .split("\r\n")
    .map((line) => line.replace("\uFEFF", "").split(";"));
  expect(lines).toHaveLength(10);
  expect(Object.fromEntries(head.map((column, place) => [column, lines[6]![place]]))).toMatchObject({
    region: "KZ-31",
    rate: "10.5556",
    inflatedUpper95: "8.67711",
    word: "above_95",
    wordName: "Выше предела 95 %",
    target: "4.2508",
    exposureBasis: "employed",
    watermark: found.watermark,
  });
  expect(head).not.toContain("division");
  expect((await used.system.ask("/v1/funnel?format=xlsx")).statusCode).toBe(200);

  // A year later another year is whole; of the cut of before the response stays what it was, to the byte.
  const before = await used.system.ask("/v1/funnel?per=100000_workers");
  await report("2026-01-02T12:00:00+05:00", casesOf(30, { occurredAt: "2024-05-06", region: "KZ-10" }));
  expect((await funnel("")).period).toBe("2025");
  expect((await funnel("per=100000_workers&from=2024-01-01")).rows[0]).toMatchObject({ region: "KZ-10", count: 32, word: "above_99.8" });
  const again = await used.system.ask(`/v1/funnel?per=100000_workers&asOf=${encodeURIComponent(found.watermark)}`);
  expect(again.body).toBe(before.body);
  expect(again.headers["cache-control"]).toContain("immutable");
});

test("enterprises, mines and sections of another standard; activities are refused", { timeout: 120_000 }, async () => {
  const bins = ["200140000004", "960440000019", "200140000014"];
  const mines = ["alpha", "beta", "gamma"];
  await report("2025-03-04T12:00:00+05:00", [
    ...bins.flatMap((bin, place) => [
      ...casesOf([40, 2, 1][place]!, { occurredAt: "2024-05-06", employer: { bin }, region: "KZ-35", sector: "B" }),
      exposureEvent({ period: "2024", employer: { bin }, workers: 1000 * (place + 1) }, { source: `urn:kz:bin:${bin}` }),
    ]),
    ...mines.flatMap((mine, place) => [
      ...casesOf(place, { occurredAt: "2024-05-06", region: "KZ-10", sector: "05", mining: { mine, method: "underground" } }),
      exposureEvent({ period: "2024", mine, workers: 100 * (place + 1) }),
    ]),
    ...["KZ-35", "KZ-10"].flatMap((region) => [
      exposureEvent({ period: "2024", region, workers: 20_000 }),
      ...["B", "C"].map((sector) => exposureEvent({ period: "2024", region, sector, workers: 10_000 })),
    ]),
    ...["B", "C"].map((sector) => exposureEvent({ period: "2024", sector, workers: 20_000 })),
  ]);
  const enterprises = await funnel("by=employer&sector=B");
  expect(enterprises.rows.filter(({ rate }) => rate !== null)).toEqual([]);
  const all = await funnel("by=employer&region=any");
  expect(all.rows.filter(({ word }) => word !== null).map(({ employer, count, word }) => [employer, count, word])).toEqual([
    // Three more of its cases are those at the mines.
    ["200140000004", 43, "above_99.8"],
    ["200140000014", 1, "below_99.8"],
    ["960440000019", 2, "below_99.8"],
  ]);
  expect((await funnel("by=mine&site=mine")).rows.map(({ mine, count, expected }) => [mine, count, expected])).toEqual([
    ["alpha", 0, 0.5],
    ["beta", 1, 1],
    ["gamma", 2, 1.5],
  ]);
  const standardised = await funnel("standard=2024");
  expect(standardised).toMatchObject({ target: 1, standard: 2024, areas: 2 });
  // 43 and 3 of section B over equal numbers of workers.
  expect(standardised.rows.map(({ region, count, expected, word }) => [region, count, expected, word])).toEqual([
    ["KZ-10", 3, 23, "below_99.8"],
    ["KZ-35", 43, 23, "above_99.8"],
  ]);
  for (const [search, rule] of [
    ["by=sector", "QG-0633"],
    ["by=division", "QG-0633"],
    ["from=2024-02-01", "QG-0632"],
  ]) {
    const refused = await used.system.ask(`/v1/funnel?${search}`);
    expect([refused.statusCode, refused.json().errors.map((one) => one.rule)]).toEqual([400, [rule]]);
  }
});

test("of an empty cut there is a funnel of nothing", async () => {
  expect(await funnel("")).toMatchObject({ watermark: "", target: null, areas: 0, rows: [], curves: [] });
});
