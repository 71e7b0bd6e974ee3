/** How long the periods of a view are. */
import type { RatePeriod } from "@qorgau/schemas/responses/rates";
import { texts } from "../../text/texts.ts";
import { Choice } from "../controls.tsx";

const offered = ["year", "quarter", "month", "ytd", "rolling12m"] as const satisfies readonly RatePeriod[];

export function PeriodChoice({ periods = offered }: { readonly periods?: readonly RatePeriod[] }) {
  const text = texts.value;
  return (
    <Choice name="period" label={text.columns.period} initial="year" options={periods.map((code) => [code, text.periods[code]] as const)} />
  );
}
