/** A signal of the log on the real program, as it is set up by default: raised without being asked for, and kept over a kill. */
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { expect, test } from "vitest";
import { caseEvent } from "../../generators/events.ts";
import { getJson, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import { untilReady } from "../program/until-ready.ts";

const accident = (subject: string) =>
  caseEvent({ occurredAt: "2026-05-26", severity: "fatal", accident: "A-group", region: "KZ-35", sector: "B" }, { subject });
const openSignals = (url: string) => getJson<SignalsResponse>(url, "/v1/signals", { state: "open" });

test(
  "two dead of one accident are a signal within seconds, once, over a kill too; what became of it is kept",
  { timeout: 60_000 },
  async () => {
    const directory = await temporaryDirectory();
    // As a user's environment has it: nothing is said of signals.
    const settings = { QORGAU_FALSE_ALARMS: "" };
    let qorgau = await startQorgau(directory, settings);
    try {
      await sendAll(qorgau.url, [accident("A-1"), accident("A-2")]);
      await expect.poll(async () => (await openSignals(qorgau.url)).recorded.length, { timeout: 20_000 }).toBe(1);
      const { recorded } = await openSignals(qorgau.url);
      expect(recorded).toMatchObject([{ scope: "accident", detector: "group_fatality", region: "KZ-35", sector: "B", dead: 2, level: 2 }]);
      const id = recorded[0]!.id;
      await qorgau.kill();
      qorgau = await startQorgau(directory, settings);
      await untilReady(qorgau.url);
      await sendAll(qorgau.url, [accident("A-3")]);
      await expect.poll(async () => (await openSignals(qorgau.url)).recorded[0]?.states.length, { timeout: 20_000 }).toBe(2);
      expect((await openSignals(qorgau.url)).recorded).toMatchObject([
        { id, dead: 2, states: [{ id, level: 2 }, { level: 3 }], now: { dead: 3 } },
      ]);
      const acknowledged = await fetch(`${qorgau.url}/v1/signals/${id}/acknowledgements`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ revision: 1, state: "closed", verdict: "confirmed", note: "Investigated by a special commission." }),
      });
      expect(acknowledged.status, await acknowledged.clone().text()).toBe(200);
      expect((await openSignals(qorgau.url)).recorded).toEqual([]);
      expect(await getJson(qorgau.url, `/v1/signals/${id}`)).toMatchObject({
        state: "closed",
        acknowledgement: { revision: 1, verdict: "confirmed" },
      });
    } finally {
      await qorgau.stop();
      await removeDirectory(directory);
    }
  },
);
