/** Reads the figures of a year and of the one before, by each code of the annual rollup. */
import type { AnnualRollupQuery, AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import { miningComplex } from "@qorgau/schemas/responses/rates";
import { isCommutingLeftOut } from "../published/counts-part.ts";
import { dayColumns, regionColumns } from "../published/chosen-columns.ts";
import type { FigureName } from "@qorgau/schemas/rows/published";
import { complexActivities } from "./domain/annual-count.ts";
import type { AnnualCell, AnnualCount } from "./domain/annual-count.ts";
import type { AnnualSnapshot } from "./domain/annual-rollup.ts";
import { partFrom } from "../published/figure-source.ts";
import type { CellCondition, FigureSource } from "../published/figure-source.ts";
import type { ReadFigures } from "../published/read-published.ts";
import { noTexts } from "../published/snapshot-statement.ts";
import type { Parameters, SnapshotPart, SnapshotRow } from "../published/snapshot-statement.ts";

/** `monthDay` ends the days to date (`11-29`); without it the day of the cut does. Rejects as `read` does. */
export async function readAnnual(query: AnnualRollupQuery, read: ReadFigures, monthDay?: string): Promise<AnnualSnapshot> {
  const { rows, cut, lastStampMs, exposures } = await read((source) => [annualPart(query, source, monthDay), commutingPart(query, source)]);
  const commutingLeftOut = rows.find(({ part }) => part === "commuting")?.figures[0]?.[0] ?? 0;
  return { cut, lastStampMs, exposures, counted: annualCounts(rows), commutingLeftOut };
}

const isOfComplex = "sector IN {complex_sections:Array(String)} OR division IN {complex_divisions:Array(String)}";

const complexParameters = { complex_sections: complexActivities.sections, complex_divisions: complexActivities.divisions };

export const dayColumnOf = ({ yearOf }: AnnualRollupQuery): string => dayColumns[yearOf];
export const regionColumnOf = ({ regionOf }: AnnualRollupQuery): string => regionColumns[regionOf];

/** The code that a case has in each scope, as an expression. */
const codeIn = (query: AnnualRollupQuery): Readonly<Record<Exclude<AnnualScope, "complex">, string>> => ({
  total: "''",
  region: regionColumnOf(query),
  sector: "sector",
  division: "division",
  severity: "severity",
  sex: "sex",
  ageBand: "age_band",
  cause: "cause",
});
/** A case of no complex has no place in that scope. */
const placesIn = (query: AnnualRollupQuery) => `arrayConcat(
              [${Object.entries(codeIn(query))
                .map(([scope, code]) => `('${scope}', toString(${code}))`)
                .join(", ")}],
              if(${isOfComplex}, [('complex', '${miningComplex}')], []))`;

/** In the order in which `countsOf` takes them. Commuters are left out, so accidents are counted without them. */
export const annualFigures: readonly FigureName[] = [
  "cases",
  "at_work_accidents",
  "at_work_group_accidents",
  "at_work_group_victims",
  "fault_cases",
  "employer_fault",
  "worker_fault",
];

/**
 * `texts`: year, scope, code, severity, kind and `toDate`, joined by `|`; `figures`: those of `annualFigures`. From the cases, since the
 * roll-up by months has no sex, age or cause: each is read once and counts in all its scopes.
 */
export function annualPart(query: AnnualRollupQuery, source: FigureSource, monthDay?: string): SnapshotPart {
  const day = dayColumnOf(query);
  const toDate = `formatDateTime(${day}, '%m-%d') <= ${monthDay === undefined ? source.monthDayOfCut : "{annual_month_day:String}"}`;
  const sums = annualFigures.map((name) => `toFloat64(sum(${name})) AS sum_${name}`);
  return partFrom(
    source,
    (rows) => ({
      name: "counts",
      texts: "groupArray(key)",
      figures: `[${annualFigures.map((name) => `groupArray(sum_${name})`).join(", ")}]`,
      from: `FROM (
            SELECT arrayStringConcat([toString(toYear(${day})), place.1, place.2, severity, kind, if(${toDate}, '1', '0')], '|') AS key, ${sums.join(", ")}
            FROM ${rows}
            ARRAY JOIN ${placesIn(query)} AS place
            WHERE ${casesOfYears(query, source)}
            GROUP BY key)`,
      parameters: {
        ...source.parameters,
        ...(monthDay === undefined ? {} : { annual_month_day: monthDay }),
        ...daysOfYears(query),
        ...complexParameters,
      },
    }),
    cellsOfYears(query),
  );
}

/** `figures`: how many cases of the year are left out as those of commuters. */
function commutingPart(query: AnnualRollupQuery, source: FigureSource): SnapshotPart {
  const { lastDay } = daysOfYears(query);
  const day = dayColumnOf(query);
  const ofCells = cellsOfYears(query, query.year);
  const ofYear = [`${day} >= {commuting_first_day:Date32}`, `${day} <= {commuting_last_day:Date32}`];
  return partFrom(
    source,
    (rows) => ({
      name: "commuting",
      texts: noTexts,
      figures: "[[toFloat64(sum(cases))]]",
      from: `FROM ${rows}
          WHERE ${[...source.ofGrain("case", ofCells), ...ofYear, "cases > 0", isCommutingLeftOut].join(" AND ")}`,
      parameters: { ...source.parameters, commuting_first_day: `${query.year}-01-01`, commuting_last_day: lastDay },
    }),
    ofCells,
  );
}

/**
 * The condition, as SQL, of the counting cases of Kazakhstan in the year and the one before, without commuters on their own way;
 * `daysOfYears` gives the values it binds.
 */
export function casesOfYears(query: AnnualRollupQuery, source: FigureSource): string {
  const day = dayColumnOf(query);
  const years = [`${day} >= {firstDay:Date32}`, `${day} <= {lastDay:Date32}`];
  return [...source.ofGrain("case", cellsOfYears(query)), ...years, "cases > 0", "country = 'KZ'", `NOT ${isCommutingLeftOut}`].join(
    " AND ",
  );
}

/** The cells of those cases, where the day of the accident says of which year they are; else of all days. */
export function cellsOfYears({ year, yearOf }: AnnualRollupQuery, first = year - 1): CellCondition | undefined {
  return yearOf === "accident" ? (cell) => `${cell} >= '${first}-01-01' AND ${cell} < '${year}-12-31~'` : undefined;
}

/** Returns the first day of the year before and the last day of the year, YYYY-MM-DD. */
export function daysOfYears({ year }: AnnualRollupQuery): { readonly firstDay: string; readonly lastDay: string } {
  return { firstDay: `${year - 1}-01-01`, lastDay: `${year}-12-31` };
}

/** The condition, as SQL, that a case is in a cell of the response; `cellParameters` binds its values. */
export function isInCell(query: AnnualRollupQuery, { scope }: AnnualCell): string {
  return scope === "complex" ? `(${isOfComplex})` : `${codeIn(query)[scope]} = {cell_code:String}`;
}

/** Returns the values that the condition of `isInCell` binds. With `cell` null they are those of the complex alone. */
export function cellParameters(cell: AnnualCell | null): Parameters {
  return { ...complexParameters, ...(cell === null || cell.scope === "complex" ? {} : { cell_code: cell.code }) };
}

/** Reads the rows of `annualPart`: a count for each year, scope, code, severity, kind and `toDate`. Returns none where the part has no row. */
export function annualCounts(rows: readonly SnapshotRow[]): AnnualCount[] {
  const counts = rows.find(({ part }) => part === "counts");
  return (counts?.texts ?? []).map((key, place) => {
    const [year = "", scope = "", code = "", severity = "", kind = "", toDate = ""] = key.split("|");
    const figures = countsOf(counts?.figures.map((column) => column[place] ?? 0) ?? []);
    return { year: Number(year), scope: scope as AnnualScope, code, severity, kind, ...figures, toDate: toDate === "1" };
  });
}

/** Takes the numbers of `annualFigures`, in their order, and returns them by their names in the response. */
export function countsOf(figures: readonly number[]): Omit<AnnualCount, keyof AnnualCell | "year" | "severity" | "kind" | "toDate"> {
  const [cases = 0, accidents = 0, groupAccidents = 0, groupVictims = 0, faultCases = 0, employerFault = 0, workerFault = 0] = figures;
  return { cases, accidents, groupAccidents, groupVictims, faultCases, employerFault, workerFault };
}
