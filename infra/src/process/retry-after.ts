/** What another server asks to be left alone for (RFC 9110, 10.2.3). */

const secondsForm = /^\d{1,10}$/;
/** The one form of a date that servers send now (IMF-fixdate). */
const dateForm = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Gives milliseconds from now on, 0 for an instant that is over; null where the header is absent or neither seconds nor a date. */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (secondsForm.test(text)) return 1000 * Number(text);
  const atMs = dateForm.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
