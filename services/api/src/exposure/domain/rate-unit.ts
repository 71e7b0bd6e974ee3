/** What a rate is given per: so many of which kinds of exposure. */
import type { ResponseBasis, Per } from "@qorgau/schemas/responses/rates";
import { workerBases } from "./exposure-book.ts";

export interface RateUnit {
  /** So many of the unit is what a rate is given per. */
  readonly factor: number;
  /** In the order in which they are tried. */
  readonly bases: readonly ResponseBasis[];
}

const hours: readonly ResponseBasis[] = ["hours_worked"];

export const rateUnits: Readonly<Record<Exclude<Per, "case" | "none">, RateUnit>> = {
  "1000_workers": { factor: 1000, bases: workerBases },
  "100000_workers": { factor: 100_000, bases: workerBases },
  "200000_hours": { factor: 200_000, bases: hours },
  "1000000_hours": { factor: 1_000_000, bases: hours },
  "1000000_tonnes": { factor: 1_000_000, bases: ["tonnes"] },
};

export const allBases = [...new Set(Object.values(rateUnits).flatMap(({ bases }) => bases))];

/** Returns the bases that may be the denominator, in the order in which they are tried. `per=case` and `per=none` have no basis. */
export function basesOfPer(per: keyof typeof rateUnits): readonly ResponseBasis[] {
  return rateUnits[per].bases;
}
