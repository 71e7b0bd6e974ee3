/** What CI runs of `npm run soak -- --scenario processes`: processes of the services killed at random, and an aggregator that stands still. */
import { afterAll, expect, test } from "vitest";
import { removeDirectory, temporaryDirectory } from "../end-to-end/program/qorgau-process.ts";
import { testScale, testSeed } from "../generators/random.ts";
import { judgeSoak } from "./judge-soak.ts";
import { runProcessSoak } from "./run-process-soak.ts";

const kills = 10 * testScale;
const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

test(
  "doors, aggregators and APIs killed at random, one paused for longer than its session: nothing is lost, counted twice or seen half",
  async () => {
    const evidence = await runProcessSoak({ directory, kills, pauseMs: 15_000, seed: testSeed });
    const { breaches, ...figures } = judgeSoak(evidence);
    console.info(JSON.stringify({ seed: testSeed, ...figures }));
    expect(breaches, `seed ${testSeed}`).toEqual([]);
    const killed = Object.entries(figures.kills).filter(([what]) => what.endsWith("killed"));
    expect(killed.reduce((sum, [, count]) => sum + count, 0)).toBe(kills);
    expect(figures.acknowledged).toBeGreaterThan(100);
    expect(figures.watermarks).toBeGreaterThan(kills / 2);
    expect(figures.requestedAgain).toBeGreaterThan(10);
  },
  300_000 + kills * 30_000,
);
