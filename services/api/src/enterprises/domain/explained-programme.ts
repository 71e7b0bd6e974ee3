/** What the figures of a programme come from: formulas, symbols, source, and where the accidents of its months are. */
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import type { ProgrammeResponse } from "@qorgau/schemas/responses/inspection/programme-response";
import { recordAddresses } from "../../rates/domain/record-addresses.ts";

/** No enterprise is named: the cases are those of all of them. */
export function explainedProgramme(response: ProgrammeResponse): MethodStatement {
  const { watermark, from, to, measure, method } = response;
  return {
    parameters: { name: method.name, ...method.parameters },
    formulas: [
      { gives: "rows.members.rate", text: "1,000 · count / person-years; limits χ²(.025; 2n) / 2 and χ²(.975; 2n + 2) / 2 over the same" },
      { gives: "rows.standardised.expected", text: "M = Σ r(k) · E(k), over section and size k, r the rates of the others" },
      { gives: "rows.standardised.ratio", text: "O / M; limits those of Garwood of O, over M" },
      { gives: "rows.beforeAfter.joinedRatio", text: "(b / E_b) / (a / E_a)" },
      { gives: "rows.beforeAfter.controlsRatio", text: "(d / E_d) / (c / E_c)" },
      { gives: "rows.beforeAfter.ratio", text: "ROR = (b / E_b ÷ a / E_a) / (d / E_d ÷ c / E_c)" },
      { gives: "rows.beforeAfter.lower", text: "exp(ln ROR − 1.959964 · √(1/a + 1/b + 1/c + 1/d))" },
      { gives: "rows.beforeAfter.upper", text: "exp(ln ROR + 1.959964 · √(1/a + 1/b + 1/c + 1/d))" },
      {
        gives: "rows.regressionToMean.ordinaryBefore",
        text: "Σ (w · m + (1 − w) · x) by enterprise, w = 1 / (1 + m / k), m expected before at the rates of the others",
      },
      { gives: "rows.regressionToMean.changePercent", text: "100 · ((b / E_b) / (ordinary before / E_a) − 1)" },
      { gives: "rows.regressionToMean.plainChangePercent", text: "100 · ((b / E_b) / (a / E_a) − 1)" },
    ],
    symbols: [
      { symbol: "O", means: "observed of the members", at: "rows.standardised.observed" },
      { symbol: "M", means: "expected of them at the rates of the others", at: "rows.standardised.expected" },
      { symbol: "a", means: "counted before joining; E_a its person-years", at: "rows.beforeAfter.before.count" },
      { symbol: "b", means: "counted after joining; E_b its person-years", at: "rows.beforeAfter.after.count" },
      { symbol: "c", means: "counted of the controls before; E_c its person-years", at: "rows.beforeAfter.controlsBefore.count" },
      { symbol: "d", means: "counted of the controls after; E_d its person-years", at: "rows.beforeAfter.controlsAfter.count" },
      { symbol: "k", means: "the size of the negative binomial law among the others", at: "rows.regressionToMean.size" },
      { symbol: "x", means: "counted before joining, of one enterprise", at: null },
    ],
    source: {
      section: "Programmes (`/v1/programmes/{programme}`)",
      literature: [
        "Hauer (1997), Observational before-after studies in road safety",
        "Garwood (1936), Fiducial limits for the Poisson distribution",
        "Benjamini and Hochberg (1995), Controlling the false discovery rate",
      ],
    },
    caveats: response.caveats,
    records: recordAddresses(new URLSearchParams(), { watermark, days: { from, to }, codes: {}, counted: { measure } }),
  };
}
