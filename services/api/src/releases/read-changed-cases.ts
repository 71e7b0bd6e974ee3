/** The cases that count otherwise now than they did at a release, out of the same statement as the figures of now: one cut of each. */
import type { AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import { publishedCaseSchema } from "@qorgau/schemas/rows/published";
import { z } from "zod";
import type { AnnualCell } from "../annual/domain/annual-count.ts";
import type { CaseState, ChangedCase } from "./domain/changed-cases.ts";
import { caseId } from "../published/figure-source.ts";
import type { FigureSource } from "../published/figure-source.ts";
import {
  annualFigures,
  casesOfYears,
  cellsOfYears,
  cellParameters,
  countsOf,
  dayColumnOf,
  daysOfYears,
  isInCell,
  regionColumnOf,
} from "../annual/read-annual.ts";
import { textsOf } from "../published/snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "../published/snapshot-statement.ts";

/** In the order in which `stateOf` takes them. */
const codes = ["sector", "division", "severity", "kind", "sex", "age_band", "cause"] as const;

export interface ChangedCasesRequest {
  readonly query: AnnualRollupQuery;
  readonly released: FigureSource;
  readonly now: FigureSource;
  /** Null for those of all cells. */
  readonly cell: AnnualCell | null;
  /** The most that are listed; one more is read to see whether there are more. */
  readonly casesMax: number;
}

/** A case is listed once, with its state at either cut; one whose states are the same is left out. */
export function changedCasesPart({ query, released, now, cell, casesMax }: ChangedCasesRequest): SnapshotPart {
  const texts = [regionColumnOf(query), ...codes].map((code) => `toString(${code})`).join(", ");
  const numbers = [`toYear(${dayColumnOf(query)})`, ...annualFigures].map((name) => `toUInt32(${name})`).join(", ");
  const side = (source: FigureSource, isNow: 0 | 1) => {
    const state = `SELECT ${caseId} AS id, (${isNow}, [${texts}], [${numbers}], payload) AS state`;
    const conditions = `WHERE ${casesOfYears(query, source)}${cell === null ? "" : ` AND ${isInCell(query, cell)}`}`;
    return `${state} FROM ${source.rows(`${state} ${conditions}`, cellsOfYears(query))} ${conditions}`;
  };
  return {
    name: "changed",
    texts: "groupArray(text)",
    from: `FROM (
            SELECT toJSONString(tuple(id, arraySort(groupArray(state)))) AS text
            FROM (${side(released, 0)} UNION ALL ${side(now, 1)})
            GROUP BY id
            HAVING count() = 1 OR uniqExact((state.2, state.3)) > 1
            ORDER BY id
            LIMIT {changed_max:UInt32})`,
    parameters: {
      ...released.parameters,
      ...now.parameters,
      ...daysOfYears(query),
      ...cellParameters(cell),
      changed_max: String(casesMax + 1),
    },
  };
}

const changedText = z.tuple([z.string(), z.array(z.tuple([z.number(), z.array(z.string()), z.array(z.number()), z.string()]))]);
type StateText = z.infer<typeof changedText>[1][number];

/** Reads the row of `changedCasesPart`, in the order of case ids. Where there are more than `casesMax` cases, there is one beyond it. */
export function changedCasesOf(rows: readonly SnapshotRow[]): ChangedCase[] {
  return textsOf(rows, "changed").map((text) => {
    const [id, states] = changedText.parse(JSON.parse(text));
    const at = (isNow: 0 | 1) => states.find(([side]) => side === isNow);
    const [released, now] = [at(0), at(1)];
    return { case: id, released: stateOf(released), now: stateOf(now), records: recordsOf(now ?? released) };
  });
}

function stateOf(state: StateText | undefined): CaseState | null {
  if (state === undefined) return null;
  const [region = "", sector = "", division = "", severity = "", kind = "", sex = "", ageBand = "", cause = ""] = state[1];
  const [year = 0, ...figures] = state[2];
  return { year, region, sector, division, severity, kind, sex, ageBand, cause, ...countsOf(figures) };
}

function recordsOf(state: StateText | undefined): ChangedCase["records"] {
  const { records } = publishedCaseSchema.parse(JSON.parse(state?.[3] ?? "{}"));
  return records.map(([source, entity, subject]) => ({ source, entity, subject }));
}
