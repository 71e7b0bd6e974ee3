/** What a comparison of two years at the same lag comes from: formulas, symbols, source, and where the cases of both sides are. */
import { caveatsOf, sameLagCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { addressesOfRates } from "../rates-addresses.ts";

export function explainedSameLag(response: RatesResponse, sent: URLSearchParams): MethodStatement {
  return {
    parameters: { name: "same_lag", level: 0.95, reportersNewMost: 0.1, wordsAdjusted: response.wordsAdjusted ?? null },
    formulas: [
      { gives: "rows.rate", text: "A / E_A, in the unit of `per`" },
      { gives: "rows.previous.rate", text: "B / E_B, of the same days a year before, all as known at the cut of a year before" },
      { gives: "rows.previous.ratio", text: "(A / E_A) / (B / E_B)" },
      {
        gives: "rows.previous.lower",
        text: "π / (1 − π) · E_B / E_A, π the lower limit of Clopper and Pearson of A among A + B; of accidents: exp(ln ratio − 1.959964 s)",
      },
      {
        gives: "rows.previous.upper",
        text: "the same with the upper limit; of accidents: exp(ln ratio + 1.959964 s), s² = Σa²/(Σa)² + Σb²/(Σb)²",
      },
      {
        gives: "rows.previous.p",
        text: "twice the smaller tail of the binomial law of A among A + B with probability E_A / (E_A + E_B), at most 1",
      },
    ],
    symbols: [
      { symbol: "A", means: "counted in the period, as known at the cut", at: "rows.count" },
      { symbol: "E_A", means: "its exposure", at: "rows.exposure" },
      { symbol: "B", means: "counted in the same days a year before, as known a year before the cut", at: "rows.previous.count" },
      { symbol: "E_B", means: "its exposure, as known then", at: "rows.previous.exposure" },
      { symbol: "a, b", means: "victims of each accident of either side", at: null },
    ],
    source: {
      section: "Comparisons",
      literature: [
        "Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial",
        "Benjamini and Hochberg (1995), Controlling the false discovery rate",
      ],
    },
    caveats: caveatsOf(sameLagCaveats),
    records: addressesOfRates(response, sent),
  };
}
