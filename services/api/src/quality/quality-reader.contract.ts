/** The reader on the real engine: what it reads slice by slice at a cut is what a fold of everything up to that cut says. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appendToJournal } from "@qorgau/infra/store/journal/journal";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { qualityTables } from "@qorgau/schemas/responses/quality-response";
import type { QualityResponse } from "@qorgau/schemas/responses/quality-response";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testSeed } from "../../../../test/generators/random.ts";
import { seededStatements } from "../../../../test/generators/statements.ts";
import { pagesOf, wholeRequest } from "./domain/quality-fixture.ts";
import { readTableCursor } from "./domain/quality-query.ts";
import type { QualityRequest } from "./domain/quality-query.ts";
import type { RecordHistory } from "./domain/quality-record-history.ts";
import { createQualityReader } from "./quality-reader.ts";
import type { QualityReader } from "./quality-reader.ts";

let directory: string;
let opened: OpenedStore;
let reader: QualityReader;
const log = seededStatements(testSeed, 1500);
const never = new AbortController().signal;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-quality-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
  await appendToJournal(opened.store, log, []);
  // What an aggregator that crashed had appended, and appended again.
  await appendToJournal(opened.store, log.slice(100, 200), []);
  reader = createQualityReader({ store: opened.store, limits: { recordsPerPart: 40, recordsPerSlice: 150, recordsPerLook: 400 } });
});
afterAll(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

function cutAfter(count: number): { watermark: Watermark; included: LoggedStatement[] } {
  const included = log.slice(0, count);
  return { watermark: new Map(included.map(({ partition, offset }) => [partition, offset])), included };
}

const ask = (requestParameters: Partial<QualityRequest["query"]>, watermark: Watermark, cursor: QualityRequest["cursor"] = null) =>
  reader.response({ query: { ...wholeRequest, ...requestParameters }, cursor }, { asOf: null, watermark, live: false }, never);

const rowsOf = (response: QualityResponse) => Object.fromEntries(qualityTables.map((table) => [table, response[table]?.rows]));

test.each([1500, 800, 40, 0])("all tables at the cut after %d statements", async (count) => {
  const { watermark, included } = cutAfter(count);
  const expected = pagesOf(included, { period: "month" });
  expect(rowsOf(await ask({ period: "month" }, watermark)), `seed ${testSeed}`).toEqual(
    Object.fromEntries(qualityTables.map((table) => [table, expected[table].rows])),
  );
});

test("every table of the whole log has rows to compare", () => {
  const pages = pagesOf(log);
  // What is too much to be linked takes thousands of records: `quality-unlinked.test.ts`. Supplements: `test/contract/enterprises.contract.ts`.
  expect(qualityTables.filter((table) => pages[table].rows.length === 0)).toEqual(["unlinked", "supplements"]);
});

test.each(qualityTables)("the pages of %s, each from the cursor of the one before, are the table of some days", async (table) => {
  const { watermark, included } = cutAfter(1200);
  const requestParameters = { table, from: "2026-01-05", to: "2026-02-10", limit: 17 } as const;
  const rows: unknown[] = [];
  let cursor: QualityRequest["cursor"] = null;
  do {
    const page: QualityResponse[typeof table] = (await ask(requestParameters, watermark, cursor))[table];
    rows.push(...page!.rows);
    cursor = page!.nextCursor === null ? null : readTableCursor(page!.nextCursor, { ...wholeRequest, ...requestParameters }, table)!.cursor;
  } while (cursor !== null);
  expect(rows, `seed ${testSeed}`).toEqual(pagesOf(included, { ...requestParameters, limit: 100_000 })[table].rows);
});

test.each([
  ["1900-01-01", "2100-01-01"],
  ["2026-01-02", "2026-01-04"],
])("claims from %s to %s are those of the slices, statement by statement", async (from, to) => {
  const { watermark } = cutAfter(1200);
  const cut = { asOf: null, watermark, live: false };
  const ofSlices: RecordHistory[] = [];
  for await (const { records } of reader.slices({ from, to }, cut, never)) ofSlices.push(...records);
  const claims: RecordHistory[] = [];
  for await (const histories of reader.claims({ from, to }, cut, never)) claims.push(...histories);
  const byName = (some: readonly RecordHistory[]) => some.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const expected = ofSlices.filter(({ first }) => first.statement.entity === "claim");
  expect(expected.length, `seed ${testSeed}`).toBeGreaterThan(3);
  expect(byName(claims)).toEqual(byName(expected));
});

test("an answer that nobody waits for any more is given up", async () => {
  const gone = AbortSignal.abort(new Error("gone"));
  const requestParameters = { query: wholeRequest, cursor: null };
  await expect(reader.response(requestParameters, { asOf: null, ...cutAfter(1500), live: true }, gone)).rejects.toThrow("gone");
});
