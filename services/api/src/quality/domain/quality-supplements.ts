/** The table of what no case is made of: what each reporter sent of it, by period. */
import type { QualityPeriod, ReportedSupplements } from "@qorgau/schemas/responses/quality-response";
import { periodLabel } from "./quality-dates.ts";
import { rowKey } from "./quality-page.ts";
import type { KeyedRow } from "./quality-page.ts";

/** Of the records of a reporter and entity that last stated a date of the period that begins with the day `from`. */
export type SupplementCount = Omit<ReportedSupplements, "period"> & { readonly from: string };

export function supplementRows(counts: readonly SupplementCount[], period: QualityPeriod): KeyedRow<ReportedSupplements>[] {
  return counts.map(({ from, source, entity, ...found }) => ({
    key: rowKey(from, source, entity),
    row: { period: periodLabel(from, period), source, entity, ...found },
  }));
}
