/** Which one period is shown: a year, or this one to date. */
import { yearToDate } from "../../data/cut.ts";
import { texts } from "../../text/texts.ts";
import { Choice } from "../controls.tsx";

/** As far back as an answer without `from` reaches. */
const yearsMax = 10;

/** The years that can be chosen, the running one first. */
export function yearsOffered(): readonly string[] {
  const last = Number(yearToDate.value?.to.slice(0, 4) ?? 0);
  return Array.from({ length: yearsMax }, (_, back) => String(last - back));
}

export function YearChoice({ withYearToDate = true }: { readonly withYearToDate?: boolean }) {
  const { explore, thisYear } = texts.value;
  const initial = ["", withYearToDate ? thisYear : explore.lastWholeYear] as const;
  return <Choice name="year" label={explore.year} options={[initial, ...yearsOffered().map((year) => [year, year] as const)]} />;
}
