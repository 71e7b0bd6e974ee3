/** What days between deaths come from: formulas, symbols, source, and where the deaths are. */
import { fatalityFreeDimensions } from "@qorgau/schemas/responses/fatality-free-response";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import { caveatsOf, gapCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import { codesOfRow, recordAddresses, recordsOfRows } from "../../rates/domain/record-addresses.ts";
import { chartGapsMin } from "../../statistics/surveillance/gap-charts.ts";

export function explainedGaps(response: FatalityFreeResponse, sent: URLSearchParams): MethodStatement {
  const { watermark } = response;
  return {
    parameters: { name: "days_between", gapsMin: chartGapsMin, quantiles: [0.00135, 0.5, 0.99865], power: 1 / 3.6, movingRanges: 2.66 },
    formulas: [
      { gives: "rows.daysSince", text: "full days after the last date of a death, up to `until` or `silentSince`" },
      { gives: "rows.gapMean", text: "ḡ = Σg / n, g the days from one date of a fatal accident to the next" },
      { gives: "rows.gapLower", text: "the smallest g with 1 − (1 − p)^(g + 1) ≥ .00135, p = 1 / (1 + ḡ)" },
      { gives: "rows.gapMedian", text: "the same at .5" },
      { gives: "rows.gapUpper", text: "the same at .99865" },
      { gives: "rows.gChartLower", text: "max(0, ḡ − 3√(ḡ(ḡ + 1)))" },
      { gives: "rows.gChartUpper", text: "ḡ + 3√(ḡ(ḡ + 1))" },
      { gives: "rows.tChartCentre", text: "x̄^3.6, x = g^(1/3.6)" },
      { gives: "rows.tChartLower", text: "max(0, x̄ − 2.66 · MR)^3.6, MR the mean of |x − x before|" },
      { gives: "rows.tChartUpper", text: "(x̄ + 2.66 · MR)^3.6" },
    ],
    symbols: [
      { symbol: "n", means: "how many gaps there are", at: "rows.gaps" },
      { symbol: "ḡ", means: "their mean, in days", at: "rows.gapMean" },
      {
        symbol: "g",
        means: "a gap, in days from date to date: the dates are those of the rows with a count at the addresses below",
        at: null,
      },
      { symbol: "p", means: "of the geometric law from 0 with that mean", at: null },
    ],
    source: {
      section: "Days without a fatality (`/v1/fatality-free-days`)",
      literature: [
        "Kaminsky et al. (1992), Statistical control charts based on a geometric distribution",
        "Nelson (1994), A control chart for parts-per-million nonconforming items",
      ],
    },
    caveats: caveatsOf(gapCaveats),
    records: recordsOfRows(response.rows, (row) => {
      const codes = codesOfRow(row, fatalityFreeDimensions);
      const { lastFatalOn } = row;
      if (lastFatalOn === null) return [];
      const deaths = recordAddresses(sent, {
        watermark,
        days: { from: lastFatalOn, to: lastFatalOn },
        codes,
        counted: { measure: "fatal" },
      });
      return [...deaths, ...deaths.map(({ row: label, address }) => ({ row: `${label} …`, address: daysOf(address, response) }))];
    }),
  };
}

/** All days of accidents with a death, each of which `/v1/explain` explains alike. */
function daysOf(address: string, { from, until }: FatalityFreeResponse): string {
  const parameters = new URLSearchParams(address.slice(address.indexOf("?") + 1));
  for (const [name, text] of Object.entries({ measure: "accidents", severity: "fatal", period: "day", to: until }))
    parameters.set(name, text);
  if (from === null) parameters.delete("from");
  else parameters.set("from", from);
  return `/v1/rates?${parameters.toString()}`;
}
