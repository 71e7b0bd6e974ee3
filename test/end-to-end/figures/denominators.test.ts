/** Which denominator a row gets (NUMBERS, section 1): every vector in as events by HTTP, back as it is written there. */
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import type { QualityResponse } from "@qorgau/schemas/responses/quality-response";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caseEvent, cases, exposureEvent } from "../../generators/events.ts";
import { getJson, rates, sendAll, sendBatch } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

let qorgau: QorgauProcess;
let atLeast = "";

const month = (year: number, index: number) => `${year}-${String(index).padStart(2, "0")}`;
/** Each world is a mine or a country of its own, but for what is of the regions of Kazakhstan. */
const atMine = (mine: string, occurredAt: string, more: object = {}) =>
  caseEvent({ occurredAt, region: "KZ-39", mining: { mine }, ...more });

const worlds: object[] = [
  // Twelve months over two years.
  exposureEvent({ period: "2024", mine: "months", workers: 1000 }),
  exposureEvent({ period: "2025", mine: "months", workers: 2000 }),
  ...Array.from({ length: 12 }, (_, place) => atMine("months", `${month(place === 0 ? 2024 : 2025, place === 0 ? 12 : place)}-15`)),
  // Eleven of twelve.
  ...Array.from({ length: 11 }, (_, place) => exposureEvent({ period: month(2025, place + 1), mine: "eleven", workers: 1000 })),
  atMine("eleven", "2025-03-03"),
  // Half of the months, and less.
  ...Array.from({ length: 6 }, (_, place) => exposureEvent({ period: month(2025, place + 7), mine: "half", workers: 100 * (place + 1) })),
  atMine("half", "2025-08-03"),
  exposureEvent({ period: "2021-Q4", mine: "quarter", workers: 100 }),
  atMine("quarter", "2021-08-03"),
  atMine("quarter", "2024-08-03"),
  // A family of regions.
  exposureEvent({ period: "2021", region: "KZ-35", workers: 400_000 }),
  exposureEvent({ period: "2022", region: "KZ-35", workers: 250_000 }),
  exposureEvent({ period: "2022", region: "KZ-62", workers: 100_000 }),
  ...cases(300, {}, { occurredAt: "2021-03-01", region: "KZ-35" }),
  ...cases(150, {}, { occurredAt: "2022-09-01", region: "KZ-35" }),
  ...cases(100, {}, { occurredAt: "2022-09-01", region: "KZ-62" }),
  // A region before and after its split.
  exposureEvent({ period: "2021", region: "KZ-63", workers: 600_000 }),
  ...cases(60, {}, { occurredAt: "2021-03-01", region: "KZ-63" }),
  ...cases(25, {}, { occurredAt: "2022-09-01", region: "KZ-63" }),
  ...cases(25, {}, { occurredAt: "2023-03-01", region: "KZ-63" }),
  // Another basis of another year, and of a part.
  exposureEvent({ period: "2023", region: "LV", sector: "A", workers: 2000, basis: "employed" }),
  exposureEvent({ period: "2024", region: "LV", sector: "A", workers: 1000, basis: "listed_employees" }),
  ...cases(20, {}, { occurredAt: "2023-05-01", region: "LV-RIX", sector: "01" }),
  ...cases(20, {}, { occurredAt: "2024-05-01", region: "LV-RIX", sector: "01" }),
  exposureEvent({ period: "2022", workers: 7_000_000, basis: "employed" }),
  exposureEvent({ period: "2022", region: "KZ-75", workers: 100_000, basis: "listed_employees" }),
  // Zero, a conflict, and provisional beside final.
  exposureEvent({ period: "2025", mine: "zero", workers: 0 }),
  atMine("zero", "2025-05-05"),
  exposureEvent({ period: "2025", mine: "conflict", workers: 100 }),
  exposureEvent({ period: "2025", mine: "conflict", workers: 200 }, { source: "urn:test:statistics-b" }),
  exposureEvent({ period: "2024", mine: "conflict", workers: 100 }),
  atMine("conflict", "2025-05-05"),
  atMine("conflict", "2024-05-05"),
  // By sex, age, size and employer, and an operator's own.
  exposureEvent({ period: "2025", mine: "people", sex: "female", workers: 400 }),
  exposureEvent({ period: "2025", mine: "people", sex: "male", workers: 600 }),
  exposureEvent({ period: "2025", mine: "people", ageBand: "18-24", workers: 50 }),
  exposureEvent({ period: "2025", mine: "people", size: "500+", workers: 80 }),
  exposureEvent({ period: "2025", mine: "people", workerStatus: "agency", workers: 70 }),
  exposureEvent({ period: "2025", mine: "people", contractor: false, workers: 900 }),
  exposureEvent({ period: "2025", employer: { bin: "990140000002" }, workers: 250 }),
  caseEvent({
    occurredAt: "2025-05-05",
    region: "KZ-39",
    worker: { ref: "w-1", sex: "female", ageBand: "18-24", status: "agency" },
    employer: { bin: "990140000002", size: "500+" },
    mining: { mine: "people", contractor: false },
  }),
  // A region told for a day before it was formed, and one that is no more.
  caseEvent({ occurredAt: "2020-05-05", region: "KZ-33" }),
  caseEvent({ occurredAt: "2017-05-05", region: "KZ-YUZ" }),
  caseEvent({ occurredAt: "2017-05-05", region: "KZ-61" }),
];

beforeAll(async () => {
  qorgau = await startQorgau(await temporaryDirectory());
  atLeast = (await sendAll(qorgau.url, worlds)).positions;
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(qorgau?.dataDirectory ?? "");
});

const year = (first: number, last = first) => ({ from: `${first}-01-01`, to: `${last}-12-31` });
const ask = (parameters: Record<string, string>) => rates(qorgau.url, { atLeast, ...parameters });
async function rowOf(parameters: Record<string, string>): Promise<RatesRow> {
  const { rows } = await ask(parameters);
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

describe("a stock is the mean of its months", () => {
  test("1,000 for 2024 and 2,000 for 2025, one case a month: 1,916.67 and 6.26087 [3.2351, 10.9365]", async () => {
    const row = await rowOf({ mine: "months", period: "rolling12m", from: "2025-11-01", to: "2025-11-30" });
    expect(row).toMatchObject({
      period: "2024-12/2025-11",
      count: 12,
      exposureStatus: "closed",
      rate: 6.260_87,
    });
    expect([row.exposure?.toFixed(2), row.lower?.toFixed(4), row.upper?.toFixed(4)]).toEqual(["1916.67", "3.2351", "10.9365"]);
  });

  test("eleven of twelve months stated as 1,000: 1,000, carried for one, and so provisional", async () => {
    expect(await rowOf({ mine: "eleven", ...year(2025) })).toMatchObject({
      exposure: 1000,
      exposureStatus: "carried_forward",
      exposurePeriod: "2025-11",
      monthsCarried: 1,
      rate: 1,
      status: "provisional",
    });
  });

  test("the same rule gives years to date and days", async () => {
    const rows = (await ask({ mine: "eleven", period: "ytd", from: "2025-01-01", to: "2025-12-15" })).rows;
    expect(rows).toMatchObject([{ exposure: 1000, exposureStatus: "carried_forward", exposurePeriod: "2025-11", monthsCarried: 1 }]);
    expect(await rowOf({ mine: "half", period: "day", from: "2025-08-03", to: "2025-08-03" })).toMatchObject({
      exposure: 200,
      exposureStatus: "closed",
    });
  });

  test("half of the months are enough, a quarter is not; nothing is carried for more than 24 months", async () => {
    expect(await rowOf({ mine: "half", ...year(2025) })).toMatchObject({
      exposure: 350,
      exposureStatus: "carried_forward",
      monthsMissing: 6,
    });
    const rows = (await ask({ mine: "quarter", ...year(2021, 2024) })).rows;
    expect(rows.map(({ exposure, exposureStatus, monthsCarried, reason }) => [exposure, exposureStatus, monthsCarried, reason])).toEqual([
      [null, "missing", undefined, "exposure_missing"],
      [100, "carried_forward", 12, null],
      [100, "carried_forward", 12, null],
      [null, "missing", undefined, "exposure_missing"],
    ]);
  });
});

describe("one basis for one answer", () => {
  test("employed of one year and listed of the next: one basis, and no word from a change of it", async () => {
    const responseBody = await ask({ country: "LV", by: "sector", compare: "previous", ...year(2023, 2024) });
    expect(responseBody.exposureBasis).toBe("employed");
    expect(responseBody.rows.map(({ exposure, exposureBasis }) => [exposure, exposureBasis])).toEqual([
      [2000, "employed"],
      [2000, "employed"],
    ]);
    expect(responseBody.rows[1]?.previous).toMatchObject({ rate: 10, ratio: 1, word: "not_distinguishable" });
  });

  test("a row that the basis cannot serve is missing, never of another basis", async () => {
    const responseBody = await ask({ country: "LV", by: "sector", exposureBasis: "listed_employees", ...year(2023, 2024) });
    expect(responseBody.rows.map(({ exposure, reason }) => [exposure, reason])).toEqual([
      [null, "exposure_missing"],
      [1000, null],
    ]);
    expect((await ask({ country: "LV", exposureBasis: "contracts,listed_employees", sector: "A", ...year(2024) })).exposureBasis).toBe(
      "listed_employees",
    );
  });

  test("the listed employees of one region do not move the nation's rate", async () => {
    const responseBody = await ask(year(2022));
    expect(responseBody).toMatchObject({
      exposureBasis: "employed",
      rows: [{ exposure: 7_000_000, exposureBasis: "employed", status: "final" }],
    });
  });

  test("the rollup, an explanation, an export and a release's answer name it", async () => {
    const rollup = await getJson<AnnualRollupResponse>(qorgau.url, "/v1/rollups/annual/2022", { atLeast });
    expect(rollup.exposureBasis).toBe("employed");
    expect(new Set(rollup.rows.map(({ exposureBasis }) => exposureBasis))).toEqual(new Set(["employed", null]));
    const explained = await getJson<ExplainResponse>(qorgau.url, "/v1/explain", { atLeast, mine: "months", ...year(2025) });
    expect(explained).toMatchObject({ exposureBasis: "employed", exposures: [{ value: 2000 }] });
    const csv = await (await fetch(`${qorgau.url}/v1/rates?mine=quarter&from=2022-01-01&to=2022-12-31&format=csv`)).text();
    const [head = "", line = ""] = csv.replaceAll("\r", "").split("\n");
    const columns = head.split(",");
    expect(columns.filter((name) => name === "exposureBasis")).toHaveLength(1);
    expect(line.split(",")[columns.indexOf("exposureBasis")]).toBe("employed");
  });
});

describe("regions have dates", () => {
  test("a parent with all of its children is one area: 0.75 and 0.714286, ratio 0.952381", async () => {
    const responseBody = await ask({ region: "KZ-35,KZ-62", compare: "previous", exposureBasis: "employed", ...year(2021, 2022) });
    expect(responseBody.rows.map(({ count, exposure, rate }) => [count, exposure, rate])).toEqual([
      [300, 400_000, 0.75],
      [250, 350_000, 0.714_286],
    ]);
    expect(responseBody.rows[1]?.previous).toMatchObject({ ratio: 0.952_381, word: "not_distinguishable" });
    expect(responseBody.rows.some((row) => "seriesBreak" in row)).toBe(false);
  });

  test("a member alone carries the break, and no word", async () => {
    const alone = await rowOf({ region: "KZ-35", compare: "previous", ...year(2022) });
    expect(alone).toMatchObject({ exposure: 250_000, seriesBreak: "2022-06-08", previous: { word: null, reason: "series_break" } });
    const before = { period: "month", exposureBasis: "employed", from: "2022-03-01", to: "2022-03-31" };
    expect(await rowOf({ region: "KZ-35", ...before })).toMatchObject({ exposure: null, reason: "series_break" });
    expect(await rowOf({ region: "KZ-35,KZ-62", ...before })).toMatchObject({ exposure: 350_000, exposureStatus: "closed" });
  });

  test("no rate from before the split; 60 in 2021 against 25 in 2022 is no decline", async () => {
    const [of2021, of2022, of2023] = (await ask({ region: "KZ-63", compare: "previous", ...year(2021, 2023) })).rows;
    expect(of2021).toMatchObject({ exposure: 600_000, rate: 0.1 });
    expect(of2023).toMatchObject({ count: 25, exposure: null, rate: null, reason: "exposure_missing" });
    expect(of2022).toMatchObject({ count: 25, seriesBreak: "2022-06-08", previous: { count: 60, word: null, reason: "series_break" } });
  });

  test("a region told for a day before it was formed is its parent's, and South Kazakhstan was until 2018", async () => {
    expect(await rowOf({ region: "KZ-19", per: "none", ...year(2020) })).toMatchObject({ count: 1 });
    expect(await rowOf({ region: "KZ-YUZ", per: "none", ...year(2017) })).toMatchObject({ count: 2 });
    const [warned] = (await sendWhole([caseEvent({ occurredAt: "2020-05-06", region: "KZ-33" })])).results;
    expect(warned).toMatchObject({ status: "accepted", warnings: [{ rule: "QG-0660", pointer: "/data/region" }] });
    const [refused] = (await sendWhole([caseEvent({ occurredAt: "2020-05-06", region: "KZ-YUZ" })])).results;
    expect(refused).toMatchObject({ status: "rejected", errors: [{ rule: "QG-0427", pointer: "/data/region" }] });
  });
});

describe("zero, conflicts, and who they are of", () => {
  test("zero is a number: it closes the cell and divides nothing", async () => {
    expect(await rowOf({ mine: "zero", ...year(2025) })).toMatchObject({
      count: 1,
      exposure: 0,
      exposureStatus: "closed",
      rate: null,
      lower: null,
      upper: null,
      reason: "exposure_zero",
    });
    const quality = await getJson<QualityResponse>(qorgau.url, "/v1/quality", { table: "zeroExposures", atLeast });
    expect(quality.zeroExposures?.rows).toMatchObject([
      { date: "2025-05-05", period: "2025", mine: "zero", basis: "employed", otherSource: "urn:test:statistics" },
    ]);
  });

  test("equal statements that differ are a conflict in the row: provisional, without a word", async () => {
    expect(await rowOf({ mine: "conflict", compare: "previous", ...year(2025) })).toMatchObject({
      exposure: 100,
      exposureConflict: true,
      status: "provisional",
      previous: { word: null, reason: "exposure_conflict" },
    });
    const quality = await getJson<QualityResponse>(qorgau.url, "/v1/quality", { table: "exposureConflicts", atLeast });
    expect(quality.exposureConflicts?.rows).toMatchObject([
      { mine: "conflict", value: 100, otherSource: "urn:test:statistics-b", otherValue: 200 },
    ]);
    expect(await rowOf({ mine: "conflict", ...year(2024) })).toMatchObject({ exposure: 100, status: "final" });
  });

  test.each([
    [{ sex: "female" }, 400],
    [{ ageBand: "18-24" }, 50],
    [{ size: "500+" }, 80],
    [{ workerStatus: "agency" }, 70],
    [{ contractor: "false" }, 900],
    [{}, 1000],
  ])("rates by %j where such statements exist", async (filter, exposure) => {
    expect(await rowOf({ mine: "people", ...filter, ...year(2025) })).toMatchObject({ count: 1, exposure, exposureStatus: "closed" });
  });

  test("an employer's is its own and no part of anything else", async () => {
    expect(await rowOf({ employer: "990140000002", ...year(2025) })).toMatchObject({ count: 1, exposure: 250, rate: 4 });
    const [row] = (await ask({ by: "employer", mine: "people", ...year(2025) })).rows;
    expect(row).toMatchObject({ employer: "990140000002", exposure: null });
  });
});

describe("the exposure endpoint is strict", () => {
  const base = { period: "2016", region: "KZ-75", workers: 1000, basis: "employed", status: "final" };

  test.each([
    [{ ...base, sektor: "F" }, "QG-0530", "/data/sektor"],
    [{ ...base, commodty: "coal" }, "QG-0530", "/data/commodty"],
    [{ ...base, employer: { bin: "990140000002", name: "x" } }, "QG-0530", "/data/employer/name"],
    [{ ...base, sex: "F" }, "QG-0424", "/data/sex"],
    [{ ...base, workers: 1e-310 }, "QG-0531", "/data/workers"],
    [{ ...base, basis: undefined }, "QG-0202", "/data/basis"],
    [{ ...base, region: "KZ-62" }, "QG-0536", "/data/region"],
  ])("%j is refused", async (data, rule, pointer) => {
    const { results } = await sendWhole([{ ...exposureEvent({}), data }]);
    expect(results).toMatchObject([{ status: "rejected", errors: [{ rule, pointer }] }]);
  });

  test("a basis without workers is left out with a warning, and so is told a sector of contractors", async () => {
    const { results } = await sendWhole([
      exposureEvent({ period: "2016", mine: "warned", hours: 5 }),
      exposureEvent({ period: "2016", sector: "B", contractor: true, workers: 5 }),
    ]);
    expect(results).toMatchObject([
      { status: "accepted", warnings: [{ rule: "QG-0533", pointer: "/data/basis" }] },
      { status: "accepted", warnings: [{ rule: "QG-0534", pointer: "/data/contractor" }] },
    ]);
  });
});

/** With every result, the accepted too. */
async function sendWhole(events: readonly object[]): Promise<Awaited<ReturnType<typeof sendBatch>>> {
  const response = await fetch(`${qorgau.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: events.map((event) => JSON.stringify(event)).join("\n"),
  });
  return (await response.json()) as Awaited<ReturnType<typeof sendBatch>>;
}
