/** Reads the cases of a cut for the open tables: each case by its id, since the noise of a cell follows from the ids of its cases. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { Steps } from "@qorgau/schemas/steps";
import type { KeyObject } from "node:crypto";
import type { ExposureBook } from "../exposure/domain/exposure-book.ts";
import { isCommutingLeftOut } from "../published/counts-part.ts";
import { caseId, partFrom } from "../published/figure-source.ts";
import type { FigureSource } from "../published/figure-source.ts";
import type { ReadFigures } from "../published/read-published.ts";
import { chunk, textsOf } from "../published/snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "../published/snapshot-statement.ts";
import { areasBuilder } from "./domain/batches.ts";
import type { OpenArea } from "./domain/batches.ts";
import { countryArea } from "./domain/open-cells.ts";
import type { OpenCase } from "./domain/open-cells.ts";

export interface ReadAreas {
  readonly areas: ReadonlyMap<string, OpenArea>;
  readonly exposures: ExposureBook;
  /** Of the cut, milliseconds since the epoch; null of an empty one. */
  readonly lastStampMs: number | null;
}

/** The texts of so many cases are in memory at once, some tens of megabytes. */
const casesPerReading = 50_000;

/** The counting cases that open tables hold; `areas` null: of all of them. */
const conditionsOf = (areas: readonly string[] | null) => [
  "cases > 0",
  `country = '${countryArea}'`,
  `NOT ${isCommutingLeftOut}`,
  ...(areas === null || areas.includes(countryArea) ? [] : ["region IN {open_areas:Array(String)}"]),
];

/**
 * The areas at the cut that `read` reads, a past one, so that its readings are of one cut; `wanted` null: all of them. Rejects as `read` does.
 */
export async function readOpenAreas(read: ReadFigures, releaseKey: KeyObject, wanted: readonly string[] | null): Promise<ReadAreas> {
  const parameters = { open_areas: wanted ?? [] };
  const conditions = conditionsOf(wanted);
  const daysPart = (source: FigureSource): SnapshotPart =>
    partFrom(source, (rows) => ({
      name: "open_days",
      texts: "groupArray(day)",
      figures: "[groupArray(counted)]",
      from: `FROM (SELECT toString(date) AS day, toFloat64(count()) AS counted FROM ${rows}
            WHERE ${[...source.ofGrain("case"), ...conditions].join(" AND ")} GROUP BY day ORDER BY day)`,
      parameters: { ...source.parameters, ...parameters },
    }));
  const { rows, exposures, lastStampMs } = await read((source) => [daysPart(source)]);
  const counted = rows.find(({ part }) => part === "open_days")?.figures[0] ?? [];
  const builder = areasBuilder(releaseKey);
  for (const { from, to } of slices(textsOf(rows, "open_days"), counted)) {
    const found = await read((source) => [casesPart(source, conditions, { ...parameters, open_from: from, open_to: `${to}~` })]);
    await inPieces(addCases(found.rows, builder.add));
  }
  return { areas: await inPieces(builder.areas()), exposures, lastStampMs };
}

/** The text of a case, in the order of `openCaseMembers`. */
const caseText = `arrayStringConcat([${caseId}, substring(toString(date), 1, 7), region, sector, division, severity, kind, sex, age_band, cause], '|')`;

function casesPart(source: FigureSource, conditions: readonly string[], parameters: SnapshotPart["parameters"]): SnapshotPart {
  const ofCells = (cell: string) => `${cell} >= {open_from:String} AND ${cell} < {open_to:String}`;
  const ofDays = ofCells("toString(date)");
  return partFrom(
    source,
    (rows) => ({
      name: "open_cases",
      texts: "groupArray(one)",
      from: `FROM (SELECT ${caseText} AS one FROM ${rows}
            WHERE ${[...source.ofGrain("case", ofCells), ...conditions, ofDays].join(" AND ")})
            GROUP BY ${chunk}`,
      parameters: { ...source.parameters, ...parameters },
    }),
    ofCells,
  );
}

/** Days that follow one another, so many that they hold `casesPerReading` cases at most, or one day. */
function slices(days: readonly string[], counted: readonly number[]): { readonly from: string; readonly to: string }[] {
  const found: { from: string; to: string }[] = [];
  let cases = 0;
  for (const [place, day] of days.entries()) {
    cases += counted[place] ?? 0;
    if (found.length === 0 || cases > casesPerReading) {
      found.push({ from: day, to: day });
      cases = counted[place] ?? 0;
    }
    found.at(-1)!.to = day;
  }
  return found;
}

function* addCases(rows: readonly SnapshotRow[], add: (one: OpenCase) => void): Steps<void> {
  for (const text of rows.filter(({ part }) => part === "open_cases").flatMap(({ texts }) => texts)) {
    const [id = "", month = "", region = "", sector = "", division = "", severity = "", kind = "", sex = "", ageBand = "", cause = ""] =
      text.split("|");
    add({ id, month, region, sector, division, severity, kind, sex, ageBand, cause });
    yield;
  }
}
