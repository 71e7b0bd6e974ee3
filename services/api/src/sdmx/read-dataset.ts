/** Reads the tables that the series of a key are figures of, all of one cut. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { responseRowsMax, TooManyRows } from "../paging/domain/response-rows.ts";
import type { CutResolver, RequestedCut } from "../past/requested-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { addSeries, sortedSeries } from "./domain/series.ts";
import type { Dataset, Detail, Series } from "./domain/series.ts";
import type { SeriesTable } from "./domain/series-query.ts";

export interface DatasetDependencies {
  readonly reader: RatesReader;
  readonly cuts: CutResolver;
}

/** The dataset, and the day of its cut; null of an empty one. */
export interface ReadDataset {
  readonly dataset: Dataset;
  readonly day: string | null;
}

interface ReadTable {
  readonly table: SeriesTable;
  readonly response: RatesResponse;
}

/**
 * Without a past cut all is of what is published when the first table is read: where more is published meanwhile, all is read again as of that cut.
 * Rejects as the reader does, and with `TooManyRows` where the tables have more than 20,000 rows together. Stops where the caller has left.
 */
export async function readDataset(
  { reader, cuts }: DatasetDependencies,
  { tables, detail, past }: { readonly tables: readonly SeriesTable[]; readonly detail: Detail; readonly past: RequestedCut | undefined },
  gone: AbortSignal,
): Promise<ReadDataset> {
  const read = async (cut?: RequestedCut): Promise<{ readonly read: ReadTable[]; readonly day: string | null }> => {
    const found: ReadTable[] = [];
    let day: string | null = null;
    let rows = 0;
    for (const table of tables) {
      gone.throwIfAborted();
      const first = found.length === 0 ? await reader.ratesWithLastStated(table.query, cut) : null;
      const response = first?.response ?? (await reader.rates(table.query, cut));
      if (first !== null) ({ day } = first);
      rows += response.rows.length;
      if (rows > responseRowsMax) throw new TooManyRows(rows);
      found.push({ table, response });
    }
    return { read: found, day };
  };
  const live = await read(past);
  const watermark = live.read[0]?.response.watermark ?? "";
  const isOneCut = live.read.every(({ response }) => response.watermark === watermark);
  const { read: found, day } = isOneCut ? live : await read(await cuts.resolve(watermark));
  const series = new Map<string, Series>();
  for (const { table, response } of found) await inPieces(addSeries(series, table, response, detail));
  const rules = found[0]?.response.rules;
  const attributes =
    detail === "full" || detail === "nodata" ? { VINTAGE: watermark, ...(rules === undefined ? {} : { RULES: rules }) } : {};
  return { dataset: { attributes, series: sortedSeries(series) }, day };
}
