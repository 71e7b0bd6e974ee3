/** A pipeline with a fault, told the stories of `truth.contract.ts`: a wrong count is noticed, whichever fault it is of. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { testScale, testSeed } from "../generators/random.ts";
import { sabotages } from "./sabotages.ts";
import { modelOf, sameCounts } from "./story-responses.ts";
import { useStoryStore } from "./story-store.ts";
import { stories } from "./stream-story.ts";

const storiesMax = 45 * testScale;
const { store, responsesTo } = useStoryStore();

test.each(Object.entries(sabotages))("a pipeline with a fault is noticed: %s", async (_, { prepare, ...sabotage }) => {
  await prepare?.(store());
  const isModelled = fc.asyncProperty(stories, async (story) => {
    const { responded, log } = await responsesTo(story, sabotage);
    const model = modelOf(log);
    return responded.every((response) => sameCounts(response.counts, model(response)));
  });
  const { failed, errorInstance, numRuns } = await fc.check(isModelled, { seed: testSeed, numRuns: storiesMax, endOnFailure: true });
  // By a wrong count, and not by breaking down.
  expect({ failed, errorInstance }).toEqual({ failed: true, errorInstance: new Error("Property failed by returning false") });
  console.info(`after ${numRuns} stories`);
});
