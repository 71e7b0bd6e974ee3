/**
 * Brings the store's tables to what this program needs: the numbered files in `migrations/`, forward only. Each statement can be
 * run again (IF NOT EXISTS), and a file is noted as applied only after all of it ran: a crash in between repeats, never skips.
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { z } from "zod";
import { clusterForm } from "./cluster-form.ts";
import { splitStatements } from "./split-statements.ts";
import type { Store } from "../store.ts";

/** One file of `migrations/`. `number` is from 1, without a gap. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hex. */
  readonly checksum: string;
}

/** The store and the program do not belong together; nothing was changed. */
export class MigrationError extends CodedError<"migration_refused"> {
  constructor(message: string) {
    super("migration_refused", message);
  }
}

const migrationsTable = `CREATE TABLE IF NOT EXISTS migrations
(
    number     UInt32,
    name       String,
    checksum   String,
    applied_at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY number
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;

// A crash after an insert whose response was lost leaves a row twice.
const appliedQuery = {
  sql: "SELECT DISTINCT number, name, checksum FROM migrations ORDER BY number",
  row: z.object({ number: z.number(), name: z.string(), checksum: z.string() }),
};

const isMadeQuery = {
  sql: "SELECT toUInt8(count() > 0) AS made FROM system.tables WHERE database = currentDatabase() AND name = 'migrations'",
  row: z.object({ made: z.number() }),
};

/**
 * Applies the migrations that are missing, in order, and gives them. Rejects with a MigrationError for a store that is newer than this program,
 * or made by other files, and with a StoreError.
 */
export async function migrate(store: Store, migrations?: readonly Migration[]): Promise<Migration[]> {
  const known = migrations ?? (await readMigrations());
  // Checked first, because a statement for a whole cluster needs every node: a start with nothing missing must not.
  if (!(await isBegun(store))) await runAll(store, [migrationsTable]);
  const missing = await missingOf(store, known);
  for (const migration of missing) await apply(store, migration);
  return missing;
}

/** For a service that only reads: gives whether there is nothing to apply. Rejects as `migrate` does, and changes nothing. */
export async function isMigrated(store: Store): Promise<boolean> {
  return (await isBegun(store)) && (await missingOf(store, await readMigrations())).length === 0;
}

async function isBegun(store: Store): Promise<boolean> {
  const [is] = await store.query(isMadeQuery);
  return is?.made === 1;
}

async function missingOf(store: Store, known: readonly Migration[]): Promise<Migration[]> {
  const applied = await store.query(appliedQuery);
  for (const one of applied) refuseForeign(one, known);
  const done = new Set(applied.map(({ number }) => number));
  return known.filter(({ number }) => !done.has(number));
}

function refuseForeign(applied: z.infer<typeof appliedQuery.row>, known: readonly Migration[]): void {
  const own = known.find(({ number }) => number === applied.number);
  if (!own) {
    throw new MigrationError(
      `The store has migration ${applied.number} (${applied.name}), which this program does not know: it was last used by a newer one. Start that version, or give this one a store of its own.`,
    );
  }
  if (own.checksum !== applied.checksum) {
    throw new MigrationError(
      `Migration ${own.number} (${own.name}) was changed after it was applied to this store. Applied files stay as they are: put the change into a new one.`,
    );
  }
}

async function apply(store: Store, { number, name, sql, checksum }: Migration): Promise<void> {
  await runAll(store, splitStatements(sql));
  await store.insert("migrations", [{ number, name, checksum, applied_at: new Date().toISOString() }]);
}

async function runAll(store: Store, statements: readonly string[]): Promise<void> {
  for (const statement of statementsFor(statements, store.cluster)) await store.command(statement);
}

/** Gives the statements for one server where `cluster` is undefined, otherwise those of `clusterForm`. */
export function statementsFor(statements: readonly string[], cluster: string | undefined): readonly string[] {
  return cluster === undefined ? statements : statements.flatMap((statement) => clusterForm(statement, cluster));
}

const migrationsFolder = new URL("./migrations/", import.meta.url);
const fileName = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/** Gives the migrations of the folder in order. Throws a MigrationError for a file of another name, or a gap in the numbers. */
export async function readMigrations(folder: URL = migrationsFolder): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).toSorted();
  const migrations = await Promise.all(files.map((file) => readMigration(folder, file)));
  for (const [index, { number }] of migrations.entries()) {
    if (number !== index + 1) throw new MigrationError(`Migrations are numbered without gaps: ${index + 1} is missing or there twice.`);
  }
  return migrations;
}

async function readMigration(folder: URL, file: string): Promise<Migration> {
  const parts = fileName.exec(file);
  if (!parts) throw new MigrationError(`A migration is named NNNN-name.sql, not ${file}.`);
  // A checkout may have turned line ends; the statements are the same.
  const sql = (await readFile(new URL(file, folder), "utf8")).replaceAll("\r\n", "\n");
  return { number: Number(parts[1]), name: parts[2]!, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}
