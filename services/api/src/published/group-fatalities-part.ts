/** How accidents that several died of are read. */
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { accidentsOf } from "../rates/domain/accident-figure.ts";
import { conditionsOf, isCounting } from "./counts-part.ts";
import { partFrom } from "./figure-source.ts";
import type { FigureSource } from "./figure-source.ts";
import type { SnapshotPart } from "./snapshot-statement.ts";

/** So many are read, the latest; of five years there are some tens. */
export const groupFatalitiesMax = 2000;

/**
 * `texts`: the day, the region and the section of the lead case, joined by `|`, the latest first; `figures`: the dead and all counting victims. Of accidents
 * that at least two died of, within the query's days and filters of country and kind.
 */
export function groupFatalitiesPart(query: RatesQuery, source: FigureSource): SnapshotPart {
  const { conditions, parameters } = conditionsOf(query, "case", source);
  const isLead = `${accidentsOf(query.commutingLeftOut)} > 0`;
  return partFrom(source, (rows) => ({
    name: "group_fatalities",
    texts: "groupArray(arrayStringConcat([toString(occurred), place, activity], '|'))",
    figures: "[groupArray(dead), groupArray(victims)]",
    from: `FROM (
            SELECT anyIf(date, ${isLead}) AS occurred, anyIf(region, ${isLead}) AS place, anyIf(sector, ${isLead}) AS activity,
                   toFloat64(sumIf(cases, severity = 'fatal')) AS dead, toFloat64(sum(cases)) AS victims
            FROM ${rows}
            WHERE ${[...source.ofGrain("case"), "group_victims > 0", "cases > 0", isCounting(query), ...conditions].join(" AND ")}
            GROUP BY accident
            HAVING dead >= 2
            ORDER BY occurred DESC, place, activity, dead, victims
            LIMIT ${groupFatalitiesMax})`,
    parameters: { ...parameters, ...source.parameters },
  }));
}
