/** Reads the days without a fatality: days of deaths and of fatal accidents, and what was last stated, of one cut. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import type { RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { responseRowsMax, TooManyCells, TooManyRows } from "../paging/domain/response-rows.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { fatalityFreeSteps, observationOf } from "./domain/fatality-free.ts";

/** Rejects as `RatesReader.rates` does, with `TooManyRows`, and with `TooManyCells` where more than 60,000 rows of days would be read. */
export async function readFatalityFree(query: RatesQuery, reader: RatesReader, past?: RequestedCut): Promise<FatalityFreeResponse> {
  // What was stated of later days says that a cell was not silent on the requested ones.
  const wanted: RatesQuery = { ...query, to: null, wholeReach: true };
  const { response, day, lastStatedOf } = await withinDays(() => reader.ratesWithLastStated(wanted, past, daysMax));
  const { rows, asOf, watermark, rules } = response;
  const { from, to } = query;
  // Of an empty cut nothing was observed, and there are no rows.
  if (day === null) return { asOf, watermark, rules, from, until: to ?? "", rows: [] };
  const observation = observationOf(query, day);
  const observed = rows.filter(({ period }) => period <= observation.until);
  const accidents = await fatalAccidents(wanted, watermark, reader, past);
  const cells = await inPieces(fatalityFreeSteps(observed, query.by, observation, lastStatedOf, accidents));
  if (cells.length > responseRowsMax) throw new TooManyRows(cells.length);
  return { asOf, watermark, rules, ...observation, rows: cells };
}

/** Days times cells: from so many the spells are made. */
const daysMax = 60_000;

/** Of the cut of the deaths: where more was published since these were read, of that past one. */
async function fatalAccidents(
  query: RatesQuery,
  watermark: string,
  reader: RatesReader,
  past: RequestedCut | undefined,
): Promise<readonly RatesRow[]> {
  const wanted: RatesQuery = { ...query, measure: "accidents", filters: { ...query.filters, severity: ["fatal"] } };
  const read = (cut: RequestedCut | undefined) => withinDays(() => reader.rates(wanted, cut, daysMax));
  const response = await read(past);
  if (response.watermark === watermark) return response.rows;
  const cut = { asOf: null, watermark: parseWatermark(watermark) ?? new Map<number, number>(), live: false };
  return (await read(cut)).rows;
}

async function withinDays<Read>(read: () => Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof TooManyRows ? new TooManyCells(error.rows, daysMax) : error;
  }
}
