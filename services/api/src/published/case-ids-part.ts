/** How the cases that a query counts are read by their ids, a page of them. */
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { countedFrom } from "../time/periods.ts";
import { dayColumns } from "./chosen-columns.ts";
import { amountOf, casesWithDays, conditionsOf, isCounting } from "./counts-part.ts";
import { caseId, partFrom } from "./figure-source.ts";
import type { FigureSource } from "./figure-source.ts";
import { textsOf } from "./snapshot-statement.ts";
import type { Parameters, SnapshotPart, SnapshotRow } from "./snapshot-statement.ts";

export interface CaseIdsPage {
  /** Only ids above this one; null from the first. */
  readonly after: string | null;
  readonly limit: number;
}

/**
 * `texts`: the ids of the cases that add something to the amount, or to the denominator where that is cases, the lowest `limit` of them. Of the periods of the
 * query alone, not of those they are compared with.
 */
export function caseIdsPart(query: RatesQuery, source: FigureSource, { after, limit }: CaseIdsPage): SnapshotPart {
  const { conditions, parameters, ofCells } = conditionsOf(query, "case", source);
  const counted = [`${amountOf(query)} > 0`, ...(query.per === "case" ? [`${casesWithDays(query.choices, isCounting(query))} > 0`] : [])];
  const own = ownPeriods(query);
  return partFrom(
    source,
    (rows) => ({
      name: "case_ids",
      texts: "groupArray(id)",
      from: `FROM (
            SELECT ${caseId} AS id
            FROM ${rows}
            WHERE ${[...source.ofGrain("case", ofCells), "cases > 0", `${caseId} > {ids_after:String}`, ...conditions, ...own.conditions].join(" AND ")}
            GROUP BY id
            HAVING ${counted.join(" OR ")}
            ORDER BY id
            LIMIT {ids_limit:UInt32})`,
      parameters: { ...parameters, ...own.parameters, ...source.parameters, ids_after: after ?? "", ids_limit: String(limit) },
    }),
    ofCells,
  );
}

/** The ids of `caseIdsPart`, ascending. */
export function caseIdsIn(rows: readonly SnapshotRow[]): string[] {
  return textsOf(rows, "case_ids").toSorted();
}

function ownPeriods({ period, from, choices }: RatesQuery): { readonly conditions: readonly string[]; readonly parameters: Parameters } {
  if (choices.compare === null || from === null) return { conditions: [], parameters: {} };
  return { conditions: [`${dayColumns[choices.yearOf]} >= {ids_from:Date32}`], parameters: { ids_from: countedFrom(period, from) } };
}
