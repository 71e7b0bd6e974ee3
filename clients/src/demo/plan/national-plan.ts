/** From published running totals to a plan: stretches of the year with so many victims each, and what is known of where and how. */
import { regions } from "@qorgau/schemas/codes/regions";
import { daysInMonth } from "@qorgau/schemas/calendar-date";
import { apportion, spread } from "./apportion.ts";
import type { CumulativeFigure, RegionFigure, YearFigures } from "./published-figures.ts";
import { accidentShareOf } from "./region-profile.ts";

/** Victims of one region within a stretch. The dead and the severely injured are among `injured`. */
export interface RegionPlan {
  readonly region: string;
  readonly injured: number;
  /** Null where no figure was published: then chance decides. */
  readonly fatal: number | null;
  readonly severe: number | null;
  /** How many accidents have two victims; null where no figure was published. */
  readonly pairs: number | null;
}

/** What has to come out of the cases of one stretch, to the last victim (`stories/draw-cases.ts`). */
export interface StretchPlan {
  /** Names it in seeds and in the numbers of its cases. */
  readonly name: string;
  /** First and last day, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly injured: number;
  readonly fatal: number;
  readonly miningMetallurgy: number;
  readonly construction: number;
  /** Every region that exists in the stretch; `injured` adds up. */
  readonly regions: readonly RegionPlan[];
}

/**
 * One stretch for each running total of the year, from the month after the total before. The sums over the stretches are the published totals.
 * Throws `RangeError` where all weights that a total is divided by are zero.
 */
export function planYear({ year, cumulative }: YearFigures): StretchPlan[] {
  const injured = increases(cumulative.map((figure) => figure.injured));
  const fatal = increases(cumulative.map((figure) => figure.fatal));
  const miningMetallurgy = spread(
    cumulative.map((figure) => figure.miningMetallurgy),
    injured,
  );
  const construction = spread(
    cumulative.map((figure) => figure.construction),
    injured,
  );
  const known = knownRegions(cumulative, injured);
  return cumulative.map(({ throughMonth }, index) => {
    const firstMonth = (cumulative[index - 1]?.throughMonth ?? 0) + 1;
    const to = `${year}-${padded(throughMonth)}-${daysInMonth(year, throughMonth)}`;
    return {
      name: `${year}-${padded(throughMonth)}`,
      from: `${year}-${padded(firstMonth)}-01`,
      to,
      injured: injured[index] as number,
      fatal: fatal[index] as number,
      miningMetallurgy: miningMetallurgy[index] ?? 0,
      construction: construction[index] ?? 0,
      regions: withTheOthers(
        known.flatMap((plans) => plans[index] ?? []),
        injured[index] as number,
        to,
      ),
    };
  });
}

function padded(month: number): string {
  return String(month).padStart(2, "0");
}

function increases(totals: readonly number[]): number[] {
  return totals.map((total, index) => total - (totals[index - 1] ?? 0));
}

/** Per region with a published figure, its plan in each stretch; null after its last figure. */
function knownRegions(cumulative: readonly CumulativeFigure[], weights: readonly number[]): Array<Array<RegionPlan | null>> {
  const named = new Set(cumulative.flatMap((figure) => Object.keys(figure.regions ?? {})));
  return [...named].map((region) => {
    const reported = cumulative.map((figure) => figure.regions?.[region]);
    const injured = spread(
      reported.map((figure) => figure?.injured),
      weights,
    );
    const byInjured = injured.map((count) => count ?? 0);
    const part = (of: (figure: RegionFigure) => number | undefined) =>
      spread(
        reported.map((figure) => figure && of(figure)),
        byInjured,
      );
    const fatal = part((figure) => figure.fatal);
    const severe = part((figure) => figure.severe);
    const pairs = part((figure) => (figure.accidents === undefined ? undefined : figure.injured - figure.accidents));
    return injured.map((count, index) =>
      count === null
        ? null
        : { region, injured: count, fatal: fatal[index] ?? null, severe: severe[index] ?? null, pairs: pairs[index] ?? null },
    );
  });
}

/** The regions without a published figure divide what is left. */
function withTheOthers(known: readonly RegionPlan[], injured: number, lastDay: string): RegionPlan[] {
  const reported = new Set(known.map((plan) => plan.region));
  const left = injured - known.reduce((sum, plan) => sum + plan.injured, 0);
  const others = regions.filter(
    ({ iso, validFrom, splitFrom }) => !reported.has(iso) && (splitFrom === null || (validFrom ?? "") <= lastDay),
  );
  const parts = apportion(
    left,
    others.map(({ iso }) => accidentShareOf(iso, lastDay)),
  );
  return [
    ...known,
    ...others.map(({ iso }, index) => ({ region: iso, injured: parts[index] as number, fatal: null, severe: null, pairs: null })),
  ];
}
