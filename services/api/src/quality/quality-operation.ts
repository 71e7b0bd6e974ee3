/** The question about the reporting itself. */
import { qualityPeriods, qualityTables } from "@qorgau/schemas/responses/quality-answer";
import { pageLimitDefault, pageLimitMax } from "@qorgau/schemas/responses/page-limits";
import { inQuery } from "../openapi/in-query.ts";
import { asOf, atLeast, date, formParameters, partial } from "../openapi/parameters.ts";
import { knownAlready, refusedForm, refusedQuestion, tableResponse, unavailable } from "../openapi/responses.ts";

const qualityQueryParameters = [
  inQuery(
    "table",
    "One table; without it all of them, each with its first page. A file holds one: `reporters` unless another is named. " +
      "`reporters`: counts per reporter and period. `disputed`: cases of which the highest-standing statement tells a lesser severity than another. " +
      "`doubles`: cases likely told twice, never merged by themselves. `conflicts`: revisions told with different contents. " +
      "`dangling`: `sameAs` without effect. `disagreements`: fields that two reporters of a case tell differently. `setAside`: what the highest-standing word says and the case does not have. `migrations`: severities that rose. `exposureConflicts`: equal statements of one exposure that differ. `zeroExposures`: cases of a cell and period of which the exposure is stated as 0. " +
      "`unlinked`: records of which a link ties nobody, since more hold it than links may tie together (1,000 records of a source that name one record; 5,000 records of a worker's day or joining one case; 5,000 victims of an accident name or cases of a chain).",
    { type: "string", enum: qualityTables },
    "reporters",
  ),
  inQuery("source", "Only rows that name this reporter.", { type: "string", format: "uri" }, "urn:kz:bin:200140000004"),
  inQuery("from", "First date of occurrence, inclusive.", date, "2026-01-01"),
  inQuery("to", "Last date of occurrence, inclusive.", date, "2026-12-31"),
  inQuery("period", "Of the rows of `reporters`.", { type: "string", enum: qualityPeriods, default: "year" }, "month"),
  inQuery("limit", "Rows of a page.", { type: "integer", minimum: 1, maximum: pageLimitMax, default: pageLimitDefault }, pageLimitMax),
  inQuery(
    "cursor",
    "`nextCursor` of the page before, with the same parameters: the pages of a table are of the cut of its first one.",
    { type: "string" },
    "WyJyZXBvcnRlcnMi",
  ),
  asOf,
  atLeast,
  partial,
  ...formParameters,
];

export const qualityPaths = {
  "/v1/quality": {
    get: {
      operationId: "getQuality",
      tags: ["figures"],
      summary: "How good the reporting is",
      description:
        "Who told what, how late, and where it does not fit. Periods are those of the date of occurrence: a record belongs to the date that it tells now (of exposure, where its period begins; withdrawn, to the date it told last), a case to the date of its highest-standing statement. " +
        "Days are to one decimal; medians and 90th percentiles are by nearest rank, that is values which occurred. A delay begins and ends at effective stamps of the log; `told` ones at the reporter's own `time`. An occurrence of which only the date is told counts as noon at +05:00 of that date. " +
        "`rejected` is null: what the door rejects is in no log, so no answer that can be given again could hold it; `/v1/status` and `/metrics` count it for the process. " +
        "The answer is read from every statement of its days: some seconds for 100,000 of them. Such questions are answered one at a time.",
      parameters: qualityQueryParameters,
      responses: {
        "200": {
          ...tableResponse(
            "The tables, or the one asked for.",
            "Quality",
            "period,source,records,statements,revisions,withdrawn,lagMedianDays,watermark\r\n2026,urn:kz:bin:200140000004,92,120,28,1,2.5,0:812\r\n",
          ),
        },
        "304": knownAlready,
        "400": refusedQuestion,
        "406": refusedForm,
        "503": unavailable,
      },
    },
  },
};
