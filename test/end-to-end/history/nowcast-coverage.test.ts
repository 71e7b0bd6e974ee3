/** How often nowcasts held, on the real program, of a log that was brought in with the stamps of its time: METHODS, section 1. */
import type { NowcastResponse } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { expect, test } from "vitest";
import type { SentOn } from "../../generators/claims-history.ts";
import { caseEvent } from "../../generators/events.ts";
import { seededRandom } from "../../generators/random.ts";
import { bringHistory } from "../program/bring-history.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";

const months = 90;
const mean = 15;
/** Of what is not reported yet so much comes in each month. */
const share = 0.7;

/** The day of a month so many before this one. */
function dayOf(monthsBefore: number, day: number): string {
  const today = new Date();
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - monthsBefore, day)).toISOString().slice(0, 10);
}

/** Accidents of every month, each reported in the month of its delay; before this month all of it. */
function history(random: () => number): SentOn[] {
  const sent = new Map<number, object[]>();
  for (let month = months; month > 0; month -= 1) {
    for (let time = -Math.log(1 - random()); time < mean; time -= Math.log(1 - random())) {
      const delay = Math.floor(Math.log(1 - random()) / Math.log(1 - share));
      const reported = month - delay;
      if (reported > 0) sent.set(reported, [...(sent.get(reported) ?? []), caseEvent({ occurredAt: dayOf(month, 10) })]);
    }
  }
  return [...sent].toSorted(([a], [b]) => b - a).map(([monthsBefore, events]) => ({ day: dayOf(monthsBefore, 20), events }));
}

test(
  "over 24 cuts of a log that was brought in the limits hold nine of ten, and nineteen of twenty are within the doubt",
  { timeout: 120_000 },
  async () => {
    const directory = await temporaryDirectory();
    await bringHistory(directory, history(seededRandom(1)));
    const qorgau = await startQorgau(directory);
    try {
      const { positions } = await sendAll(qorgau.url, [caseEvent({ occurredAt: new Date().toISOString().slice(0, 10) })]);
      await rates(qorgau.url, { atLeast: positions });
      const { cells, rows } = await getJson<NowcastResponse>(qorgau.url, "/v1/nowcast", { triangle: "true" });
      const [{ coverage, leftOut, delaysFrom, widened, triangle }] = cells as [NowcastResponse["cells"][number]];
      expect([leftOut, delaysFrom, widened]).toEqual([0, "cell", null]);
      expect([coverage.cuts, coverage.of]).toEqual([24, 96]);
      expect(coverage.share).toBeGreaterThanOrEqual(0.9);
      expect(coverage.upper).toBeGreaterThanOrEqual(0.95);
      // Stamps of the day of the import would know all at once.
      expect(rows.at(-1)!.share).toBeLessThan(0.8);
      expect(triangle!.at(-1)!.cumulated).toEqual([rows.at(-1)!.reported]);
    } finally {
      await qorgau.stop();
      await removeDirectory(directory);
    }
  },
);
