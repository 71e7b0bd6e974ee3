/** Reads the published figures that a query of rates is computed from. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { z } from "zod";
import { responseRowsMax, TooManyCells, TooManyRows } from "../paging/domain/response-rows.ts";
import { withinReach } from "./domain/requested-periods.ts";
import type { CountedAccident, CountedCell, CountedReporters, RatesSnapshot } from "./domain/snapshot.ts";
import { caseIdsIn, caseIdsPart } from "../published/case-ids-part.ts";
import type { CaseIdsPage } from "../published/case-ids-part.ts";
import {
  accidentsParts,
  casesSpanParts,
  cellsOfFigures,
  countsPart,
  deathsParts,
  isUpToTheCounts,
  reportersParts,
  rowsCountPart,
} from "../published/counts-part.ts";
import { unavailable } from "../published/response-error.ts";
import { publishedVersionOf } from "../published/read-snapshot.ts";
import type { ReadFigures, ReadSnapshot } from "../published/read-published.ts";
import { textsOf } from "../published/snapshot-statement.ts";
import type { SnapshotRow } from "../published/snapshot-statement.ts";

export interface ReadRates extends RatesSnapshot {
  /** What was published when it was read (`publishedVersionOf`); a live response changes only with it. */
  readonly publishedVersion: string | null;
  /** Of the cases that are counted, the page that was asked for, ascending. */
  readonly caseIds: readonly string[];
}

export interface ReadRatesOptions {
  /** 20,000 unless told. */
  readonly rowsMax?: number;
  /** Absent: no ids are read. */
  readonly caseIds?: CaseIdsPage;
}

/** The last year with a case changes once a year, and accidents are read once; more tries would have another cause. */
const triesMax = 5;

/**
 * Rejects with `TooManyRows` or `TooManyCells` where the store holds more than are read. Where the query leaves `from` out and more is known than
 * its response reaches back to, it is read again from that day, until the cut read gives the same day; and with its group accidents where its
 * counts leave it open that one holds more than a fifth of a row. A row's accident holds no more of the row than it holds of one of its cells.
 */
export async function readRates(query: RatesQuery, read: ReadFigures, options: ReadRatesOptions = {}): Promise<ReadRates> {
  const { rowsMax = responseRowsMax, caseIds } = options;
  const cellsMax = Math.max(rowsMax, cellsOfFigures);
  let bounded = query;
  let withAccidents = false;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const found = await readParts({ query, bounded, withAccidents, caseIds }, read, cellsMax);
    const cells = Math.max(...["counts", "accidents", "reporters"].map((part) => textsIn(found.rows, part)));
    const [from, to] = textsOf(found.rows, "span");
    const known = { ...found, cases: from === undefined || to === undefined ? null : { from, to } };
    const reached = withinReach(query, known);
    if (reached.from !== bounded.from) {
      bounded = reached;
      continue;
    }
    if (!withAccidents && mayHoldDisaster(found.rows)) {
      withAccidents = true;
      continue;
    }
    if (cells > cellsMax) await refuse(bounded, read, { rowsMax, cells, cellsMax });
    return snapshotOf(bounded, known);
  }
  throw unavailable("QG-0910", "");
}

interface Reading {
  readonly query: RatesQuery;
  readonly bounded: RatesQuery;
  readonly withAccidents: boolean;
  readonly caseIds: CaseIdsPage | undefined;
}

/** The counts of `bounded`; the known days are those of `query`. */
function readParts({ query, bounded, withAccidents, caseIds }: Reading, read: ReadFigures, cellsMax: number): Promise<ReadSnapshot> {
  return read((source) => [
    countsPart(bounded, source, cellsMax),
    ...(withAccidents || !isUpToTheCounts(bounded, source) ? accidentsParts(bounded, source, cellsMax) : []),
    ...casesSpanParts(query, source),
    ...deathsParts(bounded, source),
    ...reportersParts(bounded, source, cellsMax),
    ...(caseIds === undefined ? [] : [caseIdsPart(bounded, source, caseIds)]),
  ]);
}

function mayHoldDisaster(rows: readonly SnapshotRow[]): boolean {
  return rows.some(({ part, figures }) => {
    const [, amounts = [], , , , , grouped = []] = figures;
    return part === "counts" && grouped.some((victims, place) => victims * 5 > (amounts[place] ?? 0));
  });
}

type Known = ReadSnapshot & Pick<RatesSnapshot, "cases">;

async function snapshotOf(query: RatesQuery, { rows, cut, lastStampMs, exposures, cases }: Known): Promise<ReadRates> {
  const [later = 0, undated = 0] = figuresOf(rows, "deaths");
  const { counted, commuting } = await inPieces(countedCells(query, rows));
  return {
    cut,
    publishedVersion: publishedVersionOf(rows),
    caseIds: caseIdsIn(rows),
    lastStampMs,
    exposures,
    counted,
    accidents: await inPieces(countedAccidents(rows)),
    reporters: await inPieces(countedReporters(query, rows)),
    cases,
    commuting,
    deaths: { later, undated },
  };
}

type Bounds = { readonly rowsMax: number; readonly cells: number; readonly cellsMax: number };

async function refuse(query: RatesQuery, read: ReadFigures, { rowsMax, cells, cellsMax }: Bounds): Promise<never> {
  if (isOneCellEach(query)) {
    const { rows } = await read((source) => [rowsCountPart(query, source)]);
    const counted = Number(textsOf(rows, "rows")[0]);
    if (counted > rowsMax) throw new TooManyRows(counted, rowsMax);
  }
  throw new TooManyCells(cells, cellsMax);
}

/** Whether every cell with a case is a row of its own. */
function isOneCellEach({ period, choices }: RatesQuery): boolean {
  return period !== "rolling12m" && choices.compare === null && choices.standard === null && choices.interval !== "accidents";
}

function textsIn(rows: readonly SnapshotRow[], part: string): number {
  return rows.reduce((sum, row) => (row.part === part ? sum + row.texts.length : sum), 0);
}

function figuresOf(rows: readonly SnapshotRow[], part: string): readonly number[] {
  return rows.find((row) => row.part === part)?.figures[0] ?? [];
}

type Counted = Pick<RatesSnapshot, "commuting"> & { readonly counted: CountedCell[] };

/** A cell of commuters alone, who are left out, is none. */
function* countedCells({ choices }: RatesQuery, rows: readonly SnapshotRow[]): Generator<void, Counted> {
  const counted: CountedCell[] = [];
  let commuting = 0;
  for (const { part, texts, figures } of rows) {
    if (part !== "counts") continue;
    const [allCases, amounts, withDays, withCommuting, shouldState, unstated] = figures;
    for (const [place, key] of texts.entries()) {
      yield;
      const cases = allCases?.[place] ?? 0;
      commuting += (withCommuting?.[place] ?? cases) - cases;
      if (cases === 0) continue;
      const [bucket = "", ...codes] = key.split("|");
      const section = choices.standard === null ? {} : { section: codes.pop() ?? "" };
      counted.push({
        bucket,
        codes,
        ...section,
        cases,
        count: amounts?.[place] ?? 0,
        casesWithDays: withDays?.[place] ?? 0,
        shouldState: shouldState?.[place] ?? 0,
        unstated: unstated?.[place] ?? 0,
      });
    }
  }
  return { counted, commuting };
}

function* countedAccidents(rows: readonly SnapshotRow[]): Generator<void, CountedAccident[]> {
  const disasters = new Set(textsOf(rows, "disasters"));
  const counted: CountedAccident[] = [];
  for (const { part, texts, figures } of rows) {
    if (part !== "accidents") continue;
    const [counts, allVictims] = figures;
    for (const [place, key] of texts.entries()) {
      yield;
      const [bucket = "", ...codes] = key.split("|");
      const accident = codes.pop() ?? "";
      const [count = 0, victims = 0] = [counts?.[place], allVictims?.[place]];
      counted.push({ bucket, codes, accident, count, victims, isDisaster: disasters.has(accident) });
    }
  }
  return counted;
}

const sourcesSchema = z.array(z.string());

function* countedReporters({ by }: RatesQuery, rows: readonly SnapshotRow[]): Generator<void, CountedReporters[]> {
  const reporters = rows.find(({ part }) => part === "reporters");
  const counted: CountedReporters[] = [];
  for (const [place, text] of (reporters?.texts ?? []).entries()) {
    yield;
    const [bucket = "", ...others] = text.split("|");
    const sources = sourcesSchema.parse(JSON.parse(others.slice(by.length).join("|")));
    counted.push({ bucket, codes: others.slice(0, by.length), sources, count: reporters?.figures[0]?.[place] ?? 0 });
  }
  return counted;
}
