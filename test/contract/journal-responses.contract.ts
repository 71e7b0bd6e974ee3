/**
 * What a row is made of and how it came to be, on the real log, aggregator and engine: the cases that `/v1/explain` tells add up to the
 * row that `/v1/rates` gives, and every value that `/v1/revisions` tells is the one that `/v1/rates` gives as of its cut.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { explainResponseSchema } from "@qorgau/schemas/responses/explain-response";
import type { ContributingCase, ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import { ratesResponseSchema } from "@qorgau/schemas/responses/rates";
import type { RateDimension, RatesRow } from "@qorgau/schemas/responses/rates";
import { recordListResponseSchema, recordResponseSchema } from "@qorgau/schemas/responses/record-response";
import { revisionsResponseSchema } from "@qorgau/schemas/responses/revisions-response";
import type { RowValue } from "@qorgau/schemas/responses/revisions-response";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom, testScale, testSeed } from "../generators/random.ts";
import { queryOfRow } from "../generators/row-queries.ts";
import { seededStatements, shuffled } from "../generators/statements.ts";
import { startInProcess } from "./in-process-system.ts";
import type { InProcessSystem } from "./in-process-system.ts";

let directory: string;
let opened: OpenedStore;
let system: InProcessSystem;
const hourMs = 3_600_000;
let nowMs = Date.UTC(2026, 10, 22);
const random = seededRandom(testSeed);
const statements = shuffled(seededStatements(testSeed, 1200), testSeed).map(({ statement }) => statement);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-journal-answers-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
  const logDirectory = join(directory, "log");
  system = await startInProcess({ opened, logDirectory, partitions: 3, clock: () => nowMs, batchRecordsMax: 150 });
  for (let reported = 0; reported < statements.length; reported += 10) {
    nowMs += Math.floor(random() * 40 * hourMs) - 9 * hourMs;
    await system.append(statements.slice(reported, reported + 10));
    if (reported % 200 === 0) await system.caughtUp();
  }
  await system.caughtUp();
  // Whatever was stamped is past, so that every stamp can be asked for.
  nowMs += 3_600_000;
});
afterAll(async () => {
  await system?.close();
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask<ResponseContent>(
  path: string,
  parameters: URLSearchParams,
  schema: { parse(value: unknown): ResponseContent },
): Promise<ResponseContent> {
  const response = await system.ask(`${path}?${parameters.toString()}`);
  expect(response.statusCode, `${path}?${parameters.toString()}: ${response.body}`).toBe(200);
  return schema.parse(response.json());
}

function withParameters(parameters: URLSearchParams, more: Readonly<Record<string, string>>): URLSearchParams {
  return new URLSearchParams([...parameters, ...Object.entries(more)]);
}

/** All pages; each must be of the cut of the first. */
async function pages<ResponseContent extends { watermark: string; nextCursor: string | null }>(
  path: string,
  parameters: URLSearchParams,
  schema: { parse(value: unknown): ResponseContent },
): Promise<ResponseContent[]> {
  const responses = [await ask(path, parameters, schema)];
  for (let next = responses[0]!.nextCursor; next !== null; next = responses.at(-1)!.nextCursor) {
    responses.push(await ask(path, withParameters(parameters, { cursor: next }), schema));
  }
  expect(new Set(responses.map(({ watermark }) => watermark)).size).toBe(1);
  return responses;
}

interface Table {
  readonly by: readonly RateDimension[];
  readonly others: Readonly<Record<string, string>>;
}

/** Among them dimensions of which a claim alone may tell, nulls, and measures that count something else than cases. */
const tables: readonly Table[] = [
  { by: ["region", "severity"], others: { kind: "any" } },
  { by: ["country", "sector"], others: { measure: "fatal", per: "none", country: "any" } },
  { by: ["division"], others: { measure: "accidents", period: "month", per: "100000_workers" } },
  { by: ["mine", "hazard"], others: { measure: "days_lost", per: "case", kind: "any" } },
  { by: ["evidence", "workRelated"], others: { measure: "lost_time", period: "quarter", kind: "any", country: "any" } },
  { by: ["sex", "ageBand", "cause"], others: { period: "rolling12m" } },
  { by: ["contractor", "method"], others: { period: "day", measure: "severe", site: "mine", kind: "any" } },
  { by: ["commodity"], others: { period: "ytd", sector: "mmc" } },
  { by: [], others: { period: "month" } },
  { by: ["region"], others: { yearOf: "registration", kind: "any", country: "any" } },
  { by: ["region", "severity"], others: { yearOf: "death", regionOf: "registration", period: "month", kind: "any" } },
  { by: ["sector"], others: { yearOf: "registration", period: "quarter", measure: "accidents", exposureBasis: "contracts" } },
];

/** Whose figures are not of the row's count alone, so that nothing follows their history. */
const unfollowedTables: readonly Table[] = [
  { by: ["region"], others: { interval: "accidents", kind: "any", period: "rolling12m", per: "none" } },
  { by: ["severity"], others: { compare: "previous", period: "month", yearOf: "registration", kind: "any", per: "none" } },
];

async function rowsOf({ by, others }: Table, count: number): Promise<URLSearchParams[]> {
  const parameters = new URLSearchParams({ ...others, ...(by.length > 0 ? { by: by.join(",") } : {}) });
  const { rows } = await ask("/v1/rates", parameters, ratesResponseSchema);
  expect(rows.length).toBeGreaterThan(0);
  const drawn = shuffled(rows, testSeed).toSorted((a, b) => Number(b.count > 0) - Number(a.count > 0));
  return drawn.slice(0, count).map((row) => queryOfRow(row, by, others));
}

const sumOf = (cases: readonly ContributingCase[], figure: "count" | "casesWithDays") => cases.reduce((sum, one) => sum + one[figure], 0);

async function rowAt(parameters: URLSearchParams, asOf?: string): Promise<RatesRow> {
  const requested = asOf === undefined ? parameters : withParameters(parameters, { asOf });
  const { rows } = await ask("/v1/rates", requested, ratesResponseSchema);
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

test.each([...tables, ...unfollowedTables])(
  "the cases of a row add up to it, live and as of any watermark: $by $others",
  { timeout: 240_000 },
  async (table) => {
    const end = await system.log.end();
    const past = [...end].map(([partition, last]) => `${partition}:${Math.floor(last * random())}`).join(",");
    for (const parameters of await rowsOf(table, 2 * testScale)) {
      for (const asOf of [undefined, past]) {
        const requested = withParameters(parameters, { limit: "25", ...(asOf === undefined ? {} : { asOf }) });
        const responses = await pages("/v1/explain", requested, explainResponseSchema);
        const cases = responses.flatMap((response: ExplainResponse) => response.cases);
        const row = await rowAt(parameters, asOf);
        for (const response of responses) expect(response.row).toEqual(row);
        expect(sumOf(cases, "count"), `seed ${testSeed}: ${parameters.toString()}`).toBe(row.count);
        if (table.others["per"] === "case") expect(sumOf(cases, "casesWithDays")).toBe(row.exposure ?? 0);
        expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
        for (const one of cases)
          expect(one.statements.map(({ position }) => position)).toEqual(expect.arrayContaining(Object.values(one.attributes)));
      }
    }
  },
);

test.each(tables)("every value that a row had is what rates gives as of its cut: $by $others", { timeout: 240_000 }, async (table) => {
  for (const parameters of await rowsOf(table, testScale)) {
    const responses = await pages("/v1/revisions", withParameters(parameters, { limit: "40" }), revisionsResponseSchema);
    const values = responses.flatMap((response) => response.values);
    const where = `seed ${testSeed}: ${parameters.toString()}`;
    expect(values.map(({ at }) => at)).toEqual([...new Set(values.map(({ at }) => at))].toSorted());
    let count = 0;
    for (const value of values) {
      expect(value.changes.length, where).toBeGreaterThan(0);
      count += value.changes.reduce((sum, { delta }) => sum + delta, 0);
      expect(value.count, where).toBe(count);
      expect(value.changes.every(({ reasons }) => reasons.length > 0)).toBe(true);
    }
    const row = await rowAt(parameters);
    expect(responses[0]!.row).toEqual(row);
    if (values.length > 0) expect(figuresOf(values.at(-1)!)).toEqual(figuresOf(row));
    for (const value of shuffled(values, testSeed).slice(0, 4)) {
      expect(figuresOf(await rowAt(parameters, value.watermark)), `${where} at ${value.watermark}`).toEqual(figuresOf(value));
      expect(figuresOf(await rowAt(parameters, value.at)), `${where} at ${value.at}`).toEqual(figuresOf(value));
    }
  }
});

function figuresOf({ count, exposure, exposureBasis, exposurePeriod, rate, lower, upper, reason, status }: RowValue | RatesRow) {
  return { count, exposure, exposureBasis, exposurePeriod, rate, lower, upper, reason, status };
}

test("without a named accident a row lacks its cases alone, and its history never held them", { timeout: 240_000 }, async () => {
  const [row] = await rowsOf({ by: [], others: { kind: "any" } }, 1);
  const cases = (await pages("/v1/explain", row!, explainResponseSchema)).flatMap((response) => response.cases);
  const [accident, victims] = [...Map.groupBy(cases, (one) => one.accident)].toSorted(([, a], [, b]) => b.length - a.length)[0]!;
  const without = withParameters(row!, { withoutAccident: accident });
  const others = (await pages("/v1/explain", without, explainResponseSchema)).flatMap((response) => response.cases);
  expect(others.map(({ id }) => id)).toEqual(cases.filter((one) => one.accident !== accident).map(({ id }) => id));
  expect((await rowAt(without)).count).toBe((await rowAt(row!)).count - sumOf(victims, "count"));
  const values = (await pages("/v1/revisions", without, revisionsResponseSchema)).flatMap((response) => response.values);
  expect(values.at(-1)!.count).toBe(sumOf(others, "count"));
});

test.each(unfollowedTables)("a history that would have to follow more than a count is refused: $others", async (table) => {
  const [row] = await rowsOf(table, 1);
  const response = await system.ask(`/v1/revisions?${row!.toString()}`);
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toMatchObject([{ rule: "QG-0630" }]);
});

test("what is held of a record is each of its statements once, one of them standing", async () => {
  const drawn = shuffled(statements, testSeed + 1).slice(0, 25);
  for (const { source, subject } of drawn) {
    const { records } = await ask("/v1/records", new URLSearchParams({ source, subject }), recordResponseSchema);
    const reported = statements.filter((one) => one.source === source && one.subject === subject);
    expect(records.flatMap((record) => record.statements).length).toBe(reported.length);
    for (const record of records) {
      expect(record.statements.filter(({ stands: isEffective }) => isEffective).map(({ position }) => position)).toEqual([record.standing]);
      const revisions = reported.filter(({ entity }) => entity === record.entity).map(({ revision }) => revision);
      expect(record.statements.find(({ stands: isEffective }) => isEffective)?.revision).toBe(Math.max(...revisions));
      expect(record.withdrawn || record.case !== null || record.exposure !== null).toBe(true);
    }
  }
});

test(
  "the list of a reporter's records has each once, the last told of first, as the record itself tells it",
  { timeout: 240_000 },
  async () => {
    const end = await system.log.end();
    const past = [...end].map(([partition, last]) => `${partition}:${Math.floor(last * random())}`).join(",");
    const sources = [...Map.groupBy(statements, ({ source }) => source)].toSorted(([, a], [, b]) => a.length - b.length);
    for (const [source] of [sources[0]!, ...sources.slice(-2)]) {
      for (const asOf of [undefined, past]) {
        const cut = asOf === undefined ? {} : { asOf };
        const responses = await pages("/v1/records", new URLSearchParams({ source, limit: "37", ...cut }), recordListResponseSchema);
        const rows = responses.flatMap((response) => response.rows);
        expect(rows.map(({ effectiveAt }) => effectiveAt)).toEqual(
          rows
            .map(({ effectiveAt }) => effectiveAt)
            .toSorted()
            .toReversed(),
        );
        const names = new Set(rows.map(({ entity, subject }) => `${entity} ${subject}`));
        expect(names.size).toBe(rows.length);
        const all = new Set(statements.filter((one) => one.source === source).map(({ entity, subject }) => `${entity} ${subject}`));
        if (asOf === undefined) expect(names).toEqual(all);
        else expect([...names].filter((name) => !all.has(name))).toEqual([]);
        const ofClaims = await pages("/v1/records", new URLSearchParams({ source, entity: "claim", ...cut }), recordListResponseSchema);
        expect(ofClaims.flatMap((response) => response.rows)).toEqual(rows.filter(({ entity }) => entity === "claim"));
        for (const row of shuffled(rows, testSeed).slice(0, 8)) {
          const { entity, subject } = row;
          const { records } = await ask("/v1/records", new URLSearchParams({ source, subject, entity, ...cut }), recordResponseSchema);
          const [held] = records;
          const last = held!.statements.toSorted((a, b) => (a.effectiveAt < b.effectiveAt ? -1 : 1)).at(-1)!;
          const standing = held!.statements.find(({ stands }) => stands)!;
          expect(row).toEqual({
            entity,
            subject,
            ...pickOf(last, ["position", "recordedAt", "effectiveAt", "time", "type", "revision"]),
            statements: held!.statements.length,
            standing: held!.standing,
            ...pickOf(held!, ["conflict", "counts", "code", "text"]),
            occurredAt: held!.case === null ? null : standing.data["occurredAt"],
            severity: held!.case === null ? null : standing.data["severity"],
            period: held!.exposure?.period ?? null,
            case: held!.case?.id ?? null,
          });
        }
      }
    }
    expect((await ask("/v1/records", new URLSearchParams({ source: "urn:nobody" }), recordListResponseSchema)).rows).toEqual([]);
  },
);

function pickOf<One extends object, Name extends keyof One>(one: One, names: readonly Name[]): Pick<One, Name> {
  return Object.fromEntries(names.map((name) => [name, one[name]])) as Pick<One, Name>;
}

test("a live answer asked again as of its own watermark has the same bytes", async () => {
  const parameters = (await rowsOf(tables[0]!, 1))[0]!;
  const { source, subject } = statements[0]!;
  for (const requestParameters of [
    `/v1/explain?${parameters.toString()}&limit=5`,
    `/v1/revisions?${parameters.toString()}`,
    `/v1/records?${new URLSearchParams({ source, subject }).toString()}`,
    `/v1/records?${new URLSearchParams({ source, limit: "9" }).toString()}`,
  ]) {
    const live = await system.ask(requestParameters);
    expect((await system.ask(`${requestParameters}&asOf=${live.json().watermark}`)).body).toBe(live.body);
  }
});
