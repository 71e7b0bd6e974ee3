/** The questions: rates, the annual roll-up, the state of the pipeline, the rules. */
import { printedResponse } from "./release-operations.ts";
import { annualRollupParameters, format, ratesParameters } from "./parameters.ts";
import { knownAlready, refusedForm, refusedQuestion, tableResponse, unavailable } from "./responses.ts";

const refusals = { "400": refusedQuestion, "406": refusedForm, "503": unavailable };

export const readPaths = {
  "/v1/rates": {
    get: {
      operationId: "getRates",
      tags: ["figures"],
      summary: "Counts and rates by period and cell",
      description:
        "One table computed from one cut of the log. No rate comes without its denominator, unit, interval and status: where exposure is missing the count stands with `rate: null` and a reason. " +
        "Intervals are exact Poisson (Garwood), 95 %, unless chosen otherwise; an answer repeats the choices it was asked with and names the one basis of its denominators. Of an answer of more than 20,000 rows nothing is given (400, `QG-0870`). In CSV each row repeats measure, per, asOf, watermark and rules, so that a file can be cited; an apostrophe stands before every `=`, `+`, `-` and `@` (and before the apostrophes in front of it) at the beginning of a text and behind every comma, semicolon, tab or line break in it, spaces and quotes between them passed over, and before a tab or line break that begins a text: no spreadsheet runs a formula, however it cuts the file. To have the text as it was, take one apostrophe away at each such place.",
      parameters: ratesParameters,
      responses: {
        "200": tableResponse(
          "The table.",
          "RatesAnswer",
          "period,region,count,exposure,rate,lower,upper,measure,per,watermark\r\n2026,KZ-35,92,301233,0.305411,0.246205,0.37456,injured,1000_workers,0:812\r\n",
        ),
        "304": knownAlready,
        ...refusals,
      },
    },
  },
  "/v1/rollups/annual/{year}": {
    get: {
      operationId: "getAnnualRollup",
      tags: ["figures"],
      summary: "A year against the year before",
      description:
        "Kazakhstan in total and by region, sector, the mining and metallurgical complex (`complex`, beside section B), division, severity, sex, age band and main cause. " +
        "Percentages are rounded to two decimals, half away from zero; `changePercent` is null where the previous value is 0 and in a running year, whose figures have `toDate` in its place: the same days of both years. Diseases and poisonings are in no other figure. " +
        "`seriesBreak` names the regions that a split has put into one row less or more than the year before.",
      parameters: annualRollupParameters,
      responses: {
        "200": printedResponse(
          "The table.",
          "AnnualRollup",
          "year,scope,code,injured,injuredPrevious,injuredChangePercent\r\n2026,total,,1430,1568,-8.8\r\n",
        ),
        "304": knownAlready,
        ...refusals,
      },
    },
  },
  "/v1/status": {
    get: {
      operationId: "getStatus",
      tags: ["service"],
      summary: "How far the figures follow the log",
      parameters: [format],
      responses: {
        "200": tableResponse("The state of the pipeline.", "PipelineStatus", "watermark,end,lag\r\n0:812,0:812,0\r\n"),
        ...refusals,
      },
    },
  },
  "/v1/rules": {
    get: {
      operationId: "getRules",
      tags: ["service"],
      summary: "Every permanent rule id, in English, Russian and Kazakh",
      security: [],
      parameters: [format],
      responses: {
        "200": tableResponse("The rules.", "Rules", "id,level,messageEn,messageRu,messageKk\r\nQG-0101,error,This is not JSON.,…,…\r\n"),
        "400": refusedQuestion,
        "406": refusedForm,
      },
    },
  },
};
