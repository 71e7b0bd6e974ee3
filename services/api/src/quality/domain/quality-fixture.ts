/** Tables of quality straight from statements, for tests: no store, slices wherever the test wants them. */
import type { QualityQuery } from "@qorgau/schemas/responses/quality-response";
import type { ExposureStatement, LoggedStatement } from "@qorgau/schemas/events/statement";
import { finished } from "@qorgau/schemas/steps";
import { daysAfter } from "./quality-dates.ts";
import type { RowKey } from "./quality-page.ts";
import { createQualityReport, nothingBeside } from "./quality-report.ts";
import type { FilledPages } from "./quality-report.ts";
import { effectiveRevisions } from "@qorgau/schemas/cases/order/effective-revision";
import { zeroExposuresOf } from "./quality-zero-exposures.ts";
import { foldSlice } from "./quality-slice.ts";

export const wholeRequest: QualityQuery = { source: null, from: null, to: null, period: "year", table: null, limit: 1000 };

/** All statements are a closed set of any of them. Slices end behind each of the days of `ends`. */
export function pagesOf(
  statements: readonly LoggedStatement[],
  query: Partial<QualityQuery> = {},
  ends: readonly string[] = [],
  after: RowKey | null = null,
): Required<FilledPages> {
  const report = createQualityReport({ ...wholeRequest, ...query }, after, {
    ...nothingBeside,
    zeros: zeroExposuresOf(effectiveExposures(statements)),
  });
  if (report.before !== null) report.remember(finished(foldSlice(statements, report.before)));
  let { from } = report.span;
  for (const to of [...ends.filter((end) => end >= from && end < report.span.to).toSorted(), report.span.to]) {
    if (from > to) continue;
    if (!finished(report.take(finished(foldSlice(statements, { from, to }))))) break;
    from = daysAfter(to, 1);
  }
  return report.finish() as Required<FilledPages>;
}

function effectiveExposures(statements: readonly LoggedStatement[]): ExposureStatement[] {
  return [...effectiveRevisions(statements).values()].flatMap(({ logged: { statement } }) =>
    statement.entity === "exposure" && !statement.withdrawn ? [statement] : [],
  );
}
