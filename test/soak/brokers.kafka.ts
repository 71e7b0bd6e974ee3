/** What CI runs of `npm run soak -- --scenario brokers`: the law that acknowledged means durable, on a cluster that loses its brokers. */
import { afterAll, expect, test } from "vitest";
import { removeDirectory, temporaryDirectory } from "../end-to-end/program/qorgau-process.ts";
import { testScale, testSeed } from "../generators/random.ts";
import { judgeSoak } from "./judge-soak.ts";
import { runBrokerSoak } from "./run-broker-soak.ts";

const kills = testScale;
const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

test(
  "brokers killed, restarted in turn, paused and all away: nothing is lost, nothing is counted twice, and the program recovers by itself",
  async () => {
    const evidence = await runBrokerSoak({ directory, kills, pauseMs: 6000, seed: testSeed });
    const { breaches, ...figures } = judgeSoak(evidence);
    console.info(JSON.stringify({ seed: testSeed, ...figures }));
    expect(breaches, `seed ${testSeed}`).toEqual([]);
    expect(figures.kills).toEqual({ "brokers killed": kills, "brokers restarted": 3, "brokers paused": 3, "cluster away": 1 });
    expect(figures.acknowledged).toBeGreaterThan(100);
    expect(figures.failures["503"]).toBeGreaterThan(0);
    expect(figures.watermarks).toBeGreaterThan(3);
    expect(figures.requestedAgain).toBeGreaterThan(10);
  },
  600_000 + kills * 120_000,
);
