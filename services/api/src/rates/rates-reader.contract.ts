/** The reader on the real engine: what its statements read is what a plain list of the same cases gives, query by query. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { monthCells, unversionedRow } from "@qorgau/schemas/cases/case-figures";
import type { FigureRow } from "@qorgau/schemas/cases/case-figures";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { caseCell, noDetails, noDimensions, noFigures } from "@qorgau/schemas/rows/published";
import type { PublishedCut, PublishedGrain } from "@qorgau/schemas/rows/published";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { seededRandom, testSeed } from "../../../../test/generators/random.ts";
import type { EffectiveExposure } from "../exposure/domain/exposure-book.ts";
import { ratesResponse } from "./domain/rates.ts";
import { requested, dimensionsOf, snapshotOf, stated } from "./figures-model-fixture.ts";
import type { ModelCase } from "./figures-model-fixture.ts";
import { createRatesReader } from "./rates-reader.ts";

let directory: string;
let opened: OpenedStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-rates-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
});
afterAll(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => opened.store.command("TRUNCATE TABLE published"));

function caseRow(one: ModelCase, place: number, all: readonly ModelCase[] = []): FigureRow {
  const dimensions = dimensionsOf(one);
  const fatal = dimensions.severity === "fatal";
  const figures = {
    ...noFigures,
    cases: 1,
    accidents: one.leads === false ? 0 : 1,
    at_work_accidents: one.leads === false ? 0 : 1,
    group_accidents: 0,
    group_victims: one.accident !== undefined && all.filter(({ accident }) => accident === one.accident).length > 1 ? 1 : 0,
    lost_time_cases: fatal || (one.daysLost ?? 0) >= 1 ? 1 : 0,
    days_lost: fatal ? 0 : (one.daysLost ?? 0),
    days_lost_cases: fatal || one.daysLost === undefined ? 0 : 1,
    days_before_death: fatal ? (one.daysLost ?? 0) : 0,
    days_before_death_cases: fatal && one.daysLost !== undefined ? 1 : 0,
  };
  const details = {
    death_date: one.died ?? one.date,
    registration_date: one.registered ?? one.date,
    died_on: one.died ?? "",
    accident: one.accident ?? `of-${place}`,
  };
  return { cell: caseCell(one.date, String(place).padStart(64, "0")), date: one.date, details, dimensions, figures, payload: "{}" };
}

interface Block {
  readonly version: number;
  /** Of the cut; a repair publishes at the one that is published already. */
  readonly watermark?: string;
  readonly exposureVersion?: number;
  readonly cases?: readonly ModelCase[];
  /** That of the last effective stamp, at +05:00. */
  readonly day?: string;
  readonly exposures?: readonly EffectiveExposure[];
}

async function publish(block: Block): Promise<void> {
  const { version, exposureVersion = version, cases = [], exposures = [], day = "2299-12-31", watermark = `0:${40 + version}` } = block;
  const row = (grain: PublishedGrain, one: FigureRow) => ({ ...unversionedRow(grain, one), version: String(version) });
  const bare = (cell: string, payload: unknown) => ({
    cell,
    date: "1970-01-01",
    details: noDetails,
    dimensions: noDimensions,
    figures: noFigures,
    payload: JSON.stringify(payload),
  });
  const cut: PublishedCut = {
    watermark,
    partitions: 1,
    effectiveAt: { "0": new Date(`${day}T00:30:00+05:00`).toISOString() },
    fold: foldVersion,
    exposureVersion: String(exposureVersion),
    recordsSinceCut: 0,
  };
  const rows = cases.map(caseRow);
  const whole = {
    id: "1",
    type: "kz.qorgau.exposure.reported.v1",
    revision: 1,
    time: null,
    keyId: "k",
    content: "c",
    entity: "exposure",
    withdrawn: false,
  };
  await opened.store.insert("published", [
    row("watermark", bare("", cut)),
    ...rows.map((one) => row("case", one)),
    ...[...monthCells(rows).values()].map((one) => row("month", one)),
    ...exposures.map((one) => row("exposure", bare(one.subject, { ...whole, ...one }))),
  ]);
}

const random = seededRandom(testSeed);
function pick<Item>(items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

function randomCase(): ModelCase {
  const mining =
    random() < 0.3 ? { method: pick(["underground", ""]), commodity: "coal", hazard: pick(["haulage", ""]), mine: "kostenko" } : {};
  const american = random() < 0.1;
  const severity = pick(["light", "severe", "fatal"]);
  const day = () => `${pick([2022, 2023, 2024])}-${pick(["01", "02", "06", "12"])}-${pick(["01", "15", "28"])}`;
  return {
    ...(severity === "fatal" && random() < 0.3 ? { died: day() } : {}),
    ...(random() < 0.4 ? { registered: day() } : {}),
    ...(random() < 0.2 ? { accident: pick(accidents) } : {}),
    registration_region: pick(["KZ-75", "KZ-35", ""]),
    date: `${pick([2022, 2023, 2024])}-${pick(["01", "02", "02", "06", "12"])}-${pick(["01", "15", "28"])}`,
    country: american ? "US" : "KZ",
    region: american ? "US-TX" : pick(["KZ-35", "KZ-63", "KZ-10", ""]),
    ...pick([
      { sector: "B", division: "05" },
      { sector: "C", division: "24" },
      { sector: "C", division: "25" },
      { sector: "F", division: "" },
      {},
    ]),
    severity,
    kind: pick(["accident", "accident", "disease"]),
    work_related: pick(["yes", "under_investigation"]),
    sex: pick(["female", "male", ""]),
    cause: pick(["equipment", ""]),
    leads: random() < 0.7,
    ...(random() < 0.5 ? { daysLost: Math.floor(random() * 40) } : {}),
    ...mining,
  };
}

/** Of the cases of an accident the first leads, and no other. */
function ledByOne(): (one: ModelCase) => ModelCase {
  const led = new Set<string>();
  return (one) => {
    if (one.accident === undefined) return one;
    const leads = !led.has(one.accident);
    led.add(one.accident);
    return { ...one, leads };
  };
}

/** Of several victims each. */
const accidents = Array.from({ length: 12 }, (_, place) => place.toString(16).padStart(64, "0"));

/** Some choices, of which no two contradict. */
function randomChoices(measure: string, by: string, filter: string, per: string): string[] {
  const activities = /sector|division/.test(`${by} ${filter}`);
  const standard = !activities && per !== "none" && per !== "case" ? ["standard=2023"] : [];
  const comparisons = ["previous", "year_before", "five_years"].map((kind) => `compare=${kind}`);
  const clustered = measure === "days_lost" ? [] : ["interval=accidents"];
  return [
    pick(["", "yearOf=death", "yearOf=registration"]),
    pick(["", "", "regionOf=registration"]),
    measure === "lost_time" ? pick(["", "lostDays=4"]) : "",
    pick(["", "", `withoutAccident=${accidents[3]},${accidents[5]}`]),
    pick([standard.join(""), `${pick(["", ...comparisons])}&${pick(["", ...clustered])}`]),
    per.endsWith("_workers") ? pick(["", "exposureBasis=contracts,listed_employees", "annualised=true"]) : "",
  ].flatMap((part) => part.split("&").filter((choice) => choice !== ""));
}

function randomSearch(): string {
  const bounds = pick([
    "",
    "from=2022-06-10",
    "to=2024-02-29",
    "from=2022-06-10&to=2024-06-30",
    "from=2022-02-01&to=2023-12-20",
    "to=2024-06-30",
  ]);
  const measure = pick(["injured", "fatal", "accidents", "lost_time", "days_lost"]);
  const by = pick([
    "",
    "region",
    "sector,severity",
    "division,kind",
    "country,region",
    "mine,hazard",
    "sex,cause",
    "workRelated,evidence",
    "region,method",
  ]);
  const filter = pick([
    "",
    "sector=mmc",
    "region=KZ-35,unknown",
    "kind=any",
    "country=any",
    "country=US",
    "site=mine",
    "division=05,25",
    "workRelated=yes",
  ]);
  const parts = [`measure=${measure}`, `period=${pick(["year", "quarter", "month", "day", "ytd", "rolling12m"])}`, bounds, filter];
  if (by !== "") parts.push(`by=${by}`);
  const per = pick(measure === "days_lost" ? ["case", "1000_workers"] : ["1000_workers", "none", "1000000_hours"]);
  parts.push(`per=${per}`, ...(random() < 0.6 ? randomChoices(measure, by, filter, per) : []));
  return parts.filter((part) => part !== "").join("&");
}

test("before anything is published the watermark is empty and counts are 0", async () => {
  const reader = createRatesReader(opened);
  expect(await reader.cut()).toBeNull();
  expect(await reader.rates(requested("from=2026-01-01&to=2026-12-31"))).toMatchObject({
    watermark: "",
    rows: [{ period: "2026", count: 0 }],
  });
  expect((await reader.annualRollup({ year: 2026, per: "1000_workers", yearOf: "accident", regionOf: "occurrence" })).rows).toHaveLength(1);
});

test("every question has the answer that a plain list of the cases gives", { timeout: 180_000 }, async () => {
  const cases = Array.from({ length: 600 }, randomCase).map(ledByOne());
  const exposures = [
    ...["2022", "2023-Q1", "2023-02", "2024-06"].map((period) => stated({ period, workers: 1000 })),
    ...["KZ-35", "KZ-63"].map((region) => stated({ period: "2023", workers: 500, hours: 1e6, basis: "contracts" }, { region })),
    ...["B", "C", "F"].map((section) => stated({ period: "2023", workers: 100, hours: 5e5 }, { section })),
    ...["KZ-35", "KZ-63", "KZ-75"].flatMap((region) =>
      ["B", "C", "F"].map((section, place) => stated({ period: "2023", workers: 10 * (place + 1) }, { section, region })),
    ),
    stated({ period: "2022", workers: 77, mine: "kostenko" }),
    stated({ period: "2025", workers: 9 }, { country: "US", region: "US-TX" }),
  ];
  const day = "2024-05-14";
  await publish({ version: 1, cases, exposures, day });
  const reader = createRatesReader(opened);
  let rows = 0;
  for (let round = 0; round < 300; round += 1) {
    const search = randomSearch();
    const query: RatesQuery = requested(search);
    const response = await reader.rates(query);
    expect(response, search).toEqual(ratesResponse(query, snapshotOf(query, cases, exposures, day)));
    rows += response.rows.length;
  }
  expect(rows).toBeGreaterThan(2000);
});

test.each([
  ["2024-02-29", ["2020-01-01/2020-02-29: 1", "2023-01-01/2023-02-28: 1", "2024-01-01/2024-02-29: 1"]],
  ["2024-02-28", ["2023-01-01/2023-02-28: 1"]],
  ["2025-11-29", ["2020-01-01/2020-11-29: 1", "2023-01-01/2023-11-29: 2", "2024-01-01/2024-11-29: 1"]],
])("years to date end on the day of the cut, as of %s", async (day, expected) => {
  const cases: ModelCase[] = [{ date: "2023-02-28" }, { date: "2023-03-01" }, { date: "2024-02-29" }, { date: "2020-02-29" }];
  await publish({ version: 1, cases: [...cases, { date: "2024-12-01", country: "US", region: "US-TX" }], day });
  const { rows } = await createRatesReader(opened).rates(requested("period=ytd"));
  expect(rows.map(({ period, count }) => `${period}: ${count}`).filter((row) => !row.endsWith(": 0"))).toEqual(expected);
});

test.each(["year", "quarter", "month", "day", "ytd", "rolling12m"])("%s reaches from 1900 to 2299", async (period) => {
  const cases: ModelCase[] = ["1900-01-01", "1907-05-06", "1969-12-31", "1970-01-01", "2299-12-31"].map((date) => ({
    date,
    region: "KZ-35",
  }));
  await publish({ version: 1, cases });
  const early = period === "day" ? [] : [`by=region&period=${period}&compare=five_years&from=1900-01-01&to=1908-06-15`];
  for (const search of [`by=region&period=${period}`, `by=region,mine&period=${period}&from=1907-01-01&to=2299-12-31`, ...early]) {
    const query = requested(search);
    expect(await createRatesReader(opened).rates(query)).toEqual(ratesResponse(query, snapshotOf(query, cases)));
  }
});

test("a case of long ago widens no answer that does not ask for it", async () => {
  const cases: ModelCase[] = ["1900-01-01", "2015-12-31", "2016-01-01", "2026-02-03"].map((date) => ({
    date,
    region: "KZ-35",
    circumstance: "commuting_own",
    work_related: "",
  }));
  const stored: ModelCase[] = cases.map(({ date }) => ({ date }));
  await publish({ version: 1, cases: [...cases, ...stored] });
  const reader = createRatesReader(opened);
  const response = await reader.rates(requested("period=month"));
  expect([response.from, response.earliest, response.rows.length]).toEqual(["2016-01-01", "1900-01-01", 122]);
  expect(response.commutingLeftOut).toBe(2);
  // Days, cells and rows are too many only within the days of the response.
  expect((await reader.rates(requested("period=day"), undefined, 4000)).rows.length).toBe(3687);
  expect((await reader.rates(requested("from=1900-01-01"))).rows.length).toBe(127);
});

test("a later version of a cell replaces the earlier, and a case that moved is in one cell alone", async () => {
  const reader = createRatesReader(opened);
  await publish({ version: 1, cases: [{ date: "2026-01-05", region: "KZ-35" }] });
  const moved: ModelCase = { date: "2026-01-05", region: "KZ-63" };
  const left = caseRow({ date: "2026-01-05", region: "KZ-35" }, 0);
  const [empty] = [...monthCells([left]).values()];
  await publish({ version: 2, cases: [moved] });
  await opened.store.insert("published", [
    { grain: "month", cell: empty!.cell, version: "2", date: "2026-01-01", ...noDetails, ...empty!.dimensions, ...noFigures, payload: "" },
  ]);
  for (const search of ["by=region", "by=region&period=day"]) {
    expect((await reader.rates(requested(search))).rows.map(({ region, count }) => [region, count])).toEqual([["KZ-63", 1]]);
  }
  expect((await reader.cut())?.watermark).toBe("0:42");
});

/** The store, and the statements that it is sent. */
function listening() {
  const statements: string[] = [];
  const store: OpenedStore["store"] = {
    ...opened.store,
    query: (query) => {
      statements.push(query.sql);
      return opened.store.query(query);
    },
  };
  return { statements, store };
}

test("a question that was asked before costs a look at the version, until something is published, at the same cut too", async () => {
  const { statements, store } = listening();
  const reader = createRatesReader({ store });
  const query = requested("by=region&per=none&from=2026-01-01&to=2026-12-31");
  const counts = async () => {
    statements.length = 0;
    const { rows } = await reader.rates(query);
    const worked = statements.filter((sql) => sql.includes("'counts' AS part"));
    return { rows: rows.map(({ region, count }) => [region, count]), statements: statements.length, worked: worked.length > 0 };
  };
  await publish({ version: 1, cases: [{ date: "2026-01-05", region: "KZ-35" }] });
  expect(await counts()).toMatchObject({ rows: [["KZ-35", 1]], worked: true });
  expect(await counts()).toEqual({ rows: [["KZ-35", 1]], statements: 1, worked: false });
  // As a repair does: the cut stays, and its version grows.
  await publish({ version: 2, watermark: "0:41", cases: [{ date: "2026-01-05", region: "KZ-63" }] });
  expect((await counts()).worked).toBe(true);
  expect(await counts()).toMatchObject({ statements: 1, worked: false });
});

test("a comparison of whole months reads accidents only where one of them may hold more than a fifth of a count", async () => {
  const single = (year: number, count: number) =>
    Array.from({ length: count }, (_, day): ModelCase => ({ date: `${year}-02-${10 + day}` }));
  const pair: ModelCase[] = ["2024-05-01", "2024-05-01"].map((date) => ({ date, accident: accidents[0]! }));
  const { statements, store } = listening();
  const query = requested("compare=previous&per=none&from=2025-01-01&to=2025-12-31");
  const readAccidents = async (version: number, cases: ModelCase[]) => {
    await opened.store.command("TRUNCATE TABLE published");
    await publish({ version, cases });
    statements.length = 0;
    const response = await createRatesReader({ store }).rates(query);
    expect(response.rows).toEqual(ratesResponse(query, snapshotOf(query, cases)).rows);
    return statements.map((sql) => sql.includes("'accidents' AS part"));
  };
  // Exposures come with the first look.
  expect(await readAccidents(1, [...single(2024, 8), ...pair, ...single(2025, 9)])).toEqual([false]);
  expect(await readAccidents(2, [...single(2024, 7), ...pair, ...single(2025, 9)])).toEqual([false, true]);
});

test("exposure is read again as soon as the cut says that it changed, and not before", async () => {
  const reader = createRatesReader(opened);
  const rate = async () => (await reader.rates(requested(""))).rows.at(-1)?.rate;
  const one = stated({ period: "2026", workers: 1000 });
  await publish({ version: 1, cases: [{ date: "2026-01-05" }], exposures: [one] });
  expect(await rate()).toBe(1);
  await publish({ version: 2, exposureVersion: 1, exposures: [{ ...one, data: { ...one.data, workers: 10 } }] });
  expect(await rate()).toBe(1);
  await publish({ version: 3 });
  expect(await rate()).toBe(100);
});

test("the annual rollup is of both years and of Kazakhstan", async () => {
  const cases: ModelCase[] = [
    ...Array.from({ length: 3 }, () => ({ date: "2025-05-05", region: "KZ-35", sector: "B", division: "05" })),
    { date: "2026-05-05", severity: "fatal" },
    { date: "2026-05-05", kind: "disease", region: "KZ-63" },
    { date: "2024-12-31" },
    { date: "2026-01-01", country: "US", region: "US-TX" },
  ];
  await publish({ version: 1, cases, exposures: [stated({ period: "2026", workers: 1000 })] });
  const { rows } = await createRatesReader(opened).annualRollup({
    year: 2026,
    per: "1000_workers",
    yearOf: "accident",
    regionOf: "occurrence",
  });
  expect(rows[0]).toMatchObject({
    scope: "total",
    code: null,
    injured: { value: 1, previous: 3, changePercent: -66.67 },
    fatal: { value: 1, previous: 0 },
    diseases: { value: 1, previous: 0 },
    exposure: 1000,
    rate: 1,
  });
  expect(rows.filter(({ scope }) => scope === "region").map(({ code, injured }) => [code, injured.previous, injured.value])).toEqual([
    ["KZ-35", 3, 0],
    ["KZ-63", 0, 0],
    [null, 0, 1],
  ]);
});
