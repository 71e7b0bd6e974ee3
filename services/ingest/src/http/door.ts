/** What every request of the HTTP door works with. */
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import { fault } from "@qorgau/schemas/rules/rules";
import type { Intake } from "../intake.ts";
import type { ByteBudget } from "../results/byte-budget.ts";
import type { IngestLimits } from "./ingest-limits.ts";

export interface Door {
  readonly intake: Intake;
  readonly limits: IngestLimits;
  readonly spoolDirectory: string;
  readonly diskBudget: ByteBudget;
  readonly memoryBudget: ByteBudget;
  readonly countBytes: (bytes: number) => void;
}

/** 503: nothing of the request was taken in. */
export function unavailable(limits: IngestLimits, cause?: unknown): ProblemError {
  return new ProblemError(503, [fault("QG-0901", "")], { retryAfterSeconds: limits.retryAfterSeconds, cause });
}
