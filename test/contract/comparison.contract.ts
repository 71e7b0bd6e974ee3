/**
 * Comparisons over HTTP by a clock of the test's own: what was known a year before is what was in the log then, and a year is running while
 * the cut's day lies in it (NUMBERS, sections 2 and 3; METHODS, section 2).
 */
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { useSystem } from "./use-system.ts";

const used = useSystem({ startsAt: "2024-03-01T12:00:00+05:00", per: "test" });

const report = (at: string, events: readonly object[]) => used.report(events, { at });

const casesOf = (count: number, data: object) => Array.from({ length: count }, () => caseEvent(data));
const workers = (period: string, some: number, region = "KZ") => exposureEvent({ period, workers: some, region });

async function response<ResponseContent = RatesResponse>(requestParameters: string): Promise<ResponseContent> {
  return JSON.parse(await used.bodyOf(requestParameters)) as ResponseContent;
}
const rowOf = async (requestParameters: string): Promise<RatesRow> => (await response(`/v1/rates?${requestParameters}`)).rows.at(-1)!;

const year2026 = "from=2026-01-01&to=2026-12-31";

test("a year is compared as it was known a year before; the rollup's days to date as well", { timeout: 120_000 }, async () => {
  await report("2024-03-01T12:00:00+05:00", [caseEvent({ occurredAt: "2024-02-03" })]);
  await report("2025-11-29T12:00:00+05:00", [
    workers("2025", 7_000_000),
    workers("2025", 7_000_000, "KZ-35"),
    ...casesOf(412, { occurredAt: "2025-05-04" }),
  ]);
  await report("2026-01-15T12:00:00+05:00", [...casesOf(19, { occurredAt: "2025-05-05" }), ...casesOf(7, { occurredAt: "2025-12-05" })]);
  await report("2026-11-29T12:00:00+05:00", [
    workers("2026", 7_000_000),
    workers("2026", 7_100_000, "KZ-35"),
    ...casesOf(470, { occurredAt: "2026-05-04" }),
  ]);
  const then = { asOf: "2025-11-29T07:00:00.000Z" };
  const row = await rowOf(`compare=same_lag&${year2026}`);
  expect(row).toMatchObject({ count: 470, running: true, status: "provisional" });
  expect(row.previous).toMatchObject({
    ...then,
    period: "2025",
    count: 412,
    exposure: 7_000_000,
    exposureBasis: "employed",
    exposureStatus: "closed",
    ratio: 1.14078,
    lower: 0.997297,
    upper: 1.30529,
    p: 0.0548861,
    word: "not_distinguishable",
    reason: null,
    comparedBy: "victims",
    final: { count: 438 },
    reportersNew: 0,
  });
  // METHODS 2: 7.1 and 7.0 million, where all of the cases are.
  const { previous: unequal } = await rowOf(`compare=same_lag&region=KZ-35&${year2026}`);
  expect(unequal).toMatchObject({ count: 412, ratio: 1.12471, lower: 0.983251, upper: 1.28691, word: "not_distinguishable" });
  expect(unequal?.p?.toFixed(5)).toBe("0.08742");
  // Against the whole of the year before as it is known now, there is no word at all.
  expect((await rowOf(`compare=year_before&${year2026}`)).previous).toMatchObject({ count: 438, word: null, reason: "running" });
  // The log began in March of 2024, after that year did.
  const old = await rowOf("compare=same_lag&from=2025-01-01&to=2025-12-31");
  expect(old.previous).toMatchObject({ period: "2024", word: null, reason: "history_too_short", ratio: null });

  const rollup = await response<AnnualRollupResponse>("/v1/rollups/annual/2026");
  expect(rollup).toMatchObject({ running: true, toDate: { to: "2026-11-29", previousTo: "2025-11-29", previousAsOf: then.asOf } });
  expect(rollup.rows[0]!.injured).toEqual({
    value: 470,
    previous: 438,
    changePercent: null,
    reason: "running",
    toDate: { value: 470, previous: 412, changePercent: 14.08 },
  });
  // Of 2025 the log does not reach back to the year before.
  const cut = encodeURIComponent(row.previous!.watermark!);
  const before = await response<AnnualRollupResponse>(`/v1/rollups/annual/2025?asOf=${cut}`);
  expect(before).toMatchObject({ running: true, toDate: { to: "2025-11-29", previousAsOf: null } });

  // Asked again with its own watermark it is the same, to the byte.
  for (const requestParameters of [
    `/v1/rates?compare=same_lag&by=region&${year2026}`,
    "/v1/rates?period=ytd&compare=same_lag",
    "/v1/rollups/annual/2026",
  ]) {
    const live = await used.system.ask(requestParameters);
    expect(live.statusCode, live.body).toBe(200);
    const again = await used.system.ask(
      `${requestParameters}${requestParameters.includes("?") ? "&" : "?"}asOf=${encodeURIComponent(live.json().watermark)}`,
    );
    expect(again.body).toBe(live.body);
  }
});

/** Issue 11: twelve cases in the year before the day of the cut, one on 2 January of its own year. */
test("a running year has no word, and years to date compare the same days", { timeout: 60_000 }, async () => {
  const months = Array.from({ length: 12 }, (_, month) => caseEvent({ occurredAt: `2025-${String(month + 1).padStart(2, "0")}-15` }));
  const reported = [...months, caseEvent({ occurredAt: "2026-01-02" }), workers("2025", 1000), workers("2026", 1000)];
  await report("2026-11-29T23:30:00+05:00", reported);
  expect(await rowOf(`compare=previous&${year2026}`)).toMatchObject({
    count: 1,
    running: true,
    status: "provisional",
    previous: { count: 12, word: null, reason: "running" },
  });
  const toDate = await rowOf("period=ytd&compare=previous");
  expect(toDate).toMatchObject({ period: "2026-01-01/2026-11-29", count: 1, running: true });
  expect(toDate.previous).toMatchObject({ period: "2025-01-01/2025-11-29", count: 11, word: null, reason: "running" });
  const over = await rowOf("period=ytd&compare=previous&to=2026-11-28");
  expect(over).not.toHaveProperty("running");
  expect(over.previous).toMatchObject({ count: 11, word: "lower", reason: null });
  const rollup = await response<AnnualRollupResponse>("/v1/rollups/annual/2026");
  expect(rollup.rows[0]!.injured).toMatchObject({
    changePercent: null,
    reason: "running",
    toDate: { value: 1, previous: 11, changePercent: -90.91 },
  });
  // Half an hour later the day of the cut is the next one.
  await report("2026-11-30T00:00:00+05:00", [caseEvent({ occurredAt: "2024-02-03" })]);
  expect((await rowOf("period=ytd&compare=previous&to=2026-11-29")).previous).toMatchObject({ word: "lower", reason: null });
});

test("one disaster makes no trend, and what is not stated is told", { timeout: 60_000 }, async () => {
  const death = { occurredAt: "2022-03-01", severity: "fatal" };
  const group = Array.from({ length: 20 }, () => caseEvent({ occurredAt: "2023-03-01", severity: "fatal", accident: "A-1" }));
  await report("2024-03-01T12:00:00+05:00", [
    ...casesOf(5, death),
    ...casesOf(4, { occurredAt: "2023-03-01", severity: "fatal" }),
    ...group,
    ...casesOf(10, { occurredAt: "2021-03-01", severity: "severe" }),
    ...["2021", "2022", "2023"].map((period) => workers(period, 1_000_000)),
  ]);
  const fatal = "measure=fatal&from=2023-01-01&to=2023-12-31";
  const { previous } = await rowOf(`${fatal}&compare=previous`);
  expect(previous).toMatchObject({ ratio: 4.8, lower: 0.746617, upper: 30.8592, word: "not_distinguishable", comparedBy: "accidents" });
  const apart = await rowOf(`${fatal}&interval=accidents`);
  expect(apart).toMatchObject({ count: 24, routine: { count: 4, rate: 0.004 }, disasters: [{ victims: 20 }] });
  const of2021 = "from=2021-01-01&to=2021-12-31";
  expect(await rowOf(`measure=lost_time&${of2021}`)).toMatchObject({ count: 10, unstated: 0, rate: 0.01 });
  expect(await rowOf(`measure=days_lost&${of2021}`)).toMatchObject({ unstated: 10, rate: null, reason: "days_unstated" });
});

/** NUMBERS 2.4: the Kostenko disaster of 2023 beside years without one; equal workers on both sides. */
test("a disaster is one accident, whatever the numbers beside it", { timeout: 60_000 }, async () => {
  const deaths = (mine: string, year: number, count: number, data: object = {}) =>
    casesOf(count, { occurredAt: `${year}-03-01`, severity: "fatal", mining: { mine }, ...data });
  await report("2024-03-01T12:00:00+05:00", [
    ...deaths("m-28", 2022, 28),
    ...deaths("m-28", 2023, 16),
    ...deaths("m-28", 2023, 46, { accident: "A-28" }),
    ...deaths("m-1", 2022, 1),
    ...deaths("m-1", 2023, 46, { accident: "A-1" }),
    ...["m-28", "m-1"].flatMap((mine) => ["2022", "2023"].map((period) => exposureEvent({ period, mine, workers: 10_000 }))),
  ]);
  const previousOf = async (mine: string) =>
    (await rowOf(`measure=fatal&mine=${mine}&from=2023-01-01&to=2023-12-31&compare=previous`)).previous;
  const many = await previousOf("m-28");
  expect(many).toMatchObject({ ratio: 2.21429, word: "not_distinguishable", comparedBy: "accidents" });
  expect([many?.lower?.toFixed(3), many?.upper?.toFixed(2)]).toEqual(["0.491", "9.98"]);
  expect(await previousOf("m-1")).toMatchObject({ ratio: 46, p: 1, word: "not_distinguishable", comparedBy: "accidents" });
});

/** Limits and p by SciPy: 31 of 85 by Clopper and Pearson; the five years are pooled, and their mean is of the days to the last of February. */
test("a year to date beside the same days of the five years before, as of a past cut and in a file", { timeout: 60_000 }, async () => {
  const counts = [12, 9, 15, 7, 11, 31];
  const stocks = [80_000, 120_000, 95_000, 60_000, 150_000, 160_000];
  await report("2024-03-02T12:00:00+05:00", [
    ...stocks.map((some, place) => workers(String(2019 + place), some)),
    ...counts.flatMap((count, place) => casesOf(count, { occurredAt: `${2019 + place}-02-${place === 5 ? "29" : "28"}` })),
    // Not of the same days.
    ...casesOf(4, { occurredAt: "2021-03-01" }),
    ...casesOf(40, { occurredAt: "2018-02-01" }),
  ]);
  const search = "/v1/rates?period=ytd&compare=five_years&from=2024-01-01&to=2024-02-29";
  const before = await used.system.ask(search);
  const { rows, watermark } = before.json() as unknown as RatesResponse;
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ period: "2024-01-01/2024-02-29", count: 31, rate: 0.19375 });
  expect(rows[0]!.previous).toEqual({
    period: "2019-01-01/2019-02-28..2023-01-01/2023-02-28",
    count: 54,
    exposure: 505_000,
    exposureBasis: "employed",
    exposureStatus: "closed",
    rate: 0.106931,
    ratio: 1.81192,
    lower: 1.12594,
    upper: 2.8694,
    p: 0.0140836,
    word: "higher",
    reason: null,
    comparedBy: "victims",
  });
  await report("2024-03-03T12:00:00+05:00", casesOf(30, { occurredAt: "2022-01-09" }));
  expect((await rowOf(search.split("?")[1]!)).previous).toMatchObject({ count: 84, word: "not_distinguishable" });
  const cut = `asOf=${encodeURIComponent(watermark)}`;
  expect((await used.system.ask(`${search}&${cut}`)).body).toBe(before.body);
  const [header, line] = (await used.system.ask(`${search}&${cut}&format=csv`)).body.split("\r\n").map((text) => text.split(","));
  const written = Object.fromEntries(header!.map((name, place) => [name, line![place]]));
  expect(written).toMatchObject({
    previousCount: "54",
    previousRate: "0.106931",
    previousLower: "1.12594",
    previousWord: "higher",
  });
});

/** NUMBERS 2.6: by Fay and Feuer the upper limit would be 3.017. */
test("a standardised rate of a small stratum without cases has Tiwari's limit", { timeout: 60_000 }, async () => {
  const stated = (region: string, sector: string, some: number) => exposureEvent({ period: "2023", region, sector, workers: some });
  await report("2024-03-01T12:00:00+05:00", [
    ...casesOf(99, { occurredAt: "2023-03-01", region: "LV-RIX", sector: "05" }),
    stated("LV-RIX", "A", 50),
    stated("LV-RIX", "B", 800_000),
    stated("LV", "A", 40_000),
    stated("LV", "B", 960_000),
  ]);
  const row = await rowOf("country=LV&region=LV-RIX&standard=2023&from=2023-01-01&to=2023-12-31");
  expect(row).toMatchObject({ count: 99, exposure: 800_050, rate: 0.1188, status: "final" });
  expect(row.upper?.toFixed(3)).toBe("2.064");
});
