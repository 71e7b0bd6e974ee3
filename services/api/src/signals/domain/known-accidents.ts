/** The accidents of one series by the day they happened and the week from which they were known. */
import { sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
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

/** All that was known at the beginning of a week; its number is `before`. What takes as long as there are accidents is in steps. */
export interface AccidentHistory {
  inWeek(week: number, before: number): Counted;
  within(span: Span, before: number): Steps<Counted>;
  /** Days of occurrence in their order, one for each accident, with the week that it became known in. */
  days(before: number): Steps<readonly Pick<KnownAccidents, "occurred" | "known">[]>;
}

/** A history that is put together accident by accident, before anything is asked of it. */
export interface FilledHistory extends AccidentHistory {
  add(one: KnownAccidents): void;
}

/** So many accidents are looked at in one step. */
export const lookedAtOnce = 64;

export function accidentHistory(): FilledHistory {
  const all: KnownAccidents[] = [];
  /** By the week of occurrence and that of becoming known, so that a week is as short a list as its delays are many. */
  const byWeek = new Map<number, Map<number, { accidents: number; victims: number }>>();
  // Only of rare accidents days are asked for.
  let inOrder: readonly KnownAccidents[] | null = null;
  return {
    add(one) {
      all.push(one);
      const { week, known, accidents, victims } = one;
      const ofWeek = byWeek.get(week) ?? new Map<number, { accidents: number; victims: number }>();
      byWeek.set(week, ofWeek);
      const counted = ofWeek.get(known) ?? { accidents: 0, victims: 0 };
      counted.accidents += accidents;
      counted.victims += victims;
      ofWeek.set(known, counted);
    },
    inWeek(week, before) {
      let [accidents, victims] = [0, 0];
      for (const [known, counted] of byWeek.get(week) ?? []) {
        if (known >= before) continue;
        accidents += counted.accidents;
        victims += counted.victims;
      }
      return { accidents, victims };
    },
    *within({ from, to }, before) {
      let [accidents, victims] = [0, 0];
      for (const [place, one] of all.entries()) {
        if (place % lookedAtOnce === 0) yield;
        const { occurred } = one;
        if (occurred < from || occurred > to || one.known >= before) continue;
        accidents += one.accidents;
        victims += one.victims;
      }
      return { accidents, victims };
    },
    *days(before) {
      inOrder ??= yield* sortedInSteps(all, byDay);
      const days: KnownAccidents[] = [];
      for (const [place, one] of inOrder.entries()) {
        if (place % lookedAtOnce === 0) yield;
        if (one.known < before) for (let accident = 0; accident < one.accidents; accident += 1) days.push(one);
      }
      return days;
    },
  };
}

const byDay = (a: KnownAccidents, b: KnownAccidents) => (a.occurred < b.occurred ? -1 : a.occurred > b.occurred ? 1 : a.known - b.known);
