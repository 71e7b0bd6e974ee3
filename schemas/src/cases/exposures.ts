/** Which exposure statements stand, record by record. What they add up to is decided where a question is asked. */
import type { ExposureStatement, LoggedStatement } from "../events/statement.ts";
import { finished, type Steps } from "../steps.ts";
import { standingRevisionsInSteps } from "./order/standing-revision.ts";

/** Those not withdrawn, by record name. Cases and claims among the input take no part. */
export function standingExposures(statements: Iterable<LoggedStatement>): Map<string, ExposureStatement> {
  return finished(standingExposuresInSteps(statements));
}

export function* standingExposuresInSteps(statements: Iterable<LoggedStatement>): Steps<Map<string, ExposureStatement>> {
  const exposures = new Map<string, ExposureStatement>();
  for (const [name, { logged }] of yield* standingRevisionsInSteps(statements)) {
    yield;
    const { statement } = logged;
    if (!statement.withdrawn && statement.entity === "exposure") exposures.set(name, statement);
  }
  return exposures;
}
