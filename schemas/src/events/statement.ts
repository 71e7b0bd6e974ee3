/**
 * A statement as the canonical log and the journal hold it: one accepted event with all that was derived at the ingest endpoint.
 * What is derived is stored, never worked out again: code lists grow, and an old statement keeps its meaning.
 */
import { z } from "zod";
import type { Fault } from "../faults.ts";
import { entities, eventTypes, roles } from "../codes/enumerations.ts";
import { caseDataSchema, claimDataSchema, exposureDataSchema, withdrawnDataSchema } from "./event.ts";

const calendarDate = z.string();

/** Of a case or a claim. Regions and sections are null where unknown. */
export const caseDerivedSchema = z.object({
  /** The calendar date of occurrence as written by the reporter, YYYY-MM-DD. */
  date: calendarDate,
  /** ISO 3166-1 alpha-2; an unknown region is KZ's. */
  country: z.string(),
  /** First-level region, ISO 3166-2. */
  region: z.string().nullable(),
  /** First-level region of the employer's registration, ISO 3166-2. */
  employerRegion: z.string().nullable(),
  /** NACE/OKED section letter. */
  section: z.string().nullable(),
  /** NACE/OKED two-digit division. */
  division: z.string().nullable(),
  /** Whether `worker.ref` was made by this installation, so that it identifies across sources. */
  globalWorker: z.boolean(),
});
export type CaseDerived = z.infer<typeof caseDerivedSchema>;

/** Of an exposure statement. A null dimension means all of it. */
export const exposureDerivedSchema = z.object({
  /** First and last day of the period, inclusive. */
  from: calendarDate,
  to: calendarDate,
  country: z.string(),
  region: z.string().nullable(),
  section: z.string().nullable(),
  division: z.string().nullable(),
});
export type ExposureDerived = z.infer<typeof exposureDerivedSchema>;

const envelope = {
  id: z.string(),
  source: z.string(),
  type: z.enum(eventTypes),
  subject: z.string(),
  /** 1 to 2^31 − 1. */
  revision: z.number().int(),
  /** When the reporter made the statement, as written; null where not stated. */
  time: z.string().nullable(),
  role: z.enum(roles),
  /** Names the pseudonym key of the log this statement was accepted for. */
  keyId: z.string(),
  /** SHA-256, hex, of the RFC 8785 JSON of `{data, type}`. */
  content: z.string(),
};

export const caseStatementSchema = z.object({
  ...envelope,
  entity: z.literal("case"),
  withdrawn: z.literal(false),
  data: caseDataSchema,
  derived: caseDerivedSchema,
});
export const claimStatementSchema = z.object({
  ...envelope,
  entity: z.literal("claim"),
  withdrawn: z.literal(false),
  data: claimDataSchema,
  derived: caseDerivedSchema,
});
export const exposureStatementSchema = z.object({
  ...envelope,
  entity: z.literal("exposure"),
  withdrawn: z.literal(false),
  data: exposureDataSchema,
  derived: exposureDerivedSchema,
});
export const withdrawalSchema = z.object({
  ...envelope,
  entity: z.enum(entities),
  withdrawn: z.literal(true),
  data: withdrawnDataSchema,
});
export const statementSchema = z.union([withdrawalSchema, caseStatementSchema, claimStatementSchema, exposureStatementSchema]);

export type CaseStatement = z.infer<typeof caseStatementSchema>;
export type ClaimStatement = z.infer<typeof claimStatementSchema>;
export type ExposureStatement = z.infer<typeof exposureStatementSchema>;
export type Withdrawal = z.infer<typeof withdrawalSchema>;
export type Statement = CaseStatement | ClaimStatement | ExposureStatement | Withdrawal;

/** A place in the log, with its stamps. */
export interface LogPlace {
  readonly partition: number;
  readonly offset: number;
  /** The log's own append stamp, UTC, three decimals, `Z`. */
  readonly recordedAt: string;
  /** The larger of `recordedAt` and the predecessor's effective stamp in the partition. */
  readonly effectiveAt: string;
}

/** An accepted statement at its place in the canonical log, as the journal stores it. */
export interface LoggedStatement extends LogPlace {
  readonly statement: Statement;
  /** Where earlier and lower statements of the record were left out: what follows from them. */
  readonly superseded?: Superseded;
}

export interface Superseded {
  /** The earliest effective stamp of any statement of the record up to here. */
  readonly knownSince: string;
  /** Whether another content was reported under the same record and revision. */
  readonly conflict: boolean;
}

/** What the system itself states, and reads again from the journal. */
export const systemEntities = ["release", "batch", "signal"] as const;
export type SystemEntity = (typeof systemEntities)[number];

/** The partition of all that the system states: its order is that of the log. */
export const systemPartition = 0;

export function isSystemEntity(entity: string): entity is SystemEntity {
  return (systemEntities as readonly string[]).includes(entity);
}

/**
 * A record of the log that no case is made of: a tick, a release, a batch of open figures, a signal, a statement beside the cases (`supplement.ts`), or
 * something this program does not know.
 */
export interface ControlRecord extends LogPlace {
  readonly entity: "tick" | SystemEntity | "supplement" | "unknown";
  /** The record as the log holds it; of a supplement and of what is kept, since the others are never read again. */
  readonly text?: string;
  /** Why a record was refused on the way out of the log. */
  readonly fault?: Fault;
}

/** The name of a record, `(source, entity, subject)`, as the log's key: all its revisions fall into one partition, in order. */
export function recordName(statement: { source: string; entity: string; subject: string }): string {
  return JSON.stringify([statement.source, statement.entity, statement.subject]);
}
