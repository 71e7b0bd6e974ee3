/** Releases: a year's figures frozen under a name. The event of the log, and the responses of `/v1/releases`. */
import { z } from "zod";
import { recordMembers } from "./response-members.ts";
import { annualRequest, annualScopes } from "./annual-rollup.ts";
import { releaseType } from "../codes/enumerations.ts";

/** Begins with a letter, so that a name is never taken for a number. */
export const releaseNameForm = /^[a-z][a-z0-9-]{0,63}$/;

export const releaseSource = "urn:qorgau:releases";

/** What a release says of itself. */
const about = {
  name: z.string().describe("Unique: the first release of a name stands, and it never changes."),
  ...annualRequest,
  asOf: z
    .string()
    .nullable()
    .describe("The instant that was asked for; null where the release is of a watermark or of what was published."),
  watermark: z.string().describe("The cut it was computed from."),
  rules: z.number().describe("The number of the merging rules."),
  fold: z.number().describe("The number of the code that makes figures out of statements."),
  codeLists: z.string().describe("SHA-256, hex, of the code lists that its codes are of."),
  program: z.string().describe("The version of the program that made it."),
  madeAt: z.string().describe("When it was made, by the clock of the service."),
  checksum: z.string().describe("SHA-256, hex, of the bytes of the JSON form."),
  supersedes: z.string().optional().describe("The name of the release of the same year that this one takes the place of."),
  reason: z.string().optional().describe("Why it does, as its makers said."),
};

/** The most characters of a reason. */
export const releaseReasonMax = 1000;

export const releaseAboutSchema = z.object(about);

export const storedFormSchema = z.object({
  /** SHA-256, hex, of the bytes. */
  checksum: z.string(),
  mediaType: z.string(),
  /** The bytes, compressed with gzip, in Base64. */
  gzip: z.string(),
  /** Of the bytes: a detached JWS (RFC 7515, RFC 7797). Absent where the service that made it had no signing key. */
  signature: z.string().optional(),
});
export type StoredForm = z.infer<typeof storedFormSchema>;

/** `kz.qorgau.release.made.v1` as the log holds it. Made by the system alone: both ingest endpoints reject it. */
export const releaseEventSchema = z.object({
  specversion: z.literal("1.0"),
  id: z.string(),
  source: z.literal(releaseSource),
  type: z.literal(releaseType),
  /** The name. */
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal("application/json"),
  data: z.object({
    release: releaseAboutSchema,
    /** By form: each stays for ever with the bytes it was made with. */
    forms: z.record(z.string(), storedFormSchema),
  }),
});
export type ReleaseEvent = z.infer<typeof releaseEventSchema>;

export const releaseSchema = z.object({
  number: z.number().int().describe("From 1, in the order of the log."),
  ...about,
  position: z.string().describe("Where the log has it."),
  recordedAt: z.string().describe("When the log took it: UTC, three decimals, Z."),
  forms: z.array(z.string()).describe("The forms it is kept in: values of format, and of lang behind a hyphen."),
  supersededBy: z
    .string()
    .optional()
    .describe("The name of its successor. Its own bytes stay what they are; no release is ever withdrawn."),
});
export type Release = z.infer<typeof releaseSchema>;

export const releasesResponseSchema = z.object({
  watermark: z.string().describe("The cut of the log up to which releases are listed."),
  releases: z.array(releaseSchema).describe("In the order of their numbers."),
});
export type ReleasesResponse = z.infer<typeof releasesResponseSchema>;

/** A figure of a row that is not what the release says. */
export const figureDifferenceSchema = z.object({
  scope: z.enum(annualScopes).describe("Which breakdown the row is of."),
  code: z.string().nullable().describe("Of the row; null is unknown, or the row of all."),
  figure: z.string().describe("The name of its CSV column."),
  released: z.union([z.string(), z.number(), z.null()]).describe("What the release says."),
  now: z.union([z.string(), z.number(), z.null()]).describe("What is computed now."),
});
export type FigureDifference = z.infer<typeof figureDifferenceSchema>;

const releaseReason = z
  .enum(["rules_differ"])
  .nullable()
  .describe(
    "Why figures differ where nothing is wrong: `rules_differ`, the release was computed under other merging rules than those of now, so its stored bytes are what verifies it.",
  );

export const releaseVerificationSchema = z.object({
  number: z.number().int().describe("Of the release."),
  name: z.string().describe("Of the release."),
  watermark: z.string().describe("The cut that it was made of and is computed again at."),
  intact: z.boolean().describe("The kept bytes have the checksums that they were recorded with."),
  holds: z.boolean().describe("Every figure, computed again at its watermark, is the one it says."),
  identical: z.boolean().describe("So is every byte of the JSON form. A newer program may add members and still hold."),
  reason: releaseReason,
  checksum: z.string().describe("SHA-256, hex, of the kept bytes of the JSON form."),
  recomputedChecksum: z.string().describe("The same of the bytes that are made now."),
  rules: z.number().describe("Those of the recomputation; so are fold and codeLists."),
  fold: z.number().describe("The number of the code that made the figures now."),
  codeLists: z.string().describe("SHA-256, hex, of the code lists of now."),
  differences: z.array(figureDifferenceSchema).describe("The figures that differ; none where it holds."),
});
export type ReleaseVerification = z.infer<typeof releaseVerificationSchema>;

/** A case that a cell counted in the release and does not count now, or the other way round. */
export const changedCaseRowSchema = z.object({
  case: z.string().describe("The opaque id, as explain tells it."),
  delta: z.number().describe("What it adds to the figure now, less what it added in the release."),
  records: z
    .array(z.object(recordMembers).extend({ entity: z.string().describe("Whether it is of a case or a claim.") }))
    .describe("Its living records, the highest-standing first: what each stated, and when, is at /v1/records."),
});
export type ChangedCaseRow = z.infer<typeof changedCaseRowSchema>;

export const cellDifferenceSchema = figureDifferenceSchema.extend({
  cases: z
    .array(changedCaseRowSchema)
    .describe(
      "The cases behind a count, or a percentage of fault. A share, a change or a rate differs because a count or the exposure does.",
    ),
});
export type CellDifference = z.infer<typeof cellDifferenceSchema>;

export const releaseDifferencesSchema = z.object({
  number: z.number().int().describe("Of the release."),
  name: z.string().describe("Of the release."),
  releasedWatermark: z.string().describe("The watermark of the release."),
  watermark: z.string().describe("The cut that it is compared with."),
  rules: z.number().describe("The number of the merging rules of now."),
  reason: releaseReason,
  differences: z.array(cellDifferenceSchema).describe("The figures that differ, with the cases behind each."),
  casesComplete: z
    .boolean()
    .describe("False where more cases changed than the thousand that are told at once: ask for one scope and code."),
});
export type ReleaseDifferences = z.infer<typeof releaseDifferencesSchema>;
