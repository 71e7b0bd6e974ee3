/** The settings of every statement: the promises of the store's port rest on them. */
import type { ClickHouseSettings } from "@clickhouse/client";
import { writeTimeoutMs } from "./connect-clickhouse.ts";

const ofQueries: ClickHouseSettings = {
  output_format_json_quote_64bit_integers: 1,
  // Without it two subqueries over one table may see two states of it. ClickHouse has it since 25.6.
  enable_shared_storage_snapshot_in_query: 1,
  // An error that comes late is an error, and never a response that breaks off.
  wait_end_of_query: 1,
  // A caller that has left stops its statement.
  cancel_http_readonly_queries_on_client_close: 1,
  session_timezone: "UTC",
  // Statements carry their arrays (`array-params.ts`).
  max_query_size: String(64 * 2 ** 20),
};

/**
 * Every replica responds from all that was acknowledged, or rejects where it is not yet as far: what is journalled has to be there for the fold
 * that follows, and what a watermark includes for the response that names it. Why: decision 0008.
 */
const ofClusterQueries: ClickHouseSettings = { select_sequential_consistency: "1", distributed_product_mode: "global" };
const ofClusterInserts: ClickHouseSettings = {
  // A majority of the replicas, one insert after the other.
  insert_quorum: "auto",
  insert_quorum_parallel: 0,
  insert_quorum_timeout: writeTimeoutMs / 2,
  // Acknowledged by the shards and not by the node that passes it on.
  insert_distributed_sync: 1,
};
/** ON CLUSTER: an error where a node has not followed within the time; it follows later, in the same order. */
const ofClusterCommands: ClickHouseSettings = {
  distributed_ddl_output_mode: "throw",
  distributed_ddl_task_timeout: String((writeTimeoutMs / 1000) * 0.75),
};

/**
 * What makes an insert one block, hence one part, hence atomic. Durability is a setting of the tables: `fsync_after_insert` and
 * `fsync_part_directory` are in the migrations.
 */
const ofInserts: ClickHouseSettings = {
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

/**
 * What outranks `insert_deduplicate` on newer servers, inserts from selects and the view that fills `links` among it; set where a server
 * knows it. `deduplicate_insert` and its like are of 26.2, where they are on; `insert_select_deduplicate` is of 25.12 alone.
 */
export const unlessUnknown: Readonly<Record<string, string>> = {
  deduplicate_insert: "disable",
  deduplicate_insert_select: "disable",
  insert_select_deduplicate: "0",
  deduplicate_blocks_in_dependent_materialized_views: "0",
};

const ofCommands: ClickHouseSettings = { session_timezone: "UTC", wait_end_of_query: 1 };

/** Settings of a read; on a cluster it sees all that was acknowledged. */
export const querySettings = (isCluster: boolean): ClickHouseSettings => ({ ...ofQueries, ...(isCluster ? ofClusterQueries : {}) });
/** Settings of an insert; on a cluster a majority of the replicas acknowledges it. */
export const insertSettings = (isCluster: boolean): ClickHouseSettings => ({ ...ofInserts, ...(isCluster ? ofClusterInserts : {}) });
/** Settings of a statement that makes or changes tables. */
export const commandSettings = (isCluster: boolean): ClickHouseSettings => ({ ...ofCommands, ...(isCluster ? ofClusterCommands : {}) });

/** The condition is evaluated on all that was acknowledged, and the server itself enforces the limit. */
export const insertIfSettings = (isCluster: boolean, limitMs: number): ClickHouseSettings => ({
  ...insertSettings(isCluster),
  ...(isCluster ? ofClusterQueries : {}),
  max_execution_time: limitMs / 1000,
  timeout_overflow_mode: "throw",
});
