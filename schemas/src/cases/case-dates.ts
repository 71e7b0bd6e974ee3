/** The days that a case may be put into a year by, besides the day of occurrence (DESIGN, section 4, `yearOf`). */
import type { LoggedReport, MergedCase } from "./merge-case.ts";

/** YYYY-MM-DD of the death where it is stated, else of the occurrence: a series by deaths has every case, survivors by the day of the accident. */
export function deathDate({ data, derived }: MergedCase): string {
  return data.diedOn ?? derived.date;
}

/**
 * The day the inspectorate entered it, else the one in Kazakhstan on which any of its active records became known: by the earliest effective stamp
 * of all statements of a record, so that a correction does not make it known later.
 */
export function registrationDate({ data, statements }: MergedCase, knownSince: (logged: LoggedReport) => string): string {
  if (data.notified.enteredOn !== undefined) return data.notified.enteredOn;
  const stamps = statements.map(knownSince);
  return dateInKazakhstan(stamps.reduce((earliest, stamp) => (stamp < earliest ? stamp : earliest)));
}

/** One offset for all stamps, +05:00, whatever the law said at the time: a past response must not change with a list of zones. */
const offsetMs = 5 * 3_600_000;

function dateInKazakhstan(stamp: string): string {
  return new Date(Date.parse(stamp) + offsetMs).toISOString().slice(0, 10);
}
