/** The store over @clickhouse/client. */
import { setTimeout as wait } from "node:timers/promises";
import { Readable } from "node:stream";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import type { z } from "zod";
import { bindArrays } from "./array-params.ts";
import { translated } from "./clickhouse-errors.ts";
import { commandSettings, insertSettings, querySettings } from "./clickhouse-settings.ts";
import { connectClickHouse, writeTimeoutMs } from "./connect-clickhouse.ts";
import type { StoreAccess } from "./connect-clickhouse.ts";
import { insertBytesMax, insertRowsMax, StoreError } from "./store.ts";
import type { Store, StoreQuery } from "./store.ts";

const queryTimeoutMs = 30_000;
/** The engine stops a read by itself at its time; this much later the client stops waiting for it. */
const answerGraceMs = 2_000;
/** A crashed engine serves again within about a second, so the waits add up to three. */
const readRetryDelaysMs = [100, 400, 1_000, 1_500] as const;

export function createClickHouseStore(access: StoreAccess): Store {
  const client = connectClickHouse(access);
  let closed: Promise<void> | undefined;
  const { cluster } = access;
  const isCluster = Boolean(cluster);
  return {
    ...(cluster ? { cluster } : {}),
    query: (query) => retryRead(() => runQuery(client, query, querySettings(isCluster))),
    insert: (table, rows) => runInsert(client, table, rows, insertSettings(isCluster)),
    async command(sql) {
      const signal = AbortSignal.timeout(writeTimeoutMs);
      await translated(signal, () => client.command({ query: sql, clickhouse_settings: commandSettings(isCluster), abort_signal: signal }));
    },
    close: () => (closed ??= client.close()),
  };
}

async function runQuery<Row>(client: ClickHouseClient, query: StoreQuery<Row>, settings: ClickHouseSettings): Promise<Row[]> {
  const timeoutMs = query.timeoutMs ?? queryTimeoutMs;
  const { sql, params } = bindArrays(query.sql, query.params);
  const signal = AbortSignal.timeout(timeoutMs + answerGraceMs);
  return translated(signal, async () => {
    const answer = await client.query({
      query: sql,
      query_params: { ...params },
      format: "JSONEachRow",
      clickhouse_settings: { ...settings, max_execution_time: timeoutMs / 1000 },
      abort_signal: signal,
    });
    const rows: Row[] = [];
    for await (const chunk of answer.stream()) {
      for (const row of chunk) rows.push(checkedRow(query.row, row.json()));
    }
    return rows;
  });
}

function checkedRow<Row>(schema: z.ZodType<Row>, value: unknown): Row {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const places = checked.error.issues.map((issue) => `${issue.path.join(".")} (${issue.code})`).join(", ");
  throw new StoreError("store_row_shape", `A row of the store is not of the declared shape: ${places}.`);
}

const identifier = /^[a-z_][a-z0-9_]*$/;

async function runInsert(client: ClickHouseClient, table: string, rows: readonly object[], settings: ClickHouseSettings): Promise<void> {
  if (!identifier.test(table)) throw new TypeError("A table is named in lower case letters, digits and underscores.");
  if (rows.length > insertRowsMax) throw new RangeError(`One insert holds at most ${insertRowsMax} rows, this one ${rows.length}.`);
  if (rows.length === 0) return;
  const signal = AbortSignal.timeout(writeTimeoutMs);
  await translated(signal, async () => {
    const { stream } = await client.exec({
      query: `INSERT INTO ${table} FORMAT JSONEachRow`,
      values: Readable.from(rowLines(rows), { objectMode: false }),
      clickhouse_settings: settings,
      abort_signal: signal,
    });
    await stream.toArray();
  });
}

/** Rows turned into text at a time: some milliseconds, so that requests are answered in between. */
const rowsPerChunk = 500;

async function* rowLines(rows: readonly object[]): AsyncGenerator<Buffer> {
  let bytes = 0;
  for (let first = 0; first < rows.length; first += rowsPerChunk) {
    const lines = rows.slice(first, first + rowsPerChunk).map((row) => JSON.stringify(row));
    const chunk = Buffer.from(`${lines.join("\n")}\n`);
    bytes += chunk.length;
    // The body breaks off, which the store takes for what it is: no insert.
    if (bytes > insertBytesMax) throw new RangeError(`One insert holds at most ${insertBytesMax} bytes.`);
    yield chunk;
    await new Promise(setImmediate);
  }
}

async function retryRead<Result>(read: () => Promise<Result>): Promise<Result> {
  for (const delayMs of readRetryDelaysMs) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "store_unavailable") throw error;
      await wait(delayMs);
    }
  }
  return await read();
}
