/** The day on which a death is registered (METHODS, section 1): that of the first record that says fatal. Pure. */
import type { FirstFatal } from "@qorgau/schemas/rows/journal";
import { dayOfStamp } from "../../time/calendar.ts";

/**
 * YYYY-MM-DD, in Kazakhstan. A case of which no statement before the first that says fatal said less is registered as a death with the case; one that became
 * fatal later on the day of the statement that said so, and not before the case itself. `records` are those of the case.
 */
export function registeredAsFatal(registeredOn: string, records: readonly FirstFatal[]): string {
  const firstMs = Math.min(...records.map((one) => one.firstMs));
  const fatalMs = Math.min(...records.map((one) => one.fatalMs ?? Infinity));
  if (fatalMs <= firstMs || fatalMs === Infinity) return registeredOn;
  const saidOn = dayOfStamp(fatalMs);
  return saidOn > registeredOn ? saidOn : registeredOn;
}
