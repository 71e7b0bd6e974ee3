/** Which one period is shown: a year, or this one to date. */
import { yearToDate } from "../../data/cut.ts";
import { texts } from "../../text/texts.ts";
import { Choice } from "../controls.tsx";

/** As far back as an answer without `from` reaches. */
const yearsOffered = 10;

export function YearChoice({ withYearToDate = true }: { readonly withYearToDate?: boolean }) {
  const { explore, thisYear } = texts.value;
  const last = Number(yearToDate.value?.to.slice(0, 4) ?? 0);
  const years = Array.from({ length: yearsOffered }, (_, back) => String(last - back));
  const initial = ["", withYearToDate ? thisYear : explore.lastWholeYear] as const;
  return <Choice name="year" label={explore.year} options={[initial, ...years.map((year) => [year, year] as const)]} />;
}
