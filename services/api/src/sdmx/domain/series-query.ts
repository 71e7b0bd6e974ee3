/** What a path and a query of SDMX's data resource ask for, and the tables of `/v1/rates` that hold it. */
import type { Fault } from "@qorgau/schemas/faults";
import { unknownCode } from "@qorgau/schemas/responses/rates";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import { parseRatesQuery } from "../../rates/domain/parameters/rates-query.ts";
import { spanAround } from "../../time/span.ts";
import type { Length } from "../../time/span.ts";
import { dayAfter, dayBefore } from "../../time/calendar.ts";
import type { Dataflow, SdmxDimension, Structure } from "./data-structure.ts";

/** So many tables are read for one request; each takes as long as one question to `/v1/rates`. */
export const tablesMax = 128;

/** The codes of each dimension, in the order of a key; null: every one. */
export type SeriesKey = readonly (readonly string[] | null)[];

/** One table of rates, and how its rows are series. */
export interface SeriesTable {
  readonly flow: Dataflow;
  readonly frequency: string;
  readonly measures: readonly string[];
  /** Dimensions of the key that its rows divide; the others are totals. */
  readonly divided: readonly SdmxDimension[];
  readonly query: RatesQuery;
}

export interface SeriesRequest {
  readonly key: SeriesKey;
  /** Days, inclusive; null where no period bounds them. */
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Reads `A.KZ-35+KZ-63..ECO_ISIC4_B...`: positions of the key, an empty one for every code, several joined by `+`; `all` and nothing for the whole
 * dataflow. A wrong number of positions or an unknown code is a fault (QG-0722).
 */
export function parseKey(
  text: string,
  { structure: { dimensions }, measures }: Dataflow,
): { readonly key: SeriesKey } | { readonly fault: Fault } {
  if (text === "" || text === "all") return { key: dimensions.map(() => null) };
  const positions = text.split(".");
  const order = dimensions.map(({ id }) => id).join(".");
  if (positions.length !== dimensions.length) return { fault: fault("QG-0722", "key", { order }) };
  const key = dimensions.map(({ list, role }, place) => {
    const codes = [...new Set((positions[place] ?? "").split("+").filter((code) => code !== ""))];
    return {
      codes: codes.length === 0 ? null : codes,
      isKnown: codes.every((code) => (role === "measure" ? Object.hasOwn(measures, code) : list.codes.some(({ id }) => id === code))),
    };
  });
  if (key.some(({ isKnown }) => !isKnown)) return { fault: fault("QG-0722", "key", { order }) };
  return { key: key.map(({ codes }) => codes) };
}

/**
 * The tables that hold the series of the key; none for a frequency of which no whole period lies within the days. Faults: more tables than are read for one
 * request (QG-0723), and what `/v1/rates` says of the days.
 */
export function tablesOf(
  flow: Dataflow,
  { key, from, to }: SeriesRequest,
): { readonly tables: readonly SeriesTable[] } | { readonly errors: readonly Fault[] } {
  const { measures, tables, structure } = flow;
  const codesOf = (role: SdmxDimension["role"]) => key[structure.dimensions.findIndex((dimension) => dimension.role === role)] ?? null;
  const requested = codesOf("measure") ?? Object.keys(measures);
  const ofTables = Object.keys(tables).flatMap((table) => {
    const ofTable = requested.filter((code) => measures[code]?.table === table);
    return ofTable.length === 0 ? [] : [{ table, measures: ofTable }];
  });
  const divisions = divisionsOf(structure, key);
  const spans = (codesOf("frequency") ?? frequenciesOf(structure)).flatMap((frequency) => {
    const length = periods[frequency] ?? "year";
    const days = { from: from === null ? null : wholeFrom(from, length), to: to === null ? null : wholeTo(to, length) };
    return days.from !== null && days.to !== null && days.from > days.to ? [] : [{ frequency, length, days }];
  });
  const count = spans.length * ofTables.length * divisions.length;
  if (count > tablesMax) return { errors: [fault("QG-0723", "key", { tables: count, tablesMax })] };
  const found: SeriesTable[] = [];
  for (const { frequency, length, days } of spans) {
    for (const { table, measures: ofTable } of ofTables) {
      for (const divided of divisions) {
        const parsed = parseRatesQuery(searchOf({ ...tables[table], period: length }, days, divided));
        if ("errors" in parsed) return parsed;
        found.push({ flow, frequency, measures: ofTable, divided: divided.map(({ dimension }) => dimension), query: parsed.query });
      }
    }
  }
  return { tables: found };
}

interface Division {
  readonly dimension: SdmxDimension;
  /** As a filter of `/v1/rates`; null: every one. */
  readonly values: readonly string[] | null;
}

/** Every way to divide: each dimension by its codes, or not at all where its total is asked for. */
function divisionsOf({ dimensions }: Structure, key: SeriesKey): Division[][] {
  let ways: Division[][] = [[]];
  for (const [place, dimension] of dimensions.entries()) {
    if (dimension.by === undefined) continue;
    const [total] = dimension.list.codes;
    const codes = key[place] ?? null;
    const parts = codes?.filter((code) => code !== total?.id) ?? null;
    const values = parts?.map((code) => dimension.list.codes.find(({ id }) => id === code)?.value ?? unknownCode) ?? null;
    const undivided = codes === null || codes.includes(total?.id ?? "") ? ways : [];
    const divided = parts?.length === 0 ? [] : ways.map((way) => [...way, { dimension, values }]);
    ways = [...undivided, ...divided];
  }
  return ways;
}

const frequenciesOf = ({ dimensions }: Structure): string[] =>
  dimensions.flatMap(({ list, role }) => (role === "frequency" ? list.codes.map(({ id }) => id) : []));
const periods: Readonly<Record<string, Length>> = { A: "year", Q: "quarter", M: "month" };

function searchOf(
  table: Readonly<Record<string, string>>,
  days: Omit<SeriesRequest, "key">,
  divisions: readonly Division[],
): URLSearchParams {
  const search = new URLSearchParams(table);
  for (const [name, day] of Object.entries(days)) if (day !== null) search.set(name, day);
  const by = divisions.flatMap(({ dimension }) => dimension.by ?? []);
  if (by.length > 0) search.set("by", by.join(","));
  for (const { dimension, values } of divisions)
    if (dimension.by !== undefined && values !== null) search.set(dimension.by, values.join(","));
  return search;
}

/** The first day of the first whole period that begins on this day or later; the last of the last one that ends on it or earlier. */
function wholeFrom(date: string, length: Length): string {
  const { from, to } = spanAround(date, length);
  return from === date ? from : dayAfter(to);
}
function wholeTo(date: string, length: Length): string {
  const { from, to } = spanAround(date, length);
  return to === date ? to : dayBefore(from);
}
