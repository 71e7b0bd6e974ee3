/** As of which past day the figures are shown. */
import { show, state } from "../state/page-state.ts";
import { texts } from "../text/texts.ts";

const dayOfInstant = /^\d{4}-\d{2}-\d{2}(?=T)/;
/** The log's days are at +05:00. */
const offsetMs = 5 * 3_600_000;
const dayOf = (ms: number) => new Date(ms + offsetMs).toISOString().slice(0, 10);

/** Everything is shown as it was known at the end of that day. A cut that the address names by its watermark is no day, and is left as it is. */
export function PastDay() {
  const today = dayOf(Date.now());
  return (
    <label>
      {texts.value.pastDay}
      <input
        type="date"
        max={today}
        value={dayOfInstant.exec(state.value.asOf ?? "")?.[0] ?? ""}
        onChange={({ currentTarget: { value } }) => show({ asOf: value === "" || value >= today ? undefined : `${value}T23:59:59+05:00` })}
      />
    </label>
  );
}
