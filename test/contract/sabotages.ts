/** Mistakes that peers of this shape make, put between the parts of the real pipeline. */
import type { EventLog, LogRecord } from "@qorgau/infra/log/event-log";
import type { Store } from "@qorgau/infra/store/store";
import { tickType } from "@qorgau/schemas/codes/enumerations";
import type { Statement } from "@qorgau/schemas/events/statement";
import type { PublishedRow } from "@qorgau/schemas/rows/published";
import { changed } from "./stream-story.ts";
import type { Sabotage } from "./stream-story.ts";

/** With what is done to the empty tables before. */
export interface PreparedSabotage extends Sabotage {
  readonly prepare?: (store: Store) => Promise<void>;
}

/** The aggregator reads other statements than those that were told. */
function misread(misreading: (statement: Statement, record: LogRecord) => Statement | null): (log: EventLog) => EventLog {
  const value = (record: LogRecord) => JSON.stringify(misreading(JSON.parse(record.value) as Statement, record) ?? { type: tickType });
  return (log) =>
    changed(log, {
      async *read(after, options) {
        for await (const records of log.read(after, options)) yield records.map((record) => ({ ...record, value: value(record) }));
      },
    });
}

function publishing(change: (row: PublishedRow) => PublishedRow[]): (store: Store) => Store {
  return (store) =>
    changed(store, {
      insertIf: (condition, table, rows) =>
        store.insertIf(condition, table, table === "published" ? rows.flatMap((row) => change(row as PublishedRow)) : rows),
    });
}

/** The published table as one would make it who has heard that partitions make queries fast. */
async function partitionByRegion(store: Store): Promise<void> {
  await store.command(
    "CREATE TABLE by_region AS published ENGINE = ReplacingMergeTree(version) PARTITION BY region ORDER BY (grain, cell)",
  );
  await store.command("DROP TABLE published");
  await store.command("RENAME TABLE by_region TO published");
}

const perPartition = " SETTINGS do_not_merge_across_partitions_select_final = 1";

export const sabotages: Readonly<Record<string, PreparedSabotage>> = {
  "withdrawals are ignored": { log: misread((statement) => (statement.withdrawn ? null : statement)) },
  "the last to arrive wins": { log: misread((statement, { offset }) => ({ ...statement, revision: offset + 1 })) },
  "partitioned by region": {
    prepare: partitionByRegion,
    store: (store) => changed(store, { query: (query) => store.query({ ...query, sql: query.sql + perPartition }) }),
  },
  "a case that is no more stays": { store: publishing((row) => (row.grain === "case" && row.payload === "" ? [] : [row])) },
  "month cells are never emptied": { store: publishing((row) => (row.grain === "month" && row.cases === 0 ? [] : [row])) },
  "the journal loses the last row of every insert": {
    store: (store) => changed(store, { insert: (table, rows) => store.insert(table, table === "journal" ? rows.slice(0, -1) : rows) }),
  },
};
