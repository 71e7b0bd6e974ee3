/** What signals come from: the design of each detector, symbols, source, and where the accidents are. */
import { caveatsOf, signalCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { recordAddresses, recordsOfRows } from "../../rates/domain/record-addresses.ts";

export function explainedSignals(response: SignalsResponse): MethodStatement {
  const { watermark, falseAlarms, declared, runLength, lagWeeks } = response;
  return {
    parameters: { falseAlarms, declared, runLength, lagWeeks, farringtonFrom: 5, cusumFrom: 0.5, alphaMost: 0.05 },
    formulas: [
      { gives: "runLength", text: "ARL0 = m · 4.348214 / B, weeks between two false alarms of one series" },
      { gives: "series.expectedWeekly", text: "λ0 = 7 · accidents / days, of the three years before 1 January; of gaps of up to ten" },
      {
        gives: "series.detector",
        text: "λ0 ≥ 5: Farrington Flexible; .5 ≤ λ0 < 5: Poisson CUSUM; λ0 < .5: days between accidents",
      },
      { gives: "series.reference", text: "CUSUM: k = λ0 / ln 2, to one decimal" },
      { gives: "series.limit", text: "CUSUM: h, the smallest multiple of .1 whose run length (Brook and Evans) is at least ARL0" },
      { gives: "series.alpha", text: "Farrington: α = 1 / (2 · ARL0); gaps: α = min(.05, 1 / (ARL0 · λ0))" },
      {
        gives: "rows.expected",
        text: "Farrington: μ of the quasi-Poisson fit; CUSUM: Σ λ0 · e over the weeks; gaps: Λ = λ0 / 7 · e · (days + ½), summed",
      },
      {
        gives: "rows.statistic",
        text: "Farrington: (y − μ) / (limit − μ); CUSUM: S = max(0, S + y − k · e); gaps: P1 = 1 − exp(−Λ), or P3 = 1 − exp(−L)(1 + L + L²/2)",
      },
      {
        gives: "rows.limit",
        text: "Farrington: the quantile 1 − α of NegBin(μ / (φ − 1), 1 / φ), alarm above it; CUSUM: h, from it on; gaps: α / 2, or α of P3 alone",
      },
    ],
    symbols: [
      { symbol: "m", means: "how many series are declared", at: "declared" },
      { symbol: "B", means: "false alarms a month over all of them", at: "falseAlarms" },
      { symbol: "ARL0", means: "the mean run length between false alarms, in weeks", at: "runLength" },
      { symbol: "λ0", means: "the expected weekly number", at: "series.expectedWeekly" },
      { symbol: "k", means: "what each week takes off the sum", at: "series.reference" },
      { symbol: "h", means: "the sum that is an alarm", at: "series.limit" },
      { symbol: "α", means: "the probability of a false alarm at a week or at an accident", at: "series.alpha" },
      { symbol: "y", means: "accidents of the week or weeks, as registered when it was judged", at: "rows.observed" },
      { symbol: "μ", means: "the mean that the fit gives to the week", at: "rows.expected" },
      { symbol: "φ", means: "the dispersion of the fit, at least 1", at: null },
      { symbol: "e", means: "exposure of the days over its mean in the years of λ0; 1 where `isAdjusted` is false", at: null },
      { symbol: "S", means: "the sum of the CUSUM, 0 at the beginning of the year and after an alarm", at: "rows.statistic" },
      { symbol: "Λ", means: "accidents expected in a gap; L: in three gaps", at: null },
    ],
    source: {
      section: "Early warning (`/v1/signals`)",
      literature: [
        "Noufaily et al. (2013), An improved algorithm for outbreak detection in multiple surveillance systems",
        "Lucas (1985), Counted data CUSUM's",
        "Brook and Evans (1972), An approach to the probability distribution of CUSUM run length",
      ],
    },
    caveats: caveatsOf(signalCaveats),
    records: recordsOfRows(response.rows, ({ measure, scope, region, sector, from, to }) =>
      recordAddresses(new URLSearchParams(), {
        watermark,
        days: { from, to },
        codes: scope === "region" ? { region } : scope === "sector" ? { sector } : {},
        counted: { measure: "accidents", ...(measure === "fatal_accidents" ? { severity: "fatal" } : {}) },
      }),
    ),
  };
}
