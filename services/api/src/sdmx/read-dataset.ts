/** Reads the tables that the series of a key are figures of: all of one cut, what has changed since another, and how they were published before. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { Release } from "@qorgau/schemas/responses/releases";
import { fault } from "@qorgau/schemas/rules/rules";
import { includes, parseWatermark } from "@qorgau/schemas/watermark";
import { responseRowsMax, TooManyRows } from "../paging/domain/response-rows.ts";
import type { CutResolver, RequestedCut } from "../past/requested-cut.ts";
import { ResponseError } from "../published/response-error.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import type { Releases } from "../releases/releases.ts";
import { cutOfRelease } from "../releases/verify-release.ts";
import { addSeries, changedSeries, detailed, sortedSeries } from "./domain/series.ts";
import type { Action, AttributeValues, Dataset, Detail, Series } from "./domain/series.ts";
import { tablesMax } from "./domain/series-query.ts";
import type { SeriesTable } from "./domain/series-query.ts";

export interface DatasetDependencies {
  readonly reader: RatesReader;
  readonly cuts: CutResolver;
  readonly releases: Pick<Releases, "all">;
}

export interface DatasetRequest {
  readonly tables: readonly SeriesTable[];
  readonly detail: Detail;
  /** Undefined: what is published. */
  readonly past: RequestedCut | undefined;
  /** Give what is not as it was at this cut, as a text that `asOf` takes. */
  readonly updatedAfter: string | null;
  /** Give the datasets of the cuts of all releases, too. */
  readonly includeHistory: boolean;
  /** Rejects where at a cut too few cases state what the dataflow needs. */
  refuseUnmet(past: RequestedCut | undefined): Promise<void>;
}

/** The datasets, and the day of their cut; null of an empty one. */
export interface ReadDatasets {
  readonly datasets: readonly Dataset[];
  readonly day: string | null;
}

interface ReadCut {
  readonly watermark: string;
  readonly series: readonly Series[];
  readonly attributes: AttributeValues;
  readonly day: string | null;
  readonly rows: number;
  /** The day before which nothing was given although there is something: a request without `startPeriod` reaches back ten years. */
  readonly reachFrom: string | null;
}

/**
 * Without a past cut all is of what is published when the first table is read: where more is published meanwhile, all is read again as of that cut.
 * Rejects as the reader and the resolver do, with `TooManyRows` where the tables of all given cuts have more than 20,000 rows together, refused
 * (QG-0723) where the cuts have more than 128 tables together, and as `refuseUnmet` does of any given cut. Stops where the caller has left.
 */
export async function readDatasets(
  dependencies: DatasetDependencies,
  { tables, detail, past, updatedAfter, includeHistory, refuseUnmet }: DatasetRequest,
  gone: AbortSignal,
): Promise<ReadDatasets> {
  // What has changed is seen of observations.
  const compared = updatedAfter === null || detail === "dataonly" ? detail : "full";
  const readAt = (cut?: RequestedCut) => readCut(dependencies, { tables, detail: compared, past: cut }, gone);
  const { cuts, releases } = dependencies;
  await refuseUnmet(past);
  const earlier = updatedAfter === null ? null : await readAt(await cuts.resolve(updatedAfter));
  const now = await readAt(past);
  if (earlier !== null) {
    const { replaced, deleted } = changedSeries(earlier.series, now.series, now.reachFrom);
    const changed = (action: Action, series: readonly Series[]): Dataset => ({
      action,
      attributes: now.attributes,
      series: series.map((one) => detailed(one, detail)),
    });
    return { datasets: [changed("Replace", replaced), ...(deleted.length === 0 ? [] : [changed("Delete", deleted)])], day: now.day };
  }
  const datasets: Dataset[] = [];
  const published = includeHistory ? publishedWithin(now.watermark, (await releases.all()).releases) : [];
  const count = tables.length * (published.length + 1);
  if (count > tablesMax) throw new ResponseError("answer_refused", [fault("QG-0723", "includeHistory", { tables: count, tablesMax })]);
  let given = now.rows;
  for (const release of published) {
    const cut = cutOfRelease(release);
    await refuseUnmet(cut);
    const { attributes, series, rows } = await readAt(cut);
    given += rows;
    if (given > responseRowsMax) throw new TooManyRows(given);
    datasets.push({ action: "Information", validFrom: release.recordedAt, attributes, series });
  }
  datasets.push({ action: "Information", attributes: now.attributes, series: now.series });
  return { datasets, day: now.day };
}

/** Releases that a cut includes, in the order in which they were made; of several at one cut the first. */
function publishedWithin(watermark: string, releases: readonly Release[]): Release[] {
  const within = releases.filter(({ position }) => includes(parsed(watermark), parsed(position)));
  return within.filter((release, place) => within.findIndex((one) => one.watermark === release.watermark) === place);
}
const parsed = (text: string) => parseWatermark(text) ?? new Map<number, number>();

async function readCut(
  { reader, cuts }: DatasetDependencies,
  { tables, detail, past }: Pick<DatasetRequest, "tables" | "detail" | "past">,
  gone: AbortSignal,
): Promise<ReadCut> {
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
  const rows = found.reduce((sum, { response }) => sum + response.rows.length, 0);
  return { watermark, series: sortedSeries(series), attributes, day, rows, reachFrom: reachOf(found) };
}

/** The latest of the tables'; null where everything known was given. */
function reachOf(tables: readonly ReadTable[]): string | null {
  const days = tables.flatMap(({ response: { from, earliest } }) => (typeof from === "string" && from !== earliest ? [from] : []));
  return days.toSorted().at(-1) ?? null;
}

interface ReadTable {
  readonly table: SeriesTable;
  readonly response: RatesResponse;
}
