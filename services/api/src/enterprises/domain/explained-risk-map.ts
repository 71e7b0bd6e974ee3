/** What the two layers of the risk map come from: formulas, symbols, source, and the records of each enterprise. */
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import type { RiskMapResponse } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { recordAddresses, recordsOfRows } from "../../rates/domain/record-addresses.ts";

export function explainedRiskMap(response: RiskMapResponse): MethodStatement {
  const { watermark, from, to, method } = response;
  return {
    parameters: { name: method.name, ...method.parameters },
    formulas: [
      { gives: "rows.administrative.score", text: "100 with a gross violation, else min(100, 70 · v / q + 30 · v' / q' + special)" },
      { gives: "rows.administrative.band", text: "low up to 30, medium up to 70, else high" },
      { gives: "rows.statistical.expected", text: "e = rate of the section and size · person-years" },
      { gives: "rows.statistical.rate", text: "1,000 · rate of the section and size · (x + a) / (e + a), the posterior mean" },
      { gives: "rows.statistical.probability", text: "P(θ > 2), θ ~ Gamma(x + a, e + a)" },
      { gives: "rows.statistical.silence", text: "(a / (a + e))^a; the plain law: exp(−e)" },
      { gives: "rows.statistical.silent", text: "x = 0 and silence below .05" },
      { gives: "fewLight.probability", text: "P(X ≤ non-fatal), X binomial of all accidents with the country's share of non-fatal ones" },
    ],
    symbols: [
      { symbol: "v", means: "significant requirements violated, of q asked", at: "rows.administrative.significantViolated" },
      { symbol: "v'", means: "minor requirements violated, of q' asked", at: "rows.administrative.minorViolated" },
      { symbol: "x", means: "accidents in the months of known workers", at: "rows.statistical.accidents" },
      { symbol: "e", means: "expected accidents", at: "rows.statistical.expected" },
      {
        symbol: "a",
        means: "the shape of the law of its section and size, by maximum likelihood; 2 of under 30 enterprises",
        at: "rows.statistical.shape",
      },
      { symbol: "θ", means: "its true rate over that of its section and size", at: null },
    ],
    source: {
      section: "Risk map (`/v1/riskmap`)",
      literature: [
        "Joint order 1022/801, as amended: the points and bands of the check-list",
        "Clayton and Kaldor (1987), Empirical Bayes estimates of age-standardized relative risks for use in disease mapping",
      ],
    },
    caveats: response.caveats,
    records: recordsOfRows(response.rows, ({ employer, administrative }) => [
      ...recordAddresses(new URLSearchParams(), { watermark, days: { from, to }, codes: { employer }, counted: { measure: "accidents" } }),
      ...(administrative?.record === undefined
        ? []
        : [{ row: employer, address: `/v1/records?${new URLSearchParams({ ...administrative.record, asOf: watermark }).toString()}` }]),
    ]),
  };
}
