/**
 * Dates of data: real calendar dates from 1900 on, alone or with time of day and offset, at most a day ahead of the ingest endpoint's clock. RFC
 * 3339 lets `T` and `Z` be small; they are stored as capitals, so that one instant has one text.
 */
import { isCalendarDate } from "@qorgau/schemas/calendar-date";
import { aheadMaxMs, earliestDate } from "@qorgau/schemas/events/inbound-limits";
import type { RuleId } from "@qorgau/schemas/rules/rules";
import type { Check } from "./member-checks.ts";

const form = /^(\d{4})-(\d{2})-(\d{2})(T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(Z|([+-])(\d{2}):(\d{2}))?)?$/i;
const minuteMs = 60_000;
/** No place on earth is further from Greenwich. */
const offsetMinutesMax = 14 * 60;
/** A date alone begins at the offset of Kazakhstan. */
const kazakhOffsetMinutes = 5 * 60;

export interface DateReading {
  /** The calendar date as written, YYYY-MM-DD. */
  readonly date: string;
  /** As written (`+05:00`), `Z` as a capital; null of a date alone. */
  readonly offset: string | null;
  /** Of a date alone its first instant at +05:00. */
  readonly instantMs: number;
}

/** Reads a date or an RFC 3339 date-time with offset; otherwise the rule that is broken. Leap seconds are refused: there has been none since 2016. */
export function readDate(text: string): DateReading | RuleId {
  const parts = form.exec(text);
  if (parts === null) return "QG-0401";
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (!isCalendarDate(year, month, day)) return "QG-0403";
  const date = text.slice(0, 10);
  if (date < earliestDate) return "QG-0404";
  const midnightMs = Date.UTC(year, month - 1, day);
  if (parts[4] === undefined) return { date, offset: null, instantMs: midnightMs - kazakhOffsetMinutes * minuteMs };
  const [hours, minutes, seconds, offset] = [Number(parts[5]), Number(parts[6]), Number(parts[7]), parts[8]?.toUpperCase()];
  if (hours > 23 || minutes > 59 || seconds > 59) return "QG-0409";
  if (offset === undefined) return "QG-0402";
  const offsetMinutes = offset === "Z" ? 0 : Number(parts[10]) * 60 + Number(parts[11]);
  if (offsetMinutes > offsetMinutesMax || Number(parts[11] ?? 0) > 59) return "QG-0409";
  const signedMinutes = parts[9] === "-" ? -offsetMinutes : offsetMinutes;
  return { date, offset, instantMs: midnightMs + (hours * 60 + minutes - signedMinutes) * minuteMs + seconds * 1000 };
}

/** A check for a date or a date-time with offset, at most `aheadMaxMs` ahead of the clock (QG-0405). Gives the text with `T` and `Z` as capitals. */
export const dateOrMoment: Check<string> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
  const reading = readDate(value);
  if (typeof reading === "string") return examination.addFault(reading, pointer, { earliest: earliestDate });
  if (reading.instantMs > examination.context.nowMs + aheadMaxMs) return examination.addFault("QG-0405", pointer);
  return value.toUpperCase();
};

const dateForm = /^\d{4}-\d{2}-\d{2}$/;

/** A check for a date without a time of day; with one it is QG-0408. Otherwise as `dateOrMoment`. */
export const dateAlone: Check<string> = (value, pointer, examination) => {
  if (typeof value === "string" && !dateForm.test(value)) return examination.addFault("QG-0408", pointer);
  return dateOrMoment(value, pointer, examination);
};

/**
 * A check for the `time` of an envelope: a real date-time with offset, however far ahead, since it takes
 * part in no figure. Anything else is QG-0216.
 */
export const envelopeTime: Check<string> = (value, pointer, examination) => {
  const reading = typeof value === "string" ? readDate(value) : "QG-0216";
  if (typeof reading === "string" || reading.offset === null) return examination.addFault("QG-0216", pointer);
  return (value as string).toUpperCase();
};
