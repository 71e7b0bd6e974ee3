/** Claims by the month of occurrence, with the month of their first statement and what was stated as paid since: what IBNR is computed from. */
import type { IbnrDimension, IbnrQuery } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { Statement } from "@qorgau/schemas/events/statement";
import { numberOf } from "../../nowcast/domain/nowcast-periods.ts";
import { takesThePlaceOf } from "../../quality/domain/quality-record-history.ts";
import type { QualitySlice } from "../../quality/domain/quality-slice.ts";
import { dayOfStamp } from "../../time/calendar.ts";
import { bandOf, claimRecords } from "./claim-records.ts";
import type { ClaimRecord } from "./claim-records.ts";

/** Months as numbers that follow each other. */
export interface IncurredClaim {
  /** Of the dimensions of `by`, in their order, "" is not stated. */
  readonly codes: readonly string[];
  readonly source: string;
  readonly occurred: number;
  /** Of its first statement, by its effective stamp. */
  readonly filed: number;
  /** What was stated as paid at the end of a month, in tenge, for each month in which it changed; in their order. */
  readonly paid: readonly (readonly [month: number, tenge: number])[];
}

const codeOf: Readonly<Record<IbnrDimension, (claim: ClaimRecord) => string>> = {
  insurer: ({ statement }) => statement.source,
  band: ({ statement }) => bandOf(statement) ?? "",
};

const monthOfStamp = (stamp: string): number => numberOf("month", dayOfStamp(Date.parse(stamp)));

/** The claims of a slice that the request is of. */
export function incurredClaims(slice: QualitySlice, { source, by }: Pick<IbnrQuery, "source" | "by">): IncurredClaim[] {
  return claimRecords(slice)
    .filter(({ statement }) => source === null || statement.source === source)
    .map((claim) => ({
      codes: by.map((dimension) => codeOf[dimension](claim)),
      source: claim.statement.source,
      occurred: numberOf("month", claim.statement.derived.date),
      filed: monthOfStamp(claim.first.effectiveAt),
      paid: paidBy(claim),
    }));
}

/** A statement that never was effective changes nothing; a withdrawn one states nothing as paid. */
function paidBy({ statements }: ClaimRecord): readonly (readonly [number, number])[] {
  const byMonth = new Map<number, number>();
  let effective: Statement | null = null;
  for (const { statement, effectiveAt } of statements) {
    if (effective !== null && !takesThePlaceOf(statement, effective)) continue;
    effective = statement;
    byMonth.set(monthOfStamp(effectiveAt), paidIn(statement));
  }
  return [...byMonth];
}

function paidIn(statement: Statement): number {
  return statement.withdrawn || statement.entity !== "claim" ? 0 : (statement.data.claim.paidKzt ?? 0);
}
