/** What CI runs of `npm run soak -- --scenario store`: the store's server killed in inserts, and away, under load with corrections. */
import { afterAll, expect, test } from "vitest";
import { testScale, testSeed } from "../../generators/random.ts";
import { judgeSoak } from "../../soak/judge-soak.ts";
import { runStoreSoak } from "../../soak/run-store-soak.ts";
import { removeDirectory, temporaryDirectory } from "../program/qorgau-process.ts";

const kills = 5 * testScale;
const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

test(
  "a store that is killed in inserts, and away: events are taken, questions are told why, and all is counted once when it is back",
  async () => {
    const evidence = await runStoreSoak({ directory, kills, outageMs: 6000, seed: testSeed });
    const { breaches, ...figures } = judgeSoak(evidence);
    console.info(JSON.stringify({ seed: testSeed, ...figures }));
    expect(breaches, `seed ${testSeed}`).toEqual([]);
    expect(figures.kills).toEqual({ "the store killed in an insert": kills, "the store away for 6 s": 1 });
    expect(figures.acknowledged).toBeGreaterThan(100);
    expect(figures.watermarks).toBeGreaterThan(kills);
  },
  180_000 + kills * 60_000,
);
