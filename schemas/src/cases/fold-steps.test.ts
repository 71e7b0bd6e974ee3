/** The fold in steps: nothing depends on how the steps are driven, and a step is no longer the more is folded. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { LoggedStatement } from "../events/statement.ts";
import { finished, type Steps } from "../steps.ts";
import { seededStatements, statementSets } from "../../../test/generators/statements.ts";
import { watched } from "../../../test/generators/watched-statements.ts";
import { namesTiedTo } from "./links/case-links.ts";
import { foldCases, foldCasesInSteps } from "./fold-cases.ts";
import { foldChange, foldChangeInSteps } from "./fold-change.ts";
import { type LinkBounds, linkBounds, defaultLimits } from "./links/link-bounds.ts";

const isEarly = ({ offset }: LoggedStatement) => offset % 2 === 0;

/** Several computations at once, each going on by a few steps in each round. */
function inRounds(all: readonly Steps<unknown>[], stepsOfRound: readonly number[]): unknown[] {
  const results = all.map((): unknown => undefined);
  const going = new Set(all.keys());
  for (let round = 0; going.size > 0; round += 1) {
    for (const place of going) {
      for (let left = stepsOfRound[(round + place) % stepsOfRound.length]!; left > 0 && going.has(place); left -= 1) {
        const { done, value } = all[place]!.next();
        if (done !== true) continue;
        results[place] = value;
        going.delete(place);
      }
    }
  }
  return results;
}

const smallBounds: LinkBounds = { recordsPerTarget: 1, recordsPerIdentity: 3, casesPerAccident: 2, recordsPerName: 3 };

test.each([linkBounds, smallBounds])("folded in steps of any size beside another fold is folded at once: %j", (bounds) => {
  const limits = { bounds, overfull: new Set<bigint>() };
  const stepsOfRound = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 });
  const law = fc.property(statementSets(40), statementSets(40), stepsOfRound, (one, other, rounds) => {
    const atOnce = [foldCases(one, limits), foldCases(other, limits), foldChange(one, isEarly, limits), foldChange(other, isEarly, limits)];
    const inSteps = inRounds(
      [
        foldCasesInSteps(one, limits),
        foldCasesInSteps(other, limits),
        foldChangeInSteps(one, isEarly, limits),
        foldChangeInSteps(other, isEarly, limits),
      ],
      rounds,
    );
    expect(inSteps.map(bytesOf)).toEqual(atOnce.map(bytesOf));
  });
  fc.assert(law, { numRuns: 200 });
});

const bytesOf = (result: unknown) =>
  JSON.stringify(result, (_, value: unknown) => (value instanceof Map ? [...value] : typeof value === "bigint" ? String(value) : value));

/** A case of the set below has some ten statements at most, which are looked at some ten times each when they are merged. */
const looksMax = 400;

test("however much is folded, a step of it looks at few statements", () => {
  const { statements, mostBetweenSteps } = watched(seededStatements(20_260_203, 6_000));
  expect(mostBetweenSteps(foldCasesInSteps(statements))).toBeLessThan(looksMax);
  expect(mostBetweenSteps(foldChangeInSteps(statements, isEarly))).toBeLessThan(looksMax);
  expect(mostBetweenSteps(namesTiedTo(statements, new Set(), defaultLimits, () => true))).toBeLessThan(looksMax);
});

test("the count of looks notices work that is done at once", () => {
  const { statements, mostBetweenSteps } = watched(seededStatements(20_260_203, 1_000));
  function* atOnce(): Steps<void> {
    finished(foldCasesInSteps(statements));
    yield;
  }
  expect(mostBetweenSteps(atOnce())).toBeGreaterThan(10 * looksMax);
});
