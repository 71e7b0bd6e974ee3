/**
 * Tables are exchanged a thousand times under readers on the real engine. Every response is of one set of tables, live and past; the same
 * statements without the look at the tables mix two sets, and a past one then has no rows at all.
 */
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { caseCell, epochCell, monthCell, noDetails, noDimensions, noFigures, versionCell } from "@qorgau/schemas/rows/published";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import type { PublishedRow } from "@qorgau/schemas/rows/published";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";
import { nearestCutOf, nearestCutPart } from "../past/checkpoint.ts";
import { pastFigures } from "../past/past-figures.ts";
import { createRatesReader } from "../rates/rates-reader.ts";
import { ResponseError } from "./response-error.ts";
import { countsPart } from "./counts-part.ts";
import { liveFigures } from "./figure-source.ts";
import { cutOf, snapshotQuery } from "./snapshot-statement.ts";
import type { SnapshotRow } from "./snapshot-statement.ts";

const directory = await mkdtemp(join(tmpdir(), "qorgau-snapshot-"));
const opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
await migrate(opened.store);
afterAll(async () => {
  await opened.close();
  await rm(directory, { recursive: true, force: true });
});
const { store } = opened;

const regions = ["KZ-10", "KZ-35", "KZ-63"] as const;
/** Many more than are exchanged while one statement is planned on a busy machine: a table that came back meanwhile would be taken for one that stayed. */
const tables = 100;
const exchanges = 1_000;

/** A cut at which every region has `count` cases; all of one version, another one in each table, as a rebuild leaves its tables. */
function rowsOf(place: number, count: number): PublishedRow[] {
  const version = String(BigInt(place + 1) << 40n);
  const bare = { ...noDetails, ...noDimensions, ...noFigures, version, payload: "" };
  const cut = { watermark: `0:${count}`, partitions: 1, effectiveAt: {}, fold: foldVersion, exposureVersion: "0", recordsSinceCut: 0 };
  const date = "2026-01-01";
  const cells = regions.flatMap((region, index): PublishedRow[] => {
    const dimensions = { country: "KZ", region, sector: "B", division: "05", severity: "light", kind: "accident", evidence: "reported" };
    const counted = { ...bare, ...dimensions, date, cases: count, accidents: count };
    const cell = caseCell(date, String(index).repeat(64));
    return [
      { ...counted, grain: "month", cell: monthCell(date, counted) },
      { ...counted, grain: "case", cell },
      { ...counted, grain: "case_version", cell: versionCell(cell, BigInt(version)) },
    ];
  });
  const ofCut = { ...bare, date: "1970-01-01", payload: JSON.stringify(cut) };
  return [{ ...ofCut, grain: "watermark", cell: "" }, { ...ofCut, grain: "cut", cell: versionCell("", BigInt(version)) }, ...cells];
}

async function fill(countOf: (place: number) => number): Promise<void> {
  for (let place = 0; place < tables; place += 1) {
    const table = place === 0 ? "published" : `published_${place}`;
    await store.command(`CREATE TABLE IF NOT EXISTS ${table} AS published`);
    await store.command(`TRUNCATE TABLE ${table}`);
    await store.insert(table, rowsOf(place, countOf(place)));
  }
}

function parsedOf(search: string): RatesQuery {
  const requested = parseRatesQuery(new URLSearchParams(search));
  if ("errors" in requested) throw new Error("no question");
  return requested.query;
}

const query = parsedOf("by=region&per=none");

/** What is read while tables change places; `exchanging` gets a function that waits until the next one is read. */
async function readWhile<Seen>(exchanging: (nextRead: () => Promise<void>) => Promise<void>, read: () => Promise<Seen>): Promise<Seen[]> {
  const seen: Seen[] = [];
  const over = new AbortController();
  let waiting = Promise.withResolvers<void>();
  const readers = Array.from({ length: 4 }, async () => {
    while (!over.signal.aborted) {
      const one = await read();
      seen.push(one);
      if (one === null) continue;
      waiting.resolve();
      waiting = Promise.withResolvers<void>();
    }
  });
  await exchanging(() => waiting.promise).finally(() => over.abort());
  await Promise.all(readers);
  return seen;
}

/** Without a pause a reader that repeats until the tables stay never ends, and in a rebuild they change places once. */
const exchangesInARow = 20;

/** Until `isEnough`, at most so many times; `among` of the tables, which come back in their order. */
function exchange(times: number, among = tables, isEnough: (() => boolean) | null = null) {
  return async (nextRead: () => Promise<void>): Promise<void> => {
    for (let time = 1; time <= times; time += 1) {
      if (isEnough?.() === true) return;
      await store.command(`EXCHANGE TABLES published AND published_${1 + (time % (among - 1))}`);
      if (isEnough === null && time % exchangesInARow === 0) await nextRead();
    }
  };
}

/** A reader may be refused as unavailable while tables change places without a pause. */
function orComeBack(error: unknown): null {
  if (error instanceof ResponseError && error.code === "answer_unavailable") return null;
  throw error;
}

describe("while tables of different counts change places", () => {
  beforeAll(() => fill((place) => place + 1));

  test("every answer is of one set of tables", { timeout: 300_000 }, async () => {
    const reader = createRatesReader({ store });
    const responses = await readWhile(exchange(exchanges), () => reader.rates(query).catch(orComeBack));
    const given = responses.filter((response) => response !== null);
    for (const { watermark, rows } of given) expect(rows.map(({ count }) => `0:${count}`)).toEqual(regions.map(() => watermark));
    expect(new Set(given.map(({ watermark }) => watermark)).size).toBeGreaterThan(1);
  });

  test("so is one that is read in one look", { timeout: 300_000 }, async () => {
    const bounded = parsedOf("by=region&per=none&from=2026-01-01&to=2026-12-31");
    const reader = createRatesReader({ store });
    const given = (await readWhile(exchange(exchanges / 4), () => reader.publishedRates(bounded).catch(orComeBack))).filter(
      (made) => made !== null,
    );
    for (const { response } of given) expect(response.rows.map(({ count }) => `0:${count}`)).toEqual(regions.map(() => response.watermark));
    expect(new Set(given.map(({ version }) => version)).size).toBeGreaterThan(1);
  });

  test("a statement alone mixes two sets", { timeout: 300_000 }, async () => {
    const counts = countsPart(query, liveFigures);
    let mixed = 0;
    await readWhile(
      exchange(exchanges, tables, () => mixed > 0),
      async () => {
        const rows: SnapshotRow[] = await store.query(snapshotQuery([counts]));
        if (cutOf(rows)?.watermark !== `0:${countedBy(rows)}`) mixed += 1;
      },
    );
    expect(mixed).toBeGreaterThan(0);
  });
});

describe("while tables of the same counts and other versions change places, as in a rebuild", () => {
  const past = new Map([[0, 1]]);
  beforeAll(() => fill(() => 1));

  test("no answer of a past cut is empty", { timeout: 300_000 }, async () => {
    const reader = createRatesReader({ store });
    const requestParameters = () => reader.rates(query, { asOf: null, watermark: past, live: false }).catch(orComeBack);
    const given = (await readWhile(exchange(exchanges / 2), requestParameters)).filter((response) => response !== null);
    for (const { rows } of given) expect(rows.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(given.length).toBeGreaterThan(0);
  });

  test("a statement alone takes rows of one set by a version of another, and has none", { timeout: 300_000 }, async () => {
    const checkpoint = nearestCutPart(past);
    let empty = 0;
    await readWhile(
      exchange(exchanges, 2, () => empty > 0),
      async () => {
        const start = nearestCutOf(await store.query(snapshotQuery([checkpoint])), past).checkpoint;
        const counts = countsPart(query, pastFigures(start, { cases: [], exposures: [] }, "2026-01-01"));
        const rows: SnapshotRow[] = await store.query(snapshotQuery([checkpoint, counts]));
        if (nearestCutOf(rows, past).checkpoint.version === start.version && countedBy(rows) === 0) empty += 1;
      },
    );
    expect(empty).toBeGreaterThan(0);
  });
});

describe("while the rows of a block stand that landed late", () => {
  const epochRow = (generation: bigint, follows: bigint, version: bigint, payload = "") => {
    const bare = { ...noDetails, ...noDimensions, ...noFigures, date: "1970-01-01", payload };
    return { ...bare, grain: "generation", cell: epochCell(generation, follows), version: String(version) };
  };
  const late = (1n << 32n) + 5n;

  test("nothing is answered until they are counted again", async () => {
    await fill(() => 1);
    await store.insert("published", [epochRow(1n, 0n, late), epochRow(2n, late - 1n, 2n << 32n)]);
    await expect(createRatesReader({ store }).rates(query)).rejects.toMatchObject({
      code: "answer_unavailable",
      faults: [{ rule: "QG-0911" }],
    });
    await store.insert("published", [epochRow(1n, 0n, (2n << 32n) + 1n, String(late))]);
    expect((await createRatesReader({ store }).rates(query)).rows.length).toBe(regions.length);
  });

  test.each([parsedOf("by=region&per=none&from=2026-01-01&to=2026-12-31"), parsedOf("by=sex&per=none&from=2026-01-01&to=2026-12-31")])(
    "nor however many epochs there were, months or cases",
    async (bounded) => {
      await fill(() => 1);
      const epochs = Array.from({ length: 1_100 }, (_, place) => BigInt(place + 1));
      const last = (epoch: bigint) => (epoch << 32n) + 5n;
      const rowOf = (epoch: bigint) => epochRow(epoch, epoch === 1n ? 0n : last(epoch - 1n), last(epoch));
      await store.insert("published", epochs.map(rowOf));
      const reader = createRatesReader({ store: { ...store } });
      const before = await reader.rates(bounded);
      expect(before.rows.length).toBeGreaterThan(0);
      await store.insert("published", [epochRow(7n, last(6n), last(7n) + 1n)]);
      for (const one of [reader, createRatesReader({ store: { ...store } })]) {
        await expect(one.rates(bounded)).rejects.toMatchObject({ code: "answer_unavailable", faults: [{ rule: "QG-0911" }] });
      }
    },
  );
});

function countedBy(rows: readonly SnapshotRow[]): number {
  return rows.find(({ part }) => part === "counts")?.figures[0]?.[0] ?? 0;
}
