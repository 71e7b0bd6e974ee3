/**
 * Ticks: records that say nothing but that time has passed in their partition. An instant is settled only once every partition holds a
 * later record; where a partition is quiet, a tick makes one. Nothing counts them.
 */
import { setTimeout as delay } from "node:timers/promises";
import { tickType } from "@qorgau/schemas/codes/enumerations";
import type { Appended, EventLog } from "./event-log.ts";

/** DESIGN, section 4: at most ten a second per partition. */
const intervalMs = 100;

/** Appends a tick to a partition. Callers within a tenth of a second share one; a caller that comes later waits for its turn. */
export function createTicker(log: EventLog): (partition: number) => Promise<Appended> {
  const ticks = new Map<number, Promise<Appended>>();
  const append = async (partition: number): Promise<Appended> => {
    const [appended] = await log.append([{ key: "", partition, value: JSON.stringify({ type: tickType }) }]);
    if (appended === undefined) throw new Error("the log gave no place for a tick");
    return appended;
  };
  const release = async (partition: number, tick: Promise<Appended>) => {
    await Promise.allSettled([tick]);
    await delay(intervalMs, undefined, { ref: false });
    ticks.delete(partition);
  };
  return (partition) => {
    const known = ticks.get(partition);
    if (known !== undefined) return known;
    const tick = append(partition);
    ticks.set(partition, tick);
    void release(partition, tick);
    return tick;
  };
}
