/** What every engine behind the store's port promises, as tests. The engine brings a migrated, empty store. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { countNumber, integer64, integer64Text } from "../integer-columns.ts";
import { insertBytesMax, insertRowsMax, StoreError } from "../store.ts";
import type { Store } from "../store.ts";

export interface StoreUnderTest {
  readonly store: Store;
  /** Ends the engine as a crash would (kill -9); it comes back by itself. */
  crash(): void;
  close(): Promise<void>;
}

const count = z.object({ rows: countNumber });
const anything = z.record(z.string(), z.unknown());
const hostileTexts = [
  "it's",
  'say "no"',
  "back\\slash \\' \\n",
  "line\nbreak",
  "\n\nDROP TABLE published\n\n",
  "\r\n\r\n;DROP TABLE published;",
  "'); DROP TABLE published; --",
  "{name:String} {x:Identifier}",
  "Еңбекті қорғау 🦺\u2028\u2029",
  "tab\tand\u0000nul",
  "",
];

function publishedRow(cell: string, more: object = {}): object {
  return { grain: "case", cell, version: "1", date: "2026-02-03", ...more };
}

function journalRow(offset: number, more: object = {}): object {
  const at = "2026-02-03T07:10:00.123Z";
  const key = createHash("sha256").update(String(offset)).digest().readBigUInt64BE().toString();
  const stamps = { recorded_at: at, effective_at: at };
  return { partition: 0, offset, ...stamps, entity: "case", record_key: key, link_keys: [key], statement: "{}", ...more };
}

export function describeStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store on ${name}`, () => {
    let tested: StoreUnderTest;
    let store: Store;
    const rowsOf = async (table: string): Promise<number> => {
      const [row] = await store.query({ sql: `SELECT count() AS rows FROM ${table}`, row: count });
      return row!.rows;
    };
    beforeAll(async () => {
      tested = await open();
      store = tested.store;
    });
    afterAll(() => tested?.close());
    beforeEach(async () => {
      for (const table of ["published", "journal", "links"]) await store.command(`TRUNCATE TABLE ${table}`);
    });

    describe("values", () => {
      it.each(hostileTexts)("takes %j as a parameter and gives it back", async (text) => {
        const sql = "SELECT {text:String} AS text, {texts:Array(String)} AS texts";
        const rows = await store.query({ sql, params: { text, texts: [text, "other"] }, row: anything });
        expect(rows).toEqual([{ text, texts: [text, "other"] }]);
      });

      it("takes any text as a row's value, and none of it as a statement", async () => {
        await store.insert(
          "published",
          hostileTexts.map((payload, index) => publishedRow(`cell-${index}`, { payload })),
        );
        const sql = "SELECT payload FROM published ORDER BY toUInt32(substring(cell, 6))";
        const rows = await store.query({ sql, row: z.object({ payload: z.string() }) });
        expect(rows.map(({ payload }) => payload)).toEqual(hostileTexts);
      });

      it("keeps 64-bit integers exact in rows, parameters, arrays and answers", async () => {
        const key = "18446744073709551615";
        await store.insert("journal", [journalRow(7, { record_key: key, link_keys: [key, "9007199254740993"] })]);
        const sql =
          "SELECT record_key, link_keys, toInt64(-9223372036854775808) AS lowest FROM journal WHERE record_key = {key:UInt64} AND has(link_keys, {link:UInt64})";
        const row = z.object({ record_key: integer64, link_keys: z.array(integer64Text), lowest: integer64 });
        const rows = await store.query({ sql, params: { key, link: 9007199254740993n }, row });
        expect(rows).toEqual([{ record_key: 2n ** 64n - 1n, link_keys: [key, "9007199254740993"], lowest: -(2n ** 63n) }]);
      });

      it("gives counts as numbers and refuses one that is not exact", async () => {
        const sql = "SELECT {value:UInt64} AS value";
        const row = z.object({ value: countNumber });
        expect(await store.query({ sql, params: { value: 2 ** 53 - 1 }, row })).toEqual([{ value: 2 ** 53 - 1 }]);
        await expect(store.query({ sql, params: { value: 2n ** 53n }, row })).rejects.toMatchObject({ code: "store_row_shape" });
      });

      it("keeps dates from 1900 on and instants to the millisecond, whatever the host's time zone", async () => {
        const instants = { recorded_at: "1900-01-01T00:00:00.001Z", effective_at: "2299-12-31T23:59:59.999Z" };
        await store.insert("journal", [journalRow(1, instants)]);
        await store.insert(
          "published",
          ["1900-01-01", "1969-12-31", "2026-02-28"].map((date) => publishedRow(date, { date })),
        );
        const days = await store.query({ sql: "SELECT cell, date FROM published ORDER BY cell", row: anything });
        expect(days).toEqual(["1900-01-01", "1969-12-31", "2026-02-28"].map((date) => ({ cell: date, date })));
        const stamps = await store.query({ sql: "SELECT recorded_at, effective_at, timezone() AS zone FROM journal", row: anything });
        expect(stamps).toEqual([{ recorded_at: "1900-01-01 00:00:00.001", effective_at: "2299-12-31 23:59:59.999", zone: "UTC" }]);
      });

      it("finds 60,000 keys in one statement", async () => {
        const rows = Array.from({ length: 100_000 }, (_, offset) => journalRow(offset));
        await store.insert("journal", rows);
        const keys = rows.slice(0, 60_000).map((row) => (row as { record_key: string }).record_key);
        const sql = "SELECT count() AS rows FROM journal WHERE record_key IN {keys:Array(UInt64)}";
        expect(await store.query({ sql, params: { keys }, row: count })).toEqual([{ rows: 60_000 }]);
        expect(await store.query({ sql, params: { keys: [] }, row: count })).toEqual([{ rows: 0 }]);
      });

      // On either side of 2^17, above which a list of constants never came back.
      it.each([131_000, 131_200, 300_000])("looks for %i keys and for as many texts in one statement", async (length) => {
        await store.insert(
          "journal",
          Array.from({ length: 1000 }, (_, offset) => journalRow(offset, { record_key: String(offset) })),
        );
        const keys = Array.from({ length }, (_, index) => String(index + 500));
        const sql = `SELECT countIf(record_key IN {keys:Array(UInt64)}) AS found, countIf(toString(record_key) NOT IN {texts:Array(String)}) AS missed
                     FROM journal`;
        const row = z.object({ found: countNumber, missed: countNumber });
        expect(await store.query({ sql, params: { keys, texts: keys }, row })).toEqual([{ found: 500, missed: 500 }]);
      });

      it("refuses anything but integers as keys", async () => {
        const sql = "SELECT {keys:Array(UInt64)} AS keys";
        for (const key of ["1) OR (1=1", "1.5", "", null, 1.5, 2 ** 60]) {
          await expect(store.query({ sql, params: { keys: [key] }, row: anything })).rejects.toThrow("no integer");
        }
      });
    });

    describe("identical blocks", () => {
      it("stay two, of rows and where a condition holds, and in the table that a view fills", async () => {
        await store.command("DROP TABLE IF EXISTS repeated");
        const remembers = "ENGINE = MergeTree ORDER BY number SETTINGS non_replicated_deduplication_window = 100";
        await store.command(`CREATE TABLE repeated (number UInt64) ${remembers}`);
        await store.command(`CREATE TABLE IF NOT EXISTS repeated_seen (number UInt64) ${remembers}`);
        await store.command("CREATE MATERIALIZED VIEW IF NOT EXISTS seeing TO repeated_seen AS SELECT number FROM repeated");
        const always = { sql: "1", params: {}, limitMs: 10_000 };
        for (const numbers of [1, 2]) {
          await store.insert("repeated", [{ number: 1 }]);
          await store.insertIf(always, "repeated", [{ number: 2 }]);
          expect([await rowsOf("repeated"), await rowsOf("repeated_seen")]).toEqual([2 * numbers, 2 * numbers]);
        }
        for (const table of ["seeing", "repeated_seen", "repeated"]) await store.command(`DROP TABLE ${table}`);
      });
    });

    describe("errors", () => {
      it("tells a statement that the engine refuses, without the values in it", async () => {
        const query = { sql: "SELECT toUInt32({text:String}) AS number", params: { text: "secret-850808310738" }, row: anything };
        const error: unknown = await store.query(query).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(StoreError);
        expect(error).toMatchObject({ code: "store_rejected", retryable: false });
        expect((error as StoreError).message).not.toContain("secret");
      });

      it("tells a missing parameter and a missing table", async () => {
        await expect(store.query({ sql: "SELECT {gone:String} AS x", row: anything })).rejects.toMatchObject({ code: "store_rejected" });
        await expect(store.query({ sql: "SELECT 1 FROM gone", row: anything })).rejects.toMatchObject({ code: "store_rejected" });
        await expect(store.command("DROP TABLE gone")).rejects.toMatchObject({ code: "store_rejected" });
        await expect(store.insert("gone", [{ a: 1 }])).rejects.toMatchObject({ code: "store_rejected" });
      });

      it("tells a row of another shape", async () => {
        const row = z.object({ value: z.string() });
        const error: unknown = await store.query({ sql: "SELECT 7 AS value", row }).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: "store_row_shape", retryable: false });
        expect((error as StoreError).message).toContain("value");
      });

      it("stops a query at its time, and the next one is not held up or cut short by it", async () => {
        const heavy = "SELECT count() AS rows FROM numbers(1000000000000) WHERE NOT ignore(cityHash64(number))";
        const startedAt = performance.now();
        await expect(store.query({ sql: heavy, row: count, timeoutMs: 300 })).rejects.toMatchObject({
          code: "store_timeout",
          retryable: true,
        });
        expect(performance.now() - startedAt).toBeLessThan(5_000);
        expect(await store.query({ sql: "SELECT sleep(0.6) AS rows", row: z.object({ rows: z.number() }) })).toEqual([{ rows: 0 }]);
      });

      it("refuses a member that is no column, and a table name that is none", async () => {
        await expect(store.insert("published", [publishedRow("a", { nonsense: 1 })])).rejects.toMatchObject({ code: "store_rejected" });
        await expect(store.insert("published; DROP TABLE journal", [publishedRow("a")])).rejects.toThrow(TypeError);
        expect(await rowsOf("published")).toBe(0);
      });
    });

    describe("inserts", () => {
      it("makes one part of 150,000 rows of 800 bytes", async () => {
        const payload = createHash("sha512").update("x").digest("hex").repeat(6);
        await store.insert(
          "published",
          Array.from({ length: 150_000 }, (_, index) => publishedRow(`cell-${index}`, { payload })),
        );
        // min_block_number = max_block_number: made by an insert and not merged from several.
        const sql = `SELECT rows, toBool(min_block_number = max_block_number) AS single FROM system.parts
          WHERE database = currentDatabase() AND table = 'published' AND active`;
        const row = z.object({ rows: countNumber, single: z.boolean() });
        expect(await store.query({ sql, row })).toEqual([{ rows: 150_000, single: true }]);
      });

      it("inserts none of 100,000 rows where one cannot be read", async () => {
        const rows = Array.from({ length: 100_000 }, (_, index) =>
          publishedRow(`cell-${index}`, index === 90_000 ? { date: "no date" } : {}),
        );
        await expect(store.insert("published", rows)).rejects.toMatchObject({ code: "store_rejected" });
        expect(await rowsOf("published")).toBe(0);
      });

      it("takes nothing as nothing, and more than its limit not at all", async () => {
        await store.insert("published", []);
        await expect(
          store.insert(
            "published",
            Array.from({ length: insertRowsMax + 1 }, () => ({})),
          ),
        ).rejects.toThrow(RangeError);
        const large = { payload: "x".repeat(insertBytesMax / 100) };
        const rows = Array.from({ length: 100 }, (_, index) =>
          publishedRow(String(index), index < 99 ? large : { payload: `${large.payload}x` }),
        );
        await expect(store.insert("published", rows)).rejects.toThrow(/bytes/);
        expect(await rowsOf("published")).toBe(0);
      });

      it.each([
        ["fewer", { partition: 1 }],
        ["other", { partition: 1, revision: 1 }],
        ["more", { partition: 1, offset: 1, revision: 1 }],
      ])("takes none of the rows where one has %s members", async (_, odd) => {
        const even = Array.from({ length: 2_000 }, (__, offset) => ({ partition: 1, offset }));
        await expect(store.insert("journal", [...even, odd])).rejects.toThrow("same members");
        expect(await rowsOf("journal")).toBe(0);
      });

      it("keeps the same batch twice where it is appended twice", async () => {
        for (let round = 0; round < 2; round += 1) await store.insert("journal", [journalRow(1), journalRow(2)]);
        expect(await rowsOf("journal")).toBe(4);
      });
    });

    describe("inserts that depend on something", () => {
      const everyColumn = { statement: "{}", entity: "case", link_keys: [], partition: 1 };
      const few = (most: number, limitMs = 10_000) => ({
        sql: "(SELECT count() FROM journal) <= {most:UInt64}",
        params: { most },
        limitMs,
      });
      const rows = (count: number) => Array.from({ length: count }, (_, offset) => journalRow(offset, everyColumn));

      it("are made as one part where it holds, with every value as it was given", async () => {
        const texts = hostileTexts.map((statement, offset) => journalRow(offset, { ...everyColumn, statement, link_keys: ["1", "2"] }));
        await store.insertIf(few(0), "journal", texts);
        const sql = "SELECT statement, link_keys, entity FROM journal ORDER BY offset";
        const row = z.object({ statement: z.string(), link_keys: z.array(integer64Text), entity: z.string() });
        const found = await store.query({ sql, row });
        expect(found).toEqual(hostileTexts.map((statement) => ({ statement, link_keys: ["1", "2"], entity: "case" })));
        const parts = "SELECT count() AS rows FROM system.parts WHERE database = currentDatabase() AND table = 'journal' AND active";
        expect(await store.query({ sql: parts, row: count })).toEqual([{ rows: 1 }]);
      });

      it("are made in no part where it does not hold, or is not known to", async () => {
        await store.insert("journal", rows(2));
        const refused = { code: "store_condition", retryable: false };
        await expect(store.insertIf(few(1), "journal", rows(5))).rejects.toMatchObject(refused);
        const unknown = { sql: "(SELECT offset = 0 FROM journal WHERE offset = 99)", params: {}, limitMs: 10_000 };
        await expect(store.insertIf(unknown, "journal", rows(5))).rejects.toMatchObject(refused);
        expect(await rowsOf("journal")).toBe(2);
        await store.insertIf(few(2), "journal", rows(5));
        expect(await rowsOf("journal")).toBe(7);
      });

      it("know the columns that are given, and no others", async () => {
        await store.insertIf(few(0), "journal", [{ partition: 1, offset: 5 }]);
        const row = z.object({ offset: integer64, revision: z.number() });
        expect(await store.query({ sql: "SELECT offset, revision FROM journal", row })).toEqual([{ offset: 5n, revision: 0 }]);
        const odd = [{ partition: 1, offset: 6, unheard_of: 1 }];
        await expect(store.insertIf(few(1), "journal", odd)).rejects.toMatchObject({ code: "store_rejected" });
        expect(await rowsOf("journal")).toBe(1);
      });

      it("are no inserts without a row, for which nothing would look at the condition", async () => {
        for (const most of [0, 99]) await expect(store.insertIf(few(most), "journal", [])).rejects.toThrow(RangeError);
      });

      it("take their condition's text and parameters for what they are", async () => {
        const odd = { sql: "{text:String} = 'FORMAT CSV WHERE'", params: { text: "FORMAT CSV WHERE" }, limitMs: 10_000 };
        await store.insertIf(odd, "journal", rows(1));
        await expect(store.insertIf({ ...odd, params: { text: "' OR 1" } }, "journal", rows(1))).rejects.toMatchObject({
          code: "store_condition",
        });
        expect(await rowsOf("journal")).toBe(1);
      });

      it("are given up by the store itself at their limit", async () => {
        const statement = "x".repeat(1_000);
        const many = Array.from({ length: 100_000 }, (_, offset) => journalRow(offset, { ...everyColumn, statement }));
        await expect(store.insertIf(few(0, 1), "journal", many)).rejects.toMatchObject({ code: "store_timeout", retryable: true });
        expect(await rowsOf("journal")).toBe(0);
      });
    });

    describe("many at once", () => {
      it("gives each of 20 callers its own answer, with its own parameters and time limit", async () => {
        const caller = async (number: number): Promise<void> => {
          for (let round = 0; round < 20; round += 1) {
            const sql = "SELECT {number:UInt32} AS number, {text:String} AS text, getSetting('max_execution_time') AS seconds";
            const params = { number, text: `caller ${number}, round ${round}` };
            const rows = await store.query({ sql, params, row: anything, timeoutMs: 10_000 + number * 1_000 });
            expect(rows).toEqual([{ ...params, seconds: 10 + number }]);
          }
        };
        await Promise.all(Array.from({ length: 20 }, (_, number) => caller(number)));
      });

      it("reads one state of a table, however often a statement names it, while another writes", async () => {
        const write = async (version: number): Promise<void> => {
          const rows = ["watermark", "month", "case"].map((grain) => publishedRow("x", { grain, version: String(version) }));
          await store.insert("published", rows);
        };
        await write(1);
        const select = (grain: string) =>
          `SELECT '${grain}' AS grain, max(version) AS version FROM published FINAL WHERE grain = '${grain}'`;
        const sql = ["watermark", "month", "case"].map(select).join(" UNION ALL ");
        const row = z.object({ grain: z.string(), version: integer64Text });
        const seen = new Set<string>();
        const reading = new AbortController();
        const writer = (async () => {
          for (let version = 2; !reading.signal.aborted; version += 1) await write(version);
        })();
        const reader = async (): Promise<void> => {
          for (let round = 0; round < 100; round += 1) {
            const versions = new Set((await store.query({ sql, row })).map(({ version }) => version));
            expect(versions.size).toBe(1);
            for (const version of versions) seen.add(version);
          }
        };
        await Promise.all([reader(), reader(), reader()]).finally(() => reading.abort());
        await writer;
        expect(seen.size).toBeGreaterThan(5);
      });
    });

    describe("a crash of the engine", () => {
      it("is waited out by reads and told to writers as an outage that may pass", async () => {
        await store.insert("published", [publishedRow("kept")]);
        tested.crash();
        const write = store.insert("published", [publishedRow("lost or kept")]).catch((error: unknown) => error);
        expect(await rowsOf("published")).toBeGreaterThanOrEqual(1);
        const outcome = await write;
        if (outcome !== undefined) expect(outcome).toMatchObject({ code: "store_unavailable", retryable: true });
      });

      it("in the middle of an insert leaves all of its rows or none", async () => {
        const rows = Array.from({ length: 50_000 }, (_, index) => publishedRow(`cell-${index}`, { payload: "x".repeat(300) }));
        const startedAt = performance.now();
        await store.insert("published", rows);
        const insertMs = performance.now() - startedAt;
        for (const share of [0.3, 0.7, 0.95]) {
          const before = await rowsOf("published");
          const insert = store.insert("published", rows).then(
            () => true,
            () => false,
          );
          const crash = new Promise<void>((resolve) => setTimeout(() => resolve(tested.crash()), insertMs * share));
          const [acknowledged] = await Promise.all([insert, crash]);
          // The table replaces rows of one cell when it merges, so what is counted is rows up to one whole insert.
          const added = (await rowsOf("published")) - before;
          expect([0, rows.length]).toContain(added);
          if (acknowledged) expect(added).toBe(rows.length);
          await store.command("TRUNCATE TABLE published");
        }
      });
    });
  });
}
