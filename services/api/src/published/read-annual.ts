/** The figures of a year and of the one before, by all codes that the annual rollup tells apart. */
import type { AnnualRollupQuery } from "@qorgau/schemas/annual-rollup";
import type { AnnualCount, AnnualSnapshot } from "../domain/annual-rollup.ts";
import type { FigureSource } from "./figure-source.ts";
import type { ReadFigures } from "./read-published.ts";
import type { SnapshotPart, SnapshotRow } from "./snapshot-statement.ts";

export async function readAnnual({ year }: AnnualRollupQuery, read: ReadFigures): Promise<AnnualSnapshot> {
  const { rows, cut, exposures } = await read((source) => [countsOfYears(year, source)]);
  return { cut, exposures, counted: annualCounts(rows) };
}

function countsOfYears(year: number, source: FigureSource): SnapshotPart {
  const columns = ["toString(toYear(date))", "region", "sector", "division", "severity", "kind"];
  const conditions = ["date >= {firstDay:Date32}", "date <= {lastDay:Date32}", "cases > 0", "country = 'KZ'"];
  // The cell of a month begins with its year, so that these bounds are bounds of the primary key.
  if (source.hasMonths) conditions.unshift(...source.ofGrain("month"), "cell >= {first:String}", "cell < {after:String}");
  return {
    name: "counts",
    sql: `SELECT groupArray(key) AS texts, [groupArray(counted), groupArray(led), groupArray(grouped)] AS figures FROM (
            SELECT arrayStringConcat([${columns.join(", ")}], '|') AS key, toFloat64(sum(cases)) AS counted,
                   toFloat64(sum(accidents)) AS led, toFloat64(sum(group_accidents)) AS grouped
            FROM ${source.rows}
            WHERE ${conditions.join(" AND ")}
            GROUP BY key)`,
    parameters: {
      ...source.parameters,
      firstDay: `${year - 1}-01-01`,
      lastDay: `${year}-12-31`,
      ...(source.hasMonths ? { first: String(year - 1), after: String(year + 1) } : {}),
    },
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
