/** Exposure that contradicts itself: equal statements for one cell, period and basis of which one is used (NUMBERS, 1.5). */
import type { ExposureConflict } from "@qorgau/schemas/responses/quality-response";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import type { ExposureStatement } from "@qorgau/schemas/events/statement";
import { areEqual, basesOf, outranks, statedValue } from "../../exposure/domain/exposure-book.ts";
import { cellKey, cellOf, statedCell } from "../../exposure/domain/exposure-cell.ts";
import { rowKey } from "./quality-page.ts";
import type { KeyedRow } from "./quality-page.ts";
import type { QualitySlice } from "./quality-slice.ts";

/**
 * Returns a row for each statement that equals the used one in role and status and has another value (NUMBERS, section 1.5). All statements
 * of one period are in one slice, that of its first day.
 */
export function exposureConflicts({ records }: QualitySlice): KeyedRow<ExposureConflict>[] {
  const effective = records.flatMap(({ effective: { statement } }) =>
    statement.entity === "exposure" && !statement.withdrawn ? [statement] : [],
  );
  return rivalsOf(effective).flatMap(({ basis, rivals }) => {
    const [used, ...others] = rivals;
    const statement = used!;
    const value = statedValue(statement, basis);
    return others.flatMap((other) => {
      if (!areEqual(statement, other) || statedValue(other, basis) === value) return [];
      const key = rowKey(
        statement.derived.from,
        cellKey(cellOf(statement)),
        basis,
        statement.source,
        statement.subject,
        other.source,
        other.subject,
      );
      return [{ key, row: rowOf(statement, other, basis) }];
    });
  });
}

interface Rivals {
  readonly basis: ResponseBasis;
  /** Of one cell and period, the one that is used first. */
  readonly rivals: readonly ExposureStatement[];
}

/**
 * Groups effective statements by cell, period and basis; one that states several bases is in several groups. The first of a group outranks
 * the others (NUMBERS, section 4.8).
 */
export function rivalsOf(effective: readonly ExposureStatement[]): Rivals[] {
  const places = Map.groupBy(
    effective.flatMap((statement) => basesOf(statement).map((basis) => ({ statement, basis }))),
    ({ statement, basis }) => `${cellKey(cellOf(statement))}|${statement.derived.from}|${statement.derived.to}|${basis}`,
  );
  return [...places.values()].map((some) => ({
    basis: some[0]!.basis,
    rivals: some.map(({ statement }) => statement).toSorted((a, b) => (outranks(a, b) ? -1 : 1)),
  }));
}

function rowOf(used: ExposureStatement, other: ExposureStatement, basis: ResponseBasis): ExposureConflict {
  return {
    date: used.derived.from,
    period: used.data.period,
    ...statedCell(used),
    basis,
    role: used.role,
    status: used.data.status,
    source: used.source,
    subject: used.subject,
    value: statedValue(used, basis),
    otherSource: other.source,
    otherSubject: other.subject,
    otherValue: statedValue(other, basis),
  };
}
