/**
 * Statements that no case is made of (METHODS, sections 6 to 8): what an enterprise is in, what the inspectorate did in a year, and dangerous
 * occurrences without a victim. They travel as every statement does, with records, revisions and withdrawals, and are read at a cut.
 */
import { z } from "zod";
import { commodities, enterpriseSizes, eventTypes, hazards, miningMethods, programmes, roles } from "../codes/enumerations.ts";
import { supplementEntities } from "../codes/enumerations.ts";
import { withdrawnDataSchema } from "./event.ts";
import type { LogPlace } from "./statement.ts";

const text = z.string();
const count = z.number().int().min(0);
const date = (meaning: string) => text.describe(`${meaning}: a calendar date, YYYY-MM-DD.`);
const region = text.describe("ISO 3166-2 code (KZ-35), or a KATO code of nine digits.");
const sector = text.describe("OKED: a section letter (B), or two to five digits, dots optional.");

/** The points of a check-list of the inspectorate (joint order 1022/801). */
export const assessmentSchema = z.object({
  table: text.describe(
    "The edition of the table of criteria that was used: `1022/801` as amended on 02.05.2023; by others there is no score yet.",
  ),
  gross: count.describe("Gross violations found: any makes the score 100."),
  significantAsked: count.describe("Significant requirements that were checked."),
  significantViolated: count.describe("Those of them that were violated."),
  minorAsked: count.describe("Minor requirements that were checked."),
  minorViolated: count.describe("Those of them that were violated."),
  special: z.number().min(0).max(100).optional().describe("Points of the special indicators; absent is 0."),
});
export type Assessment = z.infer<typeof assessmentSchema>;

export const enterpriseStatusDataSchema = z.object({
  employer: z.object({
    bin: text.describe("Twelve digits: BIN, or a sole proprietor's IIN, which is kept as a pseudonym."),
    region: region.optional(),
    size: z.enum(enterpriseSizes).optional().describe("Number of workers."),
  }),
  sector: sector.optional(),
  programme: z.enum(programmes).describe("What the enterprise is in, or has."),
  from: date("First day"),
  to: date("Last day; absent: it goes on").optional(),
  assessment: assessmentSchema.optional().describe("With programme risk_map only."),
});
export type EnterpriseStatusData = z.infer<typeof enterpriseStatusDataSchema>;

export const inspectionStatisticsDataSchema = z.object({
  year: z.number().int().describe("The calendar year."),
  region: region.optional(),
  sector: text.optional().describe("A section letter or the two digits of a division; absent is all of them."),
  inspectors: z
    .object({ women: count.describe("Women among them."), men: count.describe("Men among them.") })
    .optional()
    .describe("Labour inspectors at the end of the year."),
  workplacesLiable: count.optional().describe("Workplaces that are liable to inspection."),
  workersLiable: count.optional().describe("Workers employed in them."),
  workplacesVisited: count.optional().describe("Workplaces visited at least once."),
  visits: z
    .object({ day: count.describe("By day."), night: count.describe("By night.") })
    .optional()
    .describe("Inspection visits."),
  workersVisited: count.optional().describe("Workers employed in the workplaces visited."),
  visitedAgain: count.optional().describe("Workplaces visited more than once."),
  infringements: z
    .array(z.object({ provision: text.describe("The provision of the law."), count: count.describe("How many.") }))
    .optional()
    .describe("Infringements found, by provision."),
  penalties: z
    .array(
      z.object({
        kind: text.describe("The kind of penalty."),
        count: count.describe("How many."),
        amountKzt: z.number().min(0).optional().describe("How much in all, in tenge."),
      }),
    )
    .optional()
    .describe("Penalties imposed, by kind."),
});
export type InspectionStatisticsData = z.infer<typeof inspectionStatisticsDataSchema>;

export const occurrenceDataSchema = z.object({
  occurredAt: text.describe("A date, or a date-time with offset; the date written is the date counted."),
  employer: enterpriseStatusDataSchema.shape.employer.extend({ bin: text.optional().describe("Twelve digits.") }),
  region: region.optional(),
  sector: sector.optional(),
  mining: z
    .object({
      mine: text.optional().describe("The mine, 1 to 64 characters of a-z, 0-9 and -."),
      method: z.enum(miningMethods).optional().describe("How it is mined."),
      commodity: z.enum(commodities).optional().describe("What is mined."),
      contractor: z.boolean().optional().describe("True at a contractor's work, false at the operator's own."),
    })
    .optional(),
  hazard: z.enum(hazards).describe("The hazard that became the occurrence."),
});
export type OccurrenceData = z.infer<typeof occurrenceDataSchema>;

/** Of an enterprise status and of an occurrence; regions and sections are null where unknown. */
export const supplementDerivedSchema = z.object({
  /** The first day of a status, the day of an occurrence, the first day of a year: YYYY-MM-DD. */
  date: text,
  /** First-level region, ISO 3166-2. */
  region: text.nullable(),
  section: text.nullable(),
  division: text.nullable(),
});
export type SupplementDerived = z.infer<typeof supplementDerivedSchema>;

const envelope = {
  id: text,
  source: text,
  type: z.enum(eventTypes),
  subject: text,
  revision: z.number().int(),
  time: text.nullable(),
  role: z.enum(roles),
  keyId: text,
  content: text,
};
const active = { ...envelope, withdrawn: z.literal(false), derived: supplementDerivedSchema };

export const enterpriseStatusSchema = z.object({ ...active, entity: z.literal("enterprise.status"), data: enterpriseStatusDataSchema });
export const inspectionStatisticsSchema = z.object({
  ...active,
  entity: z.literal("inspection.statistics"),
  data: inspectionStatisticsDataSchema,
});
export const occurrenceSchema = z.object({ ...active, entity: z.literal("occurrence"), data: occurrenceDataSchema });
export const supplementWithdrawalSchema = z.object({
  ...envelope,
  entity: z.enum(supplementEntities),
  withdrawn: z.literal(true),
  data: withdrawnDataSchema,
});
export const supplementSchema = z.union([supplementWithdrawalSchema, enterpriseStatusSchema, inspectionStatisticsSchema, occurrenceSchema]);

export type EnterpriseStatus = z.infer<typeof enterpriseStatusSchema>;
export type InspectionStatistics = z.infer<typeof inspectionStatisticsSchema>;
export type Occurrence = z.infer<typeof occurrenceSchema>;
/** A statement as the log holds it, of which no case is made. */
export type Supplement = z.infer<typeof supplementSchema>;
export interface LoggedSupplement extends LogPlace {
  readonly statement: Supplement;
}
/** By entity, those that are not withdrawn. */
export interface ActiveSupplements {
  readonly "enterprise.status": EnterpriseStatus;
  readonly "inspection.statistics": InspectionStatistics;
  readonly occurrence: Occurrence;
}

const supplements: ReadonlySet<string> = new Set(supplementEntities);

/** Whether a statement is one that no case is made of. */
export function isSupplement(statement: { readonly entity: string }): statement is Supplement {
  return supplements.has(statement.entity);
}
