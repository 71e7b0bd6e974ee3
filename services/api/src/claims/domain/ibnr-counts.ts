/** Claims incurred and not filed yet: the ladder of the nowcast, by the delay from the occurrence to the first statement. */
import type { IbnrQuery } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { Steps } from "@qorgau/schemas/steps";
import { backTest } from "../../nowcast/domain/back-test.ts";
import { countryDelays, ladderAt, nowcastOf, sumOf, triangleOf, widenedLimits } from "../../nowcast/domain/ladder.ts";
import type { Nowcast } from "../../nowcast/domain/ladder.ts";
import { labelOf, spanOf } from "../../nowcast/domain/nowcast-periods.ts";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import type { ClaimSum } from "./claim-sums.ts";
import type { IbnrMonths, JudgedClaims } from "./ibnr.ts";

type Expected = Omit<Nowcast, "share" | "unreported">;

const nothing = { expected: null, outstanding: null, lower: null, upper: null, standardError: null };

function figuresOf(nowcast: Expected, widening: number) {
  const { reported, expected } = nowcast;
  const { lower, upper } = widenedLimits(nowcast, widening);
  return {
    expected: rounded(expected),
    outstanding: rounded(expected - reported),
    lower: rounded(lower),
    upper: rounded(upper),
    standardError: null,
  };
}

/** Judges the claims of a cell, by the delays of all where it has too few. */
export function claimsJudge(all: readonly ClaimSum[], { first, last, shown }: IbnrMonths, query: IbnrQuery) {
  const country = countryDelays(all, query);
  return function* judge(sums: readonly ClaimSum[]): Steps<JudgedClaims> {
    const counts = { cell: sums, country };
    const ladder = ladderAt(counts, last - first, query);
    const test = yield* backTest(counts, last - first, query);
    const reason = ladder.reason ?? (test.widening === null ? "delays_unstable" : null);
    const delaysFrom = ladder.delaysFrom === "country" ? "all" : ladder.delaysFrom;
    const widened = test.widening === null || test.widening === 1 ? null : test.widening;
    const nowcasts = new Map<number, Nowcast | null>();
    for (const month of reason === null ? shown : []) {
      nowcasts.set(month, nowcastOf(ladder, month - first));
      yield;
    }
    const sum = yield* sumOf([...nowcasts.values()]);
    const { reports, leftOut, beyondMaxDelay, reported } = ladder.table;
    return {
      told: {
        claims: reports,
        delaysFrom,
        shares: ladder.shares.map(rounded),
        ...(query.triangle ? { triangle: triangleOf(ladder.table.ofDelays, query, (place) => labelOf("month", first + place)) } : {}),
        leftOut,
        beyondMaxDelay,
        reason,
        widened,
        sum: sum === null ? null : { ...daysOf(shown), reported: sum.reported, ...figuresOf(sum, test.widening ?? 1) },
        coverage: test.coverage,
      },
      rowOf: (month) => {
        const nowcast = nowcasts.get(month);
        return {
          reported: reported[month - first]?.at(-1) ?? 0,
          ...(nowcast === undefined || nowcast === null ? nothing : figuresOf(nowcast, test.widening ?? 1)),
          share: nowcast === undefined || nowcast === null ? null : rounded(nowcast.share),
          // Something is filed at a delay at which nothing ever was.
          reason: nowcast === null ? "history_too_short" : reason,
          delaysFrom,
          widened,
        };
      },
    };
  };
}

/** First and last day of the months, of which there is one at the least. */
export const daysOf = (months: readonly number[]) => ({ from: spanOf("month", months[0]!).from, to: spanOf("month", months.at(-1)!).to });
