/** Series of SDMX made of rows of `/v1/rates`: their values are those of the rows, and so are the limits, the denominator and the reason. */
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { observationStatus } from "../../render/domain/observation-status.ts";
import type { Dataflow } from "./data-structure.ts";
import { daysOfPeriod } from "./sdmx-period.ts";
import type { SeriesTable } from "./series-query.ts";

/** A value is written as JSON writes it. */
export type AttributeValues = Readonly<Record<string, string | number>>;

export interface Observation {
  readonly period: string;
  readonly value: number | null;
  readonly attributes: AttributeValues;
}

export interface Series {
  /** A code for each dimension, in the order of a key. */
  readonly key: readonly string[];
  attributes: AttributeValues;
  readonly observations: Observation[];
}

/** How much of a dataset is wanted (SDMX REST 2.1, `detail`). */
export const details = ["full", "dataonly", "serieskeysonly", "nodata"] as const;
export type Detail = (typeof details)[number];

/** What a receiver does with a dataset: takes it, puts its observations in the place of those that it has, or takes them out. */
export type Action = "Information" | "Replace" | "Delete";

/** Series of one cut. */
export interface Dataset {
  readonly action: Action;
  /** The instant from which it was the one that was published; absent of the newest. */
  readonly validFrom?: string;
  readonly attributes: AttributeValues;
  readonly series: readonly Series[];
}

const rowsPerStep = 64;

/** Adds the series of a table to those that are there, in steps between which other work runs. */
export function* addSeries(found: Map<string, Series>, table: SeriesTable, response: RatesResponse, detail: Detail): Generator<void, void> {
  let rowsRead = 0;
  for (const row of response.rows) {
    for (const measure of table.measures) {
      const key = keyOf(table, row, measure);
      const name = key.join(".");
      const series = found.get(name) ?? { key, attributes: {}, observations: [] };
      found.set(name, series);
      if (detail === "full" || detail === "nodata")
        series.attributes = { ...series.attributes, ...seriesAttributes(table.flow, measure, row) };
      if (detail === "full" || detail === "dataonly") series.observations.push(observationOf(table.flow, measure, row, detail));
    }
    rowsRead += 1;
    if (rowsRead % rowsPerStep === 0) yield;
  }
}

function keyOf({ flow, frequency, divided }: SeriesTable, row: RatesRow, measure: string): string[] {
  return flow.structure.dimensions.map((dimension) => {
    const { id, by, list, role } = dimension;
    if (role === "frequency") return frequency;
    if (role === "measure") return measure;
    const [total] = list.codes;
    if (by === undefined || !divided.includes(dimension)) return total?.id ?? "";
    const value = row[by];
    const code = list.codes.find(
      (one) => one.value !== undefined && one.value === (value === null || value === undefined ? null : String(value)),
    );
    if (code === undefined) throw new Error(`${id} has no code for ${String(value)}`);
    return code.id;
  });
}

/** A series without any denominator names no basis. */
function seriesAttributes({ measures }: Dataflow, measure: string, { exposureBasis }: RatesRow): AttributeValues {
  const { unit = "", figure } = measures[measure] ?? {};
  return { UNIT_MEASURE: unit, UNIT_MULT: 0, ...(figure === "rate" && exposureBasis !== null ? { BASE: exposureBasis } : {}) };
}

function observationOf({ measures }: Dataflow, measure: string, row: RatesRow, detail: Detail): Observation {
  const { figure = "count" } = measures[measure] ?? {};
  const value = row[figure];
  const { period } = row;
  if (detail === "dataonly") return { period, value, attributes: {} };
  const ofRate = figure === "rate" ? { EXPOSURE: row.exposure, EXP_PERIOD: row.exposurePeriod, LCL: row.lower, UCL: row.upper } : {};
  const attributes = { OBS_STATUS: observationStatus(row, figure), ...ofRate, REASON: value === null ? row.reason : null };
  const stated = Object.entries(attributes).filter(
    (entry): entry is [string, string | number] => entry[1] !== null && entry[1] !== undefined,
  );
  return { period, value, attributes: Object.fromEntries(stated) };
}

/** In the order of their keys, each with its observations in the order of time: tables are read one after the other. */
export function sortedSeries(found: ReadonlyMap<string, Series>): Series[] {
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series);
}

/** The series as this detail has it. */
export function detailed(series: Series, detail: Detail): Series {
  if (detail === "full" || detail === "dataonly") return series;
  return { ...series, attributes: detail === "nodata" ? series.attributes : {}, observations: [] };
}

/** How many observations a series has at most: the first ones, the last ones, or both; null: no bound. */
export interface ObservationBounds {
  readonly first: number | null;
  readonly last: number | null;
}

/** The series with the observations that the bounds leave, each once. */
export function bounded(series: Series, { first, last }: ObservationBounds): Series {
  if (first === null && last === null) return series;
  const { observations } = series;
  const from = last === null ? observations.length : observations.length - last;
  return { ...series, observations: observations.filter((_, place) => place < (first ?? 0) || place >= from) };
}

/**
 * Observations that are not as they were before, and those that are no more, as keys alone; series in the order of their keys. `reachFrom`: what is
 * of a period that begins before that day was not read again, so that nothing is known to be gone; null where everything was.
 */
export function changedSeries(
  before: readonly Series[],
  now: readonly Series[],
  reachFrom: string | null,
): { readonly replaced: readonly Series[]; readonly deleted: readonly Series[] } {
  const earlier = observationsOf(before);
  const later = observationsOf(now);
  const selected = (series: readonly Series[], isSelected: (name: string, text: string, observation: Observation) => boolean): Series[] =>
    series.flatMap((one) => {
      const observations = one.observations.filter((observation) =>
        isSelected(nameOf(one, observation), textOf(one, observation), observation),
      );
      return observations.length === 0 ? [] : [{ ...one, observations }];
    });
  const isRead = ({ period }: Observation) => reachFrom === null || (daysOfPeriod(period)?.from ?? "") >= reachFrom;
  const gone = selected(before, (name, _, observation) => !later.has(name) && isRead(observation));
  return {
    replaced: selected(now, (name, text) => earlier.get(name) !== text),
    deleted: gone.map(({ key, observations }) => ({
      key,
      attributes: {},
      observations: observations.map(({ period }) => ({ period, value: null, attributes: {} })),
    })),
  };
}

const nameOf = ({ key }: Series, { period }: Observation) => `${key.join(".")} ${period}`;
const textOf = ({ attributes }: Series, { value, attributes: own }: Observation) => JSON.stringify([value, own, attributes]);
const observationsOf = (series: readonly Series[]): ReadonlyMap<string, string> =>
  new Map(series.flatMap((one) => one.observations.map((observation) => [nameOf(one, observation), textOf(one, observation)])));
