/**
 * Headers of a record that came from another log: when that log recorded it, and at which position. They outrank the broker's stamp, so that
 * figures are the same after a log migration.
 */
import type { LogRecord } from "../event-log.ts";

const names = { recordedAtMs: "qorgau-recorded-at-ms", position: "qorgau-position", traceparent: "traceparent" } as const;

/** Gives the headers that carry the stamp, in milliseconds since the epoch, and the position (`partition:offset`) in the other log. */
export function originHeaders({
  partition,
  offset,
  timestampMs,
}: Pick<LogRecord, "partition" | "offset" | "timestampMs">): Record<string, string> {
  return { [names.recordedAtMs]: String(timestampMs), [names.position]: `${partition}:${offset}` };
}

interface Origin {
  readonly timestampMs: number;
  readonly position: string;
}

type RecordHeaders = Readonly<Record<string, Buffer | undefined>>;

/** Gives null for a record that was first recorded here, or whose headers are not those of `originHeaders`. */
export function originOf(headers: RecordHeaders): Origin | null {
  const recordedAtMs = headers[names.recordedAtMs]?.toString("utf8");
  const position = headers[names.position]?.toString("utf8");
  if (recordedAtMs === undefined || position === undefined || !/^\d{1,15}$/.test(recordedAtMs)) return null;
  return { timestampMs: Number(recordedAtMs), position };
}

/** Gives the header that carries the span of an append, as W3C Trace Context has it for Kafka. */
export const traceHeaders = (traceparent: string): Record<string, string> => ({ [names.traceparent]: traceparent });

/** The header is longer where something else wrote it. */
const traceparentBytes = 55;

/** Gives undefined for a record whose append was not traced. What it gives is only held to its length. */
export function traceparentOf(headers: RecordHeaders): string | undefined {
  const header = headers[names.traceparent];
  return header?.length === traceparentBytes ? header.toString("latin1") : undefined;
}
