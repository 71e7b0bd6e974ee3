/** What the page and the thread that reads a file for it say to each other. The file is read whole, its rows are handed over as the page asks. */
import type { ColumnMap } from "@qorgau/schemas/tables/column-map";
import type { Cell, ReadTable } from "@qorgau/schemas/tables/table-of";

/** An event as it is sent: JSON on one line, and where the file has it. */
export interface ReadRow {
  /** As a person finds it: the line, the place in an array from 1, or the row as a spreadsheet numbers it, of which the header is 1. */
  readonly row: number;
  readonly text: string;
  /** Of a table: the cells, in the order of the header. */
  readonly cells?: readonly Cell[];
}

export type OpenedFile = { readonly kind: "events"; readonly rows: readonly ReadRow[] } | ({ readonly kind: "table" } & ReadTable);

export type ToReader =
  | { readonly say: "open"; readonly file: Blob; readonly name: string }
  /** From the first row on; of a table by this map. */
  | { readonly say: "begin"; readonly map: ColumnMap | null }
  | { readonly say: "next"; readonly rowsMax: number };

export type FromReader =
  | { readonly say: "events"; readonly rows: number }
  | { readonly say: "table"; readonly rows: number; readonly header: readonly string[]; readonly sample: readonly (readonly Cell[])[] }
  | { readonly say: "unreadable"; readonly message: string }
  | { readonly say: "rows"; readonly rows: readonly ReadRow[] };
