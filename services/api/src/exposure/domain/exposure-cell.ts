/** Which exposure cells a row of counts is divided by: what the dimensions and filters of a query narrow the denominator to. */
import type { StatedCell } from "@qorgau/schemas/responses/response-members";
import { divisions } from "@qorgau/schemas/codes/activities";
import type { RateDimension, RateFilters, RatesQuery } from "@qorgau/schemas/responses/rates";
import type { ExposureStatement } from "@qorgau/schemas/events/statement";

/** What an exposure statement may be for; a null dimension means all of it. */
export interface ExposureCell {
  readonly country: string;
  readonly region: string | null;
  readonly section: string | null;
  readonly division: string | null;
  readonly mine: string | null;
  readonly method: string | null;
  readonly commodity: string | null;
  readonly contractor: string | null;
  readonly sex: string | null;
  readonly ageBand: string | null;
  readonly workerStatus: string | null;
  readonly size: string | null;
  /** The BIN, or a sole proprietor's pseudonym. */
  readonly employer: string | null;
  /** `site=mine` where no mining dimension narrows further: no statement is for it, but the sum over one may be. */
  readonly site: boolean;
}

type Activity = Pick<ExposureCell, "section" | "division">;
type Place = Pick<ExposureCell, "country" | "region">;
type Values = Readonly<Partial<Record<RateDimension, string>>>;

const sectionOf: ReadonlyMap<string, string> = new Map(divisions.map(({ code, section }) => [code, section]));

/** Dimensions of a cell that a row's code or filter narrows one by one; place and activity follow from several. */
const plainDimensions = ["mine", "method", "commodity", "contractor", "sex", "ageBand", "workerStatus", "size", "employer"] as const;
/** `site=mine` is narrowed by any of these. */
const miningDimensions = ["mine", "method", "commodity", "contractor"] as const;

/** The dimensions that narrow the denominator; with `migrant` there is none, all others do not change it. */
const narrowing: ReadonlySet<string> = new Set(["country", "region", "sector", "division", ...plainDimensions]);
const withoutExposure = ["migrant"] as const;

/** Whether what is stated for the cell is of mine sites alone. */
export function isOfMines(cell: ExposureCell): boolean {
  return miningDimensions.some((dimension) => cell[dimension] !== null);
}

/** Whether exposure can be stated by every one of these dimensions; true where there are none. */
export function areExposureDimensions(by: readonly RateDimension[]): boolean {
  return by.every((dimension) => narrowing.has(dimension));
}

/** All of Kazakhstan. */
export const wholeCountry: ExposureCell = {
  country: "KZ",
  region: null,
  section: null,
  division: null,
  mine: null,
  method: null,
  commodity: null,
  contractor: null,
  sex: null,
  ageBand: null,
  workerStatus: null,
  size: null,
  employer: null,
  site: false,
};

/**
 * The cells of a row whose dimensions have these values ("" is unknown). Several are summed; none where the row has no denominator
 * at all: a null cell, a dimension that no exposure is stated by, or the world.
 */
export function exposureCells(query: Pick<RatesQuery, "by" | "filters">, values: Values): readonly ExposureCell[] {
  const reported: Readonly<Record<string, string | undefined>> = values;
  const filters: Readonly<Record<string, unknown>> = { ...query.filters };
  if (withoutExposure.some((dimension) => reported[dimension] !== undefined || filters[dimension] !== undefined)) return [];
  if (Object.values(values).includes("") || asksForUnknown(query.filters)) return [];
  const plain = (dimension: string) => narrowed(reported[dimension], filters[dimension] as readonly string[] | undefined);
  let cells: ExposureCell[] = places(plain("country"), plain("region")).flatMap((place) =>
    activities(query, values).map((activity) => ({ ...wholeCountry, ...place, ...activity })),
  );
  let atMine = false;
  for (const dimension of plainDimensions) {
    const codes = plain(dimension);
    if (codes[0] === null) continue;
    atMine ||= miningDimensions.some((one) => one === dimension);
    cells = cells.flatMap((cell) => codes.map((code) => ({ ...cell, [dimension]: code })));
  }
  return query.filters.site === "mine" && !atMine ? cells.map((cell) => ({ ...cell, site: true })) : cells;
}

/**
 * A null cell has no denominator, whatever its dimension; so has a filter that takes one in, but of circumstances: unknown beside others leaves accidents
 * out, as commuting, and no worker (METHODS, section 10).
 */
function asksForUnknown({ sector, circumstance = [], ...others }: RateFilters): boolean {
  if (sector?.sections.includes("") === true || (circumstance.includes("") && circumstance.length === 1)) return true;
  return Object.values(others).some((codes) => Array.isArray(codes) && codes.includes(""));
}

/** The codes a dimension is narrowed to; `[null]` where it is not. */
function narrowed(value: string | undefined, filter: readonly string[] | undefined): readonly (string | null)[] {
  if (value === undefined) return filter ?? [null];
  return filter === undefined || filter.includes(value) ? [value] : [];
}

/** A region implies its country; without either it is the world, of which no statement speaks. */
function places(countries: readonly (string | null)[], regions: readonly (string | null)[]): Place[] {
  return regions.flatMap((region): Place[] => {
    if (region === null) return countries.flatMap((country) => (country === null ? [] : [{ country, region }]));
    const country = region.slice(0, 2);
    return countries[0] === null || countries.includes(country) ? [{ country, region }] : [];
  });
}

/** Sections and divisions that satisfy every constraint; a division within a section that is named too adds nothing to it. */
function activities({ filters }: Pick<RatesQuery, "filters">, values: Values): Activity[] {
  const { sector, division } = filters;
  const constraints: Activity[][] = [];
  if (sector !== undefined) {
    const beyond = sector.divisions.map(activityOfDivision).filter(({ section }) => !sector.sections.includes(section!));
    constraints.push([...sector.sections.map((section) => ({ section, division: null })), ...beyond]);
  }
  if (division !== undefined) constraints.push(division.map(activityOfDivision));
  if (values.sector !== undefined) constraints.push([{ section: values.sector, division: null }]);
  if (values.division !== undefined) constraints.push([activityOfDivision(values.division)]);
  return constraints.reduce(
    (met, constraint) => met.flatMap((one) => constraint.flatMap((other) => both(one, other))),
    [{ section: null, division: null }],
  );
}

function activityOfDivision(division: string): Activity {
  return { section: sectionOf.get(division) ?? null, division };
}

function both(a: Activity, b: Activity): Activity[] {
  if (a.section !== null && b.section !== null && a.section !== b.section) return [];
  if (a.division !== null && b.division !== null && a.division !== b.division) return [];
  return [{ section: a.section ?? b.section, division: a.division ?? b.division }];
}

/** Returns the cell that the statement is for. A dimension that it does not state is null, which means all of it. */
export function cellOf({ data, derived }: Pick<ExposureStatement, "data" | "derived">): ExposureCell {
  return {
    country: derived.country,
    region: derived.region,
    section: derived.section,
    division: derived.division,
    mine: data.mine ?? null,
    method: data.method ?? null,
    commodity: data.commodity ?? null,
    contractor: data.contractor === undefined ? null : String(data.contractor),
    sex: data.sex ?? null,
    ageBand: data.ageBand ?? null,
    workerStatus: data.workerStatus ?? null,
    size: data.size ?? null,
    employer: data.employer?.bin ?? null,
    site: false,
  };
}

/** The same as responses show it. */
export function statedCell({ data, derived }: Pick<ExposureStatement, "data" | "derived">): StatedCell {
  return {
    country: derived.country,
    region: derived.region,
    sector: derived.section,
    division: derived.division,
    mine: data.mine ?? null,
    employer: data.employer?.bin ?? null,
    method: data.method ?? null,
    commodity: data.commodity ?? null,
    contractor: data.contractor ?? null,
    sex: data.sex ?? null,
    ageBand: data.ageBand ?? null,
    workerStatus: data.workerStatus ?? null,
    size: data.size ?? null,
  };
}

/** Returns a text that is equal for cells of the same dimensions. `site` is no part of it. */
export function cellKey(cell: ExposureCell): string {
  const { country, region, section, division, mine, method, commodity, contractor, sex, ageBand, workerStatus, size, employer } = cell;
  return [country, region, section, division, mine, method, commodity, contractor, sex, ageBand, workerStatus, size, employer].join("|");
}

/** The values of the dimensions that narrow, as the row of that very cell has them; undefined where the cell leaves one open. */
export function valueIn(cell: ExposureCell, dimension: RateDimension): string | undefined {
  if (!narrowing.has(dimension)) return undefined;
  const name = dimension === "sector" ? "section" : (dimension as Exclude<keyof ExposureCell, "site" | "section">);
  return cell[name] ?? undefined;
}
