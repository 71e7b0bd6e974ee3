/** All of a log, as the judge of a soak wants it. */
import type { EventLog } from "@qorgau/infra/log/event-log";
import { readToEnd } from "@qorgau/infra/log/read-to-end";
import type { Statement } from "@qorgau/schemas/events/statement";
import type { WholeLog } from "./recount.ts";

/** An effective stamp is never smaller than the one before it in the partition: a broker's clock may step back. */
export async function wholeLogOf(log: EventLog): Promise<WholeLog> {
  const latestMs = new Map<number, number>();
  const placed = (await readToEnd(log)).map(({ partition, offset, timestampMs, value }) => {
    const effectiveMs = Math.max(latestMs.get(partition) ?? 0, timestampMs);
    latestMs.set(partition, effectiveMs);
    return {
      statement: JSON.parse(value) as Statement,
      partition,
      offset,
      recordedAt: stamp(timestampMs),
      effectiveAt: stamp(effectiveMs),
    };
  });
  return { places: placed, statements: placed.filter(({ statement }) => "entity" in statement) };
}

const stamp = (ms: number) => new Date(ms).toISOString();
