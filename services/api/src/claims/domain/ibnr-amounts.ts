/** Tenge still to be paid: the chain ladder of what is stated as paid, with the standard errors of Mack. */
import type { IbnrQuery } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { Steps } from "@qorgau/schemas/steps";
import { delayTableAt } from "../../nowcast/domain/delay-table.ts";
import { reportsMin, triangleOf as learntRows } from "../../nowcast/domain/ladder.ts";
import { labelOf } from "../../nowcast/domain/nowcast-periods.ts";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { reportedShares } from "../../statistics/chain-ladder.ts";
import type { CumulatedRow } from "../../statistics/chain-ladder.ts";
import { mackFit, reserveOf, totalReserve } from "../../statistics/mack.ts";
import type { MackFit, Reserve } from "../../statistics/mack.ts";
import type { ClaimSum } from "./claim-sums.ts";
import { daysOf } from "./ibnr-counts.ts";
import type { IbnrMonths, JudgedClaims } from "./ibnr.ts";

interface Triangle {
  /** Tenge by place of the month from the first that is read, cumulated by delay; later than `maxDelay` counts at it. */
  readonly reported: readonly CumulatedRow[];
  /** The same without the backlog, whose tenge of years would all be of one delay. */
  readonly ofDelays: readonly CumulatedRow[];
  /** Of the months that factors are learnt from, claims with something paid: without the backlog, and of it. */
  readonly claims: number;
  readonly leftOut: number;
}

const inTenge = (rows: readonly CumulatedRow[]) => rows.map((row) => row.map((tiyn) => tiyn / 100));

function triangleOf(sums: readonly ClaimSum[], { first, last }: IbnrMonths, query: IbnrQuery): Triangle {
  const { reports, leftOut } = delayTableAt(sums, last - first, query);
  const amounts = sums.map((sum) => ({ ...sum, count: sum.tiyn, backlog: sum.tiynOfBacklog }));
  const { reported, ofDelays } = delayTableAt(amounts, last - first, query);
  return { reported: inTenge(reported), ofDelays: inTenge(ofDelays), claims: reports, leftOut };
}

interface Fitted {
  readonly fit: MackFit | null;
  readonly reason: "too_few" | "history_too_short" | null;
}

function fitOf({ ofDelays, claims }: Triangle, { window, maxDelay }: IbnrQuery): Fitted {
  if (claims < reportsMin) return { fit: null, reason: "too_few" };
  const fit = mackFit(ofDelays, maxDelay, window);
  return { fit, reason: fit === null ? "history_too_short" : null };
}

const orNull = (figure: number | null) => (figure === null ? null : rounded(figure));
const nothing = { expected: null, outstanding: null, lower: null, upper: null, standardError: null };
const figuresOf = ({ ultimate, reserve, standardError }: Reserve) => ({
  expected: rounded(ultimate),
  outstanding: rounded(reserve),
  lower: null,
  upper: null,
  standardError: orNull(standardError),
});

/** Judges the amounts of a cell, by the factors of all where it has too few claims. */
export function amountsJudge(all: readonly ClaimSum[], months: IbnrMonths, query: IbnrQuery) {
  const triangleOfAll = triangleOf(all, months, query);
  const ofAll = fitOf(triangleOfAll, query);
  const { first, shown } = months;
  return function* judge(sums: readonly ClaimSum[]): Steps<JudgedClaims> {
    yield;
    const triangle = triangleOf(sums, months, query);
    yield;
    const own = fitOf(triangle, query);
    const { fit, reason } = own.fit === null ? ofAll : own;
    const delaysFrom = fit === null ? null : own.fit === null ? "all" : "cell";
    const shares = fit === null ? [] : reportedShares(fit.factors);
    const rowAt = (month: number) => triangle.reported[month - first] ?? [];
    const isKnown = (row: CumulatedRow) => (row.at(-1) ?? 0) > 0 && (shares[row.length - 1] ?? 0) > 0;
    const known = shown.map(rowAt).filter(isKnown);
    return {
      told: {
        claims: triangle.claims,
        delaysFrom,
        shares: shares.map(rounded),
        ...(query.triangle
          ? {
              triangle: learntRows(triangle.ofDelays, query, (place) => labelOf("month", first + place)),
            }
          : {}),
        leftOut: triangle.leftOut,
        beyondMaxDelay: 0,
        reason,
        widened: null,
        sum: fit === null || known.length === 0 ? null : { ...daysOf(shown), ...sumOf(fit, known) },
        coverage: null,
      },
      rowOf: (month) => {
        const row = rowAt(month);
        const isExpected = fit !== null && isKnown(row);
        return {
          reported: row.at(-1) ?? 0,
          ...(isExpected ? figuresOf(reserveOf(fit, row)) : nothing),
          share: fit === null ? null : rounded(shares[row.length - 1]!),
          reason: reason ?? (isExpected ? null : "not_stated"),
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
  return { reported: Math.round(100 * reported) / 100, ...figuresOf({ ultimate: reported + reserve, reserve, standardError }) };
}
