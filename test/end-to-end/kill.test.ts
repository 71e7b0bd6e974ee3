/** Invariants 1 and 2: what was acknowledged before a kill -9 of the whole process is in the answer after it, once. */
import { afterAll, expect, test } from "vitest";
import { caseEvent } from "../generators/events.ts";
import { seededRandom, testScale, testSeed } from "../generators/random.ts";
import { mergePositions, rates, sendBatch } from "./client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "./qorgau-process.ts";

const kills = 50 * testScale;
const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

/** Sends batches over four connections until the process dies; gives what was acknowledged. Each event counts in the region it was sent with. */
async function loadUntilKilled(url: string, dead: () => boolean, sent: { count: number }) {
  const acknowledged = { count: 0, positions: "" };
  const caller = async () => {
    while (!dead()) {
      const events = Array.from({ length: 1 + (sent.count % 20) }, () => caseEvent({ region: "KZ-35" }));
      sent.count += events.length;
      try {
        const answer = await sendBatch(url, events);
        acknowledged.count += answer.accepted;
        acknowledged.positions = mergePositions(acknowledged.positions, answer.positions ?? "");
      } catch (error) {
        if (!dead()) throw error;
      }
    }
  };
  await Promise.all([caller(), caller(), caller(), caller()]);
  return acknowledged;
}

test(
  `${kills} kills under load: nothing acknowledged is lost, nothing is counted twice`,
  async () => {
    const random = seededRandom(testSeed);
    const sent = { count: 0 };
    let acknowledged = 0;
    let positions = "";
    for (let kill = 0; kill < kills; kill += 1) {
      const qorgau = await startQorgau(directory, { QORGAU_LOG_LEVEL: "info" });
      let dead = false;
      const load = loadUntilKilled(qorgau.url, () => dead, sent);
      await new Promise((resolve) => setTimeout(resolve, 50 + random() * 600));
      dead = true;
      await qorgau.kill();
      const round = await load;
      acknowledged += round.count;
      positions = mergePositions(positions, round.positions);
    }
    const qorgau = await startQorgau(directory);
    const status = (await (await fetch(`${qorgau.url}/v1/status`)).json()) as { end: string };
    const answer = await rates(qorgau.url, { per: "none", atLeast: mergePositions(positions, status.end) });
    const counted = answer.rows.reduce((sum, row) => sum + row.count, 0);
    // Sent but not acknowledged may have become durable all the same; counted twice would exceed what was sent.
    expect(counted, `seed ${testSeed}`).toBeGreaterThanOrEqual(acknowledged);
    expect(counted, `seed ${testSeed}`).toBeLessThanOrEqual(sent.count);
    expect(counted).toBe(recordsIn(answer.watermark));
    expect(acknowledged).toBeGreaterThan(kills);
    console.info(`${kills} kills: ${sent.count} sent, ${acknowledged} acknowledged, ${counted} counted`);
    expect(await qorgau.stop()).toBe(0);
  },
  kills * 10_000,
);

/** Every record of the log is a case of its own here, so the count must equal the length of the log. */
function recordsIn(watermark: string): number {
  return watermark.split(",").reduce((sum, pair) => sum + Number(pair.split(":")[1]) + 1, 0);
}
