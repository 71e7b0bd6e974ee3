/** The effective exposure statement of each record. What they add up to is decided where a rate is computed. */
import type { ExposureStatement, LoggedStatement } from "../events/statement.ts";
import { finished, type Steps } from "../steps.ts";
import { effectiveRevisionsInSteps } from "./order/effective-revision.ts";

/** Those not withdrawn, by record name. Cases and claims among the input take no part. */
export function effectiveExposures(statements: Iterable<LoggedStatement>): Map<string, ExposureStatement> {
  return finished(effectiveExposuresInSteps(statements));
}

/** As `effectiveExposures`, with a step for each statement. */
export function* effectiveExposuresInSteps(statements: Iterable<LoggedStatement>): Steps<Map<string, ExposureStatement>> {
  const exposures = new Map<string, ExposureStatement>();
  for (const [name, { logged }] of yield* effectiveRevisionsInSteps(statements)) {
    yield;
    const { statement } = logged;
    if (!statement.withdrawn && statement.entity === "exposure") exposures.set(name, statement);
  }
  return exposures;
}
