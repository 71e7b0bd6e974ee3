/** Rows of a series as a chart over time takes them. */
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import type { TimePoint } from "../../charts/time-series.ts";
import { daysOf } from "../../time/periods.ts";
import { figures } from "../../text/figures.ts";

/** What of a row a point is made of; a null count is a gap. */
type Drawn = Pick<RatesRow, "period" | "rate" | "lower" | "upper" | "running"> & { readonly count: number | null };

/** The first day of a period. */
export const startOf = (period: string) => new Date(`${daysOf(period)[0]}T00:00:00Z`);

/** Points of counts, or of rates with their intervals. */
export function timePoints(rows: readonly Drawn[], of: "count" | "rate" = "count"): readonly TimePoint[] {
  return rows.map((row) => ({
    at: startOf(row.period),
    value: row[of],
    ...(of === "rate" ? { lower: row.lower, upper: row.upper } : {}),
    running: row.running === true,
    label: figures.value.period(row.period),
  }));
}
