/** The parameters of `GET /v1/quality`, and how they are read. All faults are reported together. */
import { qualityPeriods, qualityTables } from "@qorgau/schemas/responses/quality-response";
import type { QualityQuery, QualityTable } from "@qorgau/schemas/responses/quality-response";
import { orNull } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { readPageCursor, writePageCursor } from "../../paging/domain/page-cursor.ts";
import type { PageCursor, PagedRequest } from "../../paging/domain/page-cursor.ts";
import { rowKeyForm } from "./quality-page.ts";
import { cutNames, dayParameters, faultsOfDays, pageParameters, sourceParameter } from "../../http/domain/shared-parameters.ts";

export const qualityParameters = z.object({
  source: sourceParameter,
  ...dayParameters,
  period: z
    .enum(qualityPeriods)
    .default("year")
    .meta({ description: "Of the rows of `reporters` and `supplements`.", examples: ["month"] }),
  limit: pageParameters.limit,
  table: orNull(z.enum(qualityTables)).meta({
    description:
      "One table; without it all of them, each with its first page. A file holds one: `reporters` unless another is named. " +
      "`reporters`: counts per reporter and period. `disputed`: cases of which the highest-standing statement tells a lesser severity than another. " +
      "`doubles`: cases likely told twice, never merged by themselves. `conflicts`: revisions told with different contents. " +
      "`dangling`: `sameAs` without effect. `disagreements`: fields that two reporters of a case tell differently. `setAside`: what the highest-standing word says and the case does not have. `migrations`: severities that rose. `exposureConflicts`: equal statements of one exposure that differ. `zeroExposures`: cases of a cell and period of which the exposure is stated as 0. " +
      "`supplements`: counts per reporter, period and entity of what no case is made of (statistics of the inspection, occurrences; statuses of enterprises are left out). " +
      "`unlinked`: records of which a link ties nobody, since more hold it than links may tie together (1,000 records of a source that name one record; 5,000 records of a worker's day or joining one case; 5,000 victims of an accident name or cases of a chain).",
    examples: ["reporters"],
  }),
  cursor: pageParameters.cursor.meta({
    description: "`nextCursor` of the page before, with the same parameters: the pages of a table are of the cut of its first one.",
    examples: ["WyJyZXBvcnRlcnMi"],
  }),
});

/** The parameters of `GET /v1/quality`. `cursor` is null on the first page. */
export interface QualityRequest {
  readonly query: QualityQuery;
  readonly cursor: PageCursor | null;
}

/** Returns the parameters, or all faults at once (QG-0817: a cursor of other parameters). Without `table` the cursor says which table it is of. */
export function parseQualityQuery(sent: SentTexts): Parsed<QualityRequest> {
  const { values, faults } = readParameters(qualityParameters, sent, cutNames);
  const { table, cursor: text, ...requested } = values;
  const cursor = text === null ? null : readTableCursor(text, requested, table);
  const ofCursor = text !== null && cursor === null ? [fault("QG-0817", "cursor")] : [];
  const errors = [...faults, ...faultsOfDays(requested), ...ofCursor];
  if (errors.length > 0) return { errors };
  return { query: { query: { ...requested, table: table ?? cursor?.table ?? null }, cursor: cursor?.cursor ?? null } };
}

type Paged = Pick<QualityQuery, "source" | "from" | "to" | "period">;

const pagedRequest = (table: QualityTable, { source, from, to, period }: Paged): PagedRequest => [
  "/v1/quality",
  table,
  source,
  from,
  to,
  period,
];

/** Returns a cursor that is bound to the table, the source, the days and the period of the request (`writePageCursor`). */
export function writeTableCursor(table: QualityTable, requested: Paged, cursor: PageCursor): string {
  return writePageCursor(pagedRequest(table, requested), cursor);
}

/** Without `table` the response has all of them: then the table is the one whose cursor this is. Null where it is no cursor of the request. */
export function readTableCursor(
  text: string,
  requested: Paged,
  table: QualityTable | null,
): { readonly table: QualityTable; readonly cursor: PageCursor } | null {
  for (const one of table === null ? qualityTables : [table]) {
    const cursor = readPageCursor(text, pagedRequest(one, requested), rowKeyForm);
    if (cursor !== null) return { table: one, cursor };
  }
  return null;
}
