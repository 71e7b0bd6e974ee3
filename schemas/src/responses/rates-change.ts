/**
 * What changed between two responses of `/v1/rates` to the same request, and the response that it makes of the first. Pure, and without a library, so
 * that a page applies changes by the very function that the service is tested with.
 */
import type { Steps } from "../steps.ts";
import { finished } from "../steps.ts";
import type { RatesChange } from "./live-events.ts";
import type { RateDimension, RatesResponse, RatesRow } from "./rates.ts";

/**
 * The change that leads from `before` to `after`; `by` are the dimensions that were requested, in their order. Rows are in one order in both: by their
 * keys (`period` and the codes of `by`), each of which has one row.
 */
export function changeBetween(before: RatesResponse, after: RatesResponse, by: readonly RateDimension[]): RatesChange {
  return finished(changeInSteps(before, after, by));
}

/** The same, a step for each row. */
export function* changeInSteps(before: RatesResponse, after: RatesResponse, by: readonly RateDimension[]): Steps<RatesChange> {
  const { rows, ...members } = after;
  const texts = new Map<string, string>();
  for (const row of before.rows) {
    texts.set(keyOf(row, by), JSON.stringify(row));
    yield;
  }
  const changed: RatesChange["changed"] = [];
  const present = new Set<string>();
  for (const [place, row] of rows.entries()) {
    const key = keyOf(row, by);
    present.add(key);
    if (texts.get(key) !== JSON.stringify(row)) changed.push({ place, row });
    yield;
  }
  const removed: RatesChange["removed"] = [];
  for (const row of before.rows) {
    if (!present.has(keyOf(row, by))) removed.push(namesOf(row, by));
    yield;
  }
  return { since: before.watermark, by: [...by], ...members, changed, removed };
}

/**
 * The response that the change makes of `before`: every member at the top is the change's; of the rows those that are removed or changed go, then each
 * changed one is put in at its place, in their order. Null where the change is of another response: a new snapshot is needed then.
 */
export function applyChange(before: RatesResponse, change: RatesChange): RatesResponse | null {
  const { since, by, changed, removed, ...members } = change;
  if (before.watermark !== since || before.rules !== members.rules) return null;
  const gone = new Set([...removed, ...changed.map(({ row }) => row)].map((row) => keyOf(row, by)));
  const left = before.rows.filter((row) => !gone.has(keyOf(row, by)));
  const rows: RatesRow[] = [];
  let next = 0;
  for (const { place, row } of changed) {
    while (rows.length < place && next < left.length) rows.push(left[next++]!);
    rows.push(row);
  }
  while (next < left.length) rows.push(left[next++]!);
  return { ...members, rows };
}

type Named = Readonly<Partial<Record<"period" | RateDimension, unknown>>>;

function keyOf(row: Named, by: readonly RateDimension[]): string {
  return JSON.stringify([row.period, ...by.map((dimension) => row[dimension] ?? null)]);
}

function namesOf(row: RatesRow, by: readonly RateDimension[]): RatesChange["removed"][number] {
  return Object.fromEntries([["period", row.period], ...by.map((dimension) => [dimension, row[dimension] ?? null])]);
}
