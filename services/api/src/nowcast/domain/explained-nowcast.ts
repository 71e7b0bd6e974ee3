/** What a nowcast comes from: formulas, symbols, source, and where its cases are. */
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import { nowcastDimensions } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { NowcastResponse } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { codesOfRow, recordAddresses, recordsOfRows } from "../../rates/domain/record-addresses.ts";
import { numberOf, spanOf } from "./nowcast-periods.ts";

/** What every ladder of delays is made of, of cases and of claims. */
export const ladderFormulas: MethodStatement["formulas"] = [
  {
    gives: "cells.shares",
    text: "f(j) = Σ C(i, j+1) / Σ C(i, j) over the last w periods that have both; F(d) = Π 1/f(j), j = d … D−1; F(D) = 1",
  },
];
export const ladderSymbols: MethodStatement["symbols"] = [
  { symbol: "C(i, d)", means: "counted of period i by the end of delay d, without backlogs", at: "cells.triangle.cumulated" },
  { symbol: "F(d)", means: "the share of a period that is reported by delay d", at: "cells.shares" },
  { symbol: "f(j)", means: "the factor from delay j to the next one", at: null },
  { symbol: "w", means: "how many periods the factors are learnt from", at: "method.parameters.window" },
  { symbol: "D", means: "the delay from which on a period counts as reported", at: "method.parameters.maxDelay" },
];

export function explainedNowcast(response: NowcastResponse, sent: URLSearchParams): MethodStatement {
  const { watermark, measure, method } = response;
  return {
    parameters: { name: method.name, ...method.parameters },
    formulas: [
      ...ladderFormulas,
      { gives: "rows.nowcast", text: "N = n / F; with n = 0, μ(1 − F), μ the mean N of the twelve periods before whose F is not 0" },
      {
        gives: "rows.lower",
        text: "n + q(.025) of U ~ NegBin(size n, probability F); with n = 0 of U ~ Poisson(μ(1 − F)); its distance from N times c, at least n",
      },
      { gives: "rows.upper", text: "n + q(.975) of the same law; its distance from N times c" },
      { gives: "rows.rate", text: "n / (F · E), in the unit of `per`" },
      { gives: "rows.rateLower", text: "χ²(.025; 2n) / 2 / (F · E)" },
      { gives: "rows.rateUpper", text: "χ²(.975; 2n + 2) / 2 / (F · E)" },
      {
        gives: "cells.coverage.share",
        text: "of 24 past cuts, how many of the limits made again there hold what is known now; limits: Clopper and Pearson",
      },
    ],
    symbols: [
      { symbol: "n", means: "reported of the period by the end of the last whole one", at: "rows.reported" },
      { symbol: "N", means: "expected to be known in the end", at: "rows.nowcast" },
      { symbol: "F", means: "F of the delay of the period", at: "rows.share" },
      { symbol: "E", means: "exposure of the period", at: "rows.exposure" },
      { symbol: "U", means: "not reported yet", at: null },
      { symbol: "c", means: "by how much limits are widened; 1 where null", at: "rows.widened" },
      ...ladderSymbols,
    ],
    source: {
      section: "Nowcast (`/v1/nowcast`)",
      literature: [
        "Lawless (1994), Adjustments for reporting delays and the prediction of occurred but not reported events",
        "Mack (1993), Distribution-free calculation of the standard error of chain ladder reserve estimates",
        "Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial",
        "Garwood (1936), Fiducial limits for the Poisson distribution",
      ],
    },
    caveats: response.caveats,
    records: recordsOfRows(response.rows, (row) => {
      const period = row.period.length === "2026-02".length ? "month" : "week";
      const days = spanOf(period, numberOf(period, period === "month" ? `${row.period}-01` : row.period));
      const codes = codesOfRow(row, nowcastDimensions);
      return recordAddresses(sent, { watermark, days, codes, counted: { measure } });
    }),
  };
}
