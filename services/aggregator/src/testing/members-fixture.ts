/** Several members on one log, whose partition assignment is the test's: who has which, when, and whether two have the same. */
import { passedOn } from "@qorgau/infra/log/event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { WakeSignal } from "@qorgau/infra/log/wake-signal";

export interface Member {
  readonly log: EventLog;
  /** Null: a rebalance is under way. */
  give(partitions: readonly number[] | null): void;
}

/** A view of the log for one member, which has nothing at first. */
export function memberOf(log: EventLog, changes: Partial<EventLog> = {}): Member {
  const given = new WakeSignal();
  let current: readonly number[] | null = [];
  const view: EventLog = {
    ...passedOn(log),
    async *assignments(_group, { signal }) {
      for (let reported: readonly number[] | null | undefined; !signal.aborted;) {
        if (reported === current) await given.wait(signal);
        else yield (reported = current);
      }
    },
    ...changes,
  };
  return {
    log: view,
    give(partitions) {
      current = partitions;
      given.wake();
    },
  };
}
