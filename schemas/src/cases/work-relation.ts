/** Whether a case is related to work, by the statements that have a vote (NUMBERS 4.9): those that join a case by `sameAs` have none. */
import type { WorkRelation } from "../codes/enumerations.ts";
import type { CaseReport } from "./links/case-identity.ts";

export interface WorkRelatedness {
  readonly workRelated: WorkRelation;
  /** Whether the highest-ranking statement that states it says `no`, which has no effect. */
  readonly disputed: boolean;
}

/**
 * What the highest-ranking statement that states it says; `under_investigation` where none does. `no` takes a case out of the counts and has
 * effect only where the inspectorate says it or the voters agree.
 *
 * @param reported The statements of the case, the highest-ranking first.
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
