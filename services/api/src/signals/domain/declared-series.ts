/** The series that are watched (METHODS, section 3): declared beforehand, so that the budget of false alarms is over all of them. */
import { sections } from "@qorgau/schemas/codes/activities";
import { regions } from "@qorgau/schemas/codes/regions";
import type { SignalMeasure, SignalScope, SignalsQuery } from "@qorgau/schemas/responses/surveillance/signals-response";

export interface Series {
  readonly measure: SignalMeasure;
  readonly scope: SignalScope;
  /** Of the region or the section; null of the country. */
  readonly code: string | null;
}

/** Sections T and U, of households and of foreign bodies, are no part of the set. */
const lastSection = "S";

export const regionCodes: readonly string[] = regions.map(({ iso }) => iso);
export const sectionCodes: readonly string[] = sections.flatMap(({ code }) => (code <= lastSection ? [code] : []));

export const declaredSeries: readonly Series[] = [
  { measure: "accidents", scope: "country", code: null },
  ...regionCodes.map((code): Series => ({ measure: "accidents", scope: "region", code })),
  ...sectionCodes.map((code): Series => ({ measure: "accidents", scope: "sector", code })),
  ...regionCodes.map((code): Series => ({ measure: "fatal_accidents", scope: "region", code })),
];

const weeksOfMonth = 365.25 / 12 / 7;

/** ARL0: how many weeks lie between two false alarms of one series, with so many false alarms a month over all. */
export function runLengthOf(falseAlarms: number): number {
  return (declaredSeries.length * weeksOfMonth) / falseAlarms;
}

/** A filter leaves the series that are of one of its codes: with both filters there is none. */
export function isShown({ scope, code }: Series, { regions: ofRegions, sectors }: Pick<SignalsQuery, "regions" | "sectors">): boolean {
  const passes = (codes: readonly string[] | null, of: SignalScope) => codes === null || (scope === of && codes.includes(code ?? ""));
  return passes(ofRegions, "region") && passes(sectors, "sector");
}
