/** How the months are read in which reporters first registered anything: what occurred before is a backlog, which tells nothing of delays. */
import { reportersOfCase } from "./delays-part.ts";
import { dayColumns } from "./chosen-columns.ts";
import { partFrom } from "./figure-source.ts";
import type { FigureSource } from "./figure-source.ts";
import { chunk } from "./snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "./snapshot-statement.ts";

const name = "first_months";

/** `texts`: for each reporter of a counting case the month, 2026-02, a space and its source. */
export function firstMonthsPart(source: FigureSource): SnapshotPart {
  return partFrom(source, (rows) => ({
    name,
    texts: "groupArray(first_month)",
    from: `FROM (
            SELECT concat(min(month), ' ', reporter) AS first_month
            FROM (
              SELECT substring(toString(${dayColumns.registration}), 1, 7) AS month, arrayJoin(${reportersOfCase}) AS reporter
              FROM ${rows}
              WHERE ${[...source.ofGrain("case"), "cases > 0"].join(" AND ")})
            GROUP BY reporter)
            GROUP BY ${chunk}`,
    parameters: source.parameters,
  }));
}

/** By source. */
export function firstMonthsOf(rows: readonly SnapshotRow[]): ReadonlyMap<string, string> {
  const texts = rows.filter(({ part }) => part === name).flatMap((row) => row.texts);
  return new Map(texts.map((text) => [text.slice("2026-02 ".length), text.slice(0, "2026-02".length)]));
}
