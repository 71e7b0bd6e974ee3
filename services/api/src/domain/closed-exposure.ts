/** When the statements of one cell close a period: the middle of the denominator rule. */
import type { StatedPeriods } from "./exposure-book.ts";
import { lengths, spanAround, spanKey, subPeriods } from "./span.ts";
import type { Span } from "./span.ts";

export interface ClosedExposure {
  readonly value: number;
  /** Whether every part of it is. */
  readonly final: boolean;
  /** Whether a statement is for that very period. */
  readonly stated: boolean;
}

/** A period with what may close it, worked out once for all cells. */
export interface ClosableSpan extends Span {
  readonly key: string;
  /** Complete sets of sub-periods of one length, the longest length first. */
  readonly partitions: readonly (readonly string[])[];
  /** The longer periods around it, the shortest first. */
  readonly containers: readonly string[];
}

export function closableSpan(span: Span): ClosableSpan {
  const key = spanKey(span);
  return {
    ...span,
    key,
    partitions: lengths.map((length) => subPeriods(span, length).map(spanKey)).filter((parts) => parts.length > 0),
    containers: lengths
      .map((length) => spanAround(span.from, length))
      .filter((around) => around.to >= span.to && spanKey(around) !== key)
      .map(spanKey)
      .toReversed(),
  };
}

/**
 * A statement for just that period; else a complete set of sub-periods, a stock averaged without weights and a flow summed; else,
 * for a stock, the shortest statement that contains the period.
 */
export function closedBy(periods: StatedPeriods, span: ClosableSpan, stock: boolean): ClosedExposure | null {
  const exact = periods.get(span.key);
  if (exact !== undefined) return { value: exact.value, final: exact.final, stated: true };
  for (const keys of span.partitions) {
    const parts = keys.map((key) => periods.get(key)).filter((part) => part !== undefined);
    if (parts.length < keys.length) continue;
    const sum = parts.reduce((total, { value }) => total + value, 0);
    return { value: stock ? sum / parts.length : sum, final: parts.every(({ final }) => final), stated: false };
  }
  if (!stock) return null;
  const container = span.containers.map((key) => periods.get(key)).find((around) => around !== undefined);
  return container === undefined ? null : { value: container.value, final: container.final, stated: false };
}

/** All of them, or none. */
export function sumOf<Item>(items: readonly Item[], close: (item: Item) => ClosedExposure | null): ClosedExposure | null {
  let value = 0;
  let final = true;
  let stated = false;
  for (const item of items) {
    const closed = close(item);
    if (closed === null) return null;
    value += closed.value;
    final &&= closed.final;
    stated ||= closed.stated;
  }
  return { value, final, stated };
}
