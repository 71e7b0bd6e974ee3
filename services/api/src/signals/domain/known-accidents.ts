/** The accidents of one series by the day they happened and the week from which they were known. */
import type { Span } from "../../time/span.ts";

/** Accidents of one day that became known in one week. */
export interface KnownAccidents {
  /** The day of occurrence, and the number of its week. */
  readonly occurred: string;
  readonly week: number;
  /** The number of the week of registration. A reporter's backlog counts as known at once: its delay tells nothing. */
  readonly known: number;
  readonly accidents: number;
  readonly victims: number;
}

export type Counted = Pick<KnownAccidents, "accidents" | "victims">;

/** All that was known at the beginning of a week; its number is `before`. */
export interface AccidentHistory {
  inWeek(week: number, before: number): Counted;
  within(span: Span, before: number): Counted;
  /** Days of occurrence in their order, one for each accident, with the week that it became known in. */
  days(before: number): readonly Pick<KnownAccidents, "occurred" | "known">[];
}

/** A history that is put together accident by accident, before anything is asked of it. */
export interface FilledHistory extends AccidentHistory {
  add(one: KnownAccidents): void;
}

export function accidentHistory(): FilledHistory {
  const all: KnownAccidents[] = [];
  const byWeek = new Map<number, KnownAccidents[]>();
  // Only of rare accidents days are asked for.
  let inOrder: readonly KnownAccidents[] | null = null;
  return {
    add(one) {
      all.push(one);
      const ofWeek = byWeek.get(one.week);
      if (ofWeek === undefined) byWeek.set(one.week, [one]);
      else ofWeek.push(one);
    },
    inWeek: (week, before) => countOf(byWeek.get(week) ?? [], before),
    within: ({ from, to }, before) =>
      countOf(
        all.filter(({ occurred }) => from <= occurred && occurred <= to),
        before,
      ),
    days(before) {
      inOrder ??= all.toSorted((a, b) => (a.occurred < b.occurred ? -1 : a.occurred > b.occurred ? 1 : a.known - b.known));
      return inOrder.flatMap((one) => (one.known < before ? Array.from({ length: one.accidents }, () => one) : []));
    },
  };
}

function countOf(some: readonly KnownAccidents[], before: number): Counted {
  let [accidents, victims] = [0, 0];
  for (const one of some) {
    if (one.known >= before) continue;
    accidents += one.accidents;
    victims += one.victims;
  }
  return { accidents, victims };
}
