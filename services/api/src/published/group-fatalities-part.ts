/** How accidents that several died of are read. */
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { accidentsOf } from "../rates/domain/accident-figure.ts";
import { conditionsOf, isCounting } from "./counts-part.ts";
import { caseId, partFrom } from "./figure-source.ts";
import type { FigureSource } from "./figure-source.ts";
import type { SnapshotPart } from "./snapshot-statement.ts";

/** So many are read, the latest; of five years there are some tens. */
export const groupFatalitiesMax = 2000;

/** By them an accident is known again, where its id has changed because more of it is known. */
const membersMax = 20;

/** An acute poisoning is an accident as any (NUMBERS, section 4.1). Not bound: the kind of the query is, by other parts. */
const ofAccident = "kind IN ('accident', 'poisoning')";

/**
 * `texts`: the day, the region and the section of the lead case, the opaque id of the accident and those of its fatal cases (twenty at most, joined by
 * commas), joined by `|`, the latest first; `figures`: the dead and all counting victims. Of accidents and acute poisonings that at least two died of, within
 * the query's country, whatever its days and its kind. Where the lead case is not among the victims read, another of them stands for it: the fact is told.
 */
export function groupFatalitiesPart(query: RatesQuery, source: FigureSource): SnapshotPart {
  const { filters, commutingLeftOut } = query;
  const { kind: _ofQuery, ...others } = filters;
  const { conditions, parameters } = conditionsOf({ ...query, filters: others, from: null, to: null }, "case", source);
  const ofLead = (column: string) => `argMin(${column}, (${accidentsOf(commutingLeftOut)} = 0, ${caseId}))`;
  return partFrom(source, (rows) => ({
    name: "group_fatalities",
    texts: "groupArray(arrayStringConcat([toString(occurred), place, activity, accident, members], '|'))",
    figures: "[groupArray(dead), groupArray(victims)]",
    from: `FROM (
            SELECT accident, arrayStringConcat(arraySlice(arraySort(groupArrayIf(${caseId}, severity = 'fatal')), 1, ${membersMax}), ',') AS members,
                   ${ofLead("date")} AS occurred, ${ofLead("region")} AS place, ${ofLead("sector")} AS activity,
                   toFloat64(sumIf(cases, severity = 'fatal')) AS dead, toFloat64(sum(cases)) AS victims
            FROM ${rows}
            WHERE ${[...source.ofGrain("case"), "group_victims > 0", "cases > 0", ofAccident, isCounting(query), ...conditions].join(" AND ")}
            GROUP BY accident
            HAVING dead >= 2
            ORDER BY occurred DESC, place, activity, dead, victims, accident
            LIMIT ${groupFatalitiesMax})`,
    parameters: { ...parameters, ...source.parameters },
  }));
}
