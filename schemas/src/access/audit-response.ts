/** The response of `GET /v1/audit`: who read cases, and what operators did. */
import { z } from "zod";

const auditActions = ["read", "operate"] as const;

export const auditEntrySchema = z.object({
  at: z.string().describe("When: UTC, three decimals, `Z`."),
  token: z
    .string()
    .nullable()
    .describe(
      "Of whom: the id of the token (`npm run tokens -- list`), or an opaque one of who has signed in by an issuer; null where nobody is asked who they are.",
    ),
  action: z.enum(auditActions).describe("`read`: cases, records or the audit trail were shown. `operate`: something was started or made."),
  method: z.string().describe("Of the request."),
  route: z.string().describe("The address, such as `/v1/explain`, however it was spelt."),
  parameters: z
    .string()
    .describe(
      "What was asked, without cursors and personal identifiers (`#`); `%`, `&`, `+` and `=` in a value are percent-encoded. Of a release its name and year.",
    ),
  cut: z.string().nullable().describe("The watermark of the answer; null where it is of no cut, and where something was started or made."),
  records: z.number().int().nullable().describe("How many records, cases or changes were shown; null where something was started or made."),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** A line of the trail, by the day of its file and its first byte. */
export interface AuditPlace {
  readonly day: string;
  readonly offset: number;
}

/** Which entries are wanted. */
export interface AuditQuery {
  /** YYYY-MM-DD (UTC), inclusive; null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
  /** Entries of one token alone; null: of all. */
  readonly token: string | null;
  readonly limit: number;
  /** Where the page begins; null: with the first entry. */
  readonly at: AuditPlace | null;
}

export const auditResponseSchema = z.object({
  rows: z.array(auditEntrySchema).describe("The oldest first."),
  nextCursor: z.string().nullable().describe("Where the next page begins; null on the last."),
});
export type AuditResponse = z.infer<typeof auditResponseSchema>;
