/** Which months a programme is weighed over: whole ones that ended before the day of the cut, since nothing has happened in the others yet. */
import type { Fault } from "@qorgau/schemas/faults";
import type { ProgrammeQuery } from "@qorgau/schemas/responses/inspection/programme-response";
import { fault } from "@qorgau/schemas/rules/rules";
import { dayAfter } from "../../time/calendar.ts";
import { periodsTouching } from "../../time/periods.ts";
import type { Span } from "../../time/span.ts";
import { wholeMonthsBefore } from "./enterprise.ts";

const monthsByDefault = 60;
const monthsMax = 240;

/** Of an empty cut nothing is known: any day gives the same response. */
export const dayOfNothing = "2000-01-01";

/**
 * The months of the request, the earliest first, at least one. A later `to` ends with the last whole month before `day`, that of the cut; null: the cut
 * is empty. Without `from` five years. A fault where no month is left (QG-0695), or too many are (QG-0692).
 */
export function programmeMonths(
  { from, to }: Pick<ProgrammeQuery, "from" | "to">,
  day: string | null,
): { months: readonly Span[] } | Fault {
  const [ended] = wholeMonthsBefore(day ?? dayOfNothing, 1);
  const last = to === null || to > ended!.to ? ended!.to : to;
  if (from === null) return { months: wholeMonthsBefore(dayAfter(last), monthsByDefault) };
  const months = periodsTouching("month", { from, to: last }, { from: false, to: false }, "12-31");
  if (months.length === 0) return fault("QG-0695", "from");
  return months.length > monthsMax ? fault("QG-0692", "from", { max: monthsMax }) : { months };
}
