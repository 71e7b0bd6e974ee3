/** One basis for one response (NUMBERS, 1.1): chosen over all its cells and periods and those they are compared with. */
import type { RateChoices } from "@qorgau/schemas/responses/rate-choices";
import type { ResponseBasis, Per } from "@qorgau/schemas/responses/rates";
import { finished } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import type { ExposureBook } from "./exposure-book.ts";
import type { ExposureOf } from "./exposure.ts";
import { basesOfPer } from "./rate-unit.ts";
import type { Span } from "../../time/span.ts";

/** A cell and a period that the response divides by, or compares with. */
export interface ExposurePair {
  readonly exposureOf: ExposureOf;
  readonly span: Span;
  /** Whether it holds a counting case, or is compared with one that does. Only those decide, where a basis serves any of them. */
  readonly counts: boolean;
}

/** Of the bases, in their order, the first that serves most of the pairs that count, else of all; null where none serves any. */
function* mostServing(bases: readonly ResponseBasis[], pairs: readonly ExposurePair[]): Steps<ResponseBasis | null> {
  if (bases.length === 0) return null;
  const counting = pairs.filter(({ counts }) => counts);
  return (yield* mostServingOf(bases, counting)) ?? (counting.length === pairs.length ? null : yield* mostServingOf(bases, pairs));
}

function* mostServingOf(bases: readonly ResponseBasis[], pairs: readonly ExposurePair[]): Steps<ResponseBasis | null> {
  let best: { readonly basis: ResponseBasis | null; readonly served: number } = { basis: null, served: 0 };
  for (const basis of bases) {
    let served = 0;
    for (const [place, { exposureOf, span }] of pairs.entries()) {
      // Of those that are left not even all would make it serve more; and a single one serves most as soon as it serves any.
      if (served + pairs.length - place <= best.served || (served > 0 && bases.length === 1)) break;
      if (exposureOf(basis, span).state !== "missing") served += 1;
      yield;
    }
    if (served > best.served) best = { basis, served };
  }
  return best.basis;
}

/** The choices with the one basis that the response divides by and names (NUMBERS, section 1.1). `per=case` and `per=none` leave them as they are. */
export function withOneBasis(
  per: Per,
  choices: RateChoices,
  book: Pick<ExposureBook, "bases">,
  pairs: readonly ExposurePair[],
): RateChoices {
  return finished(withOneBasisSteps(per, choices, book, pairs));
}

/** The same in steps: a response may have twenty thousand rows. */
export function* withOneBasisSteps(
  per: Per,
  choices: RateChoices,
  { bases }: Pick<ExposureBook, "bases">,
  pairs: readonly ExposurePair[],
): Steps<RateChoices> {
  if (per === "none" || per === "case") return choices;
  const requested = choices.exposureBasis ?? basesOfPer(per);
  const stated = requested.filter((basis) => bases.has(basis));
  return { ...choices, exposureBasis: [(yield* mostServing(stated, pairs)) ?? requested[0]!] };
}
