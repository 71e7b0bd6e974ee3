/** What smoothed rates come from: formulas, symbols, source, and where the cases of each area are. */
import { caveatsOf, smoothingCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { smoothedAreasMin } from "../../statistics/gamma-poisson.ts";
import { addressesOfRates } from "./rates-addresses.ts";

export function explainedSmoothing(response: RatesResponse, sent: URLSearchParams): MethodStatement {
  return {
    parameters: { name: "gamma_poisson", areasMin: smoothedAreasMin, level: 0.95 },
    formulas: [
      { gives: "rows.smoothed.expected", text: "E = (ΣO / Σexposure) · exposure of the area" },
      {
        gives: "rows.smoothed.a",
        text: "a and b: the likeliest of O ~ NegBin(size a, probability b / (b + E)) over the areas of the period",
      },
      {
        gives: "rows.smoothed.heterogeneity",
        text: "found where A = max(0, s² − m / Ē) > 0, m = ΣO / ΣE, s² = ΣE(O / E − m)² / ΣE, and there is a likeliest law",
      },
      { gives: "rows.smoothed.ratio", text: "(O + a) / (E + b)" },
      { gives: "rows.smoothed.rate", text: "ratio · ΣO / Σexposure, in the unit of `per`" },
      { gives: "rows.smoothed.lower", text: "the quantile .025 of Gamma(O + a, E + b), times the same" },
      { gives: "rows.smoothed.upper", text: "the quantile .975 of Gamma(O + a, E + b), times the same" },
    ],
    symbols: [
      { symbol: "O", means: "counted in the area", at: "rows.count" },
      { symbol: "E", means: "expected of it at the rate of all areas together", at: "rows.smoothed.expected" },
      { symbol: "a", means: "the shape of the law of the relative risks", at: "rows.smoothed.a" },
      { symbol: "b", means: "its rate", at: "rows.smoothed.b" },
      { symbol: "exposure", means: "what the count is divided by", at: "rows.exposure" },
    ],
    source: {
      section: "Small-area smoothing (`smooth=gamma_poisson` on `/v1/rates`)",
      literature: [
        "Clayton and Kaldor (1987), Empirical Bayes estimates of age-standardized relative risks for use in disease mapping",
        "Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators",
      ],
    },
    caveats: caveatsOf(smoothingCaveats),
    records: addressesOfRates(response, sent),
  };
}
