/** Tenge still to be paid: the chain ladder of what is stated as paid, with the standard errors of Mack. */
import type { IbnrQuery } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { Steps } from "@qorgau/schemas/steps";
import { reportsMin } from "../../nowcast/domain/ladder.ts";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { reportedShares } from "../../statistics/chain-ladder.ts";
import type { CumulatedRow } from "../../statistics/chain-ladder.ts";
import { mackFit, reserveOf, totalReserve } from "../../statistics/mack.ts";
import type { MackFit, Reserve } from "../../statistics/mack.ts";
import { daysOf } from "./ibnr-counts.ts";
import type { IbnrMonths, JudgedClaims } from "./ibnr.ts";
import type { IncurredClaim } from "./incurred-claims.ts";

interface Triangle {
  /** By place of the month from the first that is read, cumulated by delay. */
  readonly rows: readonly CumulatedRow[];
  /** Claims with something paid, of the months that factors are learnt from. */
  readonly claims: number;
}

/** Later than `maxDelay` counts at it. */
function triangleOf(claims: readonly IncurredClaim[], { first, last }: IbnrMonths, { window, maxDelay }: IbnrQuery): Triangle {
  const rows = Array.from({ length: last - first + 1 }, (_, place) =>
    Array.from({ length: Math.min(maxDelay, last - first - place) + 1 }, () => 0),
  );
  let paidClaims = 0;
  for (const { occurred, paid } of claims) {
    const row = rows[occurred - first];
    if (row === undefined) continue;
    for (const delay of row.keys()) {
      const until = delay === maxDelay ? last : occurred + delay;
      row[delay]! += paid.findLast(([month]) => month <= until)?.[1] ?? 0;
    }
    if (occurred > last - maxDelay - window && paid.some(([month, tenge]) => month <= last && tenge > 0)) paidClaims += 1;
  }
  return { rows, claims: paidClaims };
}

interface Fitted {
  readonly fit: MackFit | null;
  readonly reason: "too_few" | "history_too_short" | null;
}

function fitOf({ rows, claims }: Triangle, { window, maxDelay }: IbnrQuery): Fitted {
  if (claims < reportsMin) return { fit: null, reason: "too_few" };
  const fit = mackFit(rows, maxDelay, window);
  return { fit, reason: fit === null ? "history_too_short" : null };
}

const orNull = (figure: number | null) => (figure === null ? null : rounded(figure));
/** Tiyn: sums of decimal fractions are not exact in binary. */
const tiyn = (tenge: number) => Math.round(100 * tenge) / 100;
const nothing = { expected: null, outstanding: null, lower: null, upper: null, standardError: null };
const figuresOf = ({ ultimate, reserve, standardError }: Reserve) => ({
  expected: rounded(ultimate),
  outstanding: rounded(reserve),
  lower: null,
  upper: null,
  standardError: orNull(standardError),
});

/** Judges the amounts of a cell, by the factors of all where it has too few claims. */
export function amountsJudge(all: readonly IncurredClaim[], months: IbnrMonths, query: IbnrQuery) {
  const ofAll = fitOf(triangleOf(all, months, query), query);
  const { first, shown } = months;
  return function* judge(claims: readonly IncurredClaim[]): Steps<JudgedClaims> {
    yield;
    const triangle = triangleOf(claims, months, query);
    const own = fitOf(triangle, query);
    const { fit, reason } = own.fit === null ? ofAll : own;
    const delaysFrom = fit === null ? null : own.fit === null ? "all" : "cell";
    const rowAt = (month: number) => triangle.rows[month - first] ?? [];
    const known = shown.map(rowAt).filter((row) => (row.at(-1) ?? 0) > 0);
    return {
      told: {
        claims: triangle.claims,
        delaysFrom,
        shares: fit === null ? [] : reportedShares(fit.factors).map(rounded),
        leftOut: 0,
        beyondMaxDelay: 0,
        reason,
        widened: null,
        sum: fit === null || known.length === 0 ? null : { ...daysOf(shown), ...sumOf(fit, known) },
        coverage: null,
      },
      rowOf: (month) => {
        const row = rowAt(month);
        const reported = tiyn(row.at(-1) ?? 0);
        const shares = fit === null ? null : reportedShares(fit.factors);
        const isKnown = fit !== null && reported > 0;
        return {
          reported,
          ...(isKnown ? figuresOf(reserveOf(fit, row)) : nothing),
          share: shares === null ? null : rounded(shares[row.length - 1]!),
          reason: reason ?? (isKnown ? null : "not_stated"),
          delaysFrom,
          widened: null,
        };
      },
    };
  };
}

function sumOf(fit: MackFit, rows: readonly CumulatedRow[]) {
  const reported = rows.reduce((sum, row) => sum + row.at(-1)!, 0);
  const { reserve, standardError } = totalReserve(fit, rows);
  return { reported: tiyn(reported), ...figuresOf({ ultimate: reported + reserve, reserve, standardError }) };
}
