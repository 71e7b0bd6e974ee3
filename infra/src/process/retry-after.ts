/** What another server asks to be left alone for (RFC 9110, 10.2.3). */

const secondsForm = /^\d+$/;
/** More than any schedule waits; a longer time is this one, so that it stays a number that can be reckoned with. */
const secondsMax = 9_999_999_999;
const dateForms = [
  // IMF-fixdate, which servers send now: Mon, 30 Nov 2026 12:01:00 GMT.
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  // RFC 850: Monday, 30-Nov-26 12:01:00 GMT.
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  // asctime, to which the zone is added: Mon Nov 30 12:01:00 2026.
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4} GMT$/,
];

/** Gives milliseconds from now on, 0 for an instant that is over; null where the header is absent or neither seconds nor a date. */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (secondsForm.test(text)) return 1000 * Math.min(Number(text), secondsMax);
  const date = text.endsWith(" GMT") ? text : `${text} GMT`;
  const atMs = dateForms.some((form) => form.test(date)) ? Date.parse(date) : NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
