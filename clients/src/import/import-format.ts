import type { OutboundEvent } from "./outbound-event.ts";

/**
 * One row of a table as text, by the names of its header, or one element of an XML document by the paths of what is below it. A row that is shorter than
 * the header lacks the last names.
 */
export interface ImportRecord {
  /** From 1, the header not counted; empty rows are. Of a document the number of the element. */
  readonly row: number;
  readonly values: Readonly<Record<string, string>>;
  /** Of a workbook: the cells that are numbers there, whatever a text of the same look may mean. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** What is wrong with the row as a whole, so that nothing of it is sent. */
  readonly fault?: string;
}

/** What is wrong with one cell of a row, so that nothing of the row is sent. */
export interface CellFault {
  readonly column: string;
  readonly message: string;
}

/** What is known of one kind of file: how it is written, and what a row of it states. */
export interface ImportFormat {
  readonly title: string;
  /** Where the file itself does not say; a label of the WHATWG Encoding Standard. Null: such a file is refused. */
  readonly encoding: string | null;
  /** Columns without which a file is not of this kind. */
  readonly columns: readonly string[];
  /** Columns that are sent; the others are told. Absent: what is not sent of this kind of file is known beforehand. */
  readonly sent?: ReadonlySet<string>;
  /** Of a file that is no table: what its records hold. Throws an `Error` that says why it is of another kind. */
  readonly recordsOf?: (text: string) => ReadonlyArray<ImportRecord["values"]>;
  /** The column that a member of an event is read from, by the member's JSON Pointer. */
  readonly columnsOfMembers: Readonly<Record<string, string>>;
  /** Cells that are not of the form in which this kind of file writes them: keys, codes, dates and counts. */
  faultsOf(record: ImportRecord): readonly CellFault[];
  /** At least one: a row may report several victims. Of a row without faults. */
  eventsOf(record: ImportRecord): readonly OutboundEvent[];
}
