/** Made-up accidents of the whole country whose risks never change, so that every signal of them is a false alarm. */
import { regionCodes, sectionCodes } from "@qorgau/api/signals/domain/declared-series";
import { dayAfter } from "@qorgau/api/time/calendar";

export interface CountryAccident {
  readonly occurred: string;
  readonly region: string;
  readonly sector: string;
  readonly isFatal: boolean;
}

/** How many of a Poisson law with this mean; `mean` is small. */
export function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let time = -Math.log(1 - random()); time < mean; time -= Math.log(1 - random())) count += 1;
  return count;
}

export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day)) days.push(day);
  return days;
}

/** Regions from .7 to 2.4 accidents a week, sections from many to very few, one accident in seven fatal. */
export function countryAccidents(first: string, last: string, random: () => number): CountryAccident[] {
  const shares = sectionCodes.map((_, place) => 0.75 ** place);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const section = () => {
    let left = random() * whole;
    return sectionCodes[shares.findIndex((share) => (left -= share) < 0)]!;
  };
  return daysFrom(first, last).flatMap((occurred) =>
    regionCodes.flatMap((region, place) =>
      Array.from({ length: poisson((0.7 + place * 0.09) / 7, random) }, () => ({
        occurred,
        region,
        sector: section(),
        isFatal: random() < 1 / 7,
      })),
    ),
  );
}
