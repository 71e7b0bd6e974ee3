/** What must be read beside figures, in the service's own words. */
import type { RiskMapResponse } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { language } from "../state/language.ts";
import { texts } from "../text/texts.ts";

export function Caveats({ caveats }: Pick<RiskMapResponse, "caveats">) {
  return (
    <ul class="caveats" aria-label={texts.value.programmes.caveats}>
      {caveats.map(({ code, text }) => (
        <li key={code}>{text[language.value]}</li>
      ))}
    </ul>
  );
}
