/** A log as those read it who follow it from outside: what it holds up to an end, without waiting for more. */
import type { Watermark } from "@qorgau/schemas/watermark";
import { includes } from "@qorgau/schemas/watermark";
import type { EventLog, LogRecord } from "./event-log.ts";

/** Methods reject as those of the log do. */
export interface RecordSource {
  readonly partitions: number;
  /** The last durable offset of every partition that holds records. */
  end(): Promise<Watermark>;
  /** The records behind `after` and up to `end`, each partition's in order. */
  read(after: Watermark, end: Watermark): AsyncIterable<readonly LogRecord[]>;
  close(): Promise<void>;
}

const recordsMax = 5000;

/** Takes the log over: `close` closes it. */
export function recordSourceOf(log: EventLog): RecordSource {
  return {
    partitions: log.partitions,
    end: () => log.end(),
    async *read(after, end) {
      const positions = new Map(after);
      if (includes(positions, end)) return;
      for await (const batch of log.read(after, { recordsMax, signal: new AbortController().signal })) {
        for (const { partition, offset } of batch) positions.set(partition, offset);
        yield batch.filter(({ partition, offset }) => offset <= (end.get(partition) ?? -1));
        if (includes(positions, end)) return;
      }
    },
    close: () => log.close(),
  };
}
