/** The rows of `GET /v1/clocks`, counted slice by slice: one for every period, cell and deadline with a counting accident case. */
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import { deadlineNames } from "@qorgau/schemas/responses/deadlines-response";
import type { DeadlineRow, DeadlinesQuery } from "@qorgau/schemas/responses/deadlines-response";
import { sortedInSteps } from "@qorgau/schemas/steps";
import { deadlines, measure } from "./deadlines.ts";
import type { Measurement, Verdict } from "./deadlines.ts";
import { nearestRank } from "../../statistics/nearest-rank.ts";
import { periodLabel } from "../../quality/domain/quality-dates.ts";
import type { QualitySlice } from "../../quality/domain/quality-slice.ts";
import { spanAround } from "../../time/span.ts";

interface Cell {
  readonly period: string;
  readonly region: string | null;
  readonly sector: string | null;
  readonly employer: string | null;
  cases: number;
  readonly measurements: ReadonlyMap<DeadlineRow["clock"], Measurement[]>;
}

export interface DeadlinesReport {
  take(slice: Pick<QualitySlice, "cases">): void;
  /** So many would be finished now. */
  rows(): number;
  /** In steps. */
  finish(): Generator<void, DeadlineRow[]>;
}

type DeadlinesCount = Pick<DeadlinesQuery, "period" | "by" | "region" | "sector" | "employer">;

/**
 * Measures the deadlines of Kazakhstan's counting accident cases in the slices that `take` is given. The median and the 90th percentile are
 * in the unit of the deadline.
 */
export function createDeadlinesReport(query: DeadlinesCount): DeadlinesReport {
  const cells = new Map<string, Cell>();
  return {
    take: ({ cases }) => {
      for (const folded of cases) if (isMeasured(folded) && passes(folded, query)) add(cellOf(folded, query, cells), folded);
    },
    rows: () => cells.size * deadlineNames.length,
    *finish() {
      const rows: DeadlineRow[] = [];
      for (const cell of yield* sortedInSteps([...cells.values()], inOrder)) {
        rows.push(...rowsOf(cell, query));
        yield;
      }
      return rows;
    },
  };
}

/** The deadlines are those of Kazakhstan's Labour Code, for accidents at work: a worker's own way to it is none unless found to be. */
function isMeasured({ counts, data, derived }: FoldedCase): boolean {
  const commuting = data.circumstance === "commuting_own" && data.workRelated !== "yes";
  return counts && !commuting && data.kind === "accident" && derived.country === "KZ";
}

function passes({ data, derived }: FoldedCase, { region, sector, employer }: DeadlinesCount): boolean {
  if (employer !== null && !employer.includes(data.employer.bin ?? "")) return false;
  if (region !== null && !region.includes(derived.region ?? "")) return false;
  return sector === null || sector.sections.includes(derived.section ?? "") || sector.divisions.includes(derived.division ?? "");
}

function cellOf({ data, derived }: FoldedCase, { period, by }: DeadlinesCount, cells: Map<string, Cell>): Cell {
  const { from } = spanAround(derived.date, period);
  const region = by.includes("region") ? derived.region : null;
  const sector = by.includes("sector") ? derived.section : null;
  const employer = by.includes("employer") ? (data.employer.bin ?? null) : null;
  const key = JSON.stringify([from, region, sector, employer]);
  const cell = cells.get(key) ?? {
    period: periodLabel(from, period),
    region,
    sector,
    employer,
    cases: 0,
    measurements: new Map(deadlineNames.map((name) => [name, []])),
  };
  cells.set(key, cell);
  return cell;
}

function add(cell: Cell, { data, derived }: FoldedCase): void {
  cell.cases += 1;
  for (const [name, measurements] of cell.measurements) {
    const measured = measure(deadlines[name], data.notified, derived.region);
    if (measured !== null) measurements.push(measured);
  }
}

/** By period, then region, sector and employer, null last. */
function inOrder(left: Cell, right: Cell): number {
  const keys = ({ period, region, sector, employer }: Cell) => [period, ...[region, sector, employer].map((code) => code ?? "\uFFFF")];
  const [first, second] = [keys(left), keys(right)];
  const place = first.findIndex((key, index) => key !== second[index]);
  return place === -1 ? 0 : first[place]! < second[place]! ? -1 : 1;
}

function rowsOf(cell: Cell, { by }: Pick<DeadlinesCount, "by">): DeadlineRow[] {
  return [...cell.measurements].map(([deadline, measurements]) => {
    const { unit, limit, extendedLimit, law } = deadlines[deadline];
    const having = (verdict: Verdict) => measurements.filter((one) => one.verdict === verdict).length;
    const lengths = measurements.flatMap(({ length }) => (length === null ? [] : [length])).toSorted((left, right) => left - right);
    return {
      period: cell.period,
      ...(by.includes("region") ? { region: cell.region } : {}),
      ...(by.includes("sector") ? { sector: cell.sector } : {}),
      ...(by.includes("employer") ? { employer: cell.employer } : {}),
      clock: deadline,
      law,
      unit,
      limit,
      extendedLimit,
      cases: cell.cases,
      told: measurements.length,
      within: having("within"),
      extended: having("extended"),
      late: having("late"),
      undetermined: having("undetermined"),
      reversed: having("reversed"),
      median: nearestRank(lengths, 50),
      p90: nearestRank(lengths, 90),
      approximate: measurements.filter(({ approximate }) => approximate).length,
    };
  });
}
