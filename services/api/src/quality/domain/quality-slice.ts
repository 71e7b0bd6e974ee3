/** A few days of occurrence, folded: what the tables of quality are made of. A report reads slice after slice and forgets each. */
import { foldCasesInSteps } from "@qorgau/schemas/cases/fold-cases";
import type { FoldedCase, RefusedLink } from "@qorgau/schemas/cases/fold-cases";
import type { LinkLimits } from "@qorgau/schemas/cases/links/link-bounds";
import type { LoggedReport } from "@qorgau/schemas/cases/merge-case";
import { recordName } from "@qorgau/schemas/events/statement";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { filteredInSteps, groupedInSteps, mappedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { disagreementsOf } from "./quality-disagreements.ts";
import type { DifferentReport } from "./quality-disagreements.ts";
import { dateOfRecord, recordHistories } from "./quality-record-history.ts";
import type { RecordHistory } from "./quality-record-history.ts";
import type { Span } from "../../time/span.ts";

/**
 * Every record and every case is in exactly one slice, by its own date: a record's as it states it now, a case's as its
 * highest-ranking statement does. So whatever is counted slice by slice adds up, wherever the slices end.
 */
export interface QualitySlice extends Span {
  readonly records: readonly RecordHistory[];
  readonly cases: readonly FoldedCase[];
  /** Active statements whose `sameAs` has no effect. */
  readonly dangling: readonly LoggedReport[];
  /** Whether that is because the record it names may not be joined. */
  readonly isRefused: (logged: LoggedReport) => boolean;
  /** Links that tie nobody, since more records hold them than links may tie together. */
  readonly refusedLinks: readonly RefusedLink[];
  /** The case of an active record, whatever the case's date; undefined where the record is withdrawn or of exposure. */
  readonly caseOf: (recordName: string) => FoldedCase | undefined;
  readonly disagreementsOf: (folded: FoldedCase) => readonly DifferentReport[];
  readonly isKnown: (recordName: string) => boolean;
}

/** `statements` are closed (see `schemas/src/cases/links/links.ts`) and hold every record that ever stated a date of the span. */
export function* foldSlice(statements: readonly LoggedStatement[], span: Span, limits?: LinkLimits): Steps<QualitySlice> {
  const { cases, danglingSameAs, refusedSameAs, refusedLinks } = yield* foldCasesInSteps(statements, limits);
  const refused = new Set(refusedSameAs);
  const histories = yield* recordHistories(statements);
  const known = new Set(yield* mappedInSteps(statements, ({ statement }) => recordName(statement)));
  const records = yield* mappedInSteps(cases, (one) => one.statements.map(({ statement }) => [recordName(statement), one] as const));
  const byRecord = new Map(records.flat());
  const compared = new Map<string, readonly DifferentReport[]>();
  const isWithin = (date: string) => date >= span.from && date <= span.to;
  return {
    ...span,
    records: yield* filteredInSteps(histories, (history) => isWithin(dateOfRecord(history))),
    cases: yield* filteredInSteps(cases, ({ derived }) => isWithin(derived.date)),
    isRefused: (logged) => refused.has(logged),
    dangling: yield* filteredInSteps([...danglingSameAs, ...refusedSameAs], ({ statement }) => isWithin(statement.derived.date)),
    refusedLinks: yield* filteredInSteps(refusedLinks, ({ logged }) => isWithin(logged.statement.derived.date)),
    caseOf: (name) => byRecord.get(name),
    isKnown: (name) => known.has(name),
    disagreementsOf: (folded) => {
      const found = compared.get(folded.id) ?? disagreementsOf(folded);
      compared.set(folded.id, found);
      return found;
    },
  };
}

/**
 * The slice in parts, each of the days of one span, so that a table looks through few records at once. The parts are in order and hold every day of which
 * the slice has something. What a part finds of a record of any day is what the slice finds.
 */
export function* partsOfSlice(slice: QualitySlice, parts: readonly Span[]): Steps<QualitySlice[]> {
  const dateOf = (logged: LoggedReport) => logged.statement.derived.date;
  const [records, cases, dangling, refusedLinks] = [
    yield* groupedInSteps(slice.records, (history) => partOf(parts, dateOfRecord(history))),
    yield* groupedInSteps(slice.cases, ({ derived }) => partOf(parts, derived.date)),
    yield* groupedInSteps(slice.dangling, (logged) => partOf(parts, dateOf(logged))),
    yield* groupedInSteps(slice.refusedLinks, ({ logged }) => partOf(parts, dateOf(logged))),
  ];
  return parts.map((part) => ({
    ...slice,
    ...part,
    records: records.get(part) ?? [],
    cases: cases.get(part) ?? [],
    dangling: dangling.get(part) ?? [],
    refusedLinks: refusedLinks.get(part) ?? [],
  }));
}

/** The part that a day is in. */
export const partOf = (parts: readonly Span[], date: string): Span => parts.find(({ to }) => date <= to)!;
