/** Rows of a series as a chart over time takes them. */
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import type { TimePoint } from "../charts/time-series.ts";
import { figures } from "../text/figures.ts";

/** The first day of a period of a response. */
function firstDay(period: string): string {
  const [from = ""] = period.split("/");
  const quarter = /^(\d{4})-Q([1-4])$/.exec(from);
  if (quarter !== null) return `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, "0")}-01`;
  return from.length === 10 ? from : from.length === 7 ? `${from}-01` : `${from}-01-01`;
}

/** Points of counts, or of rates with their intervals. */
export function monthPoints(rows: readonly RatesRow[], of: "count" | "rate" = "count"): readonly TimePoint[] {
  return rows.map((row) => ({
    at: new Date(`${firstDay(row.period)}T00:00:00Z`),
    value: row[of],
    ...(of === "rate" ? { lower: row.lower, upper: row.upper } : {}),
    running: row.running === true,
    label: figures.value.period(row.period),
  }));
}
