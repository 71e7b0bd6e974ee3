/** Claims by the month of occurrence, with the month of their first statement and what was stated as paid since: what IBNR is computed from. */
import type { IbnrDimension, IbnrQuery } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { CapacityBand } from "@qorgau/schemas/responses/claims-response";
import type { LoggedStatement, Statement } from "@qorgau/schemas/events/statement";
import { numberOf } from "../../nowcast/domain/nowcast-periods.ts";
import { takesThePlaceOf } from "../../quality/domain/quality-record-history.ts";
import type { RecordHistory } from "../../quality/domain/quality-record-history.ts";
import { dayOfStamp } from "../../time/calendar.ts";
import { activeClaim, bandOf } from "./claim-records.ts";
import type { ClaimStatement } from "./claim-records.ts";

/** Months as numbers that follow each other. */
export interface IncurredClaim {
  /** Of the dimensions of `by`, in their order, "" is not stated; null of what the filters leave out, by which delays are learnt all the same. */
  readonly codes: readonly string[] | null;
  readonly source: string;
  readonly occurred: number;
  /** Of its first statement, by its effective stamp. */
  readonly stated: number;
  /** The month since which it is in its cell: where bands are told apart the first one since which it states its present band, else `stated`. */
  readonly filed: number;
  /** What was stated as paid at the end of a month, in tenge, for each month in which it changed; in their order. */
  readonly paid: readonly (readonly [month: number, tenge: number])[];
}

const codeOf: Readonly<Record<IbnrDimension, (claim: ClaimStatement) => string>> = {
  insurer: ({ source }) => source,
  band: (claim) => bandOf(claim) ?? "",
  region: (claim) => claim.derived.region ?? "",
};

const monthOfStamp = (stamp: string): number => numberOf("month", dayOfStamp(Date.parse(stamp)));

/** Null of a record that is withdrawn, and of one that the request is not of. */
export function incurredClaim(history: RecordHistory, query: Pick<IbnrQuery, "source" | "by" | "region" | "band">): IncurredClaim | null {
  const claim = activeClaim(history);
  if (claim === null || (query.source !== null && claim.source !== query.source)) return null;
  const effective = effectiveStatements(history);
  const stated = monthOfStamp(history.first.effectiveAt);
  const isShown = (["region", "band"] as const).every((name) => query[name]?.includes(codeOf[name](claim)) ?? true);
  return {
    codes: isShown ? query.by.map((dimension) => codeOf[dimension](claim)) : null,
    source: claim.source,
    occurred: numberOf("month", claim.derived.date),
    stated,
    filed: query.by.includes("band") || query.band !== null ? (sinceBand(effective) ?? stated) : stated,
    paid: paidBy(effective),
  };
}

/** Those that were effective, each until the next. */
function effectiveStatements({ statements }: RecordHistory): LoggedStatement[] {
  const found: LoggedStatement[] = [];
  for (const logged of statements) {
    const before = found.at(-1);
    if (before === undefined || takesThePlaceOf(logged.statement, before.statement)) found.push(logged);
  }
  return found;
}

/** The month since which the record states the band that it states last; a withdrawal in between changes none. */
function sinceBand(effective: readonly LoggedStatement[]): number | null {
  let known: { readonly band: CapacityBand | null; readonly since: number } | null = null;
  for (const { statement, effectiveAt } of effective) {
    if (statement.withdrawn || statement.entity !== "claim") continue;
    const band = bandOf(statement);
    if (known === null || known.band !== band) known = { band, since: monthOfStamp(effectiveAt) };
  }
  return known?.since ?? null;
}

/** A withdrawn statement states nothing as paid. */
function paidBy(effective: readonly LoggedStatement[]): readonly (readonly [number, number])[] {
  const byMonth = new Map<number, number>();
  for (const { statement, effectiveAt } of effective) byMonth.set(monthOfStamp(effectiveAt), paidIn(statement));
  return [...byMonth];
}

function paidIn(statement: Statement): number {
  return statement.withdrawn || statement.entity !== "claim" ? 0 : (statement.data.claim.paidKzt ?? 0);
}
