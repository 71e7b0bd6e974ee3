/**
 * The port of the analytical store: ClickHouse, spoken to over its HTTP interface whatever serves it. Statements are constants of
 * this code: a value reaches one only as a bound parameter (`{name:Type}`) or as a row of `insert`, never as text.
 */
import type { z } from "zod";

export type StoreErrorCode =
  /** No answer: connection refused or lost, or the engine is starting or stopping. Repeating is safe for reads. */
  | "store_unavailable"
  | "store_timeout"
  /** The engine answered with an error of its own. */
  | "store_rejected"
  /** The rows that came back are not of the declared shape. */
  | "store_row_shape";

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly retryable: boolean;
  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "StoreError";
    this.code = code;
    this.retryable = code === "store_unavailable" || code === "store_timeout";
  }
}

export interface StoreQuery<Row> {
  readonly sql: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Checks and types each row of the answer (JSONEachRow). */
  readonly row: z.ZodType<Row>;
  readonly timeoutMs?: number;
}

export interface Store {
  query<Row>(query: StoreQuery<Row>): Promise<Row[]>;
  /** One atomic, durable block: after it resolves all rows are there, and where it rejects all or none are. */
  insert(table: string, rows: readonly object[]): Promise<void>;
  command(sql: string): Promise<void>;
  /** Safe to call twice. */
  close(): Promise<void>;
}
