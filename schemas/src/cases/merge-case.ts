/** Makes one case of the living statements that share an identity: the merging rules 1 of DESIGN, section 3. */
import { type Evidence, type Severity, severities, type WorkRelation } from "../codes/enumerations.ts";
import type { CaseData } from "../event.ts";
import type { CaseDerived, LoggedStatement } from "../statement.ts";
import type { CaseTelling } from "./case-identity.ts";
import { compareStanding } from "./standing-order.ts";

export interface LoggedTelling extends LoggedStatement {
  readonly statement: CaseTelling;
}

/** Each attribute from the highest-standing statement that states it, objects member by member; an object nobody states is empty. */
export interface MergedData extends Omit<CaseData, "worker" | "accident" | "sameAs" | "severity" | "workRelated"> {
  readonly worker: Omit<NonNullable<CaseData["worker"]>, "ref">;
  readonly injury: NonNullable<CaseData["injury"]>;
  readonly fault: NonNullable<CaseData["fault"]>;
  readonly notified: NonNullable<CaseData["notified"]>;
  readonly mining: NonNullable<CaseData["mining"]>;
  /** The gravest that any statement tells. */
  readonly severity: Severity;
  /** `under_investigation` where none states it. */
  readonly workRelated: WorkRelation;
}

export type MergedDerived = Omit<CaseDerived, "globalWorker">;

export interface MergedCase {
  /** Opaque: SHA-256 of the identity. */
  readonly id: string;
  /** The living statements, the highest-standing first; never none. */
  readonly statements: readonly [LoggedTelling, ...LoggedTelling[]];
  readonly data: MergedData;
  readonly derived: MergedDerived;
  readonly evidence: Evidence;
  /** Whether the highest-standing statement tells of a lesser severity than the merged one. */
  readonly severityDisputed: boolean;
  /** Whether the case is a victim in the counts. */
  readonly counts: boolean;
}

export function mergeCase(id: string, living: readonly [LoggedTelling, ...LoggedTelling[]]): MergedCase {
  const statements = living.toSorted((left, right) => compareStanding(left.statement, right.statement)) as [LoggedTelling];
  const told = statements.map((logged) => logged.statement);
  const data = mergeData(told);
  return {
    id,
    statements,
    data,
    derived: mergeDerived(told),
    evidence: told.some((statement) => statement.entity === "case") ? "reported" : "insurer_only",
    severityDisputed: data.severity !== statements[0].statement.data.severity,
    counts: data.workRelated !== "no",
  };
}

function mergeData(told: readonly CaseTelling[]): MergedData {
  const all = told.map((statement): CaseData => statement.data);
  const first = firstStated(all, ["worker", "accident", "sameAs", "claim"]) as Omit<CaseData, "worker" | "accident" | "sameAs">;
  const workers = all.map((data) => data.worker);
  return {
    ...first,
    severity: gravest(all),
    workRelated: first.workRelated ?? "under_investigation",
    employer: firstStated(all.map((data) => data.employer)),
    worker: firstStated(workers, ["ref"]),
    injury: firstStated(all.map((data) => data.injury)),
    fault: firstStated(all.map((data) => data.fault)),
    notified: firstStated(all.map((data) => data.notified)),
    mining: firstStated(all.map((data) => data.mining)),
  };
}

/**
 * What follows from an attribute comes from the very statement the attribute comes from, as that statement's door derived it. The
 * date follows from `occurredAt`, which every statement states: statements joined by `sameAs`, or a case and a claim of one
 * subject, may tell different dates, and the highest-standing one's is the date of the case.
 */
function mergeDerived(told: readonly CaseTelling[]): MergedDerived {
  const withRegion = told.find((statement) => statement.data.region !== undefined)?.derived;
  const withSector = told.find((statement) => statement.data.sector !== undefined)?.derived;
  return {
    date: told[0]!.derived.date,
    country: withRegion?.country ?? "KZ",
    region: withRegion?.region ?? null,
    employerRegion: told.find((statement) => statement.data.employer.region !== undefined)?.derived.employerRegion ?? null,
    section: withSector?.section ?? null,
    division: withSector?.division ?? null,
  };
}

/** Every member from the first of the objects that states it, `leftOut` apart: what concerns one record alone is not merged. */
function firstStated<Members extends object>(objects: readonly (Members | undefined)[], leftOut: readonly string[] = []): Partial<Members> {
  const merged: Partial<Members> = {};
  for (const object of objects) {
    for (const member in object) {
      if (merged[member] === undefined && object[member] !== undefined && !leftOut.includes(member)) merged[member] = object[member];
    }
  }
  return merged;
}

function gravest(all: readonly CaseData[]): Severity {
  return severities[Math.max(...all.map((data) => severities.indexOf(data.severity)))]!;
}
