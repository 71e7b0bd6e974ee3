/**
 * Ticks: records that state only that time has passed in their partition. An instant is settled only once every partition holds a later record;
 * in a quiet partition a tick is that record. No figure counts them, but they are retained for ever as any other record: one a second and
 * partition at most, and only while a caller waits and nothing else came.
 */
import { setTimeout as delay } from "node:timers/promises";
import { tickType } from "@qorgau/schemas/codes/enumerations";
import { callerSignal, forEverybody, whileWaitedFor } from "../process/caller-signal.ts";
import type { EventLog } from "./event-log.ts";

const intervalMs = 1_000;

export interface TickPlace {
  readonly partition: number;
  readonly offset: number;
}

/**
 * Gives the place of a record that was appended to the partition since the call: a tick, or what another caller appended behind `after`, the last
 * offset that the caller knows of. Callers share a tick; a call within a second of the last tick waits for the next.
 */
export type Tick = (partition: number, after?: number) => Promise<TickPlace>;

interface SharedTick {
  readonly place: Promise<TickPlace>;
  /** The last record that all who wait know of. */
  after: number;
  waiting: number;
}

/**
 * Gives the function that appends ticks, at most one a second and partition. It rejects as `append` and `end` of the log do, and with the reason of
 * the caller's signal once the caller has left.
 */
export function createTicker(log: Pick<EventLog, "append" | "end">): Tick {
  const ticks = new Map<number, SharedTick>();
  const lastMs = new Map<number, number>();

  const appended = async (partition: number): Promise<TickPlace> => {
    const restMs = (lastMs.get(partition) ?? -Infinity) + intervalMs - performance.now();
    if (restMs > 0) await delay(restMs, undefined, { ref: false });
    const later = (await log.end()).get(partition) ?? -1;
    const tick = ticks.get(partition);
    // Whoever comes from here on may need a later stamp than this tick's.
    ticks.delete(partition);
    if (tick === undefined || tick.waiting === 0) throw new Error("nobody waits for the tick any more");
    if (later > tick.after) return { partition, offset: later };
    lastMs.set(partition, performance.now());
    const [place] = await log.append([{ key: "", partition, value: JSON.stringify({ type: tickType }) }]);
    if (place === undefined) throw new Error("the log gave no place for a tick");
    return place;
  };

  const begin = (partition: number): SharedTick => {
    const place = forEverybody(async () => {
      try {
        // Callers of the same moment join before anything is looked at.
        await Promise.resolve();
        return await appended(partition);
      } finally {
        if (ticks.get(partition)?.place === place) ticks.delete(partition);
      }
    });
    place.catch(() => {});
    const tick: SharedTick = { place, after: -1, waiting: 0 };
    ticks.set(partition, tick);
    return tick;
  };

  return async (partition, after = Infinity) => {
    const tick = ticks.get(partition) ?? begin(partition);
    tick.after = Math.max(tick.after, after);
    tick.waiting += 1;
    const left = () => (tick.waiting -= 1);
    callerSignal()?.addEventListener("abort", left, { once: true });
    return whileWaitedFor(tick.place);
  };
}
