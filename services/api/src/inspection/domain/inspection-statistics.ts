/** The statistics of the labour inspection of a year (ILO C81, article 21; METHODS, section 8): what nobody stated is null, never 0. */
import { regions, southKazakhstan } from "@qorgau/schemas/codes/regions";
import { c81Figures } from "@qorgau/schemas/responses/inspection/c81-response";
import type { C81Figure, C81Indicator } from "@qorgau/schemas/responses/inspection/c81-response";
import type { InspectionStatistics, InspectionStatisticsData } from "@qorgau/schemas/events/supplement";

const readers: Readonly<Record<C81Figure, (data: InspectionStatisticsData) => number | undefined>> = {
  inspectorsWomen: ({ inspectors }) => inspectors?.women,
  inspectorsMen: ({ inspectors }) => inspectors?.men,
  workplacesLiable: ({ workplacesLiable }) => workplacesLiable,
  workersLiable: ({ workersLiable }) => workersLiable,
  workplacesVisited: ({ workplacesVisited }) => workplacesVisited,
  visitsDay: ({ visits }) => visits?.day,
  visitsNight: ({ visits }) => visits?.night,
  workersVisited: ({ workersVisited }) => workersVisited,
  visitedAgain: ({ visitedAgain }) => visitedAgain,
};

export interface NamedCount {
  readonly name: string;
  readonly count: number;
  /** Tenge; null where it is not stated. */
  readonly amountKzt: number | null;
}

/** Where a figure comes from: stated for the country, or summed over every region. */
export type FigureOrigin = "country" | "regions";

export interface StatedFigure<Value> {
  readonly value: Value;
  readonly origin: FigureOrigin;
}

export type InspectionFigures = Readonly<Record<C81Figure, StatedFigure<number> | null>> & {
  readonly infringements: StatedFigure<readonly NamedCount[]> | null;
  readonly penalties: StatedFigure<readonly NamedCount[]> | null;
  /** Those that are null because statements of one area differ: it is not known which is right. */
  readonly conflicts: readonly (C81Figure | C81List)[];
};
type C81List = "infringements" | "penalties";

type Areas = ReadonlyMap<string | null, readonly InspectionStatisticsData[]>;

/**
 * The figures of a year: as stated for the country, else the sum over the regions of that year's end, where every one of them states the figure.
 * Where several statements of an area differ in a figure there is none. Statements of a sector are of a part, and make no whole. `statements` are effective;
 * their order changes nothing.
 */
export function inspectionFiguresOf(statements: readonly InspectionStatistics[], year: number): InspectionFigures {
  const areas = new Map<string | null, InspectionStatisticsData[]>();
  for (const { data, derived } of statements) {
    if (data.year !== year || data.sector !== undefined) continue;
    areas.set(derived.region, [...(areas.get(derived.region) ?? []), data]);
  }
  const conflicts: (C81Figure | C81List)[] = [];
  const noted = <Value>(name: C81Figure | C81List, found: StatedFigure<Value> | "conflict" | null) => {
    if (found !== "conflict") return found;
    conflicts.push(name);
    return null;
  };
  const numbers = Object.fromEntries(c81Figures.map((name) => [name, noted(name, figureOf(areas, year, readers[name], sumOfNumbers))]));
  return {
    ...(numbers as Readonly<Record<C81Figure, StatedFigure<number> | null>>),
    infringements: noted("infringements", figureOf(areas, year, infringementsOf, together)),
    penalties: noted("penalties", figureOf(areas, year, penaltiesOf, together)),
    conflicts,
  };
}

const infringementsOf = ({ infringements }: InspectionStatisticsData): readonly NamedCount[] | undefined =>
  infringements?.map(({ provision, count }) => ({ name: provision, count, amountKzt: null }));
const penaltiesOf = ({ penalties }: InspectionStatisticsData): readonly NamedCount[] | undefined =>
  penalties?.map(({ kind, count, amountKzt }) => ({ name: kind, count, amountKzt: amountKzt ?? null }));

function figureOf<Value>(
  areas: Areas,
  year: number,
  read: (data: InspectionStatisticsData) => Value | undefined,
  add: (values: readonly Value[]) => Value,
): StatedFigure<Value> | "conflict" | null {
  /** Each value once: of lists whatever the order of their names. */
  const statedIn = (region: string | null): readonly Value[] => {
    const values = (areas.get(region) ?? []).map(read).filter((value) => value !== undefined);
    return [...new Map(values.map((value) => [JSON.stringify(add([value])), value])).values()];
  };
  const [ofCountry, ...others] = statedIn(null);
  if (ofCountry !== undefined) return others.length > 0 ? "conflict" : { value: ofCountry, origin: "country" };
  const parts = regionsOfYear(year).map(statedIn);
  if (parts.some((values) => values.length === 0)) return null;
  return parts.some((values) => values.length > 1) ? "conflict" : { value: add(parts.flat()), origin: "regions" };
}

/** The regions that there were on the last day of the year. */
function regionsOfYear(year: number): string[] {
  const day = `${year}-12-31`;
  const today = regions.filter(({ validFrom }) => validFrom === null || validFrom <= day).map(({ iso }) => iso);
  return day < southKazakhstan.validUntil ? [...today, southKazakhstan.iso] : today;
}

const sumOfNumbers = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** By name; an amount that one part leaves open is open in the sum. */
function together(lists: readonly (readonly NamedCount[])[]): NamedCount[] {
  const byName = new Map<string, NamedCount>();
  for (const { name, count, amountKzt } of lists.flat()) {
    const known = byName.get(name);
    const amount = known === undefined ? amountKzt : known.amountKzt === null || amountKzt === null ? null : known.amountKzt + amountKzt;
    byName.set(name, { name, count: (known?.count ?? 0) + count, amountKzt: amount });
  }
  return [...byName.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Which figures an indicator is made of. */
export const figuresOfIndicator: Readonly<Record<C81Indicator, readonly C81Figure[]>> = {
  workersVisitedPercent: ["workersVisited", "workersLiable"],
  visitsPer100Workplaces: ["visitsDay", "visitsNight", "workplacesLiable"],
  visitsPerInspector: ["visitsDay", "visitsNight", "inspectorsWomen", "inspectorsMen"],
  inspectorsPer10000Workers: ["inspectorsWomen", "inspectorsMen", "workersLiable"],
};

/** Workers visited in percent of those liable, and the rest as named. Each null where a figure that it needs is, or where it would divide by 0. */
export function inspectionIndicators(figures: Pick<InspectionFigures, C81Figure>): Readonly<Record<C81Indicator, number | null>> {
  const value = (name: C81Figure) => figures[name]?.value ?? null;
  const both = (one: number | null, other: number | null) => (one === null || other === null ? null : one + other);
  const over = (part: number | null, whole: number | null, factor: number) =>
    part === null || whole === null || whole === 0 ? null : (factor * part) / whole;
  const visits = both(value("visitsDay"), value("visitsNight"));
  const inspectors = both(value("inspectorsWomen"), value("inspectorsMen"));
  return {
    workersVisitedPercent: over(value("workersVisited"), value("workersLiable"), 100),
    visitsPer100Workplaces: over(visits, value("workplacesLiable"), 100),
    visitsPerInspector: over(visits, inspectors, 1),
    inspectorsPer10000Workers: over(inspectors, value("workersLiable"), 10_000),
  };
}
