/**
 * A log that takes the trace of an append along to whoever reads the records. On Kafka it is a header of the record; of an engine without headers it is
 * remembered in this process. It is no part of what a record states: no figure, stamp or proof depends on it.
 */
import { setImmediate as nextIteration } from "node:timers/promises";
import { currentTraceparent } from "../traces/spans.ts";
import { passedOn } from "./event-log.ts";
import type { EventLog, LogRecord } from "./event-log.ts";

/** Appends that nobody in this process reads are forgotten, the oldest first. */
const rememberedMax = 10_000;

/** Gives the same log, its records with `traceparent` where their append was within a span. */
export function tracedLog(log: EventLog): EventLog {
  const remembered = new Map<string, string>();
  const remember = (place: string, traceparent: string) => {
    remembered.set(place, traceparent);
    if (remembered.size > rememberedMax) remembered.delete(remembered.keys().next().value!);
  };
  const traced = (record: LogRecord): LogRecord => {
    const place = placeOf(record);
    const traceparent = remembered.get(place);
    return traceparent === undefined || record.traceparent !== undefined ? record : { ...record, traceparent };
  };
  async function* read(...request: Parameters<EventLog["read"]>): AsyncGenerator<readonly LogRecord[]> {
    for await (const records of log.read(...request)) {
      // An append of this process resolves in the same iteration of the event loop.
      await nextIteration();
      yield remembered.size === 0 ? records : records.map(traced);
    }
  }
  return {
    ...passedOn(log),
    async append(records) {
      const traceparent = currentTraceparent();
      if (traceparent === undefined) return log.append(records);
      const appended = await log.append(records.map((record) => ({ ...record, traceparent })));
      for (const place of appended) remember(placeOf(place), traceparent);
      return appended;
    },
    read,
  };
}

const placeOf = ({ partition, offset }: Pick<LogRecord, "partition" | "offset">) => `${partition}:${offset}`;
