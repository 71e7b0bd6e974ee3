/** The store over @clickhouse/client. */
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import { z } from "zod";
import { callerSignal } from "../process/caller-signal.ts";
import { createPieces } from "../process/in-pieces.ts";
import { retry } from "../process/retry.ts";
import { bindArrays } from "./array-params.ts";
import { translated } from "./clickhouse-errors.ts";
import { commandSettings, insertIfSettings, insertSettings, querySettings, unlessUnknown } from "./clickhouse-settings.ts";
import { connectClickHouse, writeTimeoutMs } from "./connect-clickhouse.ts";
import type { StoreAccess } from "./connect-clickhouse.ts";
import { createColumnTypes, runInsert } from "./insert-rows.ts";
import { StoreError } from "./store.ts";
import type { Store, StoreQuery } from "./store.ts";

const queryTimeoutMs = 30_000;
/** The engine stops a read by itself at its time; this much later the client stops waiting for it. */
const responseGraceMs = 2_000;
/** A crashed engine serves again within about a second, so the pauses add up to three. */
const readAttempts = { firstMs: 200, maxMs: 1_600, attemptsMax: 6, isTransient: isUnavailable };

/**
 * Connects with the first statement. A query is tried up to 6 times while the store is unavailable and ends after 30 s unless it states its own
 * time. A write is tried once and ends after 120 s.
 */
export function createClickHouseStore(access: StoreAccess): Store {
  const client = connectClickHouse(access);
  let closed: Promise<void> | undefined;
  const { cluster } = access;
  const isCluster = Boolean(cluster);
  const query: Store["query"] = (requested) => retry(readAttempts, () => runQuery(client, requested, querySettings(isCluster)));
  const typesOf = createColumnTypes(query);
  const duplicatesStay = createKnownSettings(query);
  return {
    ...(cluster ? { cluster } : {}),
    query,
    insert: async (table, rows) =>
      runInsert(client, { table, rows, settings: { ...insertSettings(isCluster), ...(await duplicatesStay()) } }),
    async insertIf(condition, table, rows) {
      const types = await typesOf(table);
      const settings = { ...insertIfSettings(isCluster, condition.limitMs), ...(await duplicatesStay()) };
      await runInsert(client, { table, rows, settings, condition: { ...condition, types } });
    },
    async command(sql) {
      const signal = AbortSignal.timeout(writeTimeoutMs);
      await translated({ late: signal }, sql, () =>
        client.command({ query: sql, clickhouse_settings: commandSettings(isCluster), abort_signal: signal }),
      );
    },
    close: () => (closed ??= client.close()),
  };
}

/** Those of `unlessUnknown` that this server has, requested once: a setting that it does not know would be an error. */
function createKnownSettings(query: Store["query"]): () => Promise<ClickHouseSettings> {
  let known: ClickHouseSettings | undefined;
  return async () => {
    if (known !== undefined) return known;
    const found = await query({
      sql: "SELECT name FROM system.settings WHERE name IN {names:Array(String)} AND NOT is_obsolete",
      params: { names: Object.keys(unlessUnknown) },
      row: z.object({ name: z.string() }),
    });
    known = Object.fromEntries(found.map(({ name }) => [name, unlessUnknown[name]]));
    return known;
  };
}

async function runQuery<Row>(client: ClickHouseClient, query: StoreQuery<Row>, settings: ClickHouseSettings): Promise<Row[]> {
  const timeoutMs = query.timeoutMs ?? queryTimeoutMs;
  const { sql, params } = bindArrays(query.sql, query.params);
  const late = AbortSignal.timeout(timeoutMs + responseGraceMs);
  const caller = callerSignal();
  caller?.throwIfAborted();
  return translated({ late, caller }, query.sql, async () => {
    const response = await client.query({
      query: sql,
      query_params: { ...params },
      format: "JSONEachRow",
      clickhouse_settings: { ...settings, max_execution_time: timeoutMs / 1000 },
      // The engine stops a read whose connection closes.
      abort_signal: caller === undefined ? late : AbortSignal.any([late, caller]),
    });
    const rows: Row[] = [];
    const pieces = createPieces();
    for await (const chunk of response.stream()) {
      for (const row of chunk) {
        rows.push(checkedRow(query.row, row.json()));
        if (pieces.isOver()) await pieces.next();
      }
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

function isUnavailable(error: unknown): boolean {
  return error instanceof StoreError && error.code === "store_unavailable";
}
