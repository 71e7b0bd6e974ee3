/** What makes statements report the same case, and cases the same accident (NUMBERS 4.1 and 4.9, DESIGN section 3). */
import type { CaseStatement, ClaimStatement } from "../../events/statement.ts";

/** A statement that reports a case: not withdrawn, no exposure. */
export type CaseReport = CaseStatement | ClaimStatement;

/**
 * What statements of one own identity have in common: the worker and the calendar date of occurrence, else source and subject without
 * the entity, so that a source's claim belongs to its case of the same number. A reporter's own reference identifies a worker within
 * that source only. A worker's accident and diseases of one day share it too. Text that is compared and hashed, never read back.
 */
export function identityKey(statement: CaseReport): string {
  const { source, subject, data, derived } = statement;
  if (data.worker === undefined) return JSON.stringify(["subject", source, subject]);
  if (derived.globalWorker) return JSON.stringify(["worker", data.worker.ref, derived.date]);
  return JSON.stringify(["worker of source", source, data.worker.ref, derived.date]);
}

/** The first characters of an ICD-10 code that tell diseases apart: J62.8 and J62.0 are one. */
const diagnosisLength = 3;

/** The diagnosis of a worker's disease; null where none is stated, and where nothing hangs on it. */
export function diagnosisOf({ data }: CaseReport): string | null {
  if (data.worker === undefined || data.kind !== "disease" || data.diagnosis === undefined) return null;
  return data.diagnosis.slice(0, diagnosisLength);
}

/**
 * The identity a statement has by itself, whatever its `sameAs` says. With a worker the class of its kind is part of it, accident (with
 * poisoning) or disease, and of a disease its diagnosis; one without joins the smallest that any statement of that worker and day (`identityKey`)
 * states, which is null where none does.
 */
export function ownIdentity(statement: CaseReport, smallestDiagnosis: string | null): string {
  const key = identityKey(statement);
  if (statement.data.worker === undefined || statement.data.kind !== "disease") return key;
  return JSON.stringify([key, "disease", diagnosisOf(statement) ?? smallestDiagnosis]);
}

/** The record whose case a statement joins by `sameAs`; null where it names none. */
export function sameAsTarget(statement: CaseReport): { source: string; entity: string; subject: string } | null {
  const sameAs = statement.data.sameAs;
  return sameAs === undefined ? null : { source: sameAs.source, entity: sameAs.entity ?? "case", subject: sameAs.subject };
}

const daysApartMax = 3;
const dayMs = 86_400_000;

/**
 * Whether a statement may join the record it names (NUMBERS 4.9). A source may join its own records; those of other sources where both state one
 * employer or worker (where one states neither, one region) and days at most three apart, but for diseases, whose day is an agreement. Else
 * anybody could take any case over by naming it.
 */
export function mayJoin(statement: CaseReport, named: CaseReport): boolean {
  if (statement.source === named.source) return true;
  return isNear(statement, named) && (isOfSameParty(statement, named) || (lacksParty(statement, named) && isOfSamePlace(statement, named)));
}

function isNear(one: CaseReport, other: CaseReport): boolean {
  if (one.data.kind === "disease" && other.data.kind === "disease") return true;
  return Math.abs(Date.parse(one.derived.date) - Date.parse(other.derived.date)) <= daysApartMax * dayMs;
}

function isOfSameParty(one: CaseReport, other: CaseReport): boolean {
  const [bin, worker] = [binOf(one), workerOf(one)];
  return (bin !== undefined && bin === binOf(other)) || (worker !== undefined && worker === workerOf(other));
}

function lacksParty(...statements: readonly CaseReport[]): boolean {
  return statements.some((statement) => binOf(statement) === undefined && workerOf(statement) === undefined);
}

function isOfSamePlace(one: CaseReport, other: CaseReport): boolean {
  if (one.data.region === undefined || other.data.region === undefined) return false;
  return one.derived.country === other.derived.country && one.derived.region === other.derived.region;
}

const binOf = ({ data }: CaseReport) => data.employer.bin;
/** A reference of one source identifies nobody in another. */
const workerOf = ({ data, derived }: CaseReport) => (derived.globalWorker ? data.worker?.ref : undefined);

/** The name a statement gives its accident; null where it gives none. The date is the statement's own, not the merged one. */
export function accidentName(statement: CaseReport): string | null {
  const { accident } = statement.data;
  return accident === undefined ? null : JSON.stringify(["accident", statement.source, accident, statement.derived.date]);
}
