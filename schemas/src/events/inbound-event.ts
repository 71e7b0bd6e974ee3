/**
 * Events as the ingest endpoint takes them in: CloudEvents 1.0, before IINs become pseudonyms. This is the description for people, clients and
 * OpenAPI; the ingest endpoint itself judges by `services/ingest/src/domain/acceptance.ts`, which reports each fault by its rule and looks at what
 * a schema cannot say (calendar days, code lists by depth, members that contradict each other). All it accepts is of these shapes.
 */
import { z } from "zod";
import { eventTypes } from "../codes/enumerations.ts";
import { caseDataSchema, claimSchema, employerSchema, exposureDataSchema, withdrawnDataSchema, workerSchema } from "./event.ts";
import { enterpriseStatusDataSchema, inspectionStatisticsDataSchema, occurrenceDataSchema } from "./supplement.ts";
import { daysLostMax, freeTextCharactersMax, nameCharactersMax, quantityMax, revisionMax } from "./inbound-limits.ts";

const name = z.string().min(1).max(nameCharactersMax);
const sourceUri = name.regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/);
const day = String.raw`\d{4}-\d{2}-\d{2}`;
const moment = String.raw`${day}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})`;
const twelveDigits = /^\d{12}$/;
const quantity = z.number().min(0).max(quantityMax);

export const inboundWorkerSchema = workerSchema
  .extend({
    iin: z
      .string()
      .regex(twelveDigits)
      .optional()
      .describe("Twelve digits. Becomes a keyed pseudonym at the ingest endpoint and is stored nowhere."),
    ref: name.optional().describe("Instead of iin: a pseudonym made by this installation (qg1:…), or the reporter's own reference."),
    occupation: z
      .string()
      .regex(/^\d{1,4}$/)
      .optional()
      .describe("ISCO-08, one to four digits."),
  })
  .describe("By `iin` or by `ref`, never by both.");
export type InboundWorker = z.infer<typeof inboundWorkerSchema>;

const inboundEmployerSchema = employerSchema.extend({
  bin: employerSchema.shape.bin
    .unwrap()
    .regex(twelveDigits)
    .describe("Twelve digits: BIN, or a sole proprietor's IIN. May be absent outside Kazakhstan only.")
    .optional(),
});
const mining = caseDataSchema.shape.mining.unwrap();
const mine = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .describe("The mine, 1 to 64 characters of a-z, 0-9 and -.");

export const inboundCaseDataSchema = caseDataSchema.extend({
  occurredAt: caseDataSchema.shape.occurredAt
    .regex(new RegExp(`^(${day}|${moment})$`))
    .describe(
      "A date, or a date-time with offset; the date written is the date counted. In Kazakhstan the offset is +05:00 or +06:00, and Z is refused.",
    ),
  employer: inboundEmployerSchema.describe("The enterprise of the worker."),
  accident: name.optional().describe("The reporter's number of the accident; its victims share it."),
  worker: inboundWorkerSchema.optional(),
  daysLost: z.number().int().min(0).max(daysLostMax).optional().describe("Days away from work; 0 is a statement, absent is silence."),
  restrictedDays: z.number().int().min(0).max(daysLostMax).optional().describe("Days of restricted work, which are no days lost."),
  mining: mining.extend({ mine: mine.optional() }).optional().describe("Of an accident at a mine."),
});
export type InboundCaseData = z.infer<typeof inboundCaseDataSchema>;

export const inboundClaimDataSchema = inboundCaseDataSchema.extend({
  claim: claimSchema
    .extend({
      actNumber: name.optional().describe("Of the act of the accident."),
      paidKzt: quantity.optional().describe("Paid so far, tenge."),
    })
    .describe("What only the insurer knows."),
});
export type InboundClaimData = z.infer<typeof inboundClaimDataSchema>;

export const inboundExposureDataSchema = exposureDataSchema.extend({
  period: exposureDataSchema.shape.period
    .regex(/^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/)
    .describe("A year, a quarter or a month: 2026, 2026-Q1 or 2026-01."),
  mine: mine.optional(),
  employer: z
    .strictObject({ bin: z.string().regex(twelveDigits).describe("Twelve digits.") })
    .optional()
    .describe("One enterprise, by its BIN or a sole proprietor's IIN; what is stated of it is no part of any other cell."),
  workers: quantity.optional().describe("A stock: the mean number over the period. Its kind is `basis`."),
  hours: quantity.optional().describe("A flow: hours worked in the period."),
  tonnes: quantity.optional().describe("A flow: tonnes produced in the period."),
});

const envelope = {
  specversion: z.literal("1.0").describe("Of CloudEvents."),
  id: name.describe("The reporter's name of this event. Takes no part in identity."),
  source: sourceUri.describe("The reporter, a URI such as urn:kz:bin:200140000004."),
  subject: name.describe("The reporter's own number of the record; with source and entity it names the record."),
  revision: z.number().int().min(1).max(revisionMax).describe("The highest revision of a record stands."),
  time: z
    .string()
    .regex(new RegExp(`^${moment}$`))
    .nullish()
    .describe("When the reporter made the statement, RFC 3339."),
  datacontenttype: z.string().nullish().describe("application/json, or absent."),
};

const exampleEnvelope = { specversion: "1.0", id: "b1f0", source: "urn:kz:bin:200140000004", revision: 1 } as const;
const exampleCaseData = {
  accident: "A-2026-0009",
  occurredAt: "2026-02-03T07:40:00+05:00",
  kind: "accident",
  severity: "severe",
  workRelated: "under_investigation",
  employer: { bin: "200140000004" },
  worker: { ref: "4711" },
  region: "KZ-35",
  sector: "05.10.1",
  daysLost: 12,
  mining: { mine: "kostenko", method: "underground", commodity: "coal", hazard: "gas_dust_explosion" },
} as const;

const typeSchema = z.enum(eventTypes);
const typeMeaning = "The entity that is told of, and whether it is told first, has changed, or was wrong.";
const dataMeaning = "The full state of the record as its reporter knows it now.";

export const inboundCaseEventSchema = z
  .object({
    ...envelope,
    type: typeSchema
      .extract(["kz.qorgau.case.reported.v1", "kz.qorgau.case.changed.v1", "kz.qorgau.case.corrected.v1"])
      .describe(typeMeaning),
    data: inboundCaseDataSchema.describe(dataMeaning),
  })
  .meta({
    title: "CaseEvent",
    description: "An injured worker, one statement of one reporter. `changed`: the world moved; `corrected`: the record was wrong.",
    examples: [
      {
        ...exampleEnvelope,
        type: "kz.qorgau.case.reported.v1",
        subject: "N1-2026-0017",
        time: "2026-02-03T12:10:00+05:00",
        data: exampleCaseData,
      },
    ],
  });

export const inboundClaimEventSchema = z
  .object({
    ...envelope,
    type: typeSchema
      .extract(["kz.qorgau.claim.reported.v1", "kz.qorgau.claim.changed.v1", "kz.qorgau.claim.corrected.v1"])
      .describe(typeMeaning),
    data: inboundClaimDataSchema.describe(dataMeaning),
  })
  .meta({
    title: "ClaimEvent",
    description: "An insurance claim, from insurers only: the fields of a case and how the claim stands.",
    examples: [
      {
        ...exampleEnvelope,
        source: "urn:kz:insurer:annuity",
        type: "kz.qorgau.claim.reported.v1",
        subject: "C-2026-0004",
        data: { ...exampleCaseData, claim: { status: "filed", capacityLossPercent: 40 } },
      },
    ],
  });

export const inboundExposureEventSchema = z
  .object({
    ...envelope,
    type: typeSchema.extract(["kz.qorgau.exposure.reported.v1", "kz.qorgau.exposure.corrected.v1"]).describe(typeMeaning),
    data: inboundExposureDataSchema.describe(dataMeaning),
  })
  .meta({
    title: "ExposureEvent",
    description: "The denominator of a rate: workers, hours or tonnes of a period. An absent dimension means all of it.",
    examples: [
      {
        ...exampleEnvelope,
        source: "urn:kz:statistics",
        type: "kz.qorgau.exposure.reported.v1",
        subject: "X-2026-Q1-35-B",
        data: { period: "2026-Q1", region: "KZ-35", sector: "B", workers: 301233, basis: "contracts", status: "final" },
      },
    ],
  });

export const inboundEnterpriseStatusEventSchema = z
  .object({
    ...envelope,
    type: typeSchema.extract(["kz.qorgau.enterprise.status.reported.v1", "kz.qorgau.enterprise.status.corrected.v1"]).describe(typeMeaning),
    data: enterpriseStatusDataSchema
      .extend({
        employer: enterpriseStatusDataSchema.shape.employer
          .extend({ bin: z.string().regex(twelveDigits).describe("Twelve digits: BIN, or a sole proprietor's IIN.") })
          .describe("The enterprise."),
      })
      .describe(dataMeaning),
  })
  .meta({
    title: "EnterpriseStatusEvent",
    description:
      "What an enterprise is in, or has, from a day on: the inspectorate's risk map (with its points), Vision Zero, insurance, a union, a collective agreement. In no count of cases.",
    examples: [
      {
        ...exampleEnvelope,
        source: "urn:kz:inspectorate",
        type: "kz.qorgau.enterprise.status.reported.v1",
        subject: "VZ-2026-0031",
        data: {
          employer: { bin: "200140000004", region: "KZ-31", size: "250-499" },
          sector: "07.29",
          programme: "vision_zero",
          from: "2026-01-15",
        },
      },
    ],
  });

export const inboundInspectionStatisticsEventSchema = z
  .object({
    ...envelope,
    type: typeSchema
      .extract(["kz.qorgau.inspection.statistics.reported.v1", "kz.qorgau.inspection.statistics.corrected.v1"])
      .describe(typeMeaning),
    data: inspectionStatisticsDataSchema.describe(dataMeaning),
  })
  .meta({
    title: "InspectionStatisticsEvent",
    description: "What the labour inspectorate did in a year (ILO C81, article 21): inspectors, visits, infringements, penalties.",
    examples: [
      {
        ...exampleEnvelope,
        source: "urn:kz:inspectorate",
        type: "kz.qorgau.inspection.statistics.reported.v1",
        subject: "C81-2025",
        data: {
          year: 2025,
          inspectors: { women: 90, men: 150 },
          workplacesLiable: 20000,
          workersLiable: 1200000,
          workplacesVisited: 1500,
          workersVisited: 180000,
          visits: { day: 1600, night: 50 },
        },
      },
    ],
  });

export const inboundOccurrenceEventSchema = z
  .object({
    ...envelope,
    type: typeSchema.extract(["kz.qorgau.occurrence.reported.v1", "kz.qorgau.occurrence.corrected.v1"]).describe(typeMeaning),
    data: occurrenceDataSchema
      .extend({
        employer: inboundEmployerSchema.describe("The enterprise at whose workplace it happened."),
        mining: occurrenceDataSchema.shape.mining
          .unwrap()
          .extend({ mine: mine.optional() })
          .optional()
          .describe("Of an occurrence at a mine."),
      })
      .describe(dataMeaning),
  })
  .meta({
    title: "OccurrenceEvent",
    description: "A dangerous occurrence without a victim (ILO C176, article 5). In no count of cases.",
    examples: [
      {
        ...exampleEnvelope,
        type: "kz.qorgau.occurrence.reported.v1",
        subject: "O-2026-0004",
        data: {
          occurredAt: "2026-02-03T07:40:00+05:00",
          employer: { bin: "200140000004" },
          region: "KZ-35",
          sector: "05.10.1",
          mining: { mine: "kostenko", method: "underground", commodity: "coal" },
          hazard: "outburst",
        },
      },
    ],
  });

export const inboundWithdrawalSchema = z
  .object({
    ...envelope,
    type: typeSchema
      .extract([
        "kz.qorgau.case.withdrawn.v1",
        "kz.qorgau.claim.withdrawn.v1",
        "kz.qorgau.exposure.withdrawn.v1",
        "kz.qorgau.enterprise.status.withdrawn.v1",
        "kz.qorgau.inspection.statistics.withdrawn.v1",
        "kz.qorgau.occurrence.withdrawn.v1",
      ])
      .describe("Which record is taken back: the entity of the type, of that subject."),
    data: withdrawnDataSchema
      .extend({ reason: z.string().min(1).max(freeTextCharactersMax).optional().describe("Why, in the reporter's own words.") })
      .describe("Nothing, or a reason."),
  })
  .meta({
    title: "Withdrawal",
    description: "Takes a record back. A revision like any other: a higher one brings the record back.",
    examples: [
      { ...exampleEnvelope, type: "kz.qorgau.case.withdrawn.v1", subject: "N1-2026-0017", revision: 2, data: { reason: "entered twice" } },
    ],
  });

/** What `POST /v1/events` takes. */
export const inboundEventSchema = z
  .union([
    inboundCaseEventSchema,
    inboundClaimEventSchema,
    inboundExposureEventSchema,
    inboundEnterpriseStatusEventSchema,
    inboundInspectionStatisticsEventSchema,
    inboundOccurrenceEventSchema,
    inboundWithdrawalSchema,
  ])
  .describe(
    "CloudEvents 1.0. Every event is a statement: the full state of one record as its reporter knows it now. Unknown members of data are dropped with a warning.",
  );
export type InboundEvent = z.infer<typeof inboundEventSchema>;
