/** What a funnel plot comes from: formulas, symbols, source, and where the cases of each area are. */
import type { FunnelResponse } from "@qorgau/schemas/responses/funnel-response";
import { caveatsOf, funnelCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import { recordAddresses, recordsOfRows } from "../../rates/domain/record-addresses.ts";
import { spanOfLabel } from "../../time/periods.ts";

export function explainedFunnel(response: FunnelResponse, sent: URLSearchParams): MethodStatement {
  const { watermark, measure, period, method, by, standard } = response;
  return {
    parameters: { name: method.name, ...method.parameters, standard: standard ?? null },
    formulas: [
      { gives: "target", text: "θ = ΣO / ΣE over the areas with a place; 1 with `standard`" },
      { gives: "rows.expected", text: "μ = θ · E; with `standard` Σ r(s) · E(s) over the sections s, r of all areas in that year" },
      { gives: "rows.ratio", text: "O / μ" },
      {
        gives: "rows.limits",
        text: "max(0, r − (P(Y ≤ r) − p) / P(Y = r)) / E, Y ~ Poisson(μ), r the smallest with P(Y ≤ r) ≥ p, p = .001, .025, .975, .999; with `standard` over μ",
      },
      { gives: "phi", text: "φ = mean z², z = 2(√O − √μ), the tenth of the areas at either end set to the next one" },
      { gives: "phiLimit", text: "1 + 2√(2 / n)" },
      { gives: "rows.inflated", text: "max(0, θ + √φ · (limit − θ)) where φ exceeds its limit" },
      {
        gives: "rows.word",
        text: "where the rate, with `standard` the ratio, lies beside the limits, the inflated ones where there are any",
      },
    ],
    symbols: [
      { symbol: "O", means: "counted in the area", at: "rows.count" },
      { symbol: "E", means: "its exposure", at: "rows.exposure" },
      { symbol: "θ", means: "the target", at: "target" },
      { symbol: "μ", means: "expected of the area", at: "rows.expected" },
      { symbol: "φ", means: "how much the areas spread", at: "phi" },
      { symbol: "n", means: "how many areas have a place", at: "areas" },
    ],
    source: {
      section: "Funnel plot (`/v1/funnel`)",
      literature: ["Spiegelhalter (2005), Funnel plots for comparing institutional performance"],
    },
    caveats: caveatsOf(funnelCaveats),
    records: recordsOfRows(response.rows, (row) =>
      recordAddresses(sent, { watermark, days: spanOfLabel(period), codes: { [by]: row[by] }, counted: { measure } }),
    ),
  };
}
