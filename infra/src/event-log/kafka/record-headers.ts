/**
 * What a record brought along from another log: when that one recorded it, and where. It outranks the broker's stamp, so that a log
 * that moved gives the answers it gave before.
 */
import type { LogRecord } from "../event-log.ts";

const names = { recordedAtMs: "qorgau-recorded-at-ms", position: "qorgau-position" } as const;

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

export type RecordHeaders = Readonly<Record<string, Buffer | readonly Buffer[] | undefined>>;

/** Null for a record that was first recorded here. */
export function originOf(headers: RecordHeaders): Origin | null {
  const recordedAtMs = textOf(headers[names.recordedAtMs]);
  const position = textOf(headers[names.position]);
  if (recordedAtMs === null || position === null || !/^\d{1,15}$/.test(recordedAtMs)) return null;
  return { timestampMs: Number(recordedAtMs), position };
}

function textOf(value: Buffer | readonly Buffer[] | undefined): string | null {
  return Buffer.isBuffer(value) ? value.toString("utf8") : null;
}
