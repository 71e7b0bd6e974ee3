/** What is counted in a cell, and how parts of it add up. */
import type { CountedCell } from "./snapshot.ts";

/** What is counted in one cell and one bucket, or in several together. */
export interface Counts extends Pick<CountedCell, "cases" | "count" | "casesWithDays" | "shouldState" | "unstated"> {
  /** The count by section, where a rate is to be standardised. */
  readonly sections?: ReadonlyMap<string, number>;
  /** By group accident, where intervals or comparisons may be by accidents: how many of its victims are in the count. */
  readonly accidents?: ReadonlyMap<string, number>;
  /** Of those of five dead or more: how many of its victims are counted, also where accidents are what is counted. */
  readonly disasters?: ReadonlyMap<string, number>;
}

export const nothingCounted = { cases: 0, count: 0, casesWithDays: 0, shouldState: 0, unstated: 0 };

/** Victims of one accident may lie in several parts; together they are one event. */
export function sumOfCounts(parts: readonly Counts[]): Counts {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return first ?? nothingCounted;
  const sections = sumOfMaps(parts.map((part) => part.sections));
  const accidents = sumOfMaps(parts.map((part) => part.accidents));
  const disasters = sumOfMaps(parts.map((part) => part.disasters));
  const sumOf = (name: keyof typeof nothingCounted) => parts.reduce((sum, part) => sum + part[name], 0);
  return {
    cases: sumOf("cases"),
    count: sumOf("count"),
    casesWithDays: sumOf("casesWithDays"),
    shouldState: sumOf("shouldState"),
    unstated: sumOf("unstated"),
    ...(sections === null ? {} : { sections }),
    ...(accidents === null ? {} : { accidents }),
    ...(disasters === null ? {} : { disasters }),
  };
}

function sumOfMaps(maps: readonly (ReadonlyMap<string, number> | undefined)[]): ReadonlyMap<string, number> | null {
  const present = maps.filter((map) => map !== undefined);
  if (present.length <= 1) return present[0] ?? null;
  const sum = new Map<string, number>();
  for (const map of present) for (const [key, count] of map) sum.set(key, (sum.get(key) ?? 0) + count);
  return sum;
}
