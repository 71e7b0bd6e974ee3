/** The stamp of a message as text. */

/**
 * Gives the instant of a message in UTC with milliseconds. Null for -1, which is none, and for a number that
 * is no time: senders put any 64 bits there.
 */
export function instantText(ms: number): string | null {
  const instant = new Date(ms);
  return ms === -1 || Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
