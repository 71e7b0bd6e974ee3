/** Reads the responses of rates and of the annual rollup: each is computed from one cut, read in one statement. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { firstFatalOf } from "@qorgau/infra/store/journal/first-fatal";
import type { Store } from "@qorgau/infra/store/store";
import type { AnnualRollupResponse, AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import type { RatesResponse, RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import type { FirstFatal, RecordTuple } from "@qorgau/schemas/rows/journal";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { responseRowsMax, TooManyRows } from "../paging/domain/response-rows.ts";
import { annualRollup } from "../annual/domain/annual-rollup.ts";
import type { AnnualSnapshot, AnnualYearEarlier } from "../annual/domain/annual-rollup.ts";
import { dayOfStamp } from "../time/calendar.ts";
import { countPeriods, monthAndDay } from "../time/periods.ts";
import { lastStatedDays } from "./domain/last-stated.ts";
import { ratesResponseSteps } from "./domain/rates.ts";
import type { SameLag } from "./domain/rates.ts";
import type { RatesSnapshot } from "./domain/snapshot.ts";
import { readAnnual } from "../annual/read-annual.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import { createPastReader } from "../past/read-past.ts";
import type { PastReader } from "../past/read-past.ts";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import { yearEarlierCut } from "../past/year-earlier-cut.ts";
import { createResponseCache } from "../published/response-cache.ts";
import type { Made } from "../published/response-cache.ts";
import type { Publication } from "../past/await-watermark.ts";
import type { ReadFigures } from "../published/read-published.ts";
import { createLiveReader, readCut, readCutAndVersion, readPublishedVersion } from "../published/read-published.ts";
import type { CaseIdsPage } from "../published/case-ids-part.ts";
import { readRates } from "./read-rates.ts";
import type { ReadRates, ReadRatesOptions } from "./read-rates.ts";

/**
 * All reject with a `StoreError` where the store cannot be read, and with `TooManyRows` or `TooManyCells` before such a response is computed.
 * Without a past cut a response is of the published one. `rowsMax` (20,000) is another number where the rows are not those of the response yet.
 */
export interface RatesReader {
  rates(query: RatesQuery, past?: RequestedCut, rowsMax?: number): Promise<RatesResponse>;
  /** The response of the published cut, read anew, with the version that it is of and about how many bytes it takes in memory. */
  publishedRates(query: RatesQuery): Promise<Made<RatesResponse>>;
  /** The response, computed anew, and a page of the ids of the cases that it counts, of the same cut. */
  ratesWithCases(query: RatesQuery, caseIds: CaseIdsPage, past?: RequestedCut): Promise<RatesWithCases>;
  annualRollup(query: AnnualRollupQuery, past?: RequestedCut): Promise<AnnualRollupResponse>;
  /** The response, the day of its cut (null of an empty one), and for each row the last day of which anything was stated for its cell. */
  ratesWithLastStated(query: RatesQuery, past?: RequestedCut, rowsMax?: number): Promise<RatesWithLastStated>;
  /** The figures that a response of this query would be computed from, for other ones that are. */
  snapshot(query: RatesQuery, past?: RequestedCut): Promise<RatesSnapshot>;
  /** Reads other parts of the same cut; of the published one without a past cut. */
  figures(past?: RequestedCut): ReadFigures;
  /** Since when the log says of each record that somebody has died, at the cut whose text `watermark` is. */
  firstFatal(records: readonly RecordTuple[], watermark: string): Promise<ReadonlyMap<string, FirstFatal>>;
  /** Figures of past cuts. What is remembered and folded of them is bounded here, for all who read them. */
  readonly past: PastReader;
  /** The cut that is published now; null before anything was. */
  cut(): Promise<PublishedCut | null>;
  /** What is published now, for who waits for more. */
  publication(): Promise<Publication>;
}

export interface RatesWithCases {
  readonly response: RatesResponse;
  /** Ascending. */
  readonly caseIds: readonly string[];
}

/** A response of rates, with the day of its cut and the last day of which anything was stated for each of its cells (NUMBERS, section 3.2). */
export interface RatesWithLastStated {
  readonly response: RatesResponse;
  readonly day: string | null;
  readonly lastStatedOf: (row: RatesRow) => string | null;
}

interface ComputedRates {
  readonly snapshot: ReadRates;
  readonly response: RatesResponse;
}

/** A row takes some six hundred bytes. */
const storedBytesMax = 32 * 2 ** 20;
const bytesPerRow = 600;
const bytesPerResponse = 2_000;

/** Responses made of more are made one after the other: each takes some tens of megabytes, and a second. */
const wideCells = 4_000;
const wideWaitingMax = 16;

/** Without dimensions every period is a row, whatever is in the store. */
function refuseTooManyPeriods({ by, period, from, to }: RatesQuery, rowsMax: number): void {
  if (by.length > 0 || from === null || to === null) return;
  const rows = countPeriods(period, { from, to });
  if (rows > rowsMax) throw new TooManyRows(rows, rowsMax);
}

/**
 * Live responses are remembered, within 32 MiB, until something is published. One of more than 4,000 cells is made alone; where 16 wait
 * already, it rejects with a `ResponseError` (queue full).
 */
export function createRatesReader({ store }: { readonly store: Store }): RatesReader {
  const live = createLiveReader(store);
  const oneAtATime = createOneAtATime(wideWaitingMax);
  const stored = createResponseCache<RatesResponse>({ readVersion: () => readPublishedVersion(store), bytesMax: storedBytesMax });
  const readerOfPast = createPastReader(store);
  const readerOf = (past?: RequestedCut) => (past === undefined || past.live ? live : readerOfPast(past));
  /** What was known of the year before, a year before; null where the year is not the one of the cut's day, or the log began later. */
  const yearEarlier = async (query: AnnualRollupQuery, snapshot: AnnualSnapshot): Promise<AnnualYearEarlier | null> => {
    const day = snapshot.lastStampMs === null ? "" : dayOfStamp(snapshot.lastStampMs);
    if (!day.startsWith(`${query.year}-`)) return null;
    const earlier = await yearEarlierCut(store, snapshot);
    if (earlier === null || earlier.logBegan > `${query.year - 1}-01-01`) return null;
    return readAnnual(query, readerOfPast(earlier.requested), monthAndDay(day));
  };
  /** What was known a year before the cut, for the same query. Years to date end on the day of the cut all the same. */
  const sameLag = async (query: RatesQuery, snapshot: RatesSnapshot): Promise<SameLag | null> => {
    if (query.choices.compare !== "same_lag") return null;
    const earlier = await yearEarlierCut(store, snapshot);
    if (earlier === null) return null;
    const to = query.period === "ytd" ? (query.to ?? dayOfStamp(snapshot.lastStampMs ?? 0)) : query.to;
    return { snapshot: await readRates({ ...query, to }, readerOfPast(earlier.requested)), logBegan: earlier.logBegan };
  };
  const responseOf = (query: RatesQuery, snapshot: RatesSnapshot, lag: SameLag | null, rowsMax: number): Promise<RatesResponse> => {
    const response = () => inPieces(ratesResponseSteps(query, snapshot, lag, rowsMax));
    return snapshot.counted.length > wideCells ? oneAtATime(response) : response();
  };
  const computeRates = async (query: RatesQuery, options: ReadRatesOptions, past?: RequestedCut): Promise<ComputedRates> => {
    const { rowsMax = responseRowsMax } = options;
    refuseTooManyPeriods(query, rowsMax);
    const snapshot = await readRates(query, readerOf(past), options);
    return { snapshot, response: await responseOf(query, snapshot, await sameLag(query, snapshot), rowsMax) };
  };
  const makeRates = async (query: RatesQuery, rowsMax: number, past?: RequestedCut): Promise<Made<RatesResponse>> => {
    const { response, snapshot } = await computeRates(query, { rowsMax }, past);
    return { response, version: snapshot.publishedVersion, bytes: bytesPerResponse + bytesPerRow * response.rows.length };
  };
  const keyOf = (query: RatesQuery, rowsMax: number) => JSON.stringify([query, rowsMax]);
  return {
    async rates(query, past, rowsMax = responseRowsMax) {
      const make = () => makeRates(query, rowsMax, past);
      if (past !== undefined && !past.live) return (await make()).response;
      return stored.get(keyOf(query, rowsMax), make);
    },
    publishedRates: (query) => stored.renew(keyOf(query, responseRowsMax), () => makeRates(query, responseRowsMax)),
    async ratesWithCases(query, caseIds, past) {
      const { response, snapshot } = await computeRates(query, { caseIds }, past);
      return { response, caseIds: snapshot.caseIds };
    },
    async ratesWithLastStated(query, past, rowsMax = responseRowsMax) {
      const snapshot = await readRates(query, readerOf(past), { rowsMax });
      const day = snapshot.lastStampMs === null ? null : dayOfStamp(snapshot.lastStampMs);
      return { response: await responseOf(query, snapshot, null, rowsMax), day, lastStatedOf: lastStatedDays(query, snapshot) };
    },
    async annualRollup(query, past) {
      const snapshot = await readAnnual(query, readerOf(past));
      return annualRollup(query, snapshot, await yearEarlier(query, snapshot));
    },
    snapshot: (query, past) => readRates(query, readerOf(past)),
    figures: readerOf,
    firstFatal: (records, watermark) => firstFatalOf(store, records, parseWatermark(watermark) ?? new Map()),
    past: readerOfPast,
    cut: () => readCut(store),
    async publication() {
      const { cut, version } = await readCutAndVersion(store);
      return { watermark: parseWatermark(cut?.watermark ?? "") ?? new Map<number, number>(), version };
    },
  };
}
