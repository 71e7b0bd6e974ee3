/** The answer of what cannot be read now: 503, with the rule that says why and when to ask again. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { fault } from "@qorgau/schemas/rules/rules";

/** A repeat within a second rarely helps one that has to start again. */
const retryAfterSeconds = 2;

export function unavailable(
  rule: "QG-0901" | "QG-0791" | "QG-0803" | "QG-0841" | "QG-0865" | "QG-0910" | "QG-0911",
  pointer: string,
  cause?: unknown,
): ProblemError {
  return new ProblemError(503, [fault(rule, pointer)], { retryAfterSeconds, cause });
}
