/** The effective exposure statements, laid out so that a cell and a period are one look-up each. */
import { exposureBases } from "@qorgau/schemas/codes/enumerations";
import type { Role } from "@qorgau/schemas/codes/enumerations";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import type { ExposureStatement } from "@qorgau/schemas/events/statement";
import { compareUtf8 } from "@qorgau/schemas/cases/order/compare-utf8";
import { cellKey, cellOf } from "./exposure-cell.ts";
import type { ExposureCell } from "./exposure-cell.ts";
import { spanKey } from "../../time/span.ts";
import type { Span } from "../../time/span.ts";

/** The members of an exposure statement that the rule reads. */
export type EffectiveExposure = Pick<ExposureStatement, "source" | "subject" | "role" | "data" | "derived">;

/** The exposure of one cell, period and basis, as the statement gives it that outranks the others. `value` is in persons, hours or tonnes. */
export interface StatedExposure extends Span {
  /** As stated: `2026`, `2026-Q1`, `2026-01`. */
  readonly period: string;
  readonly value: number;
  readonly final: boolean;
  /** Whether an equal statement, of the same role and status, says otherwise. */
  readonly conflict: boolean;
}

/** By the period's days. */
export type StatedPeriods = ReadonlyMap<string, StatedExposure>;

/** Of one cell: what is stated of each basis. */
export type StatedCell = ReadonlyMap<ResponseBasis, StatedPeriods>;

/** Effective exposure statements by cell (`cellKey`), basis and period (`spanKey`). */
export interface ExposureBook {
  readonly cells: ReadonlyMap<string, StatedCell>;
  /** Those of which anything is stated. */
  readonly bases: ReadonlySet<ResponseBasis>;
  /** Every cell and period that some statement is for, whatever the basis. */
  readonly stated: readonly { readonly cell: ExposureCell; readonly span: Span }[];
}

export const emptyBook: ExposureBook = { cells: new Map(), bases: new Set(), stated: [] };

/**
 * Of several statements for one cell, period and basis the one that `outranks` the others is used, and an equal one with another value is a
 * conflict (NUMBERS, sections 1.5 and 4.8). The order of the statements changes nothing.
 */
export function exposureBook(statements: Iterable<EffectiveExposure>): ExposureBook {
  const best = new Map<string, Map<ResponseBasis, Map<string, StatedExposure & { readonly by: EffectiveExposure }>>>();
  const stated = new Map<string, ExposureBook["stated"][number]>();
  for (const statement of statements) {
    const cell = cellOf(statement);
    const key = cellKey(cell);
    const span = { from: statement.derived.from, to: statement.derived.to };
    stated.set(`${key}|${spanKey(span)}`, { cell, span });
    for (const basis of basesOf(statement)) {
      const periods = entry(entry(best, key), basis);
      const known = periods.get(spanKey(span));
      const value = statedValue(statement, basis);
      const isEqual = known !== undefined && areEqual(statement, known.by);
      const conflict = isEqual && (known.conflict || known.value !== value);
      if (known === undefined || outranks(statement, known.by)) {
        const { period, status } = statement.data;
        periods.set(spanKey(span), { ...span, period, value, final: status === "final", conflict, by: statement });
      } else if (conflict) periods.set(spanKey(span), { ...known, conflict });
    }
  }
  const bases = new Set([...best.values()].flatMap((cell) => [...cell.keys()]));
  return { cells: best, bases, stated: [...stated.values()] };
}

/** Hours are always `hours_worked`, tonnes always `tonnes`, whatever `basis` says of the workers beside them. */
export function basesOf({ data }: Pick<EffectiveExposure, "data">): ResponseBasis[] {
  const bases: ResponseBasis[] = [];
  if (data.workers !== undefined && data.basis !== undefined && data.basis !== "hours_worked") bases.push(data.basis);
  if (data.hours !== undefined) bases.push("hours_worked");
  if (data.tonnes !== undefined) bases.push("tonnes");
  return bases;
}

/** Which role outranks which on exposure, unlike on cases (NUMBERS, 4.8). */
const rolesInOrder: readonly Role[] = ["statistics", "inspectorate", "insurer", "enterprise", "clinic"];

/** Whether `a` is used and not `b`, both for one cell and period: by role, then final before provisional, then the smaller name (NUMBERS, 4.8). */
export function outranks(a: EffectiveExposure, b: EffectiveExposure): boolean {
  if (a.role !== b.role) return rolesInOrder.indexOf(a.role) < rolesInOrder.indexOf(b.role);
  if (a.data.status !== b.data.status) return a.data.status === "final";
  return (compareUtf8(a.source, b.source) || compareUtf8(a.subject, b.subject)) < 0;
}

/** Whether only the name decides between them: where the figures of equals differ, it is not known which is right (NUMBERS, 1.5). */
export function areEqual(a: EffectiveExposure, b: EffectiveExposure): boolean {
  return a.role === b.role && a.data.status === b.data.status;
}

/** In persons, hours or tonnes. Only for a statement that has this basis (`basesOf`). */
export function statedValue({ data }: Pick<EffectiveExposure, "data">, basis: ResponseBasis): number {
  return (basis === "tonnes" ? data.tonnes : basis === "hours_worked" ? data.hours : data.workers)!;
}

/** Workers are a stock, and this is the order between equals; hours and tonnes are flows. */
export const workerBases: readonly ResponseBasis[] = exposureBases.filter((basis) => basis !== "hours_worked");

function entry<Outer, Inner, Value>(map: Map<Outer, Map<Inner, Value>>, key: Outer): Map<Inner, Value> {
  const known = map.get(key) ?? new Map<Inner, Value>();
  map.set(key, known);
  return known;
}
