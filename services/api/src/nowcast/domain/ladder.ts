/** The nowcast of one cell at the end of a period: whose delays it is judged by, and what each of its periods will be (METHODS, section 1). */
import type { NowcastReason, NowcastWindow } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { Steps } from "@qorgau/schemas/steps";
import { developmentFactors, reportedShares } from "../../statistics/chain-ladder.ts";
import { negativeBinomialLaw, poissonLaw, quantileOf, sumOfLaws } from "../../statistics/count-law.ts";
import type { CountLaw } from "../../statistics/count-law.ts";
import { delayTableAt, firstPeriodOf } from "./delay-table.ts";
import type { DelayedCount, DelayTable } from "./delay-table.ts";

/** Fewer reports do not tell the delays. */
export const reportsMin = 30;

/** The mean of so many periods before stands for one of which nothing is reported yet. */
const periodsBefore = 12;

export interface Ladder {
  readonly table: DelayTable;
  /** F by delay, 0 to `maxDelay`; empty where there is a reason. */
  readonly shares: readonly number[];
  readonly delaysFrom: "cell" | "country" | null;
  readonly reason: NowcastReason | null;
  /** The first period of which anything was reported in the country; periods before it tell nothing. */
  readonly begun: number;
}

type Shares = Pick<Ladder, "shares" | "reason">;

/** What the delays of the whole country were at the end of any period. */
export interface CountryDelays {
  sharesAt(last: number): Shares;
  /** The first period of which anything was reported that is no backlog; null where there is none. */
  readonly begun: number | null;
}

/** Of cells of several countries or kinds, of which none is judged by the delays of the others. */
export function noDelaysToLend(counts: readonly DelayedCount[]): CountryDelays {
  return { begun: firstPeriodOf(counts), sharesAt: () => ({ shares: [], reason: "too_few" }) };
}

/** Every cell with too few reports of its own asks for them, at every cut that is tried again. */
export function countryDelays(counts: readonly DelayedCount[], window: NowcastWindow): CountryDelays {
  const known = new Map<number, Shares>();
  return {
    begun: firstPeriodOf(counts),
    sharesAt: (last) => {
      const found = known.get(last) ?? sharesOf(delayTableAt(counts, last, window), window);
      known.set(last, found);
      return found;
    },
  };
}

/** The counts of a cell, and the delays that judge it where it has too few reports of its own. */
export interface LadderCounts {
  readonly cell: readonly DelayedCount[];
  readonly country: CountryDelays;
}

export function ladderAt({ cell, country }: LadderCounts, last: number, window: NowcastWindow): Ladder {
  const table = delayTableAt(cell, last, window);
  const begun = country.begun ?? 0;
  const own = sharesOf(table, window);
  if (own.reason === null) return { table, ...own, delaysFrom: "cell", begun };
  const lent = country.sharesAt(last);
  return { table, ...lent, delaysFrom: lent.reason === null ? "country" : null, begun };
}

function sharesOf({ reports, ofDelays }: DelayTable, { window, maxDelay }: NowcastWindow): Shares {
  if (reports < reportsMin) return { shares: [], reason: "too_few" };
  const factors = developmentFactors(ofDelays, maxDelay, window);
  return factors === null ? { shares: [], reason: "history_too_short" } : { shares: reportedShares(factors), reason: null };
}

/** The rows that factors are learnt from, and the younger ones, each with its period. */
export function triangleOf(
  learnt: DelayTable["ofDelays"],
  { window, maxDelay }: NowcastWindow,
  labelOfPlace: (place: number) => string,
): { readonly period: string; readonly cumulated: number[] }[] {
  const from = Math.max(0, learnt.length - maxDelay - window);
  return learnt.slice(from).map((row, place) => ({ period: labelOfPlace(from + place), cumulated: [...row] }));
}

/** A period at the end of another one. */
export interface Nowcast {
  readonly reported: number;
  /** F. */
  readonly share: number;
  readonly expected: number;
  /** 95 % limits of the number in the end, before any widening. */
  readonly lower: number;
  readonly upper: number;
  /** Of what is not reported yet. */
  readonly unreported: CountLaw;
}

const [lowerTail, upperTail] = [0.025, 0.975];

/** A part of a period: what of it is reported, and its share of the days. */
export interface PartOfPeriod {
  readonly reported: number;
  readonly days: number;
}

/** Of a period of before the table, whose reports are all in. */
export function wholeAlready(reported: number): Nowcast {
  return nowcastBy({ reported, share: 1 }, reported, poissonLaw(0));
}

/**
 * The nowcast of the period at that place, or of a part of it. The ladder has shares. Null where something is reported at a delay at which nothing ever was:
 * nobody knows what share of the period that is.
 */
export function nowcastOf(
  { table, shares, begun }: Pick<Ladder, "table" | "shares" | "begun">,
  period: number,
  part?: PartOfPeriod,
): Nowcast | null {
  const row = table.reported[period]!;
  const { reported, days } = part ?? { reported: row.at(-1)!, days: 1 };
  const share = shares[row.length - 1]!;
  if (reported > 0) return share === 0 ? null : nowcastBy({ reported, share }, reported / share, negativeBinomialLaw(reported, share));
  // A period of which nothing can be reported yet has no number of its own to go by.
  const before = table.reported
    .slice(begun, period)
    .filter((one) => shares[one.length - 1]! > 0)
    .slice(-periodsBefore);
  const all = before.reduce((sum, one) => sum + one.at(-1)! / shares[one.length - 1]!, 0);
  const mean = before.length === 0 ? 0 : (all / before.length) * days * (1 - share);
  return nowcastBy({ reported, share }, mean, poissonLaw(mean));
}

/**
 * In steps. Of several periods together: their laws do not depend on each other. Null of none, and where one of them has no nowcast. `share` is none of the sum's.
 */
export function* sumOf(periods: readonly (Nowcast | null)[]): Steps<Omit<Nowcast, "share"> | null> {
  const nowcasts = periods.filter((one) => one !== null);
  const [first, ...others] = nowcasts;
  if (first === undefined || nowcasts.length < periods.length) return null;
  const reported = nowcasts.reduce((sum, one) => sum + one.reported, 0);
  const expected = nowcasts.reduce((sum, one) => sum + one.expected, 0);
  let { unreported } = first;
  for (const one of others) {
    yield;
    unreported = sumOfLaws(unreported, one.unreported);
  }
  return nowcastBy({ reported, share: 1 }, expected, unreported);
}

/** With nothing reported `expected` is what is not reported yet. */
function nowcastBy({ reported, share }: Pick<Nowcast, "reported" | "share">, expected: number, unreported: CountLaw): Nowcast {
  const [lower, upper] = [lowerTail, upperTail].map((probability) => reported + quantileOf(unreported, probability)) as [number, number];
  return { reported, share, expected, lower, upper, unreported };
}

/** Both limits moved away from what is expected, by a factor; never below what is reported. */
export function widenedLimits({ reported, expected, lower, upper }: Omit<Nowcast, "share" | "unreported">, factor: number) {
  return { lower: Math.max(reported, expected - factor * (expected - lower)), upper: expected + factor * (upper - expected) };
}
