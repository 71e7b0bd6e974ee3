/** Claims and deadlines, read from one cut slice by slice like the quality of the reporting: the journal alone knows every statement. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { ClaimsResponse, ClaimsQuery, UnmatchedClaim, UnmatchedClaimsResponse } from "@qorgau/schemas/responses/claims-response";
import type { DeadlinesResponse, DeadlinesQuery } from "@qorgau/schemas/responses/deadlines-response";
import { workingDaySources } from "@qorgau/schemas/codes/working-days";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { responseRowsMax, TooManyRows } from "../paging/domain/response-rows.ts";
import { createClaimsReport } from "./domain/claims-report.ts";
import { requestOf } from "./domain/claims-query.ts";
import type { UnmatchedQuery } from "./domain/claims-query.ts";
import { createDeadlinesReport } from "../deadlines/domain/deadlines-report.ts";
import { writePageCursor } from "../paging/domain/page-cursor.ts";
import { createPage } from "../quality/domain/quality-page.ts";
import { earliestDate, latestDate } from "../http/domain/shared-parameters.ts";
import type { Span } from "../time/span.ts";
import { unmatchedClaims } from "./domain/unmatched-claims.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { QualityReader } from "../quality/quality-reader.ts";

type Slices = Pick<QualityReader, "slices">;
type Days = Pick<ClaimsQuery, "from" | "to">;

const spanOf = ({ from, to }: Days): Span => ({ from: from ?? earliestDate, to: to ?? latestDate });
const cutOf = ({ asOf, watermark }: RequestedCut) => ({ asOf, watermark: formatWatermark(watermark), rules: mergingRules });

const workingDays =
  "Monday to Friday less Kazakhstan's holidays and days off, a term beginning on the day after. Transferred days are known for the years " +
  `${workingDaySources.at(0)?.year} to ${workingDaySources.at(-1)?.year}; any other year is approximate.`;

/**
 * Measures the deadlines of the query's days of occurrence at `cut`. Rejects with a `TooManyRows` above 20,000 rows, with a `StoreError`,
 * and with the reason of `signal` once it is aborted.
 */
export async function deadlinesResponse(
  reader: Slices,
  query: DeadlinesQuery,
  cut: RequestedCut,
  signal: AbortSignal,
): Promise<DeadlinesResponse> {
  const report = createDeadlinesReport(query);
  for await (const slice of reader.slices(spanOf(query), cut, signal)) report.take(slice);
  return { ...cutOf(cut), period: query.period, workingDays, rows: await rowsOf(report) };
}

/**
 * Counts the claims of the query's days of occurrence at `cut`. Rejects with a `TooManyRows` above 20,000 rows, with a `StoreError`, and
 * with the reason of `signal` once it is aborted.
 */
export async function claimsResponse(reader: Slices, query: ClaimsQuery, cut: RequestedCut, signal: AbortSignal): Promise<ClaimsResponse> {
  const report = createClaimsReport(query);
  for await (const slice of reader.slices(spanOf(query), cut, signal)) report.take(slice);
  return { ...cutOf(cut), period: query.period, rows: await rowsOf(report) };
}

/** How many cells there are is known once all is read: so far the work is bounded by what is reported, not by the request. */
async function rowsOf<Row>(report: {
  readonly rows: () => number;
  readonly finish: () => Iterator<unknown, Row[], undefined>;
}): Promise<Row[]> {
  if (report.rows() > responseRowsMax) throw new TooManyRows(report.rows());
  return inPieces(report.finish());
}

/**
 * Returns at most `query.limit` active claims of cases that only insurers report, in order of the day of occurrence. Rejects with a
 * `StoreError`, and with the reason of `signal` once it is aborted.
 */
export async function unmatchedClaimsResponse(
  reader: Slices,
  query: UnmatchedQuery,
  cut: RequestedCut,
  signal: AbortSignal,
): Promise<UnmatchedClaimsResponse> {
  const page = createPage<UnmatchedClaim>(query.limit, query.cursor?.after ?? null);
  const span = spanOf(query);
  const resumed = query.cursor?.after.slice(0, 10) ?? span.from;
  const rest = { ...span, from: resumed > span.from ? resumed : span.from };
  for await (const slice of reader.slices(rest, cut, signal)) {
    page.offer(unmatchedClaims(slice, query.source));
    if (page.isFull()) break;
  }
  const after = page.next();
  const nextCursor = after === null ? null : writePageCursor(requestOf(query), { watermark: cut.watermark, after });
  return { ...cutOf(cut), rows: [...page.rows], nextCursor };
}
