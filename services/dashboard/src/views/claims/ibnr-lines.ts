/** Claims by month of occurrence as lines: what is filed, and behind the last month that is wholly filed what is expected in the end. */
import type { IbnrCell, IbnrDimension, IbnrResponse, IbnrRow } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { CapacityBand } from "@qorgau/schemas/responses/claims-response";
import { lineStyles } from "../../charts/line-styles.ts";
import { continued } from "../../charts/time-series.ts";
import type { TimeSeries } from "../../charts/time-series.ts";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";
import { startOf } from "../rates/time-points.ts";
import { nameOfCell } from "./ibnr-columns.ts";

export const bands = ["0-4", "5-29", "30-59", "60-89", "90-100", "death"] as const satisfies readonly CapacityBand[];

type Code = IbnrRow[IbnrDimension];

/** Months of which everything is filed are as they are. */
const isStillFiled = ({ share }: IbnrRow) => share === null || share < 1;

const codeOf = (row: Partial<Pick<IbnrRow, IbnrDimension>>, by: IbnrDimension | undefined): Code =>
  by === undefined ? undefined : row[by];

/** By the loss of capacity, what is not stated last; insurers as the service has them. */
export function orderedCells({ cells }: Pick<IbnrResponse, "cells">, by: IbnrDimension | undefined): readonly IbnrCell[] {
  return by === "band" ? cells.toSorted((a, b) => placeOf(a) - placeOf(b)) : cells;
}

/** The months that are still being filed, or those that were asked for; the cells of each in the same order. */
export function monthsShown(
  { rows }: Pick<IbnrResponse, "rows">,
  by: IbnrDimension | undefined,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): readonly IbnrRow[] {
  const still = from === undefined && to === undefined ? rows.filter(isStillFiled) : rows;
  return by === "band" ? still.toSorted((a, b) => a.period.localeCompare(b.period) || placeOf(a) - placeOf(b)) : still;
}

const placeOf = ({ band }: Pick<IbnrRow, "band">) => (band === null || band === undefined ? bands.length : bands.indexOf(band));

/** The codes of the cells, in the same order. */
export const codesOf = (body: IbnrResponse, by: IbnrDimension | undefined): readonly Code[] =>
  orderedCells(body, by).map((cell) => codeOf(cell, by));

export function filedLines(body: IbnrResponse, by: IbnrDimension | undefined): readonly TimeSeries[] {
  return codesOf(body, by).flatMap((code, place) => {
    const rows = body.rows.filter((row) => codeOf(row, by) === code);
    const own = { name: nameOfCell({ [by ?? ""]: code }, by), ...lineStyles[place % lineStyles.length]! };
    const filed = rows.map((row) => pointOf(row, row.reported, ""));
    const expected = rows
      .filter((row) => isStillFiled(row) && row.expected !== null)
      .map((row) => ({ ...pointOf(row, row.expected, `, ${texts.value.nowcast.expected}`), lower: row.lower, upper: row.upper }));
    const line: TimeSeries = { ...own, points: filed };
    return expected.length === 0 ? [line] : [line, { ...own, points: continued(filed, expected), isExpected: true }];
  });
}

function pointOf({ period }: IbnrRow, value: number | null, word: string) {
  return { at: startOf(period), value, running: false, label: `${figures.value.period(period)}${word}` };
}
