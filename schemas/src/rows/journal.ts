import { z } from "zod";

/** A row of `journal` as it is written. 64-bit keys travel as decimal strings: they do not fit a JavaScript number. */
export const journalRowSchema = z.object({
  partition: z.number(),
  offset: z.number(),
  /** ISO 8601, three decimals, `Z`. */
  recorded_at: z.string(),
  effective_at: z.string(),
  entity: z.string(),
  record_key: z.string(),
  record_check: z.string(),
  /** 0 of what is no statement. */
  revision: z.number(),
  /** The first 32 hex digits of the content's hash, as a decimal. */
  content: z.string(),
  link_keys: z.array(z.string()),
  named_key: z.string(),
  same_as_group: z.string(),
  /** JSON of the statement (`statement.ts`). */
  statement: z.string(),
});
export type JournalRow = z.infer<typeof journalRowSchema>;

/** `(source, entity, subject)` of a record. */
export type RecordTuple = readonly [source: string, entity: string, subject: string];

/** Effective stamps of a record, milliseconds since the epoch. */
export interface FirstFatal {
  /** Of its first statement. */
  readonly firstMs: number;
  /** Of its first statement that says fatal; null where none does. */
  readonly fatalMs: number | null;
}
