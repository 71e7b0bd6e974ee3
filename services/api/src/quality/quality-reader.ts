/** From a question about the reporting to its tables, read from one cut. */
import type { Store } from "@qorgau/infra/store/store";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { QualityAnswer, QualityQuery } from "@qorgau/schemas/quality-answer";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { writeCursor } from "../domain/quality-cursor.ts";
import type { QualityQuestion } from "../domain/quality-query.ts";
import { createQualityReport } from "../domain/quality-report.ts";
import type { FilledPages } from "../domain/quality-report.ts";
import { foldSlice } from "../domain/quality-slice.ts";
import type { AskedCut } from "../past/asked-cut.ts";
import { readSlices } from "./read-slices.ts";
import type { SliceLimits } from "./read-slices.ts";

export interface QualityReader {
  /** Rejects with a `StoreError` where the store cannot be read, and with the signal's reason once it is aborted. */
  answer(question: QualityQuestion, cut: AskedCut, signal: AbortSignal): Promise<QualityAnswer>;
}

export function createQualityReader({ store, limits }: { readonly store: Store; readonly limits?: SliceLimits }): QualityReader {
  return {
    async answer({ query, cursor }, { asOf, watermark }, signal) {
      const report = createQualityReport(query, cursor?.after ?? null);
      if (report.before !== null) {
        for await (const { span, statements } of readSlices(store, watermark, report.before, limits)) {
          signal.throwIfAborted();
          report.remember(foldSlice(statements, span));
        }
      }
      for await (const { span, statements } of readSlices(store, watermark, report.span, limits)) {
        signal.throwIfAborted();
        if (!report.take(foldSlice(statements, span))) break;
      }
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

function withCursors(pages: FilledPages, query: QualityQuery, watermark: AskedCut["watermark"]): Partial<QualityAnswer> {
  const entries = Object.entries(pages) as [keyof FilledPages, NonNullable<FilledPages[keyof FilledPages]>][];
  return Object.fromEntries(
    entries.map(([table, { rows, next }]) => [
      table,
      { rows, nextCursor: next === null ? null : writeCursor(query, { table, watermark, after: next }) },
    ]),
  );
}
