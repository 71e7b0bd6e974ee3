/** The cases of the figures that differ between two cuts. Pure. */
import type { AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import { miningComplex } from "@qorgau/schemas/responses/rates";
import type { CellDifference, FigureDifference, ChangedCaseRow } from "@qorgau/schemas/responses/releases";
import { addCount, comparedFigures, isOfComplex, noYearFigures } from "../../annual/domain/annual-count.ts";
import type { AnnualCount, YearFigures } from "../../annual/domain/annual-count.ts";

/** A counting case as it was at one of the cuts. */
export interface CaseState extends Omit<AnnualCount, "scope" | "code"> {
  readonly region: string;
  readonly sector: string;
  readonly division: string;
  readonly sex: string;
  readonly ageBand: string;
  readonly cause: string;
}

/** A case that is not what it was: null where it did not count. */
export interface ChangedCase {
  readonly case: string;
  readonly released: CaseState | null;
  readonly now: CaseState | null;
  readonly records: ChangedCaseRow["records"];
}

/** Returns each difference with the cases that explain it, in the order of their ids, and what each case changes: a number, of fault in percent. */
export function withCases(year: number, differences: readonly FigureDifference[], changed: readonly ChangedCase[]): CellDifference[] {
  const moves = new Map<string, ChangedCaseRow[]>();
  for (const one of changed) {
    for (const [key, delta] of deltasOf(year, one)) {
      const changedCases = moves.get(key) ?? [];
      changedCases.push({ case: one.case, delta, records: one.records });
      moves.set(key, changedCases);
    }
  }
  return differences.map((difference) => {
    const cell = `${difference.scope}|${difference.code ?? ""}|${countsByFigure[difference.figure]}`;
    return { ...difference, cases: moves.get(cell) ?? [] };
  });
}

/** Cases are listed under the counts that they are of; a change in percent, a share or a rate differs because a count does. */
const countsByFigure: Readonly<Record<string, string>> = {
  ...Object.fromEntries(comparedFigures.flatMap((name) => [name, `${name}Previous`].map((figure) => [figure, figure]))),
  faultCases: "faultCases",
  faultEmployerPercent: "employerFault",
  faultWorkerPercent: "workerFault",
};

/** What the case adds to each count of each cell now, less what it added then; counts of the year before end with `Previous`. */
function deltasOf(year: number, { released, now }: ChangedCase): Map<string, number> {
  const deltas = new Map<string, number>();
  for (const [state, sign] of [
    [released, -1],
    [now, 1],
  ] as const) {
    if (state === null) continue;
    const suffix = state.year === year ? "" : "Previous";
    const figures = noYearFigures();
    addCount(figures, state);
    for (const [scope, code] of placesOf(state)) {
      for (const name of countsIn(figures)) {
        const key = `${scope}|${code}|${name}${suffix}`;
        deltas.set(key, (deltas.get(key) ?? 0) + sign * unitOf(name) * figures[name]);
      }
    }
  }
  for (const [key, delta] of deltas) if (delta === 0) deltas.delete(key);
  return deltas;
}

/** Faults are summed in hundredths of a percent and shown in percent. */
const unitOf = (name: keyof YearFigures): number => (name === "employerFault" || name === "workerFault" ? 0.01 : 1);

function countsIn(figures: YearFigures) {
  return ([...comparedFigures, "faultCases", "employerFault", "workerFault"] as const).filter((name) => figures[name] !== 0);
}

function placesOf({ region, sector, division, severity, sex, ageBand, cause }: CaseState): [AnnualScope, string][] {
  const codes = { total: "", region, sector, division, severity, sex, ageBand, cause };
  const places = Object.entries(codes) as [AnnualScope, string][];
  return isOfComplex(sector, division) ? [...places, ["complex", miningComplex]] : places;
}
