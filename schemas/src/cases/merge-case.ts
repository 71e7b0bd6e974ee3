/** Makes one case of the active statements that share an identity: the merging rules 2 of NUMBERS, section 4. */
import { type Evidence, type Severity, severities, type WorkRelation } from "../codes/enumerations.ts";
import type { CaseData } from "../events/event.ts";
import type { CaseDerived, LoggedStatement } from "../events/statement.ts";
import type { CaseReport } from "./links/case-identity.ts";
import { compareEffective } from "./order/effective-order.ts";
import { workRelatednessOf } from "./work-relation.ts";

/** A logged statement of a case or a claim that is not withdrawn (`isActiveReport`). */
export interface LoggedReport extends LoggedStatement {
  readonly statement: CaseReport;
}

/**
 * Each attribute from the highest-ranking statement that states it, objects member by member; an object nobody states is empty. What
 * belongs together is of one statement: the fault whole, the sector with its scheme, the employer's region and size with its BIN.
 */
export interface MergedData extends Omit<CaseData, "worker" | "accident" | "sameAs" | "severity" | "workRelated"> {
  readonly worker: Omit<NonNullable<CaseData["worker"]>, "ref">;
  readonly injury: NonNullable<CaseData["injury"]>;
  readonly fault: NonNullable<CaseData["fault"]>;
  readonly notified: NonNullable<CaseData["notified"]>;
  readonly mining: NonNullable<CaseData["mining"]>;
  /** The gravest that any statement reports. */
  readonly severity: Severity;
  /** See `workRelatednessOf`. */
  readonly workRelated: WorkRelation;
}

export type MergedDerived = Omit<CaseDerived, "globalWorker">;

/** One case as its active statements give it together (DESIGN, section 3, "Merging"; NUMBERS, section 4), before accidents are formed. */
export interface MergedCase {
  /** Opaque: SHA-256 of the identity. */
  readonly id: string;
  /** The active statements, the highest-ranking first (`compareEffective`); never none. */
  readonly statements: readonly [LoggedReport, ...LoggedReport[]];
  readonly data: MergedData;
  readonly derived: MergedDerived;
  readonly evidence: Evidence;
  /** Whether the highest-ranking statement reports a lesser severity than the merged one. */
  readonly severityDisputed: boolean;
  /** Whether the highest-ranking statement that states `workRelated` says `no`, which has no effect. */
  readonly workRelatedDisputed: boolean;
  /** The day of death that is left out as lying before the occurrence, since the two come from different statements; else null. */
  readonly diedBefore: string | null;
  /** Whether the case is a victim in the counts. */
  readonly counts: boolean;
}

/** An active statement, and whether it holds the case by its own identity: else it is there by `sameAs` alone. */
export interface HeldReport {
  readonly logged: LoggedReport;
  readonly holds: boolean;
}

/**
 * `active` holds the effective statements of one identity in any order, one of each record; `id` is the SHA-256 of the identity. The order of
 * precedence is `compareEffective`.
 */
export function mergeCase(id: string, active: readonly [HeldReport, ...HeldReport[]]): MergedCase {
  const holders = new Set(active.filter(({ holds }) => holds).map(({ logged }) => logged.statement.source));
  const held = active.toSorted((left, right) => compareEffective(left.logged.statement, right.logged.statement, holders));
  const statements = held.map(({ logged }) => logged) as [LoggedReport];
  const reported = statements.map((logged) => logged.statement);
  const { workRelated, disputed } = workRelatednessOf(
    reported,
    held.filter(({ holds }) => holds).map(({ logged }) => logged.statement),
  );
  const { diedOn, ...data } = mergeData(reported, workRelated);
  const derived = mergeDerived(reported);
  const diedBefore = diedOn !== undefined && diedOn < derived.date ? diedOn : null;
  return {
    id,
    statements,
    data: { ...data, ...(diedOn === undefined || diedBefore !== null ? {} : { diedOn }) },
    derived,
    evidence: reported.some((statement) => statement.entity === "case") ? "reported" : "insurer_only",
    severityDisputed: data.severity !== statements[0].statement.data.severity,
    workRelatedDisputed: disputed,
    diedBefore,
    counts: workRelated !== "no",
  };
}

function mergeData(reported: readonly CaseReport[], workRelated: WorkRelation): MergedData {
  const all = reported.map((statement): CaseData => statement.data);
  const leftOut = ["worker", "accident", "sameAs", "claim", "sector", "sectorScheme", "workRelated"];
  const first = firstStated(all, leftOut) as Omit<CaseData, "worker" | "accident" | "sameAs">;
  const sectoral = all.find((data) => data.sector !== undefined);
  return {
    ...first,
    ...(sectoral?.sector === undefined ? {} : { sector: sectoral.sector }),
    ...(sectoral?.sectorScheme === undefined ? {} : { sectorScheme: sectoral.sectorScheme }),
    severity: gravest(all),
    workRelated,
    employer: firstStated(ofOneEmployer(reported).map((statement) => statement.data.employer)),
    worker: firstStated(
      all.map((data) => data.worker),
      ["ref"],
    ),
    injury: firstStated(all.map((data) => data.injury)),
    fault: all.find(statesFault)?.fault ?? {},
    notified: firstStated(all.map((data) => data.notified)),
    mining: firstStated(all.map((data) => data.mining)),
  };
}

/** The shares of one investigation are of one statement: those of two add up to anything. */
export function statesFault({ fault }: CaseData): boolean {
  return fault?.employerPercent !== undefined || fault?.workerPercent !== undefined;
}

/** The statements that name the merged employer or none: what else they state of the employer is of the same enterprise. */
export function ofOneEmployer(reported: readonly CaseReport[]): CaseReport[] {
  const bin = reported.find(({ data }) => data.employer.bin !== undefined)?.data.employer.bin;
  return reported.filter(({ data }) => data.employer.bin === undefined || data.employer.bin === bin);
}

/**
 * What follows from an attribute comes from the very statement the attribute comes from, as that statement's ingest endpoint derived it. The
 * date follows from `occurredAt`, which every statement states: statements joined by `sameAs`, or a case and a claim of one
 * subject, may state different dates, and the highest-ranking one's is the date of the case.
 */
function mergeDerived(reported: readonly CaseReport[]): MergedDerived {
  const withRegion = reported.find((statement) => statement.data.region !== undefined)?.derived;
  const withSector = reported.find((statement) => statement.data.sector !== undefined)?.derived;
  const withEmployerRegion = ofOneEmployer(reported).find((statement) => statement.data.employer.region !== undefined)?.derived;
  return {
    date: reported[0]!.derived.date,
    country: withRegion?.country ?? "KZ",
    region: withRegion?.region ?? null,
    employerRegion: withEmployerRegion?.employerRegion ?? null,
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
  return severities[all.reduce((highest, { severity }) => Math.max(highest, severities.indexOf(severity)), 0)]!;
}
