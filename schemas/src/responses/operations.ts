/** The status of the operator's jobs: `POST` starts one or joins the one under way, `GET` gives the last one. */
import { z } from "zod";

const total = z.number().int().min(0);

const jobMembers = {
  state: z.enum(["none", "running", "done", "failed"]).describe("`none`: no such job since the service started."),
  startedAt: z.string().nullable().describe("UTC, three decimals, `Z`."),
  endedAt: z.string().nullable().describe("Null while it runs."),
  reason: z.string().nullable().describe("Why it failed."),
};

export const rebuildStatusSchema = z.object({
  ...jobMembers,
  folded: total.describe("Records of the log folded into the new tables."),
  total: total.describe("Records of the log that are to be folded; it grows while events come in."),
});
export type RebuildStatus = z.infer<typeof rebuildStatusSchema>;

export const reconciliationStatusSchema = z.object({
  ...jobMembers,
  checked: total.describe("Published rows that were counted again from the journal."),
  differences: total.describe("Rows that differed. They are told in the log of the service and were published anew."),
});
export type ReconciliationStatus = z.infer<typeof reconciliationStatusSchema>;
