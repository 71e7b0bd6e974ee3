import type { OutboundEvent } from "./outbound-event.ts";

export interface ImportRecord {
  /** From 1, the header not counted. */
  readonly row: number;
  readonly values: Readonly<Record<string, string>>;
}

/** What is known of one kind of file: how it is written, and what a row of it states. */
export interface ImportFormat {
  readonly title: string;
  /** A label of the WHATWG Encoding Standard. */
  readonly encoding: string;
  /** Columns without which a file is not of this kind. */
  readonly columns: readonly string[];
  /** At least one: a row may tell of several victims. */
  eventsOf(record: ImportRecord): readonly OutboundEvent[];
}
