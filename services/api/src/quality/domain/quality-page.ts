/** One page of a table that is read in order: rows before it are passed over, and once it is full nothing more needs reading. */

/** Orders the rows of a table: a date first, then what differs between rows of one date. Unique within its table. */
export type RowKey = string;
export const rowKeyForm = /^\d{4}-\d{2}-\d{2}/;

/** A row of a table, with the key that orders it. */
export interface KeyedRow<Row> {
  readonly key: RowKey;
  readonly row: Row;
}

/** The rows of one page, and whether another one follows. */
export interface Page<Row> {
  /** Rows greater than all that were offered before, in any order among themselves. */
  readonly offer: (rows: readonly KeyedRow<Row>[]) => void;
  /** Whether it is known that there is another page. */
  readonly isFull: () => boolean;
  readonly rows: readonly Row[];
  /** The key of the last row where there is another page, else null. */
  readonly next: () => RowKey | null;
}

/** The parts that make a key, the date first. No part holds U+0000: the ingest endpoint refuses control characters. */
export function rowKey(...parts: readonly (string | number)[]): RowKey {
  return parts.map((part) => (typeof part === "number" ? String(part).padStart(16, "0") : part)).join("\u0000");
}

/** The parts of a key, as texts. */
export const partsOfKey = (key: RowKey): readonly string[] => key.split("\u0000");

/** Takes up to `limit` rows with keys greater than `after`, from the first row where it is null. Keys are compared by UTF-16 code units. */
export function createPage<Row>(limit: number, after: RowKey | null): Page<Row> {
  const rows: Row[] = [];
  let last: RowKey | null = null;
  let full = false;
  return {
    rows,
    isFull: () => full,
    next: () => (full ? last : null),
    offer: (offered) => {
      for (const { key, row } of offered.toSorted((left, right) => (left.key < right.key ? -1 : 1))) {
        if (full || (after !== null && key <= after)) continue;
        if (rows.length === limit) full = true;
        else {
          rows.push(row);
          last = key;
        }
      }
    },
  };
}
