/**
 * A peer of the aggregator: ClickHouse's own Kafka engine with a materialized view, in the embedded engine, on the same topic. It merges and
 * corrects nothing: each record is one row, of the columns that the rates are grouped by. Reports milliseconds until all rows are there, and ends.
 *
 *   node test/bench/folding/kafka-engine-process.ts BOOTSTRAP TOPIC COUNT DIRECTORY
 */
import { setTimeout as delay } from "node:timers/promises";
import { Session } from "chdb";

const [bootstrap = "", topic = "", count = "0", directory = ""] = process.argv.slice(2);
const member = (type: string, ...path: string[]) => `JSONExtract(raw, ${path.map((one) => `'${one}'`).join(", ")}, '${type}')`;

const session = new Session(directory);
const run = (sql: string) => session.queryAsync(sql, { format: "TabSeparated" });
await run("CREATE DATABASE peer ENGINE = Atomic");
await run(`CREATE TABLE peer.statements (source String, subject String, revision UInt32, entity LowCardinality(String), occurred String,
    severity LowCardinality(String), kind LowCardinality(String), region LowCardinality(String), sector LowCardinality(String),
    division LowCardinality(String), days_lost UInt32, raw String CODEC(ZSTD(1)))
  ENGINE = MergeTree ORDER BY (source, subject, revision) SETTINGS fsync_after_insert = 1`);
await run(`CREATE TABLE peer.queue (raw String) ENGINE = Kafka SETTINGS kafka_broker_list = '${bootstrap}', kafka_topic_list = '${topic}',
    kafka_group_name = 'peer-${process.pid}', kafka_format = 'JSONAsString', kafka_num_consumers = 1, kafka_max_block_size = 65536`);
const startedMs = performance.now();
await run(`CREATE MATERIALIZED VIEW peer.taking TO peer.statements AS SELECT ${member("String", "source")} AS source,
    ${member("String", "subject")} AS subject, ${member("UInt32", "revision")} AS revision, ${member("String", "entity")} AS entity,
    ${member("String", "data", "occurredAt")} AS occurred, ${member("String", "data", "severity")} AS severity,
    ${member("String", "data", "kind")} AS kind, ${member("String", "derived", "region")} AS region,
    ${member("String", "derived", "section")} AS sector, ${member("String", "derived", "division")} AS division,
    ${member("UInt32", "data", "daysLost")} AS days_lost, raw FROM peer.queue`);
const held = async () => Number((await run("SELECT count() FROM peer.statements")).text());
while ((await held()) < Number(count)) await delay(20);
process.send?.({ ms: performance.now() - startedMs }, () => process.exit(0));
