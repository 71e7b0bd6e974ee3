/** The table of reporters: what each stated of a period of occurrence, counted slice by slice. */
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import { comparedFields } from "@qorgau/schemas/responses/quality-response";
import type { ComparedField, QualityPeriod, QualityReporter } from "@qorgau/schemas/responses/quality-response";
import { recordName } from "@qorgau/schemas/events/statement";
import { periodLabel } from "./quality-dates.ts";
import { delayBetween, delaySince, summarise } from "./quality-delays.ts";
import type { Delay } from "./quality-delays.ts";
import { rowKey } from "./quality-page.ts";
import type { KeyedRow } from "./quality-page.ts";
import { conflictsOf, dateOfRecord, severityRises } from "./quality-record-history.ts";
import type { RecordHistory } from "./quality-record-history.ts";
import type { QualitySlice } from "./quality-slice.ts";
import { spanAround } from "../../time/span.ts";

/** Rows come out once their period is over, so that no more than one period and what a slice brings is held. */
export interface ReportersCounter {
  /** Slices come in order; gives the rows of the periods that end with this one. */
  readonly count: (slice: QualitySlice) => KeyedRow<QualityReporter>[];
  /** The rows of the periods that the last slice did not end. */
  readonly finish: () => KeyedRow<QualityReporter>[];
}

const escalations = { light: { severe: "lightToSevere", fatal: "lightToFatal" }, severe: { fatal: "severeToFatal" } } as const;
const counted = [
  "records",
  "caseRecords",
  "claimRecords",
  "exposureRecords",
  "statements",
  "revisions",
  "revisedRecords",
  "withdrawn",
  "conflicts",
  "settledConflicts",
  "insurerOnlyCases",
  "severityDisputed",
  "danglingSameAs",
  "disagreeing",
] as const;
const delayed = ["lightToSevere", "lightToFatal", "severeToFatal", "lag"] as const;

interface Tally {
  readonly counts: Record<(typeof counted)[number], number>;
  readonly delays: Record<(typeof delayed)[number], Delay[]>;
  readonly fields: Record<ComparedField, number>;
}

/**
 * Counts by period of occurrence and by source. A record is of its own source, a case of that of its highest-ranking statement. Delays are
 * in days.
 */
export function createReportersCounter(period: QualityPeriod): ReportersCounter {
  /** By the period's first day, then by source. */
  const tallies = new Map<string, Map<string, Tally>>();
  const tallyOf = (date: string, source: string): Tally => {
    const { from } = spanAround(date, period);
    const ofPeriod = tallies.get(from) ?? new Map<string, Tally>();
    const tally = ofPeriod.get(source) ?? emptyTally();
    tallies.set(from, ofPeriod.set(source, tally));
    return tally;
  };
  const take = (isOver: (from: string) => boolean): KeyedRow<QualityReporter>[] =>
    [...tallies].flatMap(([from, ofPeriod]) => {
      if (!isOver(from)) return [];
      tallies.delete(from);
      const label = periodLabel(from, period);
      return [...ofPeriod].map(([source, tally]) => ({ key: rowKey(from, source), row: rowOf(label, source, tally) }));
    });

  return {
    count: (slice) => {
      for (const history of slice.records) {
        const tally = tallyOf(dateOfRecord(history), history.last.statement.source);
        countRecord(tally, history);
        countDisagreements(tally, history, slice);
      }
      for (const folded of slice.cases) countCase(tallyOf(folded.derived.date, folded.statements[0].statement.source), folded);
      for (const { statement } of slice.dangling) tallyOf(statement.derived.date, statement.source).counts.danglingSameAs += 1;
      return take((from) => spanAround(from, period).to <= slice.to);
    },
    finish: () => take(() => true),
  };
}

function emptyTally(): Tally {
  const each = <Name extends string, Value>(names: readonly Name[], value: () => Value) =>
    Object.fromEntries(names.map((name) => [name, value()])) as Record<Name, Value>;
  return { counts: each(counted, () => 0), delays: each(delayed, () => []), fields: each(comparedFields, () => 0) };
}

const recordsOf = { case: "caseRecords", claim: "claimRecords", exposure: "exposureRecords" } as const;

function countRecord({ counts, delays }: Tally, history: RecordHistory): void {
  const { statements, effective, first, last } = history;
  const revisions = new Set(statements.map(({ statement }) => statement.revision)).size;
  counts.records += 1;
  counts[recordsOf[last.statement.entity]] += 1;
  counts.statements += statements.length;
  counts.revisions += revisions - 1;
  if (revisions > 1) counts.revisedRecords += 1;
  if (effective.statement.withdrawn) counts.withdrawn += 1;
  for (const { settled } of conflictsOf(history)) counts[settled ? "settledConflicts" : "conflicts"] += 1;
  if (last.statement.entity !== "exposure") delays.lag.push(delaySince(last.statement.data.occurredAt, first));
  for (const { from, to, logged } of severityRises(history)) {
    const name = (escalations as Record<string, Record<string, (typeof delayed)[number]>>)[from]?.[to];
    if (name !== undefined) delays[name].push(delayBetween(first, logged));
  }
}

function countDisagreements({ counts, fields }: Tally, { name }: RecordHistory, { caseOf, disagreementsOf }: QualitySlice): void {
  const folded = caseOf(name);
  // Nearly every case has a single statement.
  if (folded === undefined || folded.statements.length === 1) return;
  const differing = new Set<ComparedField>();
  for (const { field, statement, other } of disagreementsOf(folded)) {
    if (recordName(statement) === name || recordName(other) === name) differing.add(field);
  }
  if (differing.size > 0) counts.disagreeing += 1;
  for (const field of differing) fields[field] += 1;
}

function countCase({ counts }: Tally, { evidence, severityDisputed }: FoldedCase): void {
  if (evidence === "insurer_only") counts.insurerOnlyCases += 1;
  if (severityDisputed) counts.severityDisputed += 1;
}

function rowOf(period: string, source: string, { counts, delays, fields }: Tally): QualityReporter {
  const { insurerOnlyCases, severityDisputed, danglingSameAs, disagreeing, ...ofRecords } = counts;
  return {
    period,
    source,
    ...ofRecords,
    rejected: null,
    rejectedReason: "not_logged",
    insurerOnlyCases,
    severityDisputed,
    danglingSameAs,
    lightToSevere: summarise(delays.lightToSevere),
    lightToFatal: summarise(delays.lightToFatal),
    severeToFatal: summarise(delays.severeToFatal),
    lag: summarise(delays.lag),
    disagreeing,
    disagreements: fields,
  };
}
