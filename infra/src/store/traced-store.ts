/** Statements of the store as spans of the work that they are part of. Their text is a constant of this code; no value is in a span. */
import { currentTraceparent, inSpan } from "../traces/spans.ts";
import { beginningOf } from "./clickhouse-errors.ts";
import type { Store } from "./store.ts";

/** Gives the same store. A statement of no traced work has no span: what a process looks at every few seconds would be most of them. */
export function tracedStore(store: Store): Store {
  const traced = <Result>(operation: string, on: Readonly<Record<string, string>>, work: () => Promise<Result>): Promise<Result> =>
    currentTraceparent() === undefined
      ? work()
      : inSpan(
          operation,
          () => ({ kind: "client", attributes: { "db.system.name": "clickhouse", "db.operation.name": operation, ...on } }),
          work,
        );
  return {
    ...store,
    query: (query) => traced("SELECT", { "db.query.text": beginningOf(query.sql) }, () => store.query(query)),
    insert: (table, rows) => traced("INSERT", { "db.collection.name": table }, () => store.insert(table, rows)),
    insertIf: (condition, table, rows) => traced("INSERT", { "db.collection.name": table }, () => store.insertIf(condition, table, rows)),
  };
}
