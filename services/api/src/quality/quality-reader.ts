/** Reads the tables about the quality of the reporting, from one cut. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { supplementCounts } from "@qorgau/infra/store/journal/supplements";
import type { Store } from "@qorgau/infra/store/store";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { QualityResponse, QualityQuery, QualityTable } from "@qorgau/schemas/responses/quality-response";
import { filteredInSteps, groupedInSteps } from "@qorgau/schemas/steps";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { writeTableCursor } from "./domain/quality-query.ts";
import type { QualityRequest } from "./domain/quality-query.ts";
import { createQualityReport, nothingBeside } from "./domain/quality-report.ts";
import type { BesideSlices, FilledPages } from "./domain/quality-report.ts";
import { partsOfKey } from "./domain/quality-page.ts";
import { dateOfRecord, recordHistories } from "./domain/quality-record-history.ts";
import type { RecordHistory } from "./domain/quality-record-history.ts";
import { foldSlice, partOf, partsOfSlice } from "./domain/quality-slice.ts";
import type { QualitySlice } from "./domain/quality-slice.ts";
import { zeroExposuresOf } from "./domain/quality-zero-exposures.ts";
import { earliestDate, latestDate } from "../http/domain/shared-parameters.ts";
import type { Span } from "../time/span.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import { activeExposures } from "../explain/exposure-statements.ts";
import { readClaimSlices, readSlices } from "./read-slices.ts";
import type { SliceLimits } from "./read-slices.ts";

/** Reads the journal at one cut, slice by slice. */
export interface QualityReader {
  /** The days of the span folded, in order; days without records are in no slice. Rejects as `response` does. */
  slices(span: Span, cut: RequestedCut, signal: AbortSignal): AsyncIterable<QualitySlice>;
  /** The claim records of these days, withdrawn ones among them, slice by slice: no case is read or folded. Rejects as `response` does. */
  claims(span: Span, cut: RequestedCut, signal: AbortSignal): AsyncIterable<readonly RecordHistory[]>;
  /** Rejects with a `StoreError` where the store cannot be read, and with the signal's reason once it is aborted. */
  response(requestParameters: QualityRequest, cut: RequestedCut, signal: AbortSignal): Promise<QualityResponse>;
}

/** `limits` bound the records of a slice and of one look through the journal (5,000 and 200,000 by default). */
export function createQualityReader({ store, limits }: { readonly store: Store; readonly limits?: SliceLimits }): QualityReader {
  async function* slices(days: Span, { watermark }: RequestedCut, signal: AbortSignal): AsyncGenerator<QualitySlice> {
    for await (const { span, parts, statements, limits: links } of readSlices(store, watermark, days, limits)) {
      signal.throwIfAborted();
      const slice = await inPieces(foldSlice(statements, span, links));
      yield* await inPieces(partsOfSlice(slice, parts));
    }
  }
  async function* claims(days: Span, { watermark }: RequestedCut, signal: AbortSignal): AsyncGenerator<readonly RecordHistory[]> {
    for await (const { span, parts, statements } of readClaimSlices(store, watermark, days, limits)) {
      signal.throwIfAborted();
      const histories = await inPieces(recordHistories(statements));
      const within = await inPieces(filteredInSteps(histories, (history) => isWithin(dateOfRecord(history), span)));
      const byPart = await inPieces(groupedInSteps(within, (history) => partOf(parts, dateOfRecord(history))));
      for (const part of parts) yield byPart.get(part) ?? [];
    }
  }
  const isWanted = ({ table }: QualityQuery, name: QualityTable) => table === null || table === name;
  async function besideFor({ query, cursor }: QualityRequest, { watermark }: RequestedCut, signal: AbortSignal): Promise<BesideSlices> {
    signal.throwIfAborted();
    const { zeros, supplements } = nothingBeside;
    const { from, to, source, period } = query;
    // One more than the page has says whether another one follows.
    const page = { after: cursor === null ? null : partsOfKey(cursor.after), limit: query.limit + 1 };
    const wanted = { from: from ?? earliestDate, to: to ?? latestDate, source, period, ...page };
    return {
      zeros: isWanted(query, "zeroExposures")
        ? zeroExposuresOf((await activeExposures(store, watermark)).map(({ statement }) => statement))
        : zeros,
      supplements: isWanted(query, "supplements") ? await supplementCounts(store, wanted, watermark) : supplements,
    };
  }
  return {
    slices,
    claims,
    async response(request, cut, signal) {
      const { query, cursor } = request;
      const report = createQualityReport(query, cursor?.after ?? null, await besideFor(request, cut, signal));
      if (report.before !== null) for await (const slice of slices(report.before, cut, signal)) report.remember(slice);
      // What no case is made of is in no slice.
      if (query.table !== "supplements") {
        for await (const slice of slices(report.span, cut, signal)) if (!(await inPieces(report.take(slice)))) break;
      }
      const { asOf, watermark } = cut;
      return {
        asOf,
        watermark: formatWatermark(watermark),
        rules: mergingRules,
        period: query.period,
        ...withCursors(report.finish(), query, watermark),
      };
    },
  };
}

const isWithin = (date: string, { from, to }: Span) => date >= from && date <= to;

function withCursors(pages: FilledPages, query: QualityQuery, watermark: RequestedCut["watermark"]): Partial<QualityResponse> {
  const entries = Object.entries(pages) as [keyof FilledPages, NonNullable<FilledPages[keyof FilledPages]>][];
  return Object.fromEntries(
    entries.map(([table, { rows, next }]) => [
      table,
      { rows, nextCursor: next === null ? null : writeTableCursor(table, query, { watermark, after: next }) },
    ]),
  );
}
