/** The table of what no case is made of: what each reporter sent of it, by period. */
import type { QualityPeriod, ReportedSupplements } from "@qorgau/schemas/responses/quality-response";
import { spanAround } from "../../time/span.ts";
import { periodLabel } from "./quality-dates.ts";
import { rowKey } from "./quality-page.ts";
import type { KeyedRow } from "./quality-page.ts";

/** Of the records of a reporter and entity that last stated this date. */
export type SupplementCount = Omit<ReportedSupplements, "period"> & { readonly date: string };

/** The counts of days added up, in no order. */
export function supplementRows(counts: readonly SupplementCount[], period: QualityPeriod): KeyedRow<ReportedSupplements>[] {
  const rows = new Map<string, ReportedSupplements>();
  for (const { date, source, entity, ...found } of counts) {
    const { from } = spanAround(date, period);
    const key = rowKey(from, source, entity);
    const known = rows.get(key);
    rows.set(key, { period: periodLabel(from, period), source, entity, ...(known === undefined ? found : added(known, found)) });
  }
  return [...rows].map(([key, row]) => ({ key, row }));
}

type Counts = Omit<SupplementCount, "date" | "source" | "entity">;

function added(one: Counts, other: Counts): Counts {
  return {
    records: one.records + other.records,
    statements: one.statements + other.statements,
    revisions: one.revisions + other.revisions,
    revisedRecords: one.revisedRecords + other.revisedRecords,
    withdrawn: one.withdrawn + other.withdrawn,
    conflicts: one.conflicts + other.conflicts,
    settledConflicts: one.settledConflicts + other.settledConflicts,
  };
}
