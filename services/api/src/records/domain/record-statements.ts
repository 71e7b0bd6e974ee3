/** Every statement of one record, in the order of the log, and why all but one do not stand. */
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { mappedInSteps, sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import type { ToldStatement } from "@qorgau/schemas/responses/record-answer";
import { byPlace, positionOf } from "../../explain/domain/record-position.ts";

/** `standing` is the one of them that stands. */
export function* toldStatements(statements: readonly LoggedStatement[], standing: LoggedStatement): Steps<ToldStatement[]> {
  const first = new Map<string, LoggedStatement>();
  return yield* mappedInSteps(yield* sortedInSteps(statements, byPlace), (logged) => {
    const told = `${logged.statement.revision} ${logged.statement.content}`;
    const earlier = first.get(told);
    if (earlier === undefined) first.set(told, logged);
    const reason = reasonOf(logged, standing, earlier);
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

/** A repetition is told as one even where a higher revision stands: it is what the reporter did. */
function reasonOf(logged: LoggedStatement, standing: LoggedStatement, earlier: LoggedStatement | undefined): ToldStatement["reason"] {
  if (earlier !== undefined) {
    const position = positionOf(earlier);
    return { code: "repetition", position, text: `repetition of ${position}: the same revision with the same content` };
  }
  const position = positionOf(standing);
  if (position === positionOf(logged)) return null;
  if (logged.statement.revision < standing.statement.revision) {
    return { code: "higher_revision", position, text: `revision ${standing.statement.revision} at ${position} is higher` };
  }
  return {
    code: "conflict",
    position,
    text: `conflict with ${position}: the same revision with another content, whose hash is greater and which stands for it`,
  };
}
