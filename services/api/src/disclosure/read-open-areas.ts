/** Reads the cases of a cut for the open tables: each case by its id, since the noise of a cell follows from the ids of its cases. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { Steps } from "@qorgau/schemas/steps";
import { sortedInSteps } from "@qorgau/schemas/steps";
import type { KeyObject } from "node:crypto";
import type { ExposureBook } from "../exposure/domain/exposure-book.ts";
import { isCommutingLeftOut } from "../published/counts-part.ts";
import { partFrom } from "../published/figure-source.ts";
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
  const countPart = (source: FigureSource): SnapshotPart =>
    partFrom(source, (rows) => ({
      name: "open_count",
      texts: "[toString(count())]",
      from: `FROM ${rows} WHERE ${[...source.ofGrain("case"), ...conditions].join(" AND ")}`,
      parameters: { ...source.parameters, ...parameters },
    }));
  const { rows, exposures, lastStampMs } = await read((source) => [countPart(source)]);
  const count = Number(textsOf(rows, "open_count")[0] ?? 0);
  const builder = areasBuilder(releaseKey);
  for (const [from, to] of slices(Math.ceil(count / casesPerReading))) {
    const found = await read((source) => [casesPart(source, conditions, { ...parameters, open_from: from, open_to: to })]);
    await inPieces(addCases(found.rows, builder.add));
  }
  return { areas: builder.areas(), exposures, lastStampMs };
}

/** The text of a case, in the order of `openCaseMembers`. */
const caseText =
  "arrayStringConcat([cell, substring(toString(date), 1, 7), region, sector, division, severity, kind, sex, age_band, cause], '|')";

function casesPart(source: FigureSource, conditions: readonly string[], parameters: SnapshotPart["parameters"]): SnapshotPart {
  return partFrom(source, (rows) => ({
    name: "open_cases",
    texts: "groupArray(one)",
    from: `FROM (SELECT ${caseText} AS one FROM ${rows}
            WHERE ${[...source.ofGrain("case"), ...conditions, "cell >= {open_from:String}", "cell < {open_to:String}"].join(" AND ")})
            GROUP BY ${chunk}`,
    parameters: { ...source.parameters, ...parameters },
  }));
}

/** Ids are hexadecimal and as good as drawn by lot: ranges of their first two digits hold about as many cases each. */
function slices(count: number): [from: string, to: string][] {
  const number = Math.min(Math.max(1, count), 256);
  const digits = (place: number) =>
    Math.round((place * 256) / number)
      .toString(16)
      .padStart(2, "0");
  return Array.from({ length: number }, (_, place) => [place === 0 ? "" : digits(place), place === number - 1 ? "~" : digits(place + 1)]);
}

function* addCases(rows: readonly SnapshotRow[], add: (one: OpenCase) => void): Steps<void> {
  const texts: string[] = [];
  for (const { part, texts: some } of rows) if (part === "open_cases") for (const text of some) texts.push(text);
  for (const text of yield* sortedInSteps(texts, (a, b) => (a < b ? -1 : 1))) {
    const [id = "", month = "", region = "", sector = "", division = "", severity = "", kind = "", sex = "", ageBand = "", cause = ""] =
      text.split("|");
    add({ id, month, region, sector, division, severity, kind, sex, ageBand, cause });
    yield;
  }
}
