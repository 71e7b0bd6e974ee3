/** What claims not filed yet come from: formulas, symbols and source. */
import type { IbnrResponse } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import { ladderFormulas, ladderSymbols } from "../../nowcast/domain/explained-nowcast.ts";
import { numberOf, spanOf } from "../../nowcast/domain/nowcast-periods.ts";

const ofClaims: MethodStatement["formulas"] = [
  { gives: "rows.expected", text: "N = n / F; with n = 0, μ(1 − F), μ the mean N of the twelve months before whose F is not 0" },
  { gives: "rows.outstanding", text: "N − n" },
  { gives: "rows.lower", text: "n + q(.025) of U ~ NegBin(size n, probability F); its distance from N times c, at least n" },
  { gives: "rows.upper", text: "n + q(.975) of the same law; its distance from N times c" },
];
const ofAmounts: MethodStatement["formulas"] = [
  { gives: "rows.expected", text: "N = n / F, of tenge" },
  { gives: "rows.outstanding", text: "N − n" },
  {
    gives: "rows.standardError",
    text: "N √(Σ (σ²(j) / f(j)²)(1 / Ĉ(j) + 1 / S(j))), j from the delay of the month to D − 1; the last σ² is min(σ⁴(J−1)/σ²(J−2), σ²(J−2), σ²(J−1))",
  },
];

/** Claims of the months, counted as claims, and where an insurer is named the records themselves. */
export function explainedIbnr(response: IbnrResponse): MethodStatement {
  const { measure, method, watermark, source, rows } = response;
  const months = rows.map(({ period }) => numberOf("month", `${period}-01`));
  const days =
    months.length === 0 ? null : { from: spanOf("month", Math.min(...months)).from, to: spanOf("month", Math.max(...months)).to };
  const insurers = [...new Set([source, ...rows.map(({ insurer }) => insurer ?? null)])].filter((one) => one !== null);
  const requested = new URLSearchParams({ period: "month", ...days, ...(source === null ? {} : { source }), asOf: watermark });
  return {
    parameters: { name: method.name, ...method.parameters },
    formulas: [...ladderFormulas, ...(measure === "claims" ? ofClaims : ofAmounts)],
    symbols: [
      {
        symbol: "n",
        means: measure === "claims" ? "claims filed by the end of the last whole month" : "tenge stated as paid by then",
        at: "rows.reported",
      },
      { symbol: "N", means: "expected to be known in the end", at: "rows.expected" },
      { symbol: "F", means: "F of the delay of the month", at: "rows.share" },
      ...(measure === "claims"
        ? [
            { symbol: "U", means: "not filed yet", at: null },
            { symbol: "c", means: "by how much limits are widened; 1 where null", at: "rows.widened" },
          ]
        : [
            { symbol: "σ²(j)", means: "the spread of the factors of delay j, weighted by C", at: null },
            { symbol: "Ĉ(j)", means: "the month at delay j, as the factors lead it there", at: null },
            { symbol: "S(j)", means: "Σ C(i, j) that f(j) is learnt from", at: null },
          ]),
      ...ladderSymbols,
    ],
    source: {
      section: "Claims not filed yet (`/v1/claims/ibnr`)",
      literature:
        measure === "claims"
          ? ["Lawless (1994), Adjustments for reporting delays and the prediction of occurred but not reported events"]
          : ["Mack (1993), Distribution-free calculation of the standard error of chain ladder reserve estimates"],
    },
    caveats: response.caveats,
    records: [
      ...(days === null ? [] : [{ row: `${days.from}/${days.to}`, address: `/v1/claims?${requested.toString()}` }]),
      ...insurers.map((insurer) => ({ row: insurer, address: `/v1/records?${recordsOf(insurer, watermark)}` })),
    ],
  };
}

const recordsOf = (source: string, asOf: string) => new URLSearchParams({ source, entity: "claim", asOf }).toString();
