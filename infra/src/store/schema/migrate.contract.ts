import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createLogger } from "../../process/logger.ts";
import { migrate, MigrationError, readMigrations } from "./migrate.ts";
import type { Migration } from "./migrate.ts";
import { openStore } from "../open-store.ts";
import type { OpenedStore } from "../open-store.ts";
import { splitStatements } from "./split-statements.ts";
import type { Store } from "../store.ts";

const notes: Migration = {
  number: 1,
  name: "notes",
  sql: "CREATE TABLE IF NOT EXISTS notes (a UInt8) ENGINE = MergeTree ORDER BY a",
  checksum: "1",
};
const more: Migration = {
  number: 2,
  name: "more",
  sql: "ALTER TABLE notes ADD COLUMN IF NOT EXISTS b UInt8; ALTER TABLE notes ADD COLUMN IF NOT EXISTS c String DEFAULT ';'",
  checksum: "2",
};

describe("migrations", () => {
  let opened: OpenedStore;
  let directory: string;
  const columns = () =>
    opened.store.query({ sql: "SELECT name FROM system.columns WHERE table = 'notes'", row: z.object({ name: z.string() }) });
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "qorgau-migrate-"));
    opened = await openStore({ url: `chdb:${directory}`, logger: createLogger({ level: "silent" }) });
  });
  afterAll(async () => {
    await opened.close();
    await rm(directory, { recursive: true, force: true });
  });
  beforeEach(async () => {
    for (const table of ["notes", "migrations"]) await opened.store.command(`DROP TABLE IF EXISTS ${table}`);
  });

  it("apply what is missing, in order, once", async () => {
    expect(await migrate(opened.store, [notes])).toEqual([notes]);
    expect(await migrate(opened.store, [notes, more])).toEqual([more]);
    expect(await migrate(opened.store, [notes, more])).toEqual([]);
    expect(await columns()).toHaveLength(3);
  });

  it("are finished by the next start after a stop at any statement", async () => {
    for (let allowed = 0; ; allowed += 1) {
      for (const table of ["notes", "migrations"]) await opened.store.command(`DROP TABLE IF EXISTS ${table}`);
      const stopped = await migrate(stoppingAfter(opened.store, allowed), [notes, more]).then(
        () => false,
        () => true,
      );
      await migrate(opened.store, [notes, more]);
      expect(await columns()).toHaveLength(3);
      expect(await migrate(opened.store, [notes, more])).toEqual([]);
      if (!stopped) break;
      expect(allowed).toBeLessThan(20);
    }
  });

  it("refuse a file that was changed after it was applied", async () => {
    await migrate(opened.store, [notes]);
    const changed = migrate(opened.store, [{ ...notes, checksum: "other" }, more]);
    await expect(changed).rejects.toThrow(MigrationError);
    await expect(changed).rejects.toThrow(/Migration 1 \(notes\) was changed/);
    expect(await columns()).toHaveLength(1);
  });

  it("refuse a store that a newer program made", async () => {
    await migrate(opened.store, [notes, more]);
    await expect(migrate(opened.store, [notes])).rejects.toThrow(/migration 2 \(more\), which this program does not know/);
  });

  it("of this program can each be run again", async () => {
    const repeatable =
      /^(CREATE (TABLE|MATERIALIZED VIEW|DATABASE) IF NOT EXISTS|DROP \w+ IF EXISTS|ALTER TABLE \w+ (ADD COLUMN IF NOT EXISTS|DROP COLUMN IF EXISTS|MODIFY))/;
    for (const { sql } of await readMigrations()) {
      for (const statement of splitStatements(sql)) expect(statement).toMatch(repeatable);
    }
    await migrate(opened.store);
    await opened.store.command("TRUNCATE TABLE migrations");
    await migrate(opened.store);
    for (const table of ["links_of_journal", "links", "journal", "published"]) await opened.store.command(`DROP TABLE ${table}`);
  });

  it("of this program make every table durable by itself", async () => {
    await migrate(opened.store);
    const sql =
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND NOT (create_table_query LIKE '%fsync_after_insert = 1%' AND create_table_query LIKE '%fsync_part_directory = 1%')";
    expect(await opened.store.query({ sql, row: z.object({ name: z.string() }) })).toEqual([]);
    for (const table of ["links_of_journal", "links", "journal", "published"]) await opened.store.command(`DROP TABLE ${table}`);
  });
});

/** The store of a program that is stopped after so many of its writes. */
function stoppingAfter(store: Store, writes: number): Store {
  let left = writes;
  const counted =
    <Work extends unknown[]>(work: (...parts: Work) => Promise<void>) =>
    async (...parts: Work) => {
      if (left === 0) throw new Error("stopped");
      left -= 1;
      await work(...parts);
    };
  return {
    ...store,
    command: counted((sql: string) => store.command(sql)),
    insert: counted((table: string, rows: readonly object[]) => store.insert(table, rows)),
  };
}
