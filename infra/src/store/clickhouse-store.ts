/** The store over @clickhouse/client: the one file that imports it. */
import { setTimeout as wait } from "node:timers/promises";
import { Readable } from "node:stream";
import { ClickHouseError, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import type { z } from "zod";
import { bindArrays } from "./array-params.ts";
import { insertBytesMax, insertRowsMax, StoreError } from "./store.ts";
import type { Store, StoreQuery } from "./store.ts";

export interface ClickHouseStoreOptions {
  /** `http://user:password@host:8123/database` */
  readonly url: string;
  /** Requests under way at once; further ones wait. */
  readonly connectionsMax?: number;
}

const connectionsMaxUsual = 16;
const queryTimeoutMs = 30_000;
/** An insert of 200,000 rows takes seconds; a disk that is full or slow may take longer to say so. */
const writeTimeoutMs = 120_000;
/** The engine stops a read by itself at its time; this much later the client stops waiting for it. */
const answerGraceMs = 2_000;
/** A crashed engine serves again within about a second, so the waits add up to three. */
const readRetryDelaysMs = [100, 400, 1_000, 1_500] as const;

const querySettings: ClickHouseSettings = {
  output_format_json_quote_64bit_integers: 1,
  // Without it two subqueries over one table may see two states of it. ClickHouse has it since 25.6.
  enable_shared_storage_snapshot_in_query: 1,
  // An error that comes late is an error, and never an answer that breaks off.
  wait_end_of_query: 1,
  session_timezone: "UTC",
  // Statements carry their arrays (`array-params.ts`).
  max_query_size: String(64 * 2 ** 20),
};

/**
 * What makes an insert one block, hence one part, hence atomic. Durability is a setting of the tables: `fsync_after_insert` and
 * `fsync_part_directory` stand in the migrations.
 */
const insertSettings: ClickHouseSettings = {
  async_insert: 0,
  // A parallel parser hands over pieces of its own size.
  input_format_parallel_parsing: 0,
  max_insert_threads: "1",
  // Rows are gathered until the larger of both is reached; 0 takes the bytes out of it.
  max_insert_block_size: "1048449",
  min_insert_block_size_rows: "1048449",
  min_insert_block_size_bytes: "0",
  // The journal may hold the same batch twice on purpose; a server must not drop what it thinks it saw.
  insert_deduplicate: 0,
  input_format_skip_unknown_fields: 0,
  wait_end_of_query: 1,
  date_time_input_format: "best_effort",
  session_timezone: "UTC",
};

export function createClickHouseStore(options: ClickHouseStoreOptions): Store {
  const client = createClient({
    url: options.url,
    max_open_connections: options.connectionsMax ?? connectionsMaxUsual,
    request_timeout: writeTimeoutMs,
    keep_alive: { enabled: true, eagerly_destroy_stale_sockets: true },
    compression: { request: false, response: false },
    // Its log lines would hold statements and parameters.
    log: { level: ClickHouseLogLevel.OFF },
  });
  let closed: Promise<void> | undefined;
  return {
    query: (query) => retryRead(() => runQuery(client, query)),
    insert: (table, rows) => runInsert(client, table, rows),
    async command(sql) {
      const signal = AbortSignal.timeout(writeTimeoutMs);
      const settings: ClickHouseSettings = { session_timezone: "UTC", wait_end_of_query: 1 };
      await translated(signal, () => client.command({ query: sql, clickhouse_settings: settings, abort_signal: signal }));
    },
    close: () => (closed ??= client.close()),
  };
}

async function runQuery<Row>(client: ClickHouseClient, query: StoreQuery<Row>): Promise<Row[]> {
  const timeoutMs = query.timeoutMs ?? queryTimeoutMs;
  const { sql, params } = bindArrays(query.sql, query.params);
  const signal = AbortSignal.timeout(timeoutMs + answerGraceMs);
  return translated(signal, async () => {
    const answer = await client.query({
      query: sql,
      query_params: { ...params },
      format: "JSONEachRow",
      clickhouse_settings: { ...querySettings, max_execution_time: timeoutMs / 1000 },
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

async function runInsert(client: ClickHouseClient, table: string, rows: readonly object[]): Promise<void> {
  if (!identifier.test(table)) throw new TypeError("A table is named in lower case letters, digits and underscores.");
  if (rows.length > insertRowsMax) throw new RangeError(`One insert holds at most ${insertRowsMax} rows, this one ${rows.length}.`);
  if (rows.length === 0) return;
  const signal = AbortSignal.timeout(writeTimeoutMs);
  await translated(signal, async () => {
    const { stream } = await client.exec({
      query: `INSERT INTO ${table} FORMAT JSONEachRow`,
      values: Readable.from(rowLines(rows), { objectMode: false }),
      clickhouse_settings: insertSettings,
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

async function translated<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw storeErrorOf(error, signal.aborted);
  }
}

/** Errors of the engine that pass: too many queries, parts or replicas at the moment, a network or shutdown in between. */
const passingCodes: ReadonlySet<string> = new Set(["202", "203", "209", "210", "225", "236", "242", "252", "279", "319", "425", "999"]);
const timeoutCodes: ReadonlySet<string> = new Set(["159", "160", "394"]);

function storeErrorOf(error: unknown, outOfTime: boolean): unknown {
  if (error instanceof StoreError || error instanceof TypeError || error instanceof RangeError) return error;
  if (error instanceof ClickHouseError) {
    const told = `${error.type ?? "UNKNOWN"} (code ${error.code})`;
    if (timeoutCodes.has(error.code)) return new StoreError("store_timeout", `The store took too long: ${told}.`, { cause: error });
    if (passingCodes.has(error.code))
      return new StoreError("store_unavailable", `The store cannot at the moment: ${told}.`, { cause: error });
    return new StoreError("store_rejected", `The store refused: ${told}.`, { cause: error });
  }
  // The client's own words for a silent socket; it gives it no code.
  if (outOfTime || (error instanceof Error && error.message === "Timeout error.")) {
    return new StoreError("store_timeout", "The store did not answer in time.", { cause: error });
  }
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "no answer";
  return new StoreError("store_unavailable", `The store cannot be reached: ${code}.`, { cause: error });
}
