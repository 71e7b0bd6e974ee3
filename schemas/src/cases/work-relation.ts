/** Whether a case is related to work, by those who may say so (NUMBERS 4.9): joining a case does not give a vote on it. */
import type { WorkRelation } from "../codes/enumerations.ts";
import type { CaseReport } from "./links/case-identity.ts";

export interface WorkRelatedness {
  readonly workRelated: WorkRelation;
  /** Whether the highest-standing word is `no` and is not heeded. */
  readonly disputed: boolean;
}

/**
 * The highest-standing word; `under_investigation` where there is none. `no` takes a case out of the counts and is heeded only of the
 * inspectorate, or where all who are asked agree.
 *
 * @param told The statements of the case, the highest-standing first.
 * @param voters Those of them that hold the case by its own identity, in the same order.
 */
export function workRelatednessOf(reported: readonly CaseReport[], voters: readonly CaseReport[]): WorkRelatedness {
  const word = wordOf(reported);
  if (word !== "no") return { workRelated: word ?? "under_investigation", disputed: false };
  const heeded = reported.some(({ role, data }) => role === "inspectorate" && data.workRelated === "no") || areAgreed(voters);
  return heeded ? { workRelated: "no", disputed: false } : { workRelated: "under_investigation", disputed: true };
}

/** Nobody says `yes`, and `no` is said by every enterprise among them; if there is none, by everyone who says anything. */
function areAgreed(voters: readonly CaseReport[]): boolean {
  if (voters.some(({ data }) => data.workRelated === "yes")) return false;
  const enterprises = voters.filter(({ role }) => role === "enterprise");
  const requested = enterprises.length > 0 ? enterprises : voters.filter(({ data }) => data.workRelated !== undefined);
  const bySource = [...Map.groupBy(requested, ({ source }) => source).values()];
  return bySource.length > 0 && bySource.every((statements) => wordOf(statements) === "no");
}

function wordOf(statements: readonly CaseReport[]): WorkRelation | undefined {
  return statements.find(({ data }) => data.workRelated !== undefined)?.data.workRelated;
}
