/**
 * The port of the analytical store: ClickHouse, spoken to over its HTTP interface whatever serves it. Statements are constants of
 * this code: a value reaches one only as a bound parameter (`{name:Type}`) or as a row of `insert`, never as text.
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { ErrorCode } from "@qorgau/schemas/error-codes";
import type { z } from "zod";

export type StoreErrorCode = Extract<ErrorCode, `store_${string}`>;

/** The message holds no value that was sent: the engine's own words, which may, are in `cause`. */
export class StoreError extends CodedError<StoreErrorCode> {
  /** The statement that it befell, without any value: its beginning, placeholders as they are. */
  readonly statement: string | undefined;
  constructor(code: StoreErrorCode, message: string, options?: { readonly cause?: unknown; readonly statement?: string | undefined }) {
    super(code, message, options);
    this.statement = options?.statement;
  }
}

/** One read. `timeoutMs` is 30,000 unless given. */
export interface StoreQuery<Row> {
  readonly sql: string;
  /**
   * By the names of the placeholders in `sql`. An array for `{name:Array(UInt64)}` or another integer type holds bigints, safe
   * integers or decimal strings; arrays may be long (behind IN 300,000 keys), every other value stays below some kilobytes.
   */
  readonly params?: Readonly<Record<string, unknown>>;
  /**
   * Checks and types each row of the response (JSONEachRow). 64-bit integers, `count()` and `sum()` among them, arrive as decimal strings, since
   * they do not fit a JavaScript number (see `integer-columns.ts`); smaller ones as numbers; DateTime64 as `2026-02-03 07:10:00.000` in UTC,
   * Date32 as `2026-02-03`.
   */
  readonly row: z.ZodType<Row>;
  readonly timeoutMs?: number;
}

/** A condition that the store evaluates as the insert begins; one that is null does not hold. */
export interface InsertCondition {
  /** A truth value of constants, parameters and subqueries of one value each. */
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** From the condition being seen to the rows being there, in the store's own time. */
  readonly limitMs: number;
}

/** The store as its callers see it. Methods reject with a StoreError; with a TypeError or RangeError for what the caller did wrong. */
export interface Store {
  /** This process alone can reach the tables, and its statements end with it; absent: other processes may be writing. */
  readonly exclusive?: boolean;
  /** The cluster whose nodes hold the tables; absent: one server alone. */
  readonly cluster?: string;
  /**
   * All that one statement reads of one table is of one instant, subqueries and UNION ALL included: a read never sees half of an
   * insert. Tried again by itself where the store is unavailable; stopped, and rejected with the reason, once its caller has left
   * (`caller-signal.ts`).
   */
  query<Row>(query: StoreQuery<Row>): Promise<Row[]>;
  /**
   * One atomic, durable block of at most `insertRowsMax` rows and `insertBytesMax` bytes of JSON: after it resolves all rows are there, and where
   * it rejects all or none are. Views fed by the table get theirs in blocks of their own. All rows have the same members, else
   * it is a TypeError. A member that is no column is an error; a column without a member gets its default. Never repeated by itself.
   */
  insert(table: string, rows: readonly object[]): Promise<void>;
  /**
   * Like `insert`, where `condition` holds; else nothing is inserted and it rejects with `store_condition`. The condition is seen by the
   * store as its work begins, so another insert may still come between that and the rows; but not later than `limitMs`, when the store
   * gives up by itself, whatever has become of the caller. Rows name every column of the table; there is one at least, else it is a RangeError.
   */
  insertIf(condition: InsertCondition, table: string, rows: readonly object[]): Promise<void>;
  command(sql: string): Promise<void>;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/** Rows of one insert, at most. */
export const insertRowsMax = 200_000;
/** Bytes of JSON of one insert, at most. */
export const insertBytesMax = 384 * 2 ** 20;
