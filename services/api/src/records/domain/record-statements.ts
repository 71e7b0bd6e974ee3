/** Every statement of one record, in the order of the log, and why all but one are not effective. */
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { LoggedSupplement } from "@qorgau/schemas/events/supplement";
import { mappedInSteps, sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import type { ReportedStatement } from "@qorgau/schemas/responses/record-response";
import { byPlace, positionOf } from "../../explain/domain/record-position.ts";

type Logged = LoggedStatement | LoggedSupplement;

/** Returns the statements of a record in the order of the log, each but `effective`, its effective revision, with the reason why it is not. */
export function* reportedStatements(statements: readonly Logged[], effective: Logged): Steps<ReportedStatement[]> {
  const first = new Map<string, Logged>();
  return yield* mappedInSteps(yield* sortedInSteps(statements, byPlace), (logged) => {
    const reported = `${logged.statement.revision} ${logged.statement.content}`;
    const earlier = first.get(reported);
    if (earlier === undefined) first.set(reported, logged);
    const reason = reasonOf(logged, effective, earlier);
    const { id, type, revision, time, role, content, data } = logged.statement;
    return {
      position: positionOf(logged),
      recordedAt: logged.recordedAt,
      effectiveAt: logged.effectiveAt,
      id,
      type,
      revision,
      time,
      role,
      content,
      data,
      stands: reason === null,
      reason,
    };
  });
}

/** A repetition is reported as one even where a higher revision is effective: it is what the reporter did. */
function reasonOf(logged: Logged, effective: Logged, earlier: Logged | undefined): ReportedStatement["reason"] {
  if (earlier !== undefined) {
    const position = positionOf(earlier);
    return { code: "repetition", position, text: `repetition of ${position}: the same revision with the same content` };
  }
  const position = positionOf(effective);
  if (position === positionOf(logged)) return null;
  if (logged.statement.revision < effective.statement.revision) {
    return { code: "higher_revision", position, text: `revision ${effective.statement.revision} at ${position} is higher` };
  }
  return {
    code: "conflict",
    position,
    text: `conflict with ${position}: the same revision with another content, whose hash is greater and which stands for it`,
  };
}
