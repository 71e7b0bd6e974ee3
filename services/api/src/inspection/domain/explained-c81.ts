/** What the yearly report of the inspection comes from: formulas, symbols, source, and the release that its cases are of. */
import { caveatsOf, c81Caveats } from "@qorgau/schemas/responses/methods/method-caveats";
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import type { C81Response } from "@qorgau/schemas/responses/inspection/c81-response";
import { kinds } from "@qorgau/schemas/codes/enumerations";
import { recordAddresses } from "../../rates/domain/record-addresses.ts";

export function explainedC81({ year, release, method }: C81Response): MethodStatement {
  const days = { from: `${year}-01-01`, to: `${year}-12-31` };
  const counted = { measure: "injured" };
  const sent = new URLSearchParams();
  return {
    parameters: { name: method.name, year, release: release?.name ?? null },
    formulas: [
      { gives: "figures.value", text: "as stated for the country, else summed over all regions; null where nobody stated it" },
      { gives: "indicators.value", text: "workersVisitedPercent: 100 · workers visited / workers liable" },
      { gives: "indicators.value", text: "visitsPer100Workplaces: 100 · (visits by day + visits by night) / workplaces liable" },
      { gives: "indicators.value", text: "visitsPerInspector: (visits by day + visits by night) / (women + men)" },
      { gives: "indicators.value", text: "inspectorsPer10000Workers: 10,000 · (women + men) / workers liable" },
      {
        gives: "cases",
        text: "cases of the year at the cut of the release, each split whole; none where a total differs from that of the release",
      },
    ],
    symbols: [
      { symbol: "workers visited, workers liable, …", means: "figures by their names", at: "figures.value" },
      { symbol: "release", means: "what the cases are of", at: "release" },
    ],
    source: {
      section: "Report of the inspection (`/v1/reports/c81/{year}`)",
      literature: ["ILO Convention 81, articles 20 and 21", "ILO Convention 129, article 27", "ILO Convention 176, article 5"],
    },
    caveats: caveatsOf(c81Caveats),
    records:
      release === null
        ? []
        : [
            { row: release.name, address: `/v1/releases/${release.name}` },
            ...kinds.flatMap((kind) => recordAddresses(sent, { watermark: release.watermark, days, codes: { kind }, counted })),
          ],
  };
}
