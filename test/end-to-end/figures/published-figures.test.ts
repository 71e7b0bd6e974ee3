/** The figures of the commissioning documents and the worked vectors: in as events by HTTP, back as printed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { cases, caseEvent, exposureEvent } from "../../generators/events.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

let qorgau: QorgauProcess;

beforeAll(async () => {
  qorgau = await startQorgau(await temporaryDirectory());
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(qorgau?.dataDirectory ?? "");
});

describe("the commissioning documents", () => {
  let atLeast: string;
  beforeAll(async () => {
    const national = [
      ...cases(1568, { fatal: 220 }, { occurredAt: "2018-05-04", region: "KZ-75" }),
      ...cases(1430, { fatal: 180 }, { occurredAt: "2019-05-04", region: "KZ-75" }),
      ...cases(143, { fatal: 14, severe: 47 }, { occurredAt: "2025-06-07", region: "KZ-63", sector: "07" }),
      ...cases(7, {}, { occurredAt: "2026-01-15", region: "631010000", sector: "07.29" }),
      ...cases(92, { fatal: 12 }, { occurredAt: "2026-01-20", region: "KZ-35", sector: "B" }),
    ];
    atLeast = (await sendAll(qorgau.url, national)).positions;
  });

  const count = async (parameters: Record<string, string>) =>
    (await rates(qorgau.url, { per: "none", atLeast, ...parameters })).rows.map((row) => [row.period, row.count]);

  test("2018 and 2019: 1,568 with 220 dead, 1,430 with 180 dead", async () => {
    const span = { from: "2018-01-01", to: "2019-12-31" };
    expect(await count({ ...span, measure: "injured" })).toEqual([
      ["2018", 1568],
      ["2019", 1430],
    ]);
    expect(await count({ ...span, measure: "fatal" })).toEqual([
      ["2018", 220],
      ["2019", 180],
    ]);
  });

  test("2019 against 2018: published as −8.8 %, deaths −18.18 %", async () => {
    const response = await getJson<AnnualRollupResponse>(qorgau.url, "/v1/rollups/annual/2019", { atLeast });
    const total = response.rows.find(({ scope }) => scope === "total");
    expect(total?.injured).toEqual({ value: 1430, previous: 1568, changePercent: -8.8 });
    expect(total?.fatal).toEqual({ value: 180, previous: 220, changePercent: -18.18 });
  });

  test("East Kazakhstan: 143 injured, 14 fatal, 47 severe; this year 7, none fatal", async () => {
    const region = { region: "KZ-63", from: "2025-01-01", to: "2026-12-31" };
    expect(await count({ ...region, measure: "injured" })).toEqual([
      ["2025", 143],
      ["2026", 7],
    ]);
    expect(await count({ ...region, measure: "fatal" })).toEqual([
      ["2025", 14],
      ["2026", 0],
    ]);
    expect(await count({ ...region, measure: "severe" })).toEqual([
      ["2025", 47],
      ["2026", 0],
    ]);
  });

  test("Karaganda: 92 injured, 12 of them dead", async () => {
    const region = { region: "KZ-35", from: "2026-01-01", to: "2026-12-31" };
    expect(await count({ ...region, measure: "injured" })).toEqual([["2026", 92]]);
    expect(await count({ ...region, measure: "fatal" })).toEqual([["2026", 12]]);
  });
});

/** Each vector lives in a US state of its own, so that one installation holds them all. */
const vectors = [
  {
    name: "1: TRIR of 17 in 1,500,000 h",
    state: "US-AL",
    year: "2001",
    count: 17,
    exposure: { hours: 1_500_000, basis: "hours_worked" },
    per: "200000_hours",
    printed: "2.27",
  },
  {
    name: "2: 2 cases in 28,000 h",
    state: "US-AK",
    year: "2001",
    count: 2,
    exposure: { hours: 28_000, basis: "hours_worked" },
    per: "200000_hours",
    printed: "14.29",
  },
  {
    name: "5: frequency of 80 in 800,000 h",
    state: "US-AZ",
    year: "2001",
    count: 80,
    exposure: { hours: 800_000, basis: "hours_worked" },
    per: "1000000_hours",
    printed: "100.00",
  },
  {
    name: "5: incidence of 80 among 800 workers",
    state: "US-AR",
    year: "2001",
    count: 80,
    exposure: { workers: 800 },
    per: "1000_workers",
    printed: "100.00",
  },
  {
    name: "6: Кч of 4 among 512",
    state: "US-CA",
    year: "2001",
    count: 4,
    exposure: { workers: 512 },
    per: "1000_workers",
    printed: "7.81",
  },
  {
    name: "7: Кч of 4 among 215",
    state: "US-CO",
    year: "2001",
    count: 4,
    exposure: { workers: 215 },
    per: "1000_workers",
    printed: "18.60",
  },
  {
    name: "8: Кч of 15 among 266",
    state: "US-CT",
    year: "2001",
    count: 15,
    exposure: { workers: 266 },
    per: "1000_workers",
    printed: "56.39",
  },
  {
    name: "11: Pennsylvania 1907 per million tons",
    state: "US-PA",
    year: "1907",
    count: 806,
    fatal: 806,
    measure: "fatal",
    exposure: { tonnes: 149_559_047, basis: "employed" },
    per: "1000000_tonnes",
    printed: "5.39",
  },
  {
    name: "11: Pennsylvania 1907 per 1,000",
    state: "US-PA",
    year: "1907",
    count: 806,
    fatal: 806,
    measure: "fatal",
    exposure: { workers: 183_121 },
    per: "1000_workers",
    printed: "4.40",
    again: true,
  },
  {
    name: "12: Pennsylvania 1900 per million tons",
    state: "US-PA",
    year: "1900",
    count: 265,
    fatal: 265,
    measure: "fatal",
    exposure: { tonnes: 79_318_362 },
    per: "1000000_tonnes",
    printed: "3.34",
  },
  {
    name: "12: Pennsylvania 1900 per 1,000",
    state: "US-PA",
    year: "1900",
    count: 265,
    fatal: 265,
    measure: "fatal",
    exposure: { workers: 108_735 },
    per: "1000_workers",
    printed: "2.44",
    again: true,
  },
  {
    name: "12: Pennsylvania 1910 per million tons",
    state: "US-PA",
    year: "1910",
    count: 539,
    fatal: 539,
    measure: "fatal",
    exposure: { tonnes: 148_770_858 },
    per: "1000000_tonnes",
    printed: "3.62",
  },
  {
    name: "12: Pennsylvania 1910 per 1,000",
    state: "US-PA",
    year: "1910",
    count: 539,
    fatal: 539,
    measure: "fatal",
    exposure: { workers: 193_488 },
    per: "1000_workers",
    printed: "2.79",
    again: true,
  },
  {
    name: "13: coal 2002",
    state: "US-WY",
    year: "2002",
    count: 27,
    fatal: 27,
    measure: "fatal",
    exposure: { tonnes: 994e6 },
    per: "1000000_tonnes",
    printed: "0.03",
    digits: "0.027",
  },
  {
    name: "13: coal 2003",
    state: "US-WY",
    year: "2003",
    count: 30,
    fatal: 30,
    measure: "fatal",
    exposure: { tonnes: 973e6 },
    per: "1000000_tonnes",
    printed: "0.03",
    digits: "0.031",
  },
  {
    name: "13: coal 2004",
    state: "US-WY",
    year: "2004",
    count: 28,
    fatal: 28,
    measure: "fatal",
    exposure: { tonnes: 1010e6 },
    per: "1000000_tonnes",
    printed: "0.03",
    digits: "0.028",
  },
] as const;

describe("the worked vectors", () => {
  let atLeast: string;
  const place = (state: string, year: string) => ({ region: state, occurredAt: `${year}-03-04`, employer: {}, sector: "05" });

  beforeAll(async () => {
    const events: object[] = [];
    for (const vector of vectors) {
      if (!("again" in vector)) {
        const fatal = "fatal" in vector ? vector.fatal : 0;
        events.push(...cases(vector.count, { fatal }, place(vector.state, vector.year)));
      }
      events.push(exposureEvent({ period: vector.year, region: vector.state, ...vector.exposure }));
    }
    // 5: 300 days lost by 80 cases; 7: 83 days by the 3 that lived; 8: 570 days by the 14 that lived.
    events.push(
      ...daysLost("US-DE", 80, 0, 300),
      exposureEvent({ period: "2001", region: "US-DE", hours: 800_000, basis: "hours_worked" }),
    );
    events.push(...daysLost("US-FL", 4, 1, 83), exposureEvent({ period: "2001", region: "US-FL", workers: 215 }));
    events.push(...daysLost("US-GA", 15, 1, 570), exposureEvent({ period: "2001", region: "US-GA", workers: 266 }));
    events.push(...daysLost("US-HI", 4, 0, 58), exposureEvent({ period: "2001", region: "US-HI", workers: 512 }));
    const quarters = [
      [2, 292, "02"],
      [1, 263, "05"],
      [2, 205, "08"],
      [3, 280, "11"],
    ] as const;
    quarters.forEach(([count, workers, month], index) => {
      events.push(...cases(count, {}, { ...place("US-ID", "2001"), occurredAt: `2001-${month}-10` }));
      events.push(exposureEvent({ period: `2001-Q${index + 1}`, region: "US-ID", workers, basis: "listed_employees" }));
    });
    atLeast = (await sendAll(qorgau.url, events)).positions;
  });

  function* daysLost(state: string, count: number, fatal: number, days: number) {
    for (let index = 0; index < count; index += 1) {
      const severity = index < fatal ? "fatal" : "light";
      const lost = index < fatal ? { daysLost: 9 } : { daysLost: index === fatal ? days - (count - fatal - 1) : 1 };
      yield caseEvent({ ...place(state, "2001"), severity, ...lost });
    }
  }

  const rate = async (parameters: Record<string, string>) =>
    (await rates(qorgau.url, { country: "US", atLeast, ...parameters })).rows.map((row) => row.rate ?? Number.NaN);

  test.each(vectors)("$name", async (vector) => {
    const measure = "measure" in vector ? vector.measure : "injured";
    const { state: region, year, per } = vector;
    const [value = Number.NaN] = await rate({ region, measure, per, from: `${year}-01-01`, to: `${year}-12-31` });
    expect(value.toFixed(2)).toBe(vector.printed);
    if ("digits" in vector) expect(value.toFixed(3)).toBe(vector.digits);
  });

  const year2001 = { from: "2001-01-01", to: "2001-12-31", measure: "days_lost" };
  test.each([
    ["5: 375 days per million hours", "US-DE", "1000000_hours", 375],
    ["5: 3.75 days per case", "US-DE", "case", 3.75],
    ["6: Кт 14.5 days per case", "US-HI", "case", 14.5],
    ["7: Кп 386.05 with 83 as total days", "US-FL", "1000_workers", 386.047],
    ["8: Кт 40.71, the fatal case excluded from both", "US-GA", "case", 40.7143],
  ])("%s", async (_name, region, per, value) => {
    expect(await rate({ ...year2001, region, per })).toEqual([value]);
  });

  test("9: quarters 6.85, 3.80, 9.76, 10.71; the year 30.8 is neither their sum nor their mean", async () => {
    const span = { region: "US-ID", from: "2001-01-01", to: "2001-12-31" };
    const quarters = await rate({ ...span, period: "quarter" });
    expect(quarters.map((value) => value.toFixed(2))).toEqual(["6.85", "3.80", "9.76", "10.71"]);
    const [year = 0] = await rate(span);
    expect(year.toFixed(1)).toBe("30.8");
    expect(quarters.reduce((sum, value) => sum + value, 0).toFixed(2)).toBe("31.12");
  });
});

/** Victims, workers, and the rate per thousand as it would be printed. */
const impliedWorkers = [
  [1465, 6_500_000, "0.23"],
  [1465, 6_512_000, "0.22"],
  [1465, 6_813_000, "0.22"],
  [1465, 6_830_000, "0.21"],
  [1408, 6_860_000, "0.21"],
  [1408, 6_869_000, "0.20"],
  [1408, 7_220_000, "0.20"],
  [1408, 7_230_000, "0.19"],
] as const;

describe("the worked vectors that a question of its own makes", () => {
  let atLeast: string;
  const us = (state: string, year: number, sector = "05") => ({ region: state, occurredAt: `${year}-03-04`, employer: {}, sector });
  const workers = (year: number, sector: string, count: number, region?: string) =>
    exposureEvent({ period: String(year), region: region ?? "US", sector, workers: count });

  beforeAll(async () => {
    const events = [
      // 3: two cases with 4 and 1 days lost.
      caseEvent({ ...us("US-IL", 2002), daysLost: 4 }),
      caseEvent({ ...us("US-IL", 2002), daysLost: 1 }),
      // 4: five cases in 200,000 hours; all of them lost time, which is the most that can.
      ...Array.from({ length: 5 }, () => caseEvent({ ...us("US-IN", 2002), daysLost: 2 })),
      exposureEvent({ period: "2002", region: "US-IN", hours: 200_000, basis: "hours_worked" }),
      // 14: the weights of 2024 are 0.3 and 0.7; in 2025 the sections have 200 and 50 cases per thousand.
      workers(2024, "B", 300),
      workers(2024, "F", 700),
      workers(2025, "B", 100),
      workers(2025, "F", 200),
      ...cases(20, {}, us("US-NV", 2025, "B")),
      ...cases(10, {}, us("US-NV", 2025, "F")),
      // 10: the same victims, of denominators within and beyond what the printed rate allows, each in a year of its own.
      ...impliedWorkers.flatMap(([victims, count], index) => [
        ...cases(victims, {}, us("US-OH", 1980 + index)),
        exposureEvent({ period: String(1980 + index), region: "US-OH", workers: count }),
      ]),
    ];
    atLeast = (await sendAll(qorgau.url, events)).positions;
  });
  const rowsOf = async (parameters: Record<string, string>) => (await rates(qorgau.url, { country: "US", atLeast, ...parameters })).rows;

  test("3: 5 days lost in 2 cases are 2.50 a case", async () => {
    const [row] = await rowsOf({ region: "US-IL", measure: "days_lost", per: "case", from: "2002-01-01", to: "2002-12-31" });
    expect(row?.rate?.toFixed(2)).toBe("2.50");
  });

  test("4: 5 cases in 200,000 hours are 5.0; 7 with days away among 5 cannot be told, whatever the tutorial prints", async () => {
    const year = { region: "US-IN", per: "200000_hours", from: "2002-01-01", to: "2002-12-31" };
    const [all] = await rowsOf(year);
    const [lostTime] = await rowsOf({ ...year, measure: "lost_time" });
    expect([all?.rate?.toFixed(1), lostTime?.rate?.toFixed(1)]).toEqual(["5.0", "5.0"]);
  });

  test("10: 0.22 of 1,465 are 6.51 to 6.81 million workers, 0.20 of 1,408 are 6.87 to 7.22 million", async () => {
    const rows = await rowsOf({ region: "US-OH", from: "1980-01-01", to: `${1980 + impliedWorkers.length - 1}-12-31` });
    expect(rows.map(({ rate }) => rate?.toFixed(2))).toEqual(impliedWorkers.map(([, , printed]) => printed));
  });

  test("14: rates of 200 and 50 with weights of 0.3 and 0.7 are 95.0 standardised, where the crude rate is 100", async () => {
    const year = { from: "2025-01-01", to: "2025-12-31" };
    const [standardised] = await rowsOf({ ...year, standard: "2024" });
    expect(standardised?.rate?.toFixed(1)).toBe("95.0");
    const bySector = await rowsOf({ ...year, by: "sector" });
    expect(bySector.map(({ sector, rate }) => [sector, rate])).toEqual([
      ["B", 200],
      ["F", 50],
    ]);
  });
});

describe("the Garwood table", () => {
  const table: readonly (readonly [number, number, number])[] = [
    [0, 0, 3.6889],
    [1, 0.0253, 5.5716],
    [2, 0.2422, 7.2247],
    [3, 0.6187, 8.7673],
    [4, 1.0899, 10.2416],
    [5, 1.6235, 11.6683],
    [6, 2.2019, 13.0595],
    [7, 2.8144, 14.4227],
    [8, 3.4538, 15.7632],
    [9, 4.1154, 17.0848],
    [10, 4.7954, 18.3904],
    [15, 8.3954, 24.7402],
    [20, 12.2165, 30.8884],
    [30, 20.2409, 42.8269],
    [50, 37.111, 65.9188],
    [77, 60.7672, 96.2368],
    [100, 81.364, 121.6268],
    [133, 111.3581, 157.62],
    [145, 122.3599, 170.6148],
    [202, 175.1026, 231.8599],
    [205, 177.8964, 235.0656],
  ];
  const yearOf = (index: number) => String(1950 + index);

  test("comes back as printed, as the interval of the expected count", async () => {
    const events = table.flatMap(([count], index) => [...cases(count, {}, { occurredAt: `${yearOf(index)}-06-01`, region: "KZ-10" })]);
    const { positions: atLeast } = await sendAll(qorgau.url, events);
    const span = { from: "1950-01-01", to: `${yearOf(table.length - 1)}-12-31` };
    const response = await rates(qorgau.url, { ...span, per: "none", atLeast });
    expect(response.rows.map((row) => [row.count, row.lower?.toFixed(4), row.upper?.toFixed(4)])).toEqual(
      table.map(([count, lower, upper]) => [count, asResponded(lower), asResponded(upper)]),
    );
  });

  /** An answer has six significant digits: above 100 the fourth decimal is not among them. */
  const asResponded = (value: number) => Number(value.toPrecision(6)).toFixed(4);
});
