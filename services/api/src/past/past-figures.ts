/**
 * The cases as they were at a past cut, as a source of figures. Most are as they were at the checkpoint before it: their current row has
 * a version up to the checkpoint's. Of those with a later one the last state up to it is taken, which is history; and in place of those
 * that changed between the checkpoint and the requested cut, the rows that were folded again. Versions up to a checkpoint's do not become
 * more, so no later flush changes them; and all is of one statement, so a case is not missed while it goes from the first set to the second.
 */
import { mendedVersions } from "@qorgau/infra/store/late-versions";
import { caseCellLength, caseDetails, caseDimensions, figureNames } from "@qorgau/schemas/rows/published";
import type { UnversionedRow } from "@qorgau/schemas/rows/published";
import { monthAndDay } from "../time/periods.ts";
import type { CellCondition, FigureSource } from "../published/figure-source.ts";
import { payloadsInOrder } from "../published/snapshot-statement.ts";
import type { SnapshotPart } from "../published/snapshot-statement.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { PastChanges } from "./changes-since.ts";

const columns = ["cell", "date", ...caseDetails, ...caseDimensions, ...figureNames, "payload"] as const;
type Column = (typeof columns)[number];
const dateColumns: ReadonlySet<Column> = new Set(["date", "death_date", "registration_date"]);
const figureColumns: ReadonlySet<Column> = new Set(figureNames);
const typeOf = (column: Column) => (dateColumns.has(column) ? "Date32" : figureColumns.has(column) ? "UInt64" : "String");
const tupleOfRow = `Tuple(${columns.map(typeOf).join(", ")})`;

/** The cell of a state is that of its case, `|` and its version. */
const caseOfState = `substring(state.cell, 1, ${caseCellLength})`;
/** A hash of 128 bits tells cells apart as well, in a quarter of the memory: there may be millions. */
const sameCase = `sipHash128(${caseOfState})`;
/** Those of exposure records are named by a hash alone. */
const recordOfState = "substring(state.cell, 1, 64)";

/**
 * Returns the cases at the cut that `changes` lead to from the checkpoint, as a source of figures. `day` is the day of that cut,
 * YYYY-MM-DD: the +05:00 date of its last effective stamp.
 */
export function pastFigures(checkpoint: Checkpoint, { cases }: PastChanges, day: string): FigureSource {
  return {
    hasMonths: false,
    rows: (naming, ofCells) => {
      const named = new Set<string>(naming.match(/\w+/g)).add("cases");
      const requested = columns.filter((column) => named.has(column));
      return pastRows(requested, ofCells === undefined ? () => "" : (cell) => `AND ${ofCells(cell)}`);
    },
    ofGrain: () => [],
    monthDayOfCut: "{past_month_day:String}",
    parameters: {
      past_month_day: monthAndDay(day),
      past_version: checkpoint.version,
      past_changed: cases.map(({ cell }) => cell),
      past_rows: cases.filter(isCounted).map(rowText),
    },
  };
}

/** All columns would make the statement ten times as long, and its analysis takes longer than it does. */
function pastRows(requested: readonly Column[], andOfCells: CellCondition): string {
  const unchanged = `
    SELECT ${requested.join(", ")}
    FROM published FINAL
    WHERE grain = 'case' ${andOfCells("cell")} AND version <= {past_version:UInt64} AND cell NOT IN {past_changed:Array(String)}`;
  const replaced = `
    SELECT ${requested.map(lastOf).join(", ")}
    FROM published AS state
    WHERE state.grain = 'case_version' ${andOfCells("state.cell")} AND state.version <= {past_version:UInt64} AND state.version NOT IN ${mendedVersions}
      AND ${sameCase} IN (
        SELECT ${sameCase} FROM published AS state
        WHERE state.grain = 'case' ${andOfCells("state.cell")} AND state.version > {past_version:UInt64})
      AND ${caseOfState} NOT IN {past_changed:Array(String)}
    GROUP BY ${sameCase}`;
  const changed = `
    SELECT ${requested.map((column) => `row.${columns.indexOf(column) + 1} AS ${column}`).join(", ")}
    FROM (SELECT JSONExtract(arrayJoin({past_rows:Array(String)}), '${tupleOfRow}') AS row)`;
  return `(${unchanged} UNION ALL ${replaced} UNION ALL ${changed})`;
}

function lastOf(column: Column): string {
  return column === "cell" ? `any(${caseOfState}) AS cell` : `argMax(state.${column}, state.version) AS ${column}`;
}

/** Only counting cases are read; a case that is no more has a row without figures. */
function isCounted({ cases }: UnversionedRow): boolean {
  return cases > 0;
}

function rowText(row: UnversionedRow): string {
  return JSON.stringify(columns.map((column) => row[column]));
}

/** The payloads of the exposure statements that were effective at the cut; they are read with `textsInOrder`. */
export function pastExposuresPart(checkpoint: Checkpoint, { exposures }: PastChanges): SnapshotPart {
  return {
    name: "exposures",
    ...payloadsInOrder(`SELECT payload FROM (
            SELECT argMax(state.payload, state.version) AS payload
            FROM published AS state
            WHERE state.grain = 'exposure_version' AND state.version <= {past_version:UInt64} AND state.version NOT IN ${mendedVersions}
              AND ${recordOfState} NOT IN {past_restated:Array(String)}
            GROUP BY ${recordOfState}
            UNION ALL SELECT arrayJoin({past_stated:Array(String)}) AS payload)
          WHERE payload != ''`),
    parameters: {
      past_version: checkpoint.version,
      past_restated: exposures.map(({ cell }) => cell),
      past_stated: exposures.map(({ payload }) => payload).filter((payload) => payload !== ""),
    },
  };
}
