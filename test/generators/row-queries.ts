/** From a row of `/v1/rates` to the question that it alone answers: its period by bounds, its cell by filters. */
import type { RateDimension, RatesRow } from "@qorgau/schemas/responses/rates";

const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);

function boundsOf(label: string): { from: string; to: string } {
  const end = label.split("/").at(-1)!;
  const [year = "", part = ""] = end.split("-");
  if (label.includes("/") && end.length === 10) return { from: `${year}-01-01`, to: end };
  if (end.length === 10) return { from: end, to: end };
  const months =
    part === "" ? [1, 12] : part.startsWith("Q") ? [3 * Number(part[1]) - 2, 3 * Number(part[1])] : [Number(part), Number(part)];
  return { from: `${year}-${String(months[0]).padStart(2, "0")}-01`, to: lastDay(Number(year), months[1]!) };
}

export function queryOfRow(row: RatesRow, by: readonly RateDimension[], others: Readonly<Record<string, string>>): URLSearchParams {
  const filters = by.map((dimension): [string, string] => [dimension, String(row[dimension] ?? "unknown")]);
  return new URLSearchParams({ ...others, ...boundsOf(row.period), ...Object.fromEntries(filters) });
}
