/**
 * Invariants 2 and 3 through the real log, the real aggregator, the real engine and the reader of the API: whatever is told, in
 * whatever order, batches and lives, every count by every dimension is the naive model's at the cut that the answer names. Faults are
 * planted, in the model and in the pipeline, to see that they are noticed.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { searchOf } from "../generators/naive-counts.ts";
import type { Counts } from "../generators/naive-counts.ts";
import { sentences } from "../generators/naive-model.ts";
import { plantedFaults } from "../generators/planted-faults.ts";
import { seededRandom, testScale, testSeed } from "../generators/random.ts";
import { sabotages } from "./sabotages.ts";
import { askAgain, askLive, askPast, createAsking, modelOf } from "./story-answers.ts";
import type { Answered } from "./story-answers.ts";
import { loggedStatements, stories, tell, withLog } from "./told-story.ts";
import type { Sabotage, Story } from "./told-story.ts";

const storiesTold = 45 * testScale;

/** What only the thousands of sets on the pure fold are sure to notice. */
const leftToTheFold = new Set([
  // Chains of names over three cases, and cases that another reporter dates before a death, are seldom drawn.
  "accidents joined by names shared directly alone",
  "a death before the occurrence",
  // No rate counts it.
  "a share of the fault from each",
]);

let directory: string;
let opened: OpenedStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-truth-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
});
beforeEach(async () => {
  for (const table of ["links_of_journal", "links", "journal", "published", "migrations"])
    await opened.store.command(`DROP TABLE IF EXISTS ${table}`);
  await migrate(opened.store);
});
afterAll(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

/** Tells one story to an empty store; gives what was answered on the way and after it, and the whole log. */
async function answersTo(story: Story, { log: changeLog, store: changeStore }: Sabotage = {}) {
  for (const table of ["journal", "links", "published"]) await opened.store.command(`TRUNCATE TABLE ${table}`);
  const store = changeStore?.(opened.store) ?? opened.store;
  return withLog(directory, story.seed, async ({ log, settle }) => {
    const asking = createAsking(store, log, seededRandom(story.seed));
    const answered: Answered[] = [];
    let turns = 0;
    await tell(story, { log: changeLog?.(log) ?? log, settle, store }, async () => {
      turns += 1;
      answered.push(...(await askLive(asking, turns === story.turns.length)));
    });
    const told = await loggedStatements(log);
    const again = await askAgain(asking, answered);
    const past = await askPast(asking, await log.end(), told);
    return { answered: [...answered, ...past], again, log: told };
  });
}

function same(a: Counts, b: Counts): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((cell) => a[cell] === b[cell]);
}

test(`${storiesTold} stories: every count by every dimension is the model's, and no fault of the model goes unnoticed`, async () => {
  const unnoticed = new Map(Object.entries(plantedFaults).filter(([name]) => !leftToTheFold.has(name)));
  const told = { worlds: 0, statements: 0, answers: 0, again: 0 };
  const law = fc.asyncProperty(stories, async (story) => {
    const { answered, again, log } = await answersTo(story);
    const model = modelOf(log);
    for (const answer of answered) {
      expect(answer.counts, `${searchOf(answer.question)} at ${answer.asOf ?? answer.watermark}`).toEqual(model(answer));
    }
    for (const { before, after } of again) expect(after).toBe(before);
    for (const [name, fault] of unnoticed) {
      const faulty = modelOf(log, { ...sentences, ...fault });
      if (answered.some((answer) => !same(faulty(answer), answer.counts))) unnoticed.delete(name);
    }
    told.worlds += story.worlds.length;
    told.statements += log.length;
    told.answers += answered.length;
    told.again += again.length;
  });
  await fc.assert(law, { seed: testSeed, numRuns: storiesTold });
  console.info(`${told.worlds} sets of ${told.statements} statements, ${told.answers} answers, ${told.again} of them given again`);
  expect([...unnoticed.keys()]).toEqual([]);
}, 600_000);

test.each(Object.entries(sabotages))("a pipeline with a fault is noticed: %s", async (_, { prepare, ...sabotage }) => {
  await prepare?.(opened.store);
  const isModelled = fc.asyncProperty(stories, async (story) => {
    const { answered, log } = await answersTo(story, sabotage);
    const model = modelOf(log);
    return answered.every((answer) => same(answer.counts, model(answer)));
  });
  const { failed, errorInstance, numRuns } = await fc.check(isModelled, { seed: testSeed, numRuns: storiesTold, endOnFailure: true });
  // By a wrong count, and not by breaking down.
  expect({ failed, errorInstance }).toEqual({ failed: true, errorInstance: new Error("Property failed by returning false") });
  console.info(`after ${numRuns} stories`);
});
