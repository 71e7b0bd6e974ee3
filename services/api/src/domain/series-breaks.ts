/** Regions whose area is not what it was the year before: the splits of 2018 and 2022. Pure. */
import { regions } from "@qorgau/schemas/codes/regions";

export interface SeriesBreak {
  /** The day on which the new regions were formed, YYYY-MM-DD. */
  readonly on: string;
  /** All that together are what one region was before, in the order of their codes. */
  readonly regions: readonly string[];
}

/** South Kazakhstan, which was divided in 2018, has no code any more: what came of it is known by its day alone. */
const breaks: readonly SeriesBreak[] = [
  ...Map.groupBy(
    regions.filter(({ validFrom }) => validFrom !== null),
    ({ validFrom, splitFrom }) => `${validFrom} ${splitFrom ?? ""}`,
  ),
].map(([key, formed]) => {
  const [on = "", parent = ""] = key.split(" ");
  const codes = formed.map(({ iso }) => iso);
  return { on, regions: (parent === "" ? codes : [...codes, parent]).toSorted() };
});

/** Null where the year and the one before are of one area. The year of a split holds cases of both areas. */
export function seriesBreakOf(region: string, year: number): SeriesBreak | null {
  const isWithin = ({ on }: SeriesBreak) => [year, year - 1].includes(Number(on.slice(0, 4)));
  return breaks.find((one) => one.regions.includes(region) && isWithin(one)) ?? null;
}
