/** What every request of the HTTP ingest endpoint works with. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { fault } from "@qorgau/schemas/rules/rules";
import type { Refusals } from "@qorgau/infra/http/refusals";
import type { BodyPace } from "@qorgau/infra/http/request-body";
import type { Intake } from "../intake/intake.ts";
import type { SharedBudget } from "../results/byte-budget.ts";
import type { IngestLimits } from "../intake/ingest-limits.ts";

/** What all requests of one endpoint share. `disk` and `memory` are budgets in bytes, divided among callers. */
export interface IngestEndpoint {
  readonly intake: Intake;
  readonly limits: IngestLimits;
  readonly spoolDirectory: string;
  readonly disk: SharedBudget;
  /** Sees how much room the spool's disk has. */
  readonly lookAtDisk: () => Promise<void>;
  readonly memory: SharedBudget;
  readonly bodyPace: BodyPace;
  readonly refusals: Refusals;
  readonly countBytes: (bytes: number) => void;
}

/** Gives a 503 (QG-0901) with Retry-After in seconds: nothing of the request was taken in. */
export function unavailable(limits: IngestLimits, cause?: unknown): ProblemError {
  return new ProblemError(503, [fault("QG-0901", "")], { retryAfterSeconds: limits.retryAfterSeconds, cause });
}

/** Gives a 503 where the caller's share of the memory for bodies has no room, and counts the refusal. */
export function noRoom({ limits, refusals }: IngestEndpoint, caller: string): ProblemError {
  refusals.refuse("memory", { caller });
  return unavailable(limits);
}
