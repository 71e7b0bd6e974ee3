/**
 * Invariants 2 and 3 through the real log, the real aggregator, the real engine and the reader of the API: whatever is told, in
 * whatever order, batches and lives, every count by every dimension is the naive model's at the cut that the answer names. Faults are
 * planted in the model to see that they are noticed; those of the pipeline are in `sabotages.contract.ts`.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { searchOf } from "../generators/naive-counts.ts";
import { sentences } from "../generators/naive-model.ts";
import { plantedFaults } from "../generators/planted-faults.ts";
import { testScale, testSeed } from "../generators/random.ts";
import { modelOf, sameCounts } from "./story-responses.ts";
import { useStoryStore } from "./story-store.ts";
import { stories } from "./stream-story.ts";

const storiesReported = 45 * testScale;

/** What only the thousands of sets on the pure fold are sure to notice. */
const leftToTheFold = new Set([
  // Chains of names over three cases, and cases that another reporter dates before a death, are seldom drawn.
  "accidents joined by names shared directly alone",
  "a death before the occurrence",
  // No rate counts it.
  "a share of the fault from each",
]);

const { responsesTo } = useStoryStore();

test(`${storiesReported} stories: every count by every dimension is the model's, and no fault of the model goes unnoticed`, async () => {
  const unnoticed = new Map(Object.entries(plantedFaults).filter(([name]) => !leftToTheFold.has(name)));
  const reported = { worlds: 0, statements: 0, responses: 0, again: 0 };
  const law = fc.asyncProperty(stories, async (story) => {
    const { responded, again, log } = await responsesTo(story);
    const model = modelOf(log);
    for (const response of responded) {
      expect(response.counts, `${searchOf(response.countQuery)} at ${response.asOf ?? response.watermark}`).toEqual(model(response));
    }
    for (const { before, after } of again) expect(after).toBe(before);
    for (const [name, fault] of unnoticed) {
      const faulty = modelOf(log, { ...sentences, ...fault });
      if (responded.some((response) => !sameCounts(faulty(response), response.counts))) unnoticed.delete(name);
    }
    reported.worlds += story.worlds.length;
    reported.statements += log.length;
    reported.responses += responded.length;
    reported.again += again.length;
  });
  await fc.assert(law, { seed: testSeed, numRuns: storiesReported });
  console.info(
    `${reported.worlds} sets of ${reported.statements} statements, ${reported.responses} answers, ${reported.again} of them given again`,
  );
  expect([...unnoticed.keys()]).toEqual([]);
}, 1_800_000);
