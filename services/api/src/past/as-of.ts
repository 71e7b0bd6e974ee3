/** Reads the text of `asOf`: an instant, or a watermark as responses give it. Pure. */
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";

export type AsOf =
  /** Milliseconds since the epoch, and the same as responses give it: UTC, three decimals, `Z`. */
  { readonly instantMs: number; readonly instant: string } | { readonly watermark: Watermark };

/** RFC 3339. Offsets are a day at most; in a URL an unescaped `+` arrives as a space, which is nowhere else in this form. */
const instantForm = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(?:Z|([+\- ])((?:[01]\d|2[0-3]):[0-5]\d))$/i;

/** Null where the text is neither an instant of RFC 3339 nor a watermark. Digits finer than milliseconds are cut, as the log's stamps have none. */
export function parseAsOf(text: string): AsOf | null {
  const watermark = parseWatermark(text);
  if (watermark !== null) return { watermark };
  const [, date = "", time = "", fraction = "", sign = "+", offset = "00:00"] = instantForm.exec(text) ?? [];
  const local = `${date}T${time}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
  const localMs = Date.parse(local);
  // A day that is in no calendar would be taken for one of the next month.
  if (Number.isNaN(localMs) || new Date(localMs).toISOString() !== local) return null;
  const [hours = 0, minutes = 0] = offset.split(":").map(Number);
  const instantMs = localMs - (sign === "-" ? -1 : 1) * (60 * hours + minutes) * 60_000;
  const instant = new Date(instantMs).toISOString();
  // Years before 0 and behind 9999 have another form, and the log knows neither.
  return /^\d{4}-/.test(instant) ? { instantMs, instant } : null;
}
