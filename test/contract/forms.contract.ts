/**
 * One request in every form of its response: the values are the same to the last digit, now and as of a past cut. Over log, aggregator and engine, by
 * requests that a seed draws.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { flatten } from "@qorgau/infra/http/responses/csv-table";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { judge } from "@qorgau/ingest/domain/acceptance";
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import type { Language } from "@qorgau/schemas/languages";
import { annualScopes } from "@qorgau/schemas/responses/annual-rollup";
import type { AnnualRollupResponse, AnnualRollupRow } from "@qorgau/schemas/responses/annual-rollup";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { seededRandom, testScale, testSeed } from "../generators/random.ts";
import { drawnData, figuresOf, ofRates, views } from "./drawn-sdmx.ts";
import { startInProcess } from "./in-process-system.ts";
import { readers, sheetCells } from "./read-form.ts";
import type { Row } from "./read-form.ts";
import { sdmxForms, sdmxReaders } from "./read-sdmx.ts";
import type { InProcessSystem } from "./in-process-system.ts";

let directory: string;
let opened: OpenedStore;
let system: InProcessSystem;
let pastCut: string;
const random = seededRandom(testSeed);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;

const regions = ["KZ-35", "KZ-63", "KZ-10", undefined];
const sectors = ["B", "C", "F", undefined];
/** Cases of 2025 state all that definitions of others need, so that no view of that year is refused. */
function drawnCase() {
  const year = pick(["2023", "2024", "2025"]);
  const unstated = year === "2025" ? [] : [undefined];
  const occurredAt = `${year}-0${1 + Math.floor(random() * 9)}-04`;
  const severity = pick(["fatal", "severe", "light"]);
  const circumstance = pick(["at_work", "business_travel", "commuting_employer_transport", "commuting_own", ...unstated]);
  const diedOn = pick([occurredAt, "2026-01-10", ...unstated]);
  return caseEvent({
    occurredAt,
    severity,
    circumstance,
    ...(circumstance === "commuting_own" ? { workRelated: "yes" } : {}),
    ...(severity === "fatal" ? { diedOn } : {}),
    region: pick(regions),
    sector: pick(sectors),
    daysLost: pick([...unstated, 3, 31]),
    worker: {
      ref: `w-${random()}`,
      sex: pick(["female", "male", undefined]),
      ageBand: pick(["18-24", "65+", undefined]),
      migrant: pick([true, false, ...unstated]),
    },
  });
}
const drawnExposures = () =>
  ["2023", "2024", "2025"].flatMap((period) => [
    exposureEvent({ period, workers: 1_000_000 + Math.floor(random() * 9_000_000), status: "final" }),
    ...["KZ-35", "KZ-63", "KZ-10"].flatMap((region) =>
      ["B", "C", "F"].map((sector) => exposureEvent({ period, region, sector, workers: 10_000 + Math.floor(random() * 90_000) })),
    ),
  ]);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-forms-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
  const nowMs = Date.parse("2026-02-03T12:00:00+05:00");
  system = await startInProcess({ opened, logDirectory: join(directory, "log"), partitions: 2, clock: () => nowMs });
  const report = async (events: readonly object[]) => {
    // A member that is undefined is left out, as in the JSON of a report.
    const sent = JSON.parse(JSON.stringify(events)) as object[];
    const judged = sent.map((event) => judge(event, { nowMs, keyId: "0a1b2c3d", pseudonymise: () => "", reporters: null }));
    expect(judged.flatMap((verdict) => (verdict.accepted ? [] : [verdict.errors]))).toEqual([]);
    await system.append(judged.flatMap((verdict) => (verdict.accepted ? [verdict.statement] : [])));
    await system.caughtUp();
  };
  const ofInspectorate = { ...caseEvent({}, { source: "urn:test:inspectorate", subject: "2025" }) };
  await report([
    ...drawnExposures(),
    ...Array.from({ length: 60 }, drawnCase),
    {
      ...ofInspectorate,
      type: "kz.qorgau.enterprise.status.reported.v1",
      data: {
        employer: { bin: "200140000004", region: "KZ-35" },
        programme: "risk_map",
        from: "2025-01-01",
        assessment: { table: "1022/801", gross: 0, significantAsked: 40, significantViolated: 10, minorAsked: 20, minorViolated: 8 },
      },
    },
    { ...ofInspectorate, type: "kz.qorgau.inspection.statistics.reported.v1", data: { year: 2025, workersLiable: 1_200_000 } },
  ]);
  pastCut = (await system.ask("/v1/rates")).json().watermark;
  await report([...drawnExposures(), ...Array.from({ length: 60 }, drawnCase)]);
}, 120_000);
afterAll(async () => {
  await system?.close();
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

/** What a cell of a table says, as text: a number with the digits of JSON, "" where there is nothing. */
function said(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" ? String(value) : "";
}
const saidIn = (columns: readonly string[], row: Row): string => columns.map((column) => said(row[column])).join("|");

interface Dataset {
  readonly id: string[];
  readonly size: number[];
  readonly dimension: Record<string, { category: { index: string[] } }>;
  readonly value: (number | null)[];
}

/** Every cell of a cube that has a value, by its codes. */
function cubeCells({ id, size, dimension, value }: Dataset): Record<string, string> {
  const cells = Object.entries(value).flatMap(([index, figure]) => {
    let rest = Number(index);
    const codes = id.toReversed().map((name, place) => {
      const length = size[size.length - 1 - place]!;
      const code = dimension[name]!.category.index[rest % length]!;
      rest = Math.floor(rest / length);
      return code;
    });
    return figure === null ? [] : [[codes.toReversed().join("|"), String(figure)] as const];
  });
  return Object.fromEntries(cells);
}

const dimensions = ["region", "sector", "division", "severity", "sex", "ageBand", "migrant", "kind"];
function drawnRequest(): string {
  const by = [...new Set([pick(dimensions), pick(dimensions)])].slice(0, Math.floor(random() * 3));
  const search = new URLSearchParams({
    measure: pick(["injured", "fatal", "accidents", "lost_time"]),
    per: pick(["1000_workers", "100000_workers", "none"]),
    period: pick(["year", "quarter", "month", "ytd", "rolling12m"]),
    ...(by.length === 0 ? {} : { by: by.join(",") }),
    ...(random() < 0.3 ? { compare: "year_before" } : {}),
    ...(random() < 0.3 ? { interval: "accidents" } : {}),
  });
  return `/v1/rates?${search.toString()}`;
}

const addresses = [
  ...Array.from({ length: 12 * testScale }, drawnRequest),
  "/v1/rollups/annual/2025?per=100000_workers",
  "/v1/funnel?by=region&from=2025-01-01&to=2025-12-31",
  "/v1/nowcast?by=region&maxDelay=1",
  "/v1/nowcast?period=week&from=2025-09-01&to=2025-12-31",
  "/v1/claims?by=region",
  "/v1/claims/ibnr?by=band&maxDelay=1",
  "/v1/clocks?by=region",
  "/v1/fatality-free-days?by=region",
  "/v1/programmes/union?by=region",
];

async function bodyOf(address: string): Promise<Buffer> {
  const { statusCode, rawPayload, body } = await system.ask(address);
  expect([address, statusCode], body.slice(0, 400)).toEqual([address, 200]);
  return rawPayload;
}

test.each(addresses)("%s", async (request) => {
  for (const asOf of [null, pastCut]) {
    const address = asOf === null ? request : `${request}&asOf=${asOf}`;
    const json = JSON.parse(String(await bodyOf(address))) as { readonly rows: Row[] };
    const rows: Row[] = json.rows.map((row) => flatten(row));
    const columns = String(await bodyOf(`${address}&format=csv`))
      .split("\r\n", 1)[0]!
      .split(",");
    const shown = columns.filter((column) => rows.some((row) => ["string", "number", "boolean"].includes(typeof row[column])));
    for (const [form, read] of Object.entries(readers)) {
      // The workbook of a year is laid out as the printed table: see below.
      if (form === "xlsx" && address.startsWith("/v1/rollups/annual/")) continue;
      const found = await read(await bodyOf(`${address}&format=${form}`));
      expect([form, found.map((row) => saidIn(shown, row))]).toEqual([form, rows.map((row) => saidIn(shown, row))]);
    }
    const dataset = JSON.parse(String(await bodyOf(`${address}&format=jsonstat`))) as Dataset;
    const dims = dataset.id.slice(0, -1);
    const figures = dataset.dimension["figure"]!.category.index;
    const cited = { ...json } as Row;
    const expected = rows.flatMap((row) => {
      const codes = dims.map((name) => said(row[name] ?? cited[name]) || "unknown");
      return figures.flatMap((figure) => (typeof row[figure] === "number" ? [[[...codes, figure].join("|"), String(row[figure])]] : []));
    });
    expect(cubeCells(dataset)).toEqual(Object.fromEntries(expected));
    expect(rows.every((row) => Object.entries(row).every(([name, value]) => typeof value !== "number" || figures.includes(name)))).toBe(
      true,
    );
  }
});

/**
 * The observations that every form of the address has alike, none where each says that nothing matches; null where each is refused alike, since too few cases
 * state what its definition needs.
 */
async function sdmxObservations(address: string, dimensions: readonly string[]) {
  const responses = await Promise.all(sdmxForms.map((form) => system.ask(`${address}&format=${form}`)));
  const refused = responses.filter(({ statusCode }) => statusCode !== 200);
  if (refused.length > 0) {
    const { statusCode: status } = refused[0]!;
    const outcome = [status, status === 404 ? "QG-0728" : "QG-0726"];
    expect(responses.map(({ statusCode, body }) => [statusCode, /QG-\d{4}/.exec(body)?.[0]])).toEqual(sdmxForms.map(() => outcome));
    return status === 404 ? {} : null;
  }
  const [first, ...others] = sdmxForms.map((form, place) => sdmxReaders[form](responses[place]!.body, dimensions));
  for (const [place, other] of others.entries()) expect([sdmxForms[place + 1], other]).toEqual([sdmxForms[place + 1], first]);
  return first!;
}

const drawnOfFlows = views.map((view) => ({
  flow: view.flow,
  drawn: Array.from({ length: 2 * testScale }, (_, place) => drawnData(view, pick, place === 0)),
}));
test.each(drawnOfFlows)(
  `SDMX, $flow: every form has the values of the JSON, now, as of a past cut, and as what has changed since (seed ${testSeed})`,
  async ({ drawn }) => {
    let values = 0;
    for (const request of drawn) {
      const { address, dimensions } = request;
      const [now, past] = [await sdmxObservations(address, dimensions), await sdmxObservations(`${address}&asOf=${pastCut}`, dimensions)];
      for (const [cut, observations] of [
        ["", now],
        [`&asOf=${pastCut}`, past],
      ] as const) {
        if (observations === null) continue;
        const expected = await ofRates(request, cut, async (one) => JSON.parse(String(await bodyOf(one))) as RatesResponse);
        expect([address, cut, figuresOf(observations)]).toEqual([address, cut, expected]);
        values += Object.values(expected).filter(({ OBS_VALUE: value }) => value !== undefined && value !== "0").length;
      }
      if (now === null || past === null) continue;
      const changed = Object.entries(now).filter(([name, one]) => JSON.stringify(one) !== JSON.stringify(past[name]));
      const gone = Object.keys(past).filter((name) => !(name in now));
      const since = await sdmxObservations(`${address}&updatedAfter=${pastCut}`, dimensions);
      expect([address, since]).toEqual([
        address,
        { ...Object.fromEntries(changed), ...Object.fromEntries(gone.map((name) => [name, {}])) },
      ]);
    }
    expect(values).toBeGreaterThan(0);
  },
);

const comparedFigures = [
  "injured",
  "fatal",
  "severe",
  "light",
  "accidents",
  "groupAccidents",
  "groupVictims",
  "diseases",
  "poisonings",
] as const;

/** The figures of a row of the year in the order of the printed table. Where there is none it prints three dots. */
function printedFigures(row: AnnualRollupRow, per: string): string[] {
  const compared = comparedFigures.flatMap((name) => {
    // Of a running year the days that are over.
    const { value, previous, changePercent } = row[name].toDate ?? row[name];
    return name === "injured" || name === "fatal" ? [value, previous, changePercent] : [value, previous];
  });
  const { cases, employerPercent, workerPercent } = row.fault;
  const limits = [row.lower, row.upper];
  const ofWorkers = (["fatal", "severe", "light"] as const).map((name) => row.rates[name].rate);
  const rates = per === "none" ? limits : [row.rate, ...limits, row.exposure];
  return [...compared, row.share.percent, cases, employerPercent, workerPercent, ...rates, ...ofWorkers].map((one) =>
    one === null ? "…" : String(one),
  );
}

/** What is no code, in the words of the printed table. */
const printedNames: Readonly<Record<Language, Readonly<Record<"total" | "complex" | "unknown", string>>>> = {
  kk: { total: "Қазақстан Республикасы", complex: "Тау-кен металлургия кешені", unknown: "Белгісіз" },
  ru: { total: "Республика Казахстан", complex: "Горно-металлургический комплекс", unknown: "Не указано" },
  en: { total: "Republic of Kazakhstan", complex: "Mining and metallurgical complex", unknown: "Not known" },
};

/** The first cell of a row of the year. An activity stands with its code, a region whose borders have changed with a star. */
function printedName({ scope, code, seriesBreak }: AnnualRollupRow, language: Language): string {
  if (scope === "total" || scope === "complex") return printedNames[language][scope];
  if (code === null) return printedNames[language].unknown;
  const name = nameOfCode(scope, code, language) ?? code;
  if (scope === "sector" || scope === "division") return `${code} ${name}`;
  return seriesBreak === null ? name : `${name} *`;
}

function drawnYear(): string {
  const search = new URLSearchParams({
    per: pick(["1000_workers", "100000_workers", "none"]),
    yearOf: pick(["accident", "death", "registration"]),
    regionOf: pick(["occurrence", "registration"]),
    lang: pick(["kk", "ru", "en"]),
  });
  return `/v1/rollups/annual/${pick(["2023", "2024", "2025", "2026"])}?${search.toString()}`;
}

const years = ["/v1/rollups/annual/2026?per=1000_workers&lang=en", ...Array.from({ length: 5 * testScale }, drawnYear)];
test.each(years)("the printed table of %s", async (request) => {
  const language = /lang=(..)/.exec(request)![1] as Language;
  for (const asOf of [null, pastCut]) {
    const address = asOf === null ? request : `${request}&asOf=${asOf}`;
    const { rows, per } = JSON.parse(String(await bodyOf(address.replace(/&lang=../, "")))) as AnnualRollupResponse;
    const sheets = unzipSync(await bodyOf(`${address}&format=xlsx`));
    const shared = [...strFromU8(sheets["xl/sharedStrings.xml"]!).matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text!);
    const scopes = annualScopes.filter((scope) => rows.some((row) => row.scope === scope));
    expect(Object.keys(sheets).filter((name) => name.startsWith("xl/worksheets/sheet"))).toHaveLength(scopes.length);
    for (const [place, scope] of scopes.entries()) {
      const expected = rows.filter((row) => row.scope === scope).map((row) => [printedName(row, language), ...printedFigures(row, per)]);
      const cells = sheetCells(strFromU8(sheets[`xl/worksheets/sheet${place + 1}.xml`]!), shared);
      // Of the titles, the head and the notes no row has a number in its second cell.
      const table = cells.filter(([, second]) => second?.isNumber).map((row) => row.map(({ value }) => String(value)));
      const basis = per === "none" ? [] : [-5, -4];
      const printed = table.map((row) => row.filter((_, at) => !basis.includes(at - row.length)));
      expect([scope, printed]).toEqual([scope, expected]);
    }
  }
});

test.each([
  ["/v1/riskmap?years=1", { administrativeScore: 29.5, administrativeGross: 0n, administrativeBand: "low", decision: null }],
  ["/v1/reports/c81/2025", { part: "figure", name: "workersLiable", value: 1_200_000, origin: "country", year: 2025n }],
])("%s, which is no cube, as files whose columns are typed and told", async (address, row) => {
  const separator = address.includes("?") ? "&" : "?";
  const found = await readers.parquet(await bodyOf(`${address}${separator}format=parquet`));
  expect(found).toContainEqual(expect.objectContaining(row));
  const columns = String(await bodyOf(`${address}${separator}format=csv`))
    .split("\r\n", 1)[0]!
    .split(",");
  const described = JSON.parse(String(await bodyOf(`${address}${separator}format=csvw`))) as {
    tableSchema: { columns: { name: string; "dc:description"?: string }[] };
  };
  expect(described.tableSchema.columns.map(({ name }) => name)).toEqual(columns);
  expect(described.tableSchema.columns.filter((column) => column["dc:description"] === undefined)).toEqual([]);
  expect((await system.ask(`${address}${separator}format=jsonstat`)).statusCode).toBe(400);
});

test("a CSV file links to what its columns are, and that names the file", async () => {
  const address = "/v1/rates?by=region,sector&format=csv&from=2024-01-01";
  const { headers, body } = await system.ask(address);
  const link = /<([^>]+)>; rel="describedby"; type="application\/csvm\+json"/.exec(String(headers["link"]))![1]!;
  const metadata = JSON.parse(String(await bodyOf(`/v1/${link}`))) as {
    url: string;
    tableSchema: { columns: { name: string; datatype: string }[] };
  };
  expect(`/v1/${metadata.url}`).toBe(address);
  expect(metadata.tableSchema.columns.map(({ name }) => name)).toEqual(body.split("\r\n", 1)[0]!.split(","));
  expect(metadata.tableSchema.columns.find(({ name }) => name === "rate")?.datatype).toBe("number");
});

test("JSON-stat has a media type of its own, by which it is asked for and told", async () => {
  for (const [address, headers] of [
    ["/v1/rates?format=jsonstat", {}],
    ["/v1/rates", { accept: "application/vnd.json-stat+json" }],
  ] as const) {
    const response = await system.ask(address, headers);
    expect([address, response.statusCode, response.headers["content-type"]]).toEqual([
      address,
      200,
      "application/vnd.json-stat+json; charset=utf-8",
    ]);
  }
});

test("what has no cells has no cube", async () => {
  for (const address of ["/v1/releases?format=jsonstat", "/v1/claims?unmatched=true&format=jsonstat"]) {
    const { statusCode, body } = await system.ask(address);
    expect([address, statusCode, (JSON.parse(body) as { errors: { rule: string }[] }).errors[0]?.rule]).toEqual([address, 400, "QG-0603"]);
  }
});
