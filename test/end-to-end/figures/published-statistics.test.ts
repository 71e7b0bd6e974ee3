/**
 * What the ministry's inspectorate and the statistics bureau have published of Kazakhstan: in as events by HTTP, read back from the API, with
 * the rounding they were printed with. The two series count differently and are never mixed: an installation each.
 *
 * Most published shares name no base and no rounding. Those that no whole number of victims gives when rounded are told as what they are:
 * cut off after the last digit, or of a base that was not published.
 */
import type { AnnualRollupResponse, AnnualRollupRow, AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

type Counts = Readonly<Record<string, number>>;

/** Victims alike but for what is told apart: each mark is shared out over all of them, the rest has none. */
interface Segment {
  readonly month: string;
  readonly victims: number;
  readonly marks: Readonly<Partial<Record<"severity" | "region" | "sector" | "cause" | "kind" | "sex", Counts>>>;
}

/** Each mark begins at another victim, so that no two of them go together by accident. */
function* victimsOf({ month, victims, marks }: Segment) {
  const shared = Object.entries(marks).map(([mark, counts], place): [string, (string | undefined)[]] => {
    const codes = Object.entries(counts).flatMap(([code, count]) => Array<string>(count).fill(code));
    if (codes.length > victims) throw new Error(`${month}: ${codes.length} marks of ${mark} for ${victims} victims`);
    const start = (place * 97) % victims;
    return [mark, Array.from({ length: victims }, (_, index) => codes[(index + start) % victims])];
  });
  for (let index = 0; index < victims; index += 1) {
    const reported = Object.fromEntries(shared.map(([mark, codes]) => [mark, codes[index]]));
    yield caseEvent({
      occurredAt: `${month}-15`,
      kind: reported["kind"] ?? "accident",
      severity: reported["severity"] ?? "light",
      region: reported["region"],
      sector: reported["sector"],
      ...(reported["cause"] === undefined ? {} : { causes: [reported["cause"]] }),
      ...(reported["sex"] === undefined ? {} : { worker: { ref: `w-${month}-${index}`, sex: reported["sex"] } }),
    });
  }
}

const percent = (part: number, base: number, digits: number) => ((100 * part) / base).toFixed(digits);
const cutOff = (part: number, base: number, digits: number) =>
  (Math.floor(((100 * part) / base) * 10 ** digits) / 10 ** digits).toFixed(digits);

async function started(segments: readonly Segment[], exposures: readonly object[]) {
  const qorgau = await startQorgau(await temporaryDirectory());
  const sent = await sendAll(qorgau.url, [...segments.flatMap((segment) => [...victimsOf(segment)]), ...exposures]);
  return { qorgau, atLeast: sent.positions };
}

async function ended(qorgau: QorgauProcess | undefined): Promise<void> {
  await qorgau?.stop();
  await removeDirectory(qorgau?.dataDirectory ?? "");
}

const organisation = "work_organisation";
const negligence = "gross_negligence";
const safety = "safety_rules";
const traffic = "traffic_rules";

describe("the inspectorate's series", () => {
  /** In the order of the calendar; what is published of a part of a year is the sum of its first segments. */
  const segments: readonly Segment[] = [
    { month: "2020-07", victims: 798, marks: { severity: { fatal: 113 } } },
    { month: "2020-08", victims: 114, marks: { severity: { fatal: 17 } } },
    { month: "2020-12", victims: 591, marks: {} },
    { month: "2021-07", victims: 817, marks: { severity: { fatal: 93 }, region: { "KZ-35": 160, "KZ-63": 97, "KZ-39": 65 } } },
    { month: "2021-08", victims: 121, marks: { severity: { fatal: 21 }, sector: { "24": 84, F: 30 } } },
    {
      month: "2021-12",
      victims: 527,
      marks: {
        severity: { fatal: 86 },
        region: { "KZ-35": 78, "KZ-63": 107, "KZ-39": 57, "KZ-55": 114, "KZ-15": 107 },
        sector: { "07": 192, F: 137 },
      },
    },
    {
      month: "2022-06",
      victims: 1465,
      marks: {
        severity: { fatal: 203 },
        region: { "KZ-35": 180, "KZ-63": 169, "KZ-39": 142, "KZ-55": 112, "KZ-15": 103, "KZ-75": 114 },
        sector: { "08": 100, "25": 137, F: 220 },
        cause: { [organisation]: 497, [negligence]: 425, [safety]: 138, [traffic]: 114 },
      },
    },
    {
      month: "2023-05",
      victims: 640,
      marks: {
        severity: { fatal: 69 },
        region: { "KZ-35": 79, "KZ-63": 53, "KZ-10": 50, "KZ-75": 50, "KZ-55": 46, "KZ-39": 44, "KZ-15": 40 },
        sector: { "05": 140, F: 68 },
      },
    },
    { month: "2023-12", victims: 834, marks: {} },
    { month: "2024-05", victims: 700, marks: { severity: { fatal: 80 } } },
    { month: "2024-09", victims: 267, marks: {} },
    { month: "2024-10", victims: 111, marks: { severity: { fatal: 75 } } },
    {
      month: "2024-12",
      victims: 330,
      marks: { severity: { fatal: 47 }, sector: { B: 253 } },
    },
    {
      month: "2025-05",
      victims: 584,
      marks: {
        severity: { fatal: 77 },
        region: { "KZ-35": 61, "KZ-75": 51, "KZ-63": 50, "KZ-55": 44, "KZ-23": 40, "KZ-15": 39 },
        sector: { "24": 106, F: 54 },
        cause: { [organisation]: 202, [negligence]: 192, [traffic]: 50, [safety]: 42 },
      },
    },
    {
      month: "2025-09",
      victims: 350,
      marks: {
        severity: { fatal: 56 },
        region: { "KZ-35": 42, "KZ-63": 39, "KZ-55": 24, "KZ-15": 25, "KZ-23": 8 },
        sector: { B: 57, F: 41 },
        cause: { [organisation]: 117, [negligence]: 122, [safety]: 37, [traffic]: 23 },
      },
    },
    { month: "2025-10", victims: 95, marks: { severity: { fatal: 12 } } },
  ];
  const workers = { 2020: 6_530_000, 2021: 6_660_000, 2022: 6_660_000, 2023: 7_000_000, 2024: 7_040_000, 2025: 7_000_000 };

  let qorgau: QorgauProcess;
  let atLeast: string;
  beforeAll(async () => {
    const exposures = Object.entries(workers).map(([period, count]) =>
      exposureEvent({ period, workers: count }, { subject: `KZ-${period}` }),
    );
    ({ qorgau, atLeast } = await started(segments, exposures));
  });
  afterAll(() => ended(qorgau));

  const rollup = (year: number) => getJson<AnnualRollupResponse>(qorgau.url, `/v1/rollups/annual/${year}`, { atLeast });
  const rowOf = async (year: number, scope: AnnualScope, code: string | null = null): Promise<AnnualRollupRow> => {
    const row = (await rollup(year)).rows.find((one) => one.scope === scope && one.code === code);
    if (row === undefined) throw new Error(`${year} has no row ${scope} ${code}`);
    return row;
  };
  /** Of the year to date, with the year before up to the same day. */
  const toDate = async (to: string, parameters: Record<string, string> = {}) => {
    const from = `${Number(to.slice(0, 4)) - 1}-01-01`;
    const { rows } = await rates(qorgau.url, { period: "ytd", from, to, atLeast, ...parameters });
    return rows.map(({ count, rate }) => ({ count, rate: rate?.toFixed(2) }));
  };

  test.each([
    [2021, 1465, 200, "0.22"],
    [2022, 1465, 203, "0.22"],
    [2024, 1408, 202, "0.20"],
  ])("%i: %i victims, %i dead, %s per 1,000 workers", async (year, victims, dead, rate) => {
    const total = await rowOf(year, "total");
    expect([total.injured.value, total.fatal.value, total.rate?.toFixed(2)]).toEqual([victims, dead, rate]);
  });

  test.each([
    [2021, "-2.5"],
    [2022, "0.0"],
    [2024, "-4.5"],
  ])("%i against the year before: %s %% of the victims", async (year, printed) => {
    expect((await rowOf(year, "total")).injured.changePercent?.toFixed(1)).toBe(printed);
  });

  test.each([
    ["2021-07-31", "injured", 798, 817, "2.4"],
    ["2021-07-31", "fatal", 113, 93, "-17.7"],
    ["2021-08-31", "injured", 912, 938, "2.9"],
    ["2021-08-31", "fatal", 130, 114, "-12.3"],
    ["2025-06-30", "injured", 700, 584, "-16.6"],
    ["2025-09-30", "injured", 967, 934, "-3.4"],
    ["2025-10-31", "injured", 1078, 1029, "-4.5"],
    ["2025-10-31", "fatal", 155, 145, "-6.5"],
  ])("the year up to %s, %s: %i, then %i, a change of %s %%", async (to, measure, before, now, printed) => {
    expect((await toDate(to, { measure })).map(({ count }) => count)).toEqual([before, now]);
    expect(percent(now - before, before, 1)).toBe(printed);
  });

  test.each([
    ["2023-06-30", "0.09"],
    ["2025-06-30", "0.08"],
    ["2025-09-30", "0.13"],
  ])("the rate of the year up to %s is cumulative, not annualised: %s", async (to, printed) => {
    expect((await toDate(to)).at(-1)?.rate).toBe(printed);
  });

  test.each([
    ["2021-07-31", { "KZ-35": 160, "KZ-63": 97, "KZ-39": 65 }],
    ["2023-06-30", { "KZ-35": 79, "KZ-63": 53, "KZ-10": 50, "KZ-75": 50, "KZ-55": 46, "KZ-39": 44, "KZ-15": 40 }],
    ["2025-06-30", { "KZ-35": 61, "KZ-75": 51, "KZ-63": 50, "KZ-55": 44, "KZ-23": 40, "KZ-15": 39 }],
    ["2025-09-30", { "KZ-35": 103, "KZ-63": 89, "KZ-55": 68, "KZ-15": 64, "KZ-75": 51, "KZ-23": 48 }],
  ])("regions of the year up to %s", async (to, published) => {
    for (const [region, count] of Object.entries(published)) {
      expect([region, (await toDate(to, { region })).at(-1)?.count]).toEqual([region, count]);
    }
  });

  test.each([
    [2021, { "KZ-35": 238, "KZ-63": 204, "KZ-39": 122, "KZ-55": 114, "KZ-15": 107 }],
    [2022, { "KZ-35": 180, "KZ-63": 169, "KZ-39": 142, "KZ-55": 112, "KZ-15": 103, "KZ-75": 114 }],
  ])("regions of %i", async (year, published) => {
    const { rows } = await rollup(year);
    const counted = rows.filter(({ scope, code }) => scope === "region" && code !== null).map(({ code, injured }) => [code, injured.value]);
    expect(Object.fromEntries(counted)).toMatchObject(published);
  });

  test("the regions that were divided in 2022 are marked: their two years are not of one area", async () => {
    const { rows } = await rollup(2022);
    const broken = rows.filter(({ scope, seriesBreak }) => scope === "region" && seriesBreak !== null).map(({ code }) => code);
    expect(broken).toEqual(["KZ-35", "KZ-63"]);
  });

  test("the complex and construction, in percent of all victims, as printed where a whole number gives it", async () => {
    const share = async (year: number, scope: AnnualScope, code: string) => (await rowOf(year, scope, code)).share;
    expect(await share(2021, "complex", "mmc")).toEqual({ percent: 18.84, base: 1465 });
    expect((await share(2022, "complex", "mmc")).percent?.toFixed(1)).toBe("16.2");
    expect((await share(2022, "sector", "F")).percent?.toFixed(0)).toBe("15");
    expect((await share(2024, "complex", "mmc")).percent?.toFixed(0)).toBe("18");
    // Published as 11.3: 167 of 1,465 are 11.40 %, rounded as cut off. Only 166 or fewer would print as 11.3.
    expect(await share(2021, "sector", "F")).toEqual({ percent: 11.4, base: 1465 });
  });

  test("of the eight months of 2021 the shares do not fit the total: their base was not published", async () => {
    // 134 of the complex as 19.4 % and 80 of construction as 11.6 % would be of some 690 victims; there were 938.
    const [, now] = await toDate("2021-08-31");
    expect([percent(134, now?.count ?? 0, 1), percent(80, now?.count ?? 0, 1)]).toEqual(["14.3", "8.5"]);
    expect([134, 80].map((part, place) => Math.round((100 * part) / [19.4, 11.6][place]!))).toEqual([691, 690]);
  });

  test.each([
    ["2023-06-30", { sector: "mmc" }, 640, "21.8", "cut off"],
    ["2023-06-30", { sector: "F" }, 640, "10.6", "rounded"],
    ["2025-06-30", { sector: "mmc" }, 584, "18.1", "cut off"],
    ["2025-06-30", { sector: "F" }, 584, "9.2", "rounded"],
    ["2025-06-30", { cause: organisation }, 584, "34.6", "rounded"],
    ["2025-06-30", { cause: negligence }, 584, "32.9", "rounded"],
    ["2025-06-30", { cause: traffic }, 584, "8.6", "rounded"],
    ["2025-06-30", { cause: safety }, 584, "7.1", "cut off"],
    ["2025-09-30", { sector: "mmc" }, 934, "17.4", "cut off"],
    ["2025-09-30", { sector: "F" }, 934, "10.2", "rounded"],
    ["2025-09-30", { cause: organisation }, 934, "34.2", "rounded"],
    ["2025-09-30", { cause: negligence }, 934, "33.6", "rounded"],
    ["2025-09-30", { cause: safety }, 934, "8.5", "rounded"],
    ["2025-09-30", { cause: traffic }, 934, "7.8", "rounded"],
  ])("up to %s, %j of %i: %s %%, %s", async (to, filter, base, printed, how) => {
    const [all, part] = [(await toDate(to)).at(-1)?.count ?? 0, (await toDate(to, filter)).at(-1)?.count ?? 0];
    expect(all).toBe(base);
    expect((how === "rounded" ? percent : cutOff)(part, base, 1)).toBe(printed);
    if (how === "rounded") return;
    // No whole number of victims prints as this when rounded.
    expect(Array.from({ length: base }, (_, count) => percent(count, base, 1))).not.toContain(printed);
  });

  test.each([
    [organisation, "33.9", 1],
    [negligence, "29", 0],
    [safety, "9.4", 1],
    [traffic, "7.8", 1],
  ])("causes of 2022: %s %s %%", async (cause, printed, digits) => {
    expect((await rowOf(2022, "cause", cause)).share.percent?.toFixed(digits)).toBe(printed);
  });

  test("an exposure revised later gives the vintage of the other publication, and asOf still the first", async () => {
    // The inspectorate printed 0.22 for 2022, the SDG series 0.21: of the same victims, over other workers.
    const first = await rollup(2022);
    const { positions } = await sendAll(qorgau.url, [
      exposureEvent({ period: "2022", workers: 6_980_000 }, { subject: "KZ-2022", revision: 2, type: "kz.qorgau.exposure.corrected.v1" }),
    ]);
    const revised = await getJson<AnnualRollupResponse>(qorgau.url, "/v1/rollups/annual/2022", { atLeast: positions });
    const again = await getJson<AnnualRollupResponse>(qorgau.url, "/v1/rollups/annual/2022", { asOf: first.watermark });
    expect([first, revised].map(({ rows }) => rows[0]?.rate?.toFixed(2))).toEqual(["0.22", "0.21"]);
    expect(again).toEqual(first);
  });
});

describe("the statistics bureau's series, diseases and poisonings inside", () => {
  const segments: readonly Segment[] = [
    { month: "2013-06", victims: 2623, marks: { severity: { fatal: 266 }, kind: { disease: 465, poisoning: 26 }, sex: { female: 446 } } },
    { month: "2014-06", victims: 2578, marks: { severity: { fatal: 263 }, kind: { disease: 510, poisoning: 44 }, sex: { female: 420 } } },
    { month: "2021-06", victims: 2133, marks: { region: { "KZ-35": 537, "KZ-63": 320, "KZ-71": 161 }, sector: { C: 572, B: 444 } } },
    {
      month: "2022-06",
      victims: 2449,
      marks: {
        severity: { fatal: 205 },
        kind: { disease: 657, poisoning: 34 },
        sex: { female: 446 },
        region: { "KZ-35": 460, "KZ-62": 307 },
        sector: { C: 730, B: 585, A: 59 },
      },
    },
    { month: "2023-06", victims: 2670, marks: { region: { "KZ-35": 496, "KZ-62": 408 }, sector: { C: 910, B: 547, F: 376 } } },
    {
      month: "2024-06",
      victims: 2471,
      marks: {
        kind: { disease: 529, poisoning: 26 },
        region: { "KZ-33": 20, "KZ-79": 30, "KZ-59": 38 },
        sector: { C: 801, B: 479, Q: 205 },
      },
    },
  ];

  let qorgau: QorgauProcess;
  let atLeast: string;
  beforeAll(async () => {
    ({ qorgau, atLeast } = await started(segments, []));
  });
  afterAll(() => ended(qorgau));

  const count = async (year: number, parameters: Record<string, string> = {}): Promise<number> => {
    const span = { from: `${year}-01-01`, to: `${year}-12-31` };
    const { rows } = await rates(qorgau.url, { kind: "any", per: "none", ...span, atLeast, ...parameters });
    return rows[0]?.count ?? 0;
  };
  const total = async (year: number) => {
    const [row] = (await getJson<AnnualRollupResponse>(qorgau.url, `/v1/rollups/annual/${year}`, { atLeast })).rows;
    if (row === undefined) throw new Error("a rollup without a total");
    return row;
  };

  test.each([
    [2013, 2623],
    [2014, 2578],
    [2021, 2133],
    [2022, 2449],
    [2023, 2670],
    [2024, 2471],
  ])("%i: %i victims of any kind, which the rollup keeps apart by kind", async (year, victims) => {
    const { injured, diseases, poisonings } = await total(year);
    expect(await count(year)).toBe(victims);
    expect(injured.value + diseases.value + poisonings.value).toBe(victims);
  });

  test.each([
    [2013, 266],
    [2014, 263],
    [2022, 205],
  ])("%i: %i dead of any kind", async (year, dead) => expect(await count(year, { measure: "fatal" })).toBe(dead));

  test.each([
    [2013, 465, 26],
    [2014, 510, 44],
    [2022, 657, 34],
    [2024, 529, 26],
  ])("%i: %i diseases and %i poisonings, in no figure of accidents", async (year, diseases, poisonings) => {
    const row = await total(year);
    expect([row.diseases.value, row.poisonings.value]).toEqual([diseases, poisonings]);
    expect(row.injured.value).toBe((await count(year)) - diseases - poisonings);
  });

  test.each([
    [2024, 2023, "-7.5"],
    [2022, 2021, "14.8"],
  ])("%i against %i: %s %%", async (year, before, printed) => {
    const [now, then] = [await count(year), await count(before)];
    expect(percent(now - then, then, 1)).toBe(printed);
  });

  test.each([
    [2022, { region: "KZ-35" }, "18.8"],
    [2022, { region: "KZ-62" }, "12.5"],
    [2023, { region: "KZ-35" }, "18.6"],
    [2023, { region: "KZ-62" }, "15.3"],
    [2021, { sector: "C" }, "26.8"],
    [2021, { sector: "B" }, "20.8"],
    [2022, { sector: "C" }, "29.8"],
    [2022, { sector: "B" }, "23.9"],
    [2022, { sector: "A" }, "2.4"],
    [2023, { sector: "C" }, "34.1"],
    [2023, { sector: "B" }, "20.5"],
    [2023, { sector: "F" }, "14.1"],
    [2024, { sector: "C" }, "32.4"],
    [2024, { sector: "B" }, "19.4"],
    [2024, { sector: "Q" }, "8.3"],
    [2013, { sex: "female" }, "17"],
    [2014, { sex: "female" }, "16.3"],
    [2022, { sex: "female" }, "18.2"],
  ])("%i, %j: %s %% of all", async (year, filter, printed) => {
    const digits = printed.split(".")[1]?.length ?? 0;
    expect(percent(await count(year, filter), await count(year), digits)).toBe(printed);
  });

  test.each([
    [2021, { "KZ-35": 537, "KZ-63": 320, "KZ-71": 161 }],
    [2022, { "KZ-35": 460, "KZ-62": 307 }],
    [2023, { "KZ-35": 496, "KZ-62": 408 }],
    [2024, { "KZ-33": 20, "KZ-79": 30, "KZ-59": 38 }],
  ])("regions of %i", async (year, published) => {
    for (const [region, victims] of Object.entries(published)) expect([region, await count(year, { region })]).toEqual([region, victims]);
  });
});

describe("accidents apart from their victims", () => {
  let qorgau: QorgauProcess;
  let atLeast: string;
  beforeAll(async () => {
    qorgau = await startQorgau(await temporaryDirectory());
    ({ positions: atLeast } = await sendAll(qorgau.url, [...westKazakhstan(), ...abaiskaya(), diedLater]));
  });
  afterAll(() => ended(qorgau));

  /** Hurt in Pavlodar in 2012, entered in January, dead in March of the next year; the employer is registered in Astana. */
  const diedLater = caseEvent({
    occurredAt: "2012-12-30",
    region: "KZ-55",
    employer: { bin: "200140000004", region: "KZ-71" },
    severity: "fatal",
    diedOn: "2014-03-01",
    notified: { enteredOn: "2013-01-03" },
  });

  /** 51 accidents of one victim each; then 25 of one and 6 of two. */
  function* westKazakhstan() {
    const region = "KZ-27";
    for (let index = 0; index < 51; index += 1) yield caseEvent({ region, occurredAt: "2024-06-15", accident: `A-2024-${index}` });
    for (let index = 0; index < 37; index += 1) {
      const accident = `A-2025-${index < 12 ? Math.floor(index / 2) : index}`;
      const severity = index < 2 ? "fatal" : index < 25 ? "severe" : "light";
      const fault = [{ employerPercent: 100 }, { employerPercent: 40, workerPercent: 60 }][index];
      yield caseEvent({ region, occurredAt: "2025-06-15", accident, severity, ...(fault === undefined ? {} : { fault }) });
    }
  }

  /** 11 January 2008: one accident, 30 dead and 14 severely injured. */
  function* abaiskaya() {
    for (let index = 0; index < 44; index += 1) {
      yield caseEvent({ occurredAt: "2008-01-11", accident: "Abaiskaya", severity: index < 30 ? "fatal" : "severe" });
    }
  }

  const regionOf = async (year: number, region: string, choices: Record<string, string> = {}) => {
    const { rows } = await getJson<AnnualRollupResponse>(qorgau.url, `/v1/rollups/annual/${year}`, { atLeast, ...choices });
    return rows.find(({ scope, code }) => scope === "region" && code === region);
  };

  test("West Kazakhstan 2025: 31 accidents after 51, 37 victims, 23 severe, 2 dead, 12 in group accidents; fault as laid", async () => {
    const row = await regionOf(2025, "KZ-27");
    // Published as 40 % fewer; 31 after 51 are 39.2 % fewer.
    expect(row?.accidents).toEqual({ value: 31, previous: 51, changePercent: -39.22 });
    expect([row?.injured, row?.severe, row?.fatal, row?.groupVictims].map((figure) => figure?.value)).toEqual([37, 23, 2, 12]);
    expect(row?.fault).toEqual({ cases: 2, employerPercent: 70, workerPercent: 30 });
  });

  test("Abaiskaya mine 2008: one group accident of 44 victims", async () => {
    const row = await regionOf(2008, "KZ-35");
    expect([row?.accidents, row?.groupAccidents, row?.groupVictims, row?.fatal, row?.severe].map((figure) => figure?.value)).toEqual([
      1, 1, 44, 30, 14,
    ]);
  });

  test.each([
    [2012, "KZ-55", {}],
    [2014, "KZ-55", { yearOf: "death" }],
    [2013, "KZ-55", { yearOf: "registration" }],
    [2013, "KZ-71", { yearOf: "registration", regionOf: "registration" }],
  ] as const)(
    "the year of accident, death or registration is a choice, and so is the region: %i, %s with %j",
    async (year, region, choices) => {
      expect((await regionOf(year, region, choices))?.fatal).toEqual({ value: 1, previous: 0, changePercent: null });
      const elsewhere = region === "KZ-55" ? "KZ-71" : "KZ-55";
      expect(await regionOf(year, elsewhere, choices)).toBeUndefined();
    },
  );
});
