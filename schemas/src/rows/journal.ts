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
  link_keys: z.array(z.string()),
  /** JSON of the statement (`statement.ts`). */
  statement: z.string(),
});
export type JournalRow = z.infer<typeof journalRowSchema>;
