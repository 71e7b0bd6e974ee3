/** Appends what the system itself states. All of it is in one partition, so that its order is that of the log. */
import { systemPartition } from "@qorgau/schemas/events/statement";
import type { EventLog } from "./event-log.ts";

export interface SystemEventPlace {
  readonly partition: number;
  readonly offset: number;
}

/** In their order; gives the place of the last. Rejects as the log does. */
export async function appendSystemEvents(log: Pick<EventLog, "append">, events: readonly object[]): Promise<SystemEventPlace> {
  const places = await log.append(events.map((event) => ({ key: "", partition: systemPartition, value: JSON.stringify(event) })));
  const last = places.at(-1);
  if (last === undefined) throw new Error("the log gave no place for what the system states");
  return { partition: last.partition, offset: last.offset };
}
