/** Series of SDMX made of rows of `/v1/rates`: their values are those of the rows, and so are the limits, the denominator and the reason. */
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { observationStatus } from "../../render/domain/observation-status.ts";
import { dimensions, measures } from "./data-structure.ts";
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

/** All series of one cut. */
export interface Dataset {
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
      if (detail === "full" || detail === "nodata") series.attributes = { ...series.attributes, ...seriesAttributes(measure, row) };
      if (detail === "full" || detail === "dataonly") series.observations.push(observationOf(measure, row, detail));
    }
    rowsRead += 1;
    if (rowsRead % rowsPerStep === 0) yield;
  }
}

function keyOf({ frequency, divided }: SeriesTable, row: RatesRow, measure: string): string[] {
  return dimensions.map((dimension) => {
    const { id, by, list } = dimension;
    if (id === "FREQ") return frequency;
    if (id === "MEASURE") return measure;
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
function seriesAttributes(measure: string, { exposureBasis }: RatesRow): AttributeValues {
  const { unit = "", figure } = measures[measure] ?? {};
  return { UNIT_MEASURE: unit, UNIT_MULT: 0, ...(figure === "rate" && exposureBasis !== null ? { BASE: exposureBasis } : {}) };
}

function observationOf(measure: string, row: RatesRow, detail: Detail): Observation {
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
