/**
 * The response of `GET /v1/quality`: what can be said about the reporting itself. Twelve tables of one cut; every table is in order of
 * the date of occurrence and is read page by page.
 */
import { z } from "zod";
import { responseCut, exposureCellMembers, recordMembers } from "./response-members.ts";
import { entities, exposureStatuses, roles, severities, supplementEntities } from "../codes/enumerations.ts";
import { responseBases } from "./rate-choices.ts";

export const qualityTables = [
  "reporters",
  "disputed",
  "doubles",
  "conflicts",
  "dangling",
  "disagreements",
  "setAside",
  "migrations",
  "unlinked",
  "exposureConflicts",
  "zeroExposures",
  "supplements",
] as const;
export type QualityTable = (typeof qualityTables)[number];

export const qualityPeriods = ["year", "quarter", "month"] as const;
export type QualityPeriod = (typeof qualityPeriods)[number];

/** What two reporters of one case may state differently: the members that are merged. When each was notified is its own matter. */
export const comparedFields = [
  "occurredAt",
  "kind",
  "severity",
  "workRelated",
  "diedOn",
  "region",
  "sector",
  "daysLost",
  "restrictedDays",
  "permanentIncapacityPercent",
  "diagnosis",
  "circumstance",
  "roadTraffic",
  "cause",
  "deviation",
  "contact",
  "employer.bin",
  "employer.region",
  "employer.size",
  "worker.sex",
  "worker.ageBand",
  "worker.occupation",
  "worker.status",
  "worker.migrant",
  "injury.type",
  "injury.bodyPart",
  "fault.employerPercent",
  "fault.workerPercent",
  "mining.mine",
  "mining.method",
  "mining.commodity",
  "mining.hazard",
  "mining.contractor",
] as const;
export type ComparedField = (typeof comparedFields)[number];

const count = z.number().int().min(0);
const days = z.number().min(0);
const date = z.string().describe("Of occurrence, YYYY-MM-DD.");
const ofOthers = "Null where another reporter tells it and the caller reads for its own sources alone.";
const caseId = z.string().describe("The opaque id of the case.");
const otherRecord = {
  otherSource: z.string().describe("The reporter of the other record."),
  otherEntity: z.enum(entities).describe("Of the other record."),
  otherSubject: z.string().describe("The number of the other record at its reporter."),
};

/** Nearest-rank percentiles: the smallest value that so many percent of the values do not exceed; always a value that occurred. */
export const delaysSchema = z.object({
  count: count.describe("How many there are. Days are to one decimal, percentiles by nearest rank; null where there is none."),
  medianDays: days.nullable().describe("By the log's own effective stamps, which nobody can move."),
  p90Days: days.nullable().describe("The ninetieth percentile of the same."),
  toldCount: count.describe("How many of them can also be measured by the reporter's own `time`."),
  toldMedianDays: days.nullable().describe("The median by the reporter's own `time`."),
  toldP90Days: days.nullable().describe("The ninetieth percentile of the same."),
});
export type Delays = z.infer<typeof delaysSchema>;

const fieldCounts = Object.fromEntries(
  comparedFields.map((field) => [field, count.describe(`Records that tell ${field} otherwise.`)]),
) as Record<ComparedField, typeof count>;

/** A record belongs to the period of the date it states (of exposure: where its period begins); withdrawn, of the date it stated last. */
export const qualityReporterSchema = z.object({
  period: z.string().describe("Of the date of occurrence, as the record tells it now: 2026, 2026-Q1 or 2026-02."),
  source: z.string().describe("The reporter."),
  records: count.describe("Records of this reporter, the withdrawn among them."),
  caseRecords: count.describe("Those of cases."),
  claimRecords: count.describe("Those of claims."),
  exposureRecords: count.describe("Those of exposures."),
  statements: count.describe("Different ones: what was sent twice is one statement."),
  revisions: count.describe("Beyond the first of each record."),
  revisedRecords: count.describe("Records of more than one revision."),
  withdrawn: count.describe("Records that are withdrawn."),
  conflicts: count.describe("Records of which the standing revision was told with different contents."),
  settledConflicts: count.describe("The same of revisions that a higher one has replaced."),
  rejected: count
    .nullable()
    .describe("Null: what the ingest endpoint rejected is in no log and names no reporter: see `rejected` of /v1/status and /metrics."),
  rejectedReason: z.literal("not_logged").describe("Why `rejected` is null."),
  insurerOnlyCases: count.describe("Cases that only claims tell of; a case stands at the reporter of its highest-standing statement."),
  severityDisputed: count.describe("Cases of which this reporter's word stands highest, and another one's is graver."),
  danglingSameAs: count.describe("Records whose sameAs has no effect: it names what is unknown, withdrawn or may not be joined."),
  lightToSevere: delaysSchema.describe("Records that told light, then severe; the days run from the record's first statement."),
  lightToFatal: delaysSchema.describe("Records that told light, then fatal; measured alike."),
  severeToFatal: delaysSchema.describe("Records that told severe, then fatal; measured alike."),
  lag: delaysSchema.describe(
    "From the occurrence, as told now, to the record's first statement. A date without time of day counts as its noon at +05:00; less than nothing is 0.",
  ),
  disagreeing: count.describe("Records that tell at least one field otherwise than another reporter of the same case."),
  disagreements: z.object(fieldCounts).describe("The same by field."),
});
export type QualityReporter = z.infer<typeof qualityReporterSchema>;

export const disputedCaseSchema = z.object({
  date,
  case: caseId,
  severity: z.enum(severities).nullable().describe(`The gravest: what the case counts as. ${ofOthers}`),
  standingSeverity: z.enum(severities).nullable().describe(`What the highest-standing statement tells. ${ofOthers}`),
  ...recordMembers,
  gravestSource: z.string().describe("The highest-standing of those who tell the gravest, with its entity and subject."),
  gravestEntity: z.enum(entities).describe("Of the record that tells the gravest."),
  gravestSubject: z.string().describe("Of the record that tells the gravest."),
});
export type DisputedCase = z.infer<typeof disputedCaseSchema>;

export const duplicateReasons = ["same_worker", "same_worker_other_kind", "same_bin_and_date"] as const;

/** Never merged by itself: whoever knows says `sameAs`, or withdraws one. */
export const likelyDuplicateSchema = z.object({
  date,
  case: caseId,
  ...recordMembers,
  reason: z
    .enum(duplicateReasons)
    .describe(
      "`same_worker`: the case before of the same worker is at most three days older. `same_worker_other_kind`: an accident and a disease of one worker on one day, which are two cases. `same_bin_and_date`: both without worker, of one employer and day, and no reporter tells of both.",
    ),
  otherDate: date,
  otherCase: caseId,
  ...otherRecord,
});
export type LikelyDuplicate = z.infer<typeof likelyDuplicateSchema>;

export const revisionConflictSchema = z.object({
  date,
  ...recordMembers,
  revision: z.number().int().describe("The revision that was told in several ways."),
  contents: count.describe("How many different contents this revision was told with."),
  settled: z.boolean().describe("Whether a higher revision stands instead, so that the conflict decides nothing any more."),
});
export type RevisionConflict = z.infer<typeof revisionConflictSchema>;

export const danglingSameAsSchema = z.object({
  date,
  case: caseId,
  ...recordMembers,
  targetSource: z.string().describe("The reporter of the record that sameAs names."),
  targetEntity: z.enum(entities).describe("Of that record."),
  targetSubject: z.string().describe("Its number at that reporter."),
  reason: z
    .enum(["unknown", "withdrawn", "not_joined"])
    .describe("`not_joined`: of another source, and neither of one employer or worker nor of days close to each other."),
});
export type DanglingSameAs = z.infer<typeof danglingSameAsSchema>;

const value = z.string().describe("As told; of a sole proprietor's number the pseudonym.");
const valueOfEither = value.nullable().describe(`As told; of a sole proprietor's number the pseudonym. ${ofOthers}`);

export const disagreementSchema = z.object({
  date,
  case: caseId,
  field: z.enum(comparedFields).describe("What they tell differently."),
  ...recordMembers,
  value: valueOfEither,
  ...otherRecord,
  otherSource: otherRecord.otherSource.describe("Stands lower, with its entity and subject."),
  otherValue: valueOfEither,
});
export type Disagreement = z.infer<typeof disagreementSchema>;

export const setAsideFields = ["diedOn", "workRelated"] as const;

/** What the highest-ranking statement that states it says, and the case does not have. */
export const setAsideSchema = z.object({
  date,
  case: caseId,
  field: z
    .enum(setAsideFields)
    .describe(
      "`diedOn`: it lies before the day of the case. `workRelated`: a `no` that neither the inspectorate says nor everybody who is asked, so that the case goes on counting.",
    ),
  ...recordMembers,
  value,
});
export type SetAside = z.infer<typeof setAsideSchema>;

export const severityEscalationSchema = z.object({
  date,
  ...recordMembers,
  revision: z.number().int().describe("The one that told the graver severity."),
  from: z.enum(severities).describe("Told before."),
  to: z.enum(severities).describe("Told by this revision."),
  effectiveAt: z.string().describe("The effective stamp of this revision."),
  days: days.describe("From the record's first statement, by effective stamps."),
  toldDays: days.nullable().describe("The same by the reporter's own `time`; null where either statement has none."),
});
export type SeverityEscalation = z.infer<typeof severityEscalationSchema>;

export const unlinkedReasons = ["same_as_of_source", "same_as_of_identity", "worker_and_day", "accident_name", "accident_chain"] as const;

export const unlinkedRecordSchema = z.object({
  date,
  case: caseId,
  ...recordMembers,
  reason: z
    .enum(unlinkedReasons)
    .describe(
      "Of what there is too much to tie anybody: `same_as_of_source` records of this source that name the same record, `same_as_of_identity` records that join the same case, `worker_and_day` records of one worker and day, `accident_name` victims of one accident name, `accident_chain` cases of a chain of names.",
    ),
  targetSource: z.string().nullable().describe("The record that its sameAs names, with entity and subject; null of other reasons."),
  targetEntity: z.enum(entities).nullable().describe("Of that record."),
  targetSubject: z.string().nullable().describe("Its number at that reporter."),
  accident: z.string().nullable().describe("The accident that it names; null where it is not for that."),
});
export type UnlinkedRecord = z.infer<typeof unlinkedRecordSchema>;

export const exposureConflictSchema = z.object({
  date: z.string().describe("The first day of the period."),
  period: z.string().describe("As stated."),
  ...exposureCellMembers,
  basis: z.enum(responseBases).describe("What kind of exposure it is."),
  role: z.enum(roles).describe("Of both."),
  status: z.enum(exposureStatuses).describe("Of both."),
  source: z.string().describe("Whose figure is used."),
  subject: z.string().describe("The reporter's own number of that statement."),
  value: z.number().nullable().describe(`The figure that is used. ${ofOthers}`),
  otherSource: z.string().describe("Whose figure differs and is not used."),
  otherSubject: z.string().describe("The reporter's own number of that statement."),
  otherValue: z.number().nullable().describe(`The figure that is not used. ${ofOthers}`),
});
export type ExposureConflict = z.infer<typeof exposureConflictSchema>;

/** A case of a cell and period of which it is stated that nobody worked there: one of the two is wrong, or of another cell. */
export const zeroExposureSchema = z.object({
  date,
  case: caseId,
  ...recordMembers,
  period: z.string().describe("Of the exposure that is 0, as stated; so are the codes of its cell."),
  ...exposureCellMembers,
  basis: z.enum(responseBases).describe("What kind of exposure it is."),
  otherSource: z.string().describe("Who states the exposure that is used, with its subject."),
  otherSubject: z.string().describe("The reporter's own number of that statement."),
});
export type ZeroExposure = z.infer<typeof zeroExposureSchema>;

export const reportedSupplementsSchema = z.object({
  period: z.string().describe("Of the year of statistics of the inspection, of the day of an occurrence: 2026, 2026-Q1 or 2026-02."),
  source: z.string().describe("The reporter."),
  entity: z.enum(supplementEntities).describe("What the records are of."),
  records: count.describe("Records of this reporter, the withdrawn among them."),
  statements: count.describe("Different ones: what was sent twice is one statement."),
  revisions: count.describe("Beyond the first of each record."),
  revisedRecords: count.describe("Records of more than one revision."),
  withdrawn: count.describe("Records that are withdrawn; they are of the period that they stated last."),
  conflicts: count.describe("Records of which the standing revision was told with different contents."),
  settledConflicts: count.describe("The same of revisions that a higher one has replaced."),
});
export type ReportedSupplements = z.infer<typeof reportedSupplementsSchema>;

export const qualityRowSchemas = {
  zeroExposures: zeroExposureSchema,
  exposureConflicts: exposureConflictSchema,
  reporters: qualityReporterSchema,
  disputed: disputedCaseSchema,
  doubles: likelyDuplicateSchema,
  conflicts: revisionConflictSchema,
  dangling: danglingSameAsSchema,
  disagreements: disagreementSchema,
  setAside: setAsideSchema,
  migrations: severityEscalationSchema,
  unlinked: unlinkedRecordSchema,
  supplements: reportedSupplementsSchema,
} as const satisfies Record<QualityTable, z.ZodObject>;

export type QualityRows = { readonly [Table in QualityTable]: z.infer<(typeof qualityRowSchemas)[Table]> };

function page<Row extends z.ZodObject>(row: Row) {
  return z.object({
    rows: z.array(row).describe("In order of the date."),
    nextCursor: z.string().nullable().describe("Asks for the next page; null on the last."),
  });
}

/** All tables, each with its first page, or the requested one. */
export const qualityResponseSchema = z.object({
  ...responseCut,
  period: z.enum(qualityPeriods).describe("Of the table of reporters."),
  reporters: page(qualityReporterSchema).optional().describe("What each reporter sent, and how it stands, by period."),
  disputed: page(disputedCaseSchema)
    .optional()
    .describe("Cases that a lower-standing reporter calls graver than the highest-standing one does."),
  doubles: page(likelyDuplicateSchema).optional().describe("Cases that may be one and are counted as two."),
  conflicts: page(revisionConflictSchema).optional().describe("Revisions that were told with different contents."),
  dangling: page(danglingSameAsSchema).optional().describe("Records whose sameAs has no effect."),
  disagreements: page(disagreementSchema).optional().describe("What reporters of one case tell differently."),
  setAside: page(setAsideSchema).optional().describe("What the merged case does not take over, against the word that stands highest."),
  migrations: page(severityEscalationSchema).optional().describe("Records whose severity rose from one revision to the next."),
  exposureConflicts: page(exposureConflictSchema).optional().describe("Exposures of one cell and period that equals state differently."),
  zeroExposures: page(zeroExposureSchema).optional().describe("Cases beside an exposure that is stated as 0."),
  supplements: page(reportedSupplementsSchema)
    .optional()
    .describe(
      "What each reporter sent that no case is made of, and how it stands, by period: statistics of the inspection, occurrences. Statuses of enterprises are for the inspection and whoever stated them.",
    ),
  unlinked: page(unlinkedRecordSchema).optional().describe("Records that would tie too much together, and tie nothing."),
});
export type QualityResponse = z.infer<typeof qualityResponseSchema>;

/** The parameters of `GET /v1/quality` once they are checked and defaults are filled in. */
export interface QualityQuery {
  /** Only what this reporter is a party to. */
  readonly source: string | null;
  /** Dates of occurrence, inclusive. */
  readonly from: string | null;
  readonly to: string | null;
  readonly period: QualityPeriod;
  /** All where null. */
  readonly table: QualityTable | null;
  /** Rows of each table. */
  readonly limit: number;
}
