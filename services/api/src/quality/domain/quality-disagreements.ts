/** Where two reporters of one case state different things. A coarser code does not contradict a finer one within it. */
import type { CaseReport } from "@qorgau/schemas/cases/links/case-identity";
import type { MergedCase } from "@qorgau/schemas/cases/merge-case";
import { comparedFields } from "@qorgau/schemas/responses/quality-response";
import type { ComparedField } from "@qorgau/schemas/responses/quality-response";

/** A field that two statements of one case, of different sources, state differently. */
export interface DifferentReport {
  readonly field: ComparedField;
  /** Ranks higher than `other` and is of another source. */
  readonly statement: CaseReport;
  readonly value: string;
  readonly other: CaseReport;
  readonly otherValue: string;
}

/**
 * Every statement of a case is held against every other, so a bound: nobody has sixteen reporters, but sixteen thousand
 * records can say `sameAs` of one. Those that rank highest are compared.
 */
const comparedStatementsMax = 16;

/** In the order of the statements, the highest-ranking first. Only the first 16 are compared. */
export function disagreementsOf({ statements }: Pick<MergedCase, "statements">): DifferentReport[] {
  const reported = statements.slice(0, comparedStatementsMax).map((logged) => logged.statement);
  return reported.flatMap((statement, place) =>
    reported
      .slice(place + 1)
      .filter((other) => other.source !== statement.source)
      .flatMap((other) => differences(statement, other)),
  );
}

function differences(statement: CaseReport, other: CaseReport): DifferentReport[] {
  return comparedFields.flatMap((field) => {
    const [value, otherValue] = [readers[field](statement), readers[field](other)];
    if (value === undefined || otherValue === undefined || agree(field, statement, other)) return [];
    return [{ field, statement, value: String(value), other, otherValue: String(otherValue) }];
  });
}

type Read = (statement: CaseReport) => string | number | boolean | undefined;

const readers: Readonly<Record<ComparedField, Read>> = {
  occurredAt: ({ data }) => data.occurredAt,
  kind: ({ data }) => data.kind,
  severity: ({ data }) => data.severity,
  workRelated: ({ data }) => data.workRelated,
  diedOn: ({ data }) => data.diedOn,
  region: ({ data }) => data.region,
  sector: ({ data }) => data.sector,
  daysLost: ({ data }) => data.daysLost,
  restrictedDays: ({ data }) => data.restrictedDays,
  permanentIncapacityPercent: ({ data }) => data.permanentIncapacityPercent,
  diagnosis: ({ data }) => data.diagnosis,
  circumstance: ({ data }) => data.circumstance,
  roadTraffic: ({ data }) => data.roadTraffic,
  cause: ({ data }) => data.causes?.[0],
  deviation: ({ data }) => data.deviation,
  contact: ({ data }) => data.contact,
  "employer.bin": ({ data }) => data.employer.bin,
  "employer.region": ({ data }) => data.employer.region,
  "employer.size": ({ data }) => data.employer.size,
  "worker.sex": ({ data }) => data.worker?.sex,
  "worker.ageBand": ({ data }) => data.worker?.ageBand,
  "worker.occupation": ({ data }) => data.worker?.occupation,
  "worker.status": ({ data }) => data.worker?.status,
  "worker.migrant": ({ data }) => data.worker?.migrant,
  "injury.type": ({ data }) => data.injury?.type,
  "injury.bodyPart": ({ data }) => data.injury?.bodyPart,
  "fault.employerPercent": ({ data }) => data.fault?.employerPercent,
  "fault.workerPercent": ({ data }) => data.fault?.workerPercent,
  "mining.mine": ({ data }) => data.mining?.mine,
  "mining.method": ({ data }) => data.mining?.method,
  "mining.commodity": ({ data }) => data.mining?.commodity,
  "mining.hazard": ({ data }) => data.mining?.hazard,
  "mining.contractor": ({ data }) => data.mining?.contractor,
};

type Agree = (left: CaseReport, right: CaseReport) => boolean;

/** Fields that are stated at several depths, or in several forms. */
const agreements: Partial<Record<ComparedField, Agree>> = {
  occurredAt: ({ data: left }, { data: right }) =>
    left.occurredAt.length === 10 || right.occurredAt.length === 10
      ? left.occurredAt.slice(0, 10) === right.occurredAt.slice(0, 10)
      : Date.parse(left.occurredAt) === Date.parse(right.occurredAt),
  // An open investigation contradicts neither outcome.
  workRelated: ({ data: left }, { data: right }) =>
    left.workRelated === right.workRelated || [left.workRelated, right.workRelated].includes("under_investigation"),
  region: ({ derived: left }, { derived: right }) => left.country === right.country && left.region === right.region,
  "employer.region": ({ derived: left }, { derived: right }) => left.employerRegion === right.employerRegion,
  sector: (left, right) => {
    const [leftCode, rightCode] = [left, right].map(({ data }) => (data.sector ?? "").replaceAll(".", "")) as [string, string];
    if (!/^\d/.test(leftCode) || !/^\d/.test(rightCode)) return left.derived.section === right.derived.section;
    return leftCode.startsWith(rightCode) || rightCode.startsWith(leftCode);
  },
  "worker.occupation": ({ data: left }, { data: right }) => {
    const [leftCode, rightCode] = [left.worker?.occupation ?? "", right.worker?.occupation ?? ""];
    return leftCode.startsWith(rightCode) || rightCode.startsWith(leftCode);
  },
};

function agree(field: ComparedField, left: CaseReport, right: CaseReport): boolean {
  return agreements[field]?.(left, right) ?? readers[field](left) === readers[field](right);
}
