/** The questions about claims and about the statutory clocks. */
import { claimDimensions, claimPeriods } from "@qorgau/schemas/responses/claims-answer";
import { clockDimensions, clockPeriods } from "@qorgau/schemas/responses/clocks-answer";
import { pageLimitDefault, pageLimitMax } from "@qorgau/schemas/responses/page-limits";
import { inQuery } from "../openapi/in-query.ts";
import { asOf, atLeast, date, formParameters, partial } from "../openapi/parameters.ts";
import { knownAlready, reference, tableRefusals, tableResponse } from "../openapi/responses.ts";

const days = [
  inQuery("from", "First date of occurrence, inclusive.", date, "2026-01-01"),
  inQuery("to", "Last date of occurrence, inclusive.", date, "2026-12-31"),
];
const others = { "304": knownAlready, ...tableRefusals };

const period = (periods: readonly string[]) =>
  inQuery("period", "Of the date of occurrence.", { type: "string", enum: periods, default: "year" }, "month");

/** Several values joined by commas. */
function several(name: string, description: string, values: readonly string[], example: string) {
  const schema = { type: "array", items: { type: "string", enum: values } };
  return { ...inQuery(name, description, schema, [example]), style: "form", explode: false };
}

/** As `employer` of `/v1/rates`. */
const employer = inQuery(
  "employer",
  "Of these enterprises alone: BINs or pseudonyms of sole proprietors, joined by commas. An IIN is refused.",
  { type: "string" },
  "200140000004",
);

export const claimsPaths = {
  "/v1/claims": {
    get: {
      operationId: "getClaims",
      tags: ["figures"],
      summary: "Claims counted as claims, or those that no reported case stands beside",
      description:
        "Counts living claim records by what they tell themselves. Claims are no measure of injury: below 30 % of lost capacity the employer pays, state bodies are not insured, and a claim comes late. " +
        "With `unmatched=true` an insurer's worklist instead: claims of cases that nobody has reported, page by page (`limit`, `cursor`), without `period` and `by`.",
      parameters: [
        inQuery("source", "Claims of this insurer alone.", { type: "string", format: "uri" }, "urn:kz:insurer:annuity"),
        ...days,
        period(claimPeriods),
        several("by", "What the rows are of.", claimDimensions, "status"),
        employer,
        inQuery("unmatched", "The worklist.", { type: "string", enum: ["true"] }, "true"),
        inQuery(
          "limit",
          "Rows of a page of the worklist.",
          { type: "integer", minimum: 1, maximum: pageLimitMax, default: pageLimitDefault },
          pageLimitMax,
        ),
        inQuery("cursor", "`nextCursor` of the page before, with the same parameters.", { type: "string" }, "WyIxMjM0Il0"),
        asOf,
        atLeast,
        partial,
        ...formParameters,
      ],
      responses: {
        "200": {
          ...tableResponse("The counts, or the worklist.", "Claims", "period,claims,matched,unmatched,watermark\r\n2026,12,11,1,0:812\r\n"),
          content: {
            "application/json": { schema: { anyOf: [reference("Claims"), reference("UnmatchedClaims")] } },
            "text/csv": { schema: { type: "string" }, example: "period,claims,matched,unmatched,watermark\r\n2026,12,11,1,0:812\r\n" },
          },
        },
        ...others,
      },
    },
  },
  "/v1/clocks": {
    get: {
      operationId: "getClocks",
      tags: ["figures"],
      summary: "How the statutory terms are kept",
      description:
        "From the moments that `notified` tells of counting accident cases in Kazakhstan: notice to the inspectorate within 24 hours and to the insurer within 3 working days of learning of the accident, " +
        "the commission within 24 hours of the medical conclusion, its investigation in 10 working days (30 with every extension), the act within 3 and its entry within 2 working days. " +
        "Days are those of the region of occurrence, whatever offset an instant is written with (UTC+5; before March 2024 UTC+6 in most regions). A date without a time of day is any instant of that day; where hours are counted and both answers are possible, the case is `undetermined`.",
      parameters: [
        ...days,
        period(clockPeriods),
        several("by", "What the rows are of, besides the clock.", clockDimensions, "region"),
        employer,
        asOf,
        atLeast,
        partial,
        ...formParameters,
      ],
      responses: {
        "200": tableResponse(
          "A row for each period, cell and clock.",
          "Clocks",
          "period,clock,unit,limit,cases,told,within,late,watermark\r\n2026,insurer,working_days,3,92,80,71,9,0:812\r\n",
        ),
        ...others,
      },
    },
  },
};
