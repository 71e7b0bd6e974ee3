/**
 * How much a computation does between two of its steps, told by a count and not by a clock, so that it is the same on every machine: work on
 * many statements looks at them, and these count how often they are looked at.
 */
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { Steps } from "@qorgau/schemas/steps";

export interface Watched {
  readonly statements: LoggedStatement[];
  /** Runs it to its end, and gives the most looks at statements between two steps of it. */
  readonly mostBetweenSteps: (steps: Steps<unknown>) => number;
  /** So far, in all. */
  readonly looks: () => number;
}

export function watched(statements: readonly LoggedStatement[]): Watched {
  let looks = 0;
  const counting = ({ statement, ...place }: LoggedStatement): LoggedStatement => ({
    ...place,
    get statement() {
      looks += 1;
      return statement;
    },
  });
  return {
    statements: statements.map(counting),
    looks: () => looks,
    mostBetweenSteps(steps) {
      let most = 0;
      for (let before = looks, isOver = false; !isOver; before = looks) {
        isOver = steps.next().done === true;
        most = Math.max(most, looks - before);
      }
      return most;
    },
  };
}
