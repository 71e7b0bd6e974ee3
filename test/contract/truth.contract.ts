/**
 * Invariants 2 and 3 through the real log, the real aggregator, the real engine and the reader of the API: whatever is told, in
 * whatever order, batches and lives, every count by every dimension is the naive model's at the cut that the answer names. Faults are
 * planted, in the model and in the pipeline, to see that they are noticed.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRatesReader } from "@qorgau/api/rates-reader";
import { parseRatesQuery } from "@qorgau/api/domain/rates-query";
import { createLogger } from "@qorgau/infra/runtime/logger";
import { migrate } from "@qorgau/infra/store/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import type { Store } from "@qorgau/infra/store/store";
import { measures, rateDimensions } from "@qorgau/schemas/rates";
import type { LoggedStatement } from "@qorgau/schemas/statement";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { answeredCounts, naiveCounts, searchOf, upToWatermark } from "../generators/naive-counts.ts";
import type { Counts, CountQuestion } from "../generators/naive-counts.ts";
import { sentences } from "../generators/naive-model.ts";
import { plantedFaults } from "../generators/planted-faults.ts";
import { seededRandom, testScale, testSeed } from "../generators/random.ts";
import { sabotages } from "./sabotages.ts";
import { loggedStatements, stories, tell, withLog } from "./told-story.ts";
import type { Sabotage, Story } from "./told-story.ts";

const storiesTold = 200 * testScale;

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

interface Answered {
  readonly question: CountQuestion;
  readonly watermark: string;
  readonly counts: Counts;
}

/** Every dimension by itself and some pairs at the end, a few of them at the cut of every crash. */
function questionsOf(random: () => number, isLast: boolean): CountQuestion[] {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
  const bys = isLast ? [[], ...rateDimensions.map((one) => [one])] : [[pick(rateDimensions)]];
  const pairs = Array.from({ length: isLast ? 4 : 2 }, () => [...new Set([pick(rateDimensions), pick(rateDimensions)])]);
  const periods = ["year", "quarter", "month", "day"] as const;
  return [...bys, ...pairs].map((by) => ({ measure: pick(measures), period: pick(periods), by }));
}

/** Tells one story to an empty store; gives what was answered on the way, and the whole log. */
async function answersTo(story: Story, { log: changeLog, store: changeStore }: Sabotage = {}) {
  for (const table of ["journal", "links", "published"]) await opened.store.command(`TRUNCATE TABLE ${table}`);
  const store = changeStore?.(opened.store) ?? opened.store;
  const random = seededRandom(story.seed);
  return withLog(directory, story.seed, async (log) => {
    const answered: Answered[] = [];
    let turns = 0;
    await tell(story, { log: changeLog?.(log) ?? log, store }, async () => {
      turns += 1;
      answered.push(...(await ask(store, questionsOf(random, turns === story.turns.length))));
    });
    return { answered, log: await loggedStatements(log) };
  });
}

function ask(store: Store, questions: readonly CountQuestion[]): Promise<Answered[]> {
  const reader = createRatesReader({ store });
  return Promise.all(
    questions.map(async (question) => {
      const parsed = parseRatesQuery(new URLSearchParams(searchOf(question)));
      if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
      const { watermark, rows } = await reader.rates(parsed.query);
      return { question, watermark, counts: answeredCounts(question, rows) };
    }),
  );
}

function modelled(log: readonly LoggedStatement[], { question, watermark }: Answered, rules = sentences): Counts {
  return naiveCounts(upToWatermark(log, watermark), question, rules);
}

test(`${storiesTold} stories: every count by every dimension is the model's, and no fault of the model goes unnoticed`, async () => {
  const unnoticed = new Map(Object.entries(plantedFaults));
  const law = fc.asyncProperty(stories, async (story) => {
    const { answered, log } = await answersTo(story);
    for (const answer of answered) {
      expect(answer.counts, `${searchOf(answer.question)} at ${answer.watermark}`).toEqual(modelled(log, answer));
      for (const [name, fault] of unnoticed) {
        if (!same(modelled(log, answer, { ...sentences, ...fault }), answer.counts)) unnoticed.delete(name);
      }
    }
  });
  await fc.assert(law, { seed: testSeed, numRuns: storiesTold });
  expect([...unnoticed.keys()]).toEqual([]);
}, 600_000);

function same(a: Counts, b: Counts): boolean {
  const sorted = (counts: Counts) => JSON.stringify(Object.entries(counts).toSorted());
  return sorted(a) === sorted(b);
}

test.each(Object.entries(sabotages))("a pipeline with a fault is noticed: %s", async (_, { prepare, ...sabotage }) => {
  await prepare?.(opened.store);
  const isModelled = fc.asyncProperty(stories, async (story) => {
    const { answered, log } = await answersTo(story, sabotage);
    expect(answered.every((answer) => same(answer.counts, modelled(log, answer)))).toBe(true);
  });
  const result = await fc.check(isModelled, { seed: testSeed, numRuns: 60, endOnFailure: true });
  expect(result.failed).toBe(true);
  expect(result.numRuns).toBeGreaterThan(0);
});
