/** `?results=rejected`: only what was not accepted is listed. It is the one query parameter of the door. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import { fault } from "@qorgau/schemas/rules/rules";

const known = "results=rejected";

/** Whether it was asked for. Throws a ProblemError for any other parameter or value. */
export function readResultsParameter(query: unknown): boolean {
  const entries = Object.entries(query as Readonly<Record<string, unknown>>);
  const faults = entries
    .filter(([name, value]) => name !== "results" || value !== "rejected")
    .map(([name]) => fault("QG-0108", maskIins(name), { known }));
  if (faults.length > 0) throw new ProblemError(400, faults);
  return entries.length > 0;
}
