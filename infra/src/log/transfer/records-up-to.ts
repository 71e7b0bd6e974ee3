/** All records of a log up to a cut, partition by partition. */
import type { Watermark } from "@qorgau/schemas/watermark";
import type { EventLog, LogRecord } from "../event-log.ts";

const recordsMax = 5000;

/**
 * Gives batches of at most 5000 records, one partition after the other, each from offset 0 to that of the cut. A record of the cut that the log
 * does not hold yet is waited for without a limit. Rejects as `read` does.
 */
export async function* recordsUpTo(log: EventLog, cut: Watermark): AsyncGenerator<readonly LogRecord[]> {
  for (const [partition, last] of [...cut].toSorted(([a], [b]) => a - b)) {
    const stop = new AbortController();
    for await (const batch of log.read(new Map(), { recordsMax, signal: stop.signal, partitions: [partition] })) {
      const wanted = batch.filter(({ offset }) => offset <= last);
      yield wanted;
      if (batch.at(-1)!.offset >= last) break;
    }
  }
}
