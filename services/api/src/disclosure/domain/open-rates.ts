/** The response of `GET /v1/rates` to the open audience: the published counts of one of the open tables, and rates made of these alone. Pure. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { ageBands, causes, kinds, severities, sexes } from "@qorgau/schemas/codes/enumerations";
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { regionOn, regions, southKazakhstan } from "@qorgau/schemas/codes/regions";
import type { OpenRatesResponse, OpenRatesRow, RateDimension, RatesQuery } from "@qorgau/schemas/responses/rates";
import type { Steps } from "@qorgau/schemas/steps";
import { withOneBasisSteps } from "../../exposure/domain/exposure-basis.ts";
import type { ExposurePair } from "../../exposure/domain/exposure-basis.ts";
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import { areExposureDimensions, exposureCells, valueIn } from "../../exposure/domain/exposure-cell.ts";
import { exposureFinder } from "../../exposure/domain/exposure.ts";
import type { ExposureOf } from "../../exposure/domain/exposure.ts";
import { breakWithin, regionsNamed } from "../../exposure/domain/series-breaks.ts";
import { responseRowsMax, TooManyRows } from "../../paging/domain/response-rows.ts";
import { chosenOf } from "../../rates/domain/parameters/rate-choices.ts";
import { ratedCount } from "../../rates/domain/rate-of-count.ts";
import { isThatVeryCell } from "../../rates/domain/rates.ts";
import { yearOf } from "../../time/calendar.ts";
import { bucketAround, bucketOf, eachPeriodTouching } from "../../time/periods.ts";
import type { Period } from "../../time/periods.ts";
import { spanKey } from "../../time/span.ts";
import type { Span } from "../../time/span.ts";
import type { NoiseParameters } from "./noise.ts";
import { cellsOver, countryArea, tableOf } from "./open-cells.ts";
import type { AreaTables, OpenDimension } from "./open-cells.ts";
import { openInterval } from "./open-interval.ts";
import { noCases, publishedCount } from "./published-count.ts";
import { confidentialPlaces, placeKey } from "./structure.ts";
import type { Place, Structure } from "./structure.ts";

/** Open figures as a batch left them: everything that a response is a function of, besides its request. */
export interface OpenState {
  /** The watermark of the batch; "" before the first. */
  readonly batch: string;
  /** The day of the cut of the batch, YYYY-MM-DD at +05:00; null before the first. */
  readonly day: string | null;
  readonly noise: NoiseParameters;
  /** By area: the country, its regions, and "" for what is of no known region. */
  readonly areas: ReadonlyMap<string, AreaTables>;
  /** Of the cut of the batch. */
  readonly exposures: ExposureBook;
  readonly structure: Structure;
}

const reachYears = 10;

/** In steps, a row each. Takes a query that `faultOfOpenTable` finds nothing against. Throws `TooManyRows` above 20,000 rows. */
export function* openRatesSteps(query: RatesQuery, state: OpenState, rowsMax = responseRowsMax): Steps<OpenRatesResponse> {
  const { measure, per, by } = query;
  const rows: OpenRow[] = [];
  const cellsIn = openCellsOf(query, state);
  for (const period of yield* openPeriodsOf(query, state)) {
    for (const row of yield* cellsIn(period)) {
      yield;
      rows.push(row);
      if (rows.length > rowsMax) throw new TooManyRows(rows.length, rowsMax);
    }
  }
  const pairs = rows.flatMap(({ count, exposureOf, period }): ExposurePair[] => {
    return count === null ? [] : [{ exposureOf, span: period, counts: count > 0 }];
  });
  const choices = yield* withOneBasisSteps(per, query.choices, state.exposures, pairs);
  const rate = ratedCount(measure, per, choices, openInterval(state.noise.V));
  const shown: OpenRatesRow[] = [];
  for (const { period, codes, count, exposureOf } of rows) {
    yield;
    const values = valuesOf(by, codes);
    const dimensions = Object.fromEntries(by.map((dimension, place) => [dimension, codes[place] || null]));
    if (count === null) {
      shown.push({ period: period.label, ...dimensions, count, ...withheld });
      continue;
    }
    const isRunning = state.day !== null && period.to >= state.day;
    const nothingElse = { casesWithDays: 0, shouldState: 0, unstated: 0 };
    const { exposureConflict: _ofStatements, ...figures } = rate({ count, ...nothingElse, period, exposureOf, isRunning }).figures;
    const seriesBreak = breakWithin(regionsNamed(query, values), period);
    shown.push({ period: period.label, ...dimensions, count, ...figures, ...(seriesBreak === null ? {} : { seriesBreak }) });
  }
  const { D, V, js } = state.noise;
  return {
    asOf: null,
    watermark: state.batch,
    rules: mergingRules,
    measure,
    per,
    ...chosenOf(choices),
    audience: "open",
    additive: false,
    disclosure: { D, V, js, batch: state.batch },
    rows: shown,
  };
}

/** Of a confidential cell nothing is shown: what it is divided by could be one enterprise's headcount. */
const withheld = {
  exposure: null,
  exposureBasis: null,
  exposureStatus: null,
  exposurePeriod: null,
  rate: null,
  lower: null,
  upper: null,
  status: "provisional",
  reason: "confidential",
} as const satisfies Partial<OpenRatesRow>;

interface OpenRow {
  readonly period: Period;
  readonly codes: readonly string[];
  /** Null: confidential. */
  readonly count: number | null;
  readonly exposureOf: ExposureOf;
}

const valuesOf = (by: readonly RateDimension[], codes: readonly string[]) =>
  Object.fromEntries(by.map((dimension, place) => [dimension, codes[place]!])) as Readonly<Partial<Record<RateDimension, string>>>;

/** Whole periods. A bound that is left out is that of what is published: no single case reaches into it. */
function* openPeriodsOf({ period, from, to }: RatesQuery, state: OpenState): Steps<readonly Period[]> {
  const last = to ?? (state.day === null ? null : bucketAround(state.day, bucketOf(period)).to);
  if (last === null) return [];
  const first = from ?? (yield* firstDay(state, last));
  if (first === null) return [];
  const whole = { from: bucketAround(first, bucketOf(period)).from, to: last };
  return [...eachPeriodTouching(period, whole, { from: false, to: false }, "12-31")];
}

/** The first year, of the last ten, with an exposure or with a published count; null where there is none. */
function* firstDay({ areas, exposures, noise }: OpenState, last: string): Steps<string | null> {
  const published = publishedCount(noise);
  const stated = new Set(
    exposures.stated.filter(({ cell }) => cell.country === countryArea).flatMap(({ span: { from, to } }) => yearsOf({ from, to })),
  );
  for (let year = yearOf(last) - reachYears; year <= yearOf(last); year += 1) {
    yield;
    const months = monthsIn({ from: `${year}-01-01`, to: `${year}-12-31` });
    const total = cellsOver(areas.get(countryArea), "", months).get("") ?? noCases;
    if (stated.has(year) || published(total) > 0) return `${year}-01-01`;
  }
  return null;
}

const yearsOf = ({ from, to }: Span): number[] => Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, place) => yearOf(from) + place);

function monthsIn({ from, to }: Span): string[] {
  const [first, last] = [from, to].map((day) => 12 * yearOf(day) + Number(day.slice(5, 7)) - 1) as [number, number];
  return Array.from({ length: last - first + 1 }, (_, place) => {
    const month = first + place;
    return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
  });
}

/** Of each structure by the dimensions that tell places apart. */
const known = new WeakMap<Structure, Map<string, ReadonlySet<string>>>();

function confidentialAmong(structure: Structure, by: readonly RateDimension[], places: readonly Place[]): ReadonlySet<string> {
  const ofStructure = known.get(structure) ?? new Map<string, ReadonlySet<string>>();
  known.set(structure, ofStructure);
  const key = structural.filter((dimension) => by.includes(dimension)).join("|");
  const found = ofStructure.get(key) ?? confidentialPlaces(structure, places);
  ofStructure.set(key, found);
  return found;
}

/** Gives the rows of a period in their order: of cells with a published count, a stated exposure, or that are confidential. Nothing else makes a row. */
function openCellsOf(query: RatesQuery, state: OpenState): (period: Period) => Steps<readonly OpenRow[]> {
  const { by } = query;
  const finder = exposureFinder(state.exposures);
  const published = publishedCount(state.noise);
  const { name, dimensions } = tableOf(by.filter((one): one is OpenDimension & RateDimension => one !== "region"));
  const areas = by.includes("region") ? [...state.areas.keys()].filter((area) => area !== countryArea) : [countryArea];
  const places = placesOf(by);
  const confidential = confidentialAmong(state.structure, by, places);
  const statedIn = statedCodes(query, state.exposures);
  const codesOf = (area: string, cell: readonly string[]) =>
    by.map((dimension) => (dimension === "region" ? area : cell[dimensions.indexOf(dimension as OpenDimension)]!));
  return function* (period) {
    const counts = new Map<string, number | null>();
    for (const codes of statedIn(period)) counts.set(codes.join("|"), 0);
    for (const area of areas) {
      yield;
      for (const [cell, keyed] of cellsOver(state.areas.get(area), name, monthsIn(period))) {
        const count = published(keyed);
        if (count > 0) counts.set(codesOf(area, cell.split("|")).join("|"), count);
      }
    }
    for (const key of counts.keys()) {
      if (confidential.has(placeKey(placeOf(by, key.split("|"))))) counts.delete(key);
    }
    for (const place of places) {
      if (!confidential.has(placeKey(place)) || !isRegionOf(place, period)) continue;
      for (const codes of codesWithin(by, place)) counts.set(codes.join("|"), null);
    }
    if (by.length === 0 && counts.size === 0) counts.set("", 0);
    return [...counts]
      .map(([key, count]): OpenRow => {
        const codes = by.length === 0 ? [] : key.split("|");
        return { period, codes, count, exposureOf: finder(exposureCells(query, valuesOf(by, codes))) };
      })
      .toSorted(byCodes);
  };
}

/** Unknown comes last. */
function byCodes({ codes: a }: OpenRow, { codes: b }: OpenRow): number {
  for (const [place, code] of a.entries()) {
    const other = b[place]!;
    if (code === other) continue;
    if (code === "" || other === "") return code === "" ? 1 : -1;
    return code < other ? -1 : 1;
  }
  return 0;
}

/** The codes of the cells that an exposure of just that period is stated for. */
function statedCodes(query: RatesQuery, exposures: ExposureBook): (period: Period) => readonly (readonly string[])[] {
  const { by } = query;
  const found = new Map<string, (readonly string[])[]>();
  if (by.length > 0 && areExposureDimensions(by)) {
    for (const { cell, span } of exposures.stated) {
      const codes = by.map((dimension) => valueIn(cell, dimension)).filter((code) => code !== undefined);
      if (codes.length !== by.length || !isThatVeryCell(query, codes, cell)) continue;
      found.set(spanKey(span), [...(found.get(spanKey(span)) ?? []), codes]);
    }
  }
  return (period) => found.get(spanKey(period)) ?? [];
}

const codeLists: Readonly<Partial<Record<RateDimension, readonly string[]>>> = {
  region: [...regions.map(({ iso }) => iso), southKazakhstan.iso],
  sector: sections.map(({ code }) => code),
  division: divisions.map(({ code }) => code),
  severity: severities,
  kind: kinds,
  sex: [...sexes, ""],
  ageBand: [...ageBands, ""],
  cause: [...causes, ""],
};

const structural = ["region", "sector", "division"] as const;

/** Every place that a table tells apart; none where it tells none apart. */
function placesOf(by: readonly RateDimension[]): readonly Place[] {
  const used = structural.filter((dimension) => by.includes(dimension));
  if (used.length === 0) return [];
  const whole: Place = { region: null, sector: null, division: null };
  return used.reduce<Place[]>(
    (places, dimension) => places.flatMap((place) => codeLists[dimension]!.map((code) => ({ ...place, [dimension]: code }))),
    [whole],
  );
}

function placeOf(by: readonly RateDimension[], codes: readonly string[]): Place {
  const code = (dimension: RateDimension) => (by.includes(dimension) ? codes[by.indexOf(dimension)]! : null);
  return { region: code("region"), sector: code("sector"), division: code("division") };
}

/** All codes that the table has within the place, whether or not a case has them. */
function codesWithin(by: readonly RateDimension[], place: Place): readonly (readonly string[])[] {
  return by.reduce<string[][]>(
    (all, dimension) => {
      const own = (place as unknown as Readonly<Record<string, string | null>>)[dimension];
      const codes = own === null || own === undefined ? codeLists[dimension]! : [own];
      return all.flatMap((before) => codes.map((code) => [...before, code]));
    },
    [[]],
  );
}

const isRegionOf = ({ region }: Place, { to }: Period): boolean => region === null || regionOn(region, to) === region;
