/** The times that a record of the log can have: those whose text, UTC with three decimals, sorts as they do. */

/** 9999-12-31T23:59:59.999Z. */
export const stampMsMax = 253_402_300_799_999;

/** The nearest such time. Logs are stamped by a clock, and a clock may give any value. */
export function stampOf(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(Math.trunc(ms), 0), stampMsMax);
}
