/** The second set of tables on the real engine. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { createLogger } from "../../process/logger.ts";
import { countNumber } from "../integer-columns.ts";
import { migrate } from "./migrate.ts";
import { openStore } from "../open-store.ts";
import type { OpenedStore } from "../open-store.ts";
import type { Store } from "../store.ts";

let directory: string;
let opened: OpenedStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-next-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
});
afterAll(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

function journalRow(offset: number) {
  const at = "2026-02-03T07:10:00.123Z";
  const key = String(offset);
  return {
    partition: 0,
    offset,
    recorded_at: at,
    effective_at: at,
    entity: "case",
    record_key: key,
    link_keys: [key, "7"],
    statement: "{}",
  };
}

async function rowsOf(store: Store, table: "journal" | "links" | "published"): Promise<number> {
  const [row] = await store.query({ sql: `SELECT count() AS rows FROM ${table}`, row: z.object({ rows: countNumber }) });
  return row?.rows ?? Number.NaN;
}

test("they are made empty, change places with those in use, and links follow their journal", async () => {
  const { store, next } = opened;
  await store.insert("journal", [journalRow(1)]);
  const made = await next.make();
  expect(await rowsOf(made, "journal")).toBe(0);
  await made.insert("journal", [journalRow(1), journalRow(2)]);
  expect([await rowsOf(store, "journal"), await rowsOf(store, "links")]).toEqual([1, 2]);

  await next.exchange("journal");
  // Between the two exchanges what is appended reaches the links in use.
  expect([await rowsOf(store, "journal"), await rowsOf(store, "links")]).toEqual([2, 2]);
  await store.insert("journal", [journalRow(3)]);
  expect([await rowsOf(store, "journal"), await rowsOf(store, "links")]).toEqual([3, 4]);
  await next.exchange("links");
  expect(await rowsOf(store, "links")).toBe(4);
  await store.insert("journal", [journalRow(4)]);
  expect([await rowsOf(store, "journal"), await rowsOf(store, "links")]).toEqual([4, 6]);

  await next.drop();
  await store.insert("journal", [journalRow(5)]);
  expect([await rowsOf(store, "journal"), await rowsOf(store, "links")]).toEqual([5, 8]);
});

test("dropping what is not there is no error, and making them again begins anew", async () => {
  const { store, next } = opened;
  await next.drop();
  await next.drop();
  const first = await next.make();
  await first.insert("journal", [journalRow(1)]);
  const second = await next.make();
  expect(await rowsOf(second, "journal")).toBe(0);
  await next.drop();
  const databases = await store.query({
    sql: "SELECT name FROM system.databases WHERE name LIKE '%_next%'",
    row: z.object({ name: z.string() }),
  });
  expect(databases).toEqual([]);
});

test("a table is exchanged by its plain name alone", async () => {
  await expect(opened.next.exchange("journal` AND x.`journal")).rejects.toThrow(TypeError);
  await expect(opened.next.exchange("journal")).rejects.toMatchObject({ code: "store_no_database" });
});
