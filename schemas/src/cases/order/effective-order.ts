/** How statements of one case are ranked when they are merged, and which case leads its accident (merging rules 2). */
import { roles } from "../../codes/enumerations.ts";
import type { CaseReport } from "../links/case-identity.ts";
import { compareUtf8 } from "./compare-utf8.ts";

/**
 * Negative where `left` ranks higher. Never 0 for statements of different records. `holders`: the sources that hold the case by its own
 * identity; between equals of a role they come before those that joined it.
 */
export function compareEffective(left: CaseReport, right: CaseReport, holders: ReadonlySet<string>): number {
  return (
    roles.indexOf(left.role) - roles.indexOf(right.role) ||
    Number(holders.has(right.source)) - Number(holders.has(left.source)) ||
    entityRank(left) - entityRank(right) ||
    compareUtf8(left.source, right.source) ||
    compareUtf8(left.subject, right.subject)
  );
}

/**
 * By `(source, subject)`. A source may use one subject for a case and a claim of different workers; then the case goes first, so
 * that the order is total.
 */
export function compareSourceAndSubject(left: CaseReport, right: CaseReport): number {
  return compareUtf8(left.source, right.source) || compareUtf8(left.subject, right.subject) || entityRank(left) - entityRank(right);
}

function entityRank(statement: CaseReport): number {
  return statement.entity === "case" ? 0 : 1;
}
