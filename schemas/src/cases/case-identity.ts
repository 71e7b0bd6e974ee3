/** What makes statements speak of the same case, and accidents of the same event (DESIGN, section 3, "Case identity"). */
import type { CaseStatement, ClaimStatement } from "../statement.ts";

/** A statement that tells of a case: not withdrawn, no exposure. */
export type CaseTelling = CaseStatement | ClaimStatement;

/**
 * The identity a statement has by itself, whatever its `sameAs` says: the worker and the calendar date of occurrence, else source
 * and subject without the entity, so that a source's claim belongs to its case of the same number. A reporter's own reference
 * identifies a worker within that source only. Text that is compared and hashed, never read back.
 */
export function ownIdentity(statement: CaseTelling): string {
  const { source, subject, data, derived } = statement;
  if (data.worker === undefined) return JSON.stringify(["subject", source, subject]);
  if (derived.globalWorker) return JSON.stringify(["worker", data.worker.ref, derived.date]);
  return JSON.stringify(["worker of source", source, data.worker.ref, derived.date]);
}

/** The record a statement says it speaks of the same case with; null where it says none. */
export function sameAsTarget(statement: CaseTelling): { source: string; entity: string; subject: string } | null {
  const sameAs = statement.data.sameAs;
  return sameAs === undefined ? null : { source: sameAs.source, entity: sameAs.entity ?? "case", subject: sameAs.subject };
}

/** The name a statement gives its accident; null where it gives none. The date is the statement's own, not the merged one. */
export function accidentName(statement: CaseTelling): string | null {
  const { accident } = statement.data;
  return accident === undefined ? null : JSON.stringify(["accident", statement.source, accident, statement.derived.date]);
}
