/** Counts again what a reader saw, from the log alone, by the naive model: family by family, since families share nothing. */
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { familyOf, isMover } from "../generators/corrected-stream.ts";
import { naiveCounts } from "../generators/naive-counts.ts";
import type { Counts, CountQuery } from "../generators/naive-counts.ts";
import { naiveCases } from "../generators/naive-model.ts";

export interface Recount {
  /** Counts at a watermark, `0:812,1:790`. Quick where it is near the one before. */
  at(watermark: string, countQuery: CountQuery | null): Counts;
  /** The watermark that an instant is: the last record of each partition whose effective stamp is not after it. */
  watermarkOf(instant: string): string;
}

export interface WholeLog {
  readonly statements: readonly LoggedStatement[];
  /** Of every record, ticks too. */
  readonly places: readonly LogPlace[];
}

type LogPlace = Pick<LoggedStatement, "partition" | "offset" | "effectiveAt">;

/** A question that is null counts the distinct records of movers. */
export function recountOf({ statements, places }: WholeLog, requests: readonly CountQuery[]): Recount {
  const partitions = byPartition(statements);
  const families = Map.groupBy(statements, ({ statement }) => familyOf(statement.subject));
  const counted = new Map<string, readonly Counts[]>();
  const totals: Counts[] = requests.map(() => ({}));
  let ends = new Map<number, number>();
  let movers = 0;

  const recountFamily = (family: string) => {
    const held = (families.get(family) ?? []).filter(({ partition, offset }) => offset <= (ends.get(partition) ?? -1));
    const cases = naiveCases(held);
    const after = requests.map((countQuery) => naiveCounts(cases, countQuery));
    for (const [place, total] of totals.entries()) {
      add(total, counted.get(family)?.[place] ?? {}, -1);
      add(total, after[place] ?? {}, 1);
    }
    if (isMover(family)) movers += (held.length > 0 ? 1 : 0) - (counted.has(family) ? 1 : 0);
    if (held.length > 0) counted.set(family, after);
    else counted.delete(family);
  };
  const moveTo = (watermark: string) => {
    const next = parsed(watermark);
    const touched = new Set<string>();
    for (const [partition, records] of partitions) {
      const [a = -1, b = -1] = [ends.get(partition), next.get(partition)];
      for (const { offset, statement } of records) {
        if (offset > Math.min(a, b) && offset <= Math.max(a, b)) touched.add(familyOf(statement.subject));
      }
    }
    ends = next;
    for (const family of touched) recountFamily(family);
  };

  return {
    at(watermark, countQuery) {
      moveTo(watermark);
      if (countQuery === null) return { all: movers };
      return Object.fromEntries(Object.entries(totals[requests.indexOf(countQuery)] ?? {}).filter(([, count]) => count !== 0));
    },
    watermarkOf(instant) {
      const ends = byPartition(places).map(([partition, records]) => [partition, lastUpTo(records, instant)] as const);
      return ends.flatMap(([partition, offset]) => (offset < 0 ? [] : [`${partition}:${offset}`])).join(",");
    },
  };
}

function byPartition<Place extends LogPlace>(places: readonly Place[]): [number, Place[]][] {
  const partitions = Map.groupBy(places, ({ partition }) => partition);
  return [...partitions]
    .map(([partition, records]): [number, Place[]] => [partition, records.toSorted((a, b) => a.offset - b.offset)])
    .toSorted(([a], [b]) => a - b);
}

function parsed(watermark: string): Map<number, number> {
  return new Map(watermark.split(",").map((pair) => pair.split(":").map(Number) as [number, number]));
}

function lastUpTo(records: readonly LogPlace[], instant: string): number {
  let last = -1;
  for (const { offset, effectiveAt } of records) {
    if (effectiveAt > instant) break;
    last = offset;
  }
  return last;
}

function add(total: Counts, counts: Counts, sign: 1 | -1): void {
  for (const [cell, count] of Object.entries(counts)) total[cell] = (total[cell] ?? 0) + sign * count;
}
