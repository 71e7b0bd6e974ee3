/** What a case publishes: its row of grain `case`, and what it adds to the cell of its month. */
import {
  caseCell,
  type CaseDetails,
  type CaseDimension,
  type Dimensions,
  type Figures,
  figureNames,
  monthCell,
  monthDimensions,
  noDetails,
  noDimensions,
  noFigures,
  type PublishedCase,
  type PublishedGrain,
  type UnversionedRow,
} from "../rows/published.ts";
import { finished, type Steps } from "../steps.ts";
import { isLeftOut } from "./accidents.ts";
import { deathDate } from "./case-dates.ts";
import type { FoldedCase } from "./fold-cases.ts";

/** The values of a published row, whatever its grain; the version is the aggregator's. */
export interface FigureRow {
  readonly cell: string;
  /** YYYY-MM-DD: of the case, or the first day of the month. */
  readonly date: string;
  readonly details: CaseDetails;
  readonly dimensions: Dimensions;
  readonly figures: Figures;
  readonly payload: string;
}

/** The row as its table has it. */
export function unversionedRow(grain: PublishedGrain, { cell, date, details, dimensions, figures, payload }: FigureRow): UnversionedRow {
  return { grain, cell, date, ...details, ...dimensions, ...figures, payload };
}

/** A case that does not count (`workRelated: no`) keeps its row and dimensions, with figures of 0. */
export function caseRow(folded: FoldedCase): FigureRow {
  const payload: PublishedCase = {
    records: folded.statements.map(({ statement }) => [statement.source, statement.entity, statement.subject]),
    counts: folded.counts,
  };
  return {
    cell: caseCell(folded.derived.date, folded.id),
    date: folded.derived.date,
    details: {
      death_date: deathDate(folded),
      registration_date: folded.registeredOn,
      died_on: folded.data.diedOn ?? "",
      accident: folded.accident.id,
    },
    dimensions: dimensionsOf(folded),
    figures: folded.counts ? figuresOf(folded) : noFigures,
    payload: JSON.stringify(payload),
  };
}

function dimensionsOf({ data, derived, evidence }: FoldedCase): Dimensions {
  const { mining, worker } = data;
  return {
    country: derived.country,
    region: derived.region ?? "",
    sector: derived.section ?? "",
    division: derived.division ?? "",
    severity: data.severity,
    kind: data.kind,
    evidence,
    work_related: data.workRelated,
    circumstance: data.circumstance ?? "",
    method: mining.method ?? "",
    commodity: mining.commodity ?? "",
    hazard: mining.hazard ?? "",
    mine: mining.mine ?? "",
    contractor: codeOf(mining.contractor),
    sex: worker.sex ?? "",
    age_band: worker.ageBand ?? "",
    cause: data.causes?.[0] ?? "",
    registration_region: derived.employerRegion ?? "",
    road_traffic: codeOf(data.roadTraffic),
    worker_status: worker.status ?? "",
    migrant: codeOf(worker.migrant),
    size: data.employer.size ?? "",
    employer: data.employer.bin ?? "",
  };
}

function codeOf(reported: boolean | undefined): string {
  return reported === undefined ? "" : String(reported);
}

function figuresOf(folded: FoldedCase): Figures {
  const { id, data, accident } = folded;
  const fatal = data.severity === "fatal";
  const all = accidentFigures(id, accident);
  const atWork = isLeftOut(folded) ? noAccident : accidentFigures(id, accident.atWork);
  return {
    cases: 1,
    ...all,
    at_work_accidents: atWork.accidents,
    at_work_group_accidents: atWork.group_accidents,
    at_work_group_victims: atWork.group_victims,
    lost_time_cases: fatal || (data.daysLost ?? 0) >= 1 ? 1 : 0,
    days_lost: fatal ? 0 : (data.daysLost ?? 0),
    days_lost_cases: fatal || data.daysLost === undefined ? 0 : 1,
    days_before_death: fatal ? (data.daysLost ?? 0) : 0,
    days_before_death_cases: fatal && data.daysLost !== undefined ? 1 : 0,
    ...faultFigures(data.fault),
  };
}

const noAccident = { accidents: 0, group_accidents: 0, group_victims: 0 };

function accidentFigures(id: string, { leadCase, victims }: FoldedCase["accident"]["atWork"]) {
  const leads = leadCase === id;
  const isGroup = victims >= 2;
  return { accidents: leads ? 1 : 0, group_accidents: leads && isGroup ? 1 : 0, group_victims: isGroup ? 1 : 0 };
}

/** The law divides the fault between employer and worker (Labour Code, article 190): a side that is not stated has what the other leaves. */
function faultFigures({ employerPercent, workerPercent }: FoldedCase["data"]["fault"]) {
  if (employerPercent === undefined && workerPercent === undefined) return { fault_cases: 0, employer_fault: 0, worker_fault: 0 };
  const employer = employerPercent ?? 100 - (workerPercent ?? 0);
  const worker = workerPercent ?? 100 - employer;
  return { fault_cases: 1, employer_fault: Math.round(employer * 100), worker_fault: Math.round(worker * 100) };
}

/** What the case rows add up to, by month cell. A cell that comes to nothing is left out. */
export function monthCells(rows: Iterable<FigureRow>): Map<string, FigureRow> {
  return monthDeltas([], rows);
}

/** What the month cells gain and lose when the case rows `before` give way to the rows `after`. Cells that stay as they were are left out. */
export function monthDeltas(before: Iterable<FigureRow>, after: Iterable<FigureRow>): Map<string, FigureRow> {
  return finished(monthDeltasInSteps(before, after));
}

/** As `monthDeltas`, with a step for each row and each cell. */
export function* monthDeltasInSteps(before: Iterable<FigureRow>, after: Iterable<FigureRow>): Steps<Map<string, FigureRow>> {
  const cells = new Map<string, FigureRow>();
  for (const row of before) {
    addToMonth(cells, row, -1);
    yield;
  }
  for (const row of after) {
    addToMonth(cells, row, 1);
    yield;
  }
  for (const [cell, { figures }] of cells) {
    if (isNothing(figures)) cells.delete(cell);
    yield;
  }
  return cells;
}

export function isNothing(figures: Figures): boolean {
  return figureNames.every((name) => figures[name] === 0);
}

function addToMonth(cells: Map<string, FigureRow>, row: FigureRow, sign: 1 | -1): void {
  const cell = monthCell(row.date, row.dimensions);
  const known = cells.get(cell) ?? emptyMonth(cell, row);
  const figures = { ...known.figures };
  for (const name of figureNames) figures[name] += sign * row.figures[name];
  cells.set(cell, { ...known, figures });
}

function emptyMonth(cell: string, row: FigureRow): FigureRow {
  const stored = monthDimensions.map((name): [CaseDimension, string] => [name, row.dimensions[name]]);
  return {
    cell,
    date: `${row.date.slice(0, 7)}-01`,
    details: noDetails,
    dimensions: { ...noDimensions, ...Object.fromEntries(stored) },
    figures: noFigures,
    payload: "",
  };
}
