/** The figures of a year and of the one before, by all codes that the annual rollup tells apart. */
import type { AnnualRollupQuery } from "@qorgau/schemas/annual-rollup";
import type { AnnualCount, AnnualSnapshot } from "../domain/annual-rollup.ts";
import type { ReadSnapshot } from "./read-published.ts";
import type { SnapshotPart, SnapshotRow } from "./snapshot-statement.ts";

export async function readAnnual(
  { year }: AnnualRollupQuery,
  read: (parts: readonly SnapshotPart[]) => Promise<ReadSnapshot>,
): Promise<AnnualSnapshot> {
  const { cut, exposures, rows } = await read([countsOfYears(year)]);
  return { cut, exposures, counted: annualCounts(rows) };
}

/** The cell of a month begins with its year, so that these bounds are bounds of the primary key. */
function countsOfYears(year: number): SnapshotPart {
  const columns = ["substring(cell, 1, 4)", "region", "sector", "division", "severity", "kind"];
  return {
    name: "counts",
    sql: `SELECT groupArray(key) AS texts, [groupArray(counted), groupArray(led), groupArray(grouped)] AS figures FROM (
            SELECT arrayStringConcat([${columns.join(", ")}], '|') AS key, toFloat64(sum(cases)) AS counted,
                   toFloat64(sum(accidents)) AS led, toFloat64(sum(group_accidents)) AS grouped
            FROM published FINAL
            WHERE grain = 'month' AND cell >= {first:String} AND cell < {after:String} AND cases > 0 AND country = 'KZ'
            GROUP BY key)`,
    parameters: { first: String(year - 1), after: String(year + 1) },
  };
}

function annualCounts(rows: readonly SnapshotRow[]): AnnualCount[] {
  const counts = rows.find(({ part }) => part === "counts");
  const [cases, accidents, groupAccidents] = counts?.figures ?? [];
  return (counts?.texts ?? []).map((key, place) => {
    const [year = "", region = "", sector = "", division = "", severity = "", kind = ""] = key.split("|");
    return {
      year: Number(year),
      region,
      sector,
      division,
      severity,
      kind,
      cases: cases?.[place] ?? 0,
      accidents: accidents?.[place] ?? 0,
      groupAccidents: groupAccidents?.[place] ?? 0,
    };
  });
}
