/**
 * DuckDB, from a lock file of its own beside this bench: nothing else of Qorgau needs it. Its package holds its binary, so that no script of an
 * installation is run.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { caseColumns } from "./peer.ts";
import type { Peer } from "./peer.ts";

interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{ connect(): Promise<Connection>; closeSync(): void }>;
  };
}

interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRowObjects(): Record<string, unknown>[] }>;
  closeSync(): void;
}

const packages = join(import.meta.dirname, "..", "peers");

function load(): DuckDb | null {
  try {
    return createRequire(join(packages, "package.json"))("@duckdb/node-api") as DuckDb;
  } catch {
    return null;
  }
}

export async function openDuckDb(files: readonly string[], directory: string): Promise<Peer | { readonly missing: string }> {
  const found = load();
  if (found === null) return { missing: "DuckDB; `npm ci --ignore-scripts --prefix test/bench/peers` brings it." };
  const instance = await found.DuckDBInstance.create(join(directory, "cases.duckdb"));
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE cases (${caseColumns.map(([name, type]) => `${name} ${type}`).join(", ")})`);
  for (const file of files) await connection.run(`COPY cases FROM '${file}' (FORMAT csv, AUTO_DETECT false, HEADER false, NULLSTR '\\N')`);
  return {
    name: "DuckDB",
    async ask(sql) {
      const startedMs = performance.now();
      const rows = (await connection.runAndReadAll(sql)).getRowObjects();
      const ms = performance.now() - startedMs;
      return { counted: rows.reduce((sum, row) => sum + Number(row["counted"]), 0), ms };
    },
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
