/**
 * Invariants 1 to 5 under `kill -9`: what CI runs of `npm run soak`. What was acknowledged before a kill is in the answers after it,
 * once, in its place; and no answer that was read meanwhile was of half a correction.
 */
import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { testScale, testSeed } from "../../generators/random.ts";
import { judgeSoak } from "../../soak/judge-soak.ts";
import { runSoak } from "../../soak/run-soak.ts";
import type { SoakEvidence } from "../../soak/run-soak.ts";
import { logKind } from "../program/log-profile.ts";
import { removeDirectory, temporaryDirectory } from "../program/qorgau-process.ts";

const kills = 24 * testScale;
const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

/** On Kafka a program that was killed is missed, and its lease taken, within half a minute: those kills are `soak/processes.kafka.ts`. */
describe.skipIf(logKind === "kafka")(`${kills} kills of the embedded profile under load with corrections`, () => {
  let evidence: SoakEvidence;

  test(
    "nothing is lost, nothing is counted twice or in a wrong place, no read sees half a correction",
    async () => {
      evidence = await runSoak({ directory, kills, seed: testSeed });
      const { breaches, ...figures } = judgeSoak(evidence);
      console.info(JSON.stringify({ seed: testSeed, ...figures }));
      expect(breaches, `seed ${testSeed}`).toEqual([]);
      expect(Object.keys(figures.kills).toSorted()).toEqual([
        "after step 1",
        "after step 2",
        "after step 3",
        "after step 4",
        "after step 5",
        "after step 6",
        "after step 7",
        "at random instants",
      ]);
      expect(figures.acknowledged).toBeGreaterThan(kills);
      expect(figures.watermarks).toBeGreaterThan(kills / 2);
      expect(figures.requestedAgain).toBeGreaterThan(kills / 2);
    },
    kills * 40_000,
  );

  test("a lost record, a second count, a wrong place and half a correction would each be seen", () => {
    const { log, reader, sender } = evidence;
    const breachesWith = (change: Partial<SoakEvidence>) => judgeSoak({ ...evidence, ...change }).breaches.length;
    const seenWith = (change: (counts: Record<string, number>) => Record<string, number>) =>
      breachesWith({
        reader: { ...reader, seen: reader.seen.map((one, place) => (place === seen ? { ...one, counts: change(one.counts) } : one)) },
      });
    const seen = reader.seen.findLastIndex(
      ({ counts, countQuery }) => countQuery?.by.includes("severity") && Object.keys(counts).length > 2,
    );
    const [first, second] = Object.keys(reader.seen[seen]!.counts) as [string, string];

    expect(breachesWith({ sender: { ...sender, acknowledged: new Set([...sender.acknowledged, "never told"]) } })).toBe(1);
    // With its repetitions: one of them alone is missed by nobody.
    const [lost] = sender.acknowledged;
    const others = log.statements.filter(({ statement }) => statement.id !== lost);
    expect(others.length).toBeLessThan(log.statements.length);
    expect(breachesWith({ log: { ...log, statements: others } })).toBeGreaterThan(0);
    expect(seenWith((counts) => ({ ...counts, [first]: counts[first]! + 1 }))).toBe(1);
    expect(seenWith((counts) => ({ ...counts, [first]: counts[first]! - 1, [second]: counts[second]! + 1 }))).toBe(2);
    // The counts of one cut under the watermark of another, of those between which a count moved.
    const other = reader.seen.find(
      ({ counts, countQuery }) => countQuery === reader.seen[seen]!.countQuery && !isDeepStrictEqual(counts, reader.seen[seen]!.counts),
    );
    expect(seenWith(() => other!.counts)).toBeGreaterThan(0);
  });
});
