/** An embedded installation is backed up under load; a new one starts from the folder and gives the same bytes at the watermark of the back-up. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { getJson, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";

const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

const requests = [
  "/v1/rates?by=region,sector",
  "/v1/rates?period=month&by=severity&format=csv",
  "/v1/rollups/annual/2026?",
  "/v1/quality?",
  "/v1/claims?by=status",
  "/v1/records?source=urn:kz:bin:200140000004&subject=B-1",
  "/v1/explain?from=2026-01-01&to=2026-12-31&limit=100",
];

const responsesAt = (url: string, asOf: string) =>
  Promise.all(
    requests.map(async (countQuery) => {
      const response = await fetch(`${url}${countQuery}&asOf=${asOf}`);
      return [countQuery, response.status, await response.text()];
    }),
  );

test("a back-up under load starts as a new installation with the same answers", { timeout: 240_000 }, async () => {
  const running = await startQorgau(join(directory, "running"), { QORGAU_LOG: `file:${join(directory, "running", "log")}` });
  await sendAll(running.url, [
    caseEvent({ worker: { iin: "850808310738" } }, { subject: "B-1" }),
    exposureEvent({ period: "2026", region: "KZ-35", sector: "B", workers: 34000, status: "provisional" }),
  ]);
  let sent = 0;
  const over = new AbortController();
  const load = (async () => {
    for (; !over.signal.aborted; sent += 50) {
      await sendAll(
        running.url,
        Array.from({ length: 50 }, (_, index) =>
          caseEvent({ severity: index % 2 === 0 ? "severe" : "light" }, { subject: `L-${sent + index}` }),
        ),
      );
    }
  })();
  await expect.poll(() => sent, { timeout: 60_000 }).toBeGreaterThan(200);
  const before = sent;
  const folder = join(directory, "copy");
  const settings = { QORGAU_DATA: join(directory, "running"), QORGAU_LOG: `file:${join(directory, "running", "log")}` };
  const outcome = await runCommand(["log.ts", "backup", folder], settings);
  expect(outcome).toMatchObject({ code: 0 });
  over.abort();
  await load;
  expect(sent).toBeGreaterThan(before);
  const watermark = /records up to ([\d:,]+): copied/.exec(outcome.stdout)?.[1] ?? "";
  expect((await stat(join(folder, "pseudonym.key"))).mode & 0o077).toBe(0);
  await getJson(running.url, "/v1/rates", { atLeast: watermark });
  const expected = await responsesAt(running.url, watermark);
  expect(expected.map(([, status]) => status)).toEqual(requests.map(() => 200));
  await running.stop();

  const copy = await startQorgau(folder, { QORGAU_LOG: `file:${join(folder, "log")}` });
  await expect.poll(async () => (await fetch(`${copy.url}/readyz`)).status, { timeout: 60_000 }).toBe(200);
  expect((await getJson<{ end: string }>(copy.url, "/v1/status")).end).toBe(watermark);
  expect(await responsesAt(copy.url, watermark)).toEqual(expected);
  // It goes on: the same worker is the same person there.
  await sendAll(copy.url, [caseEvent({ worker: { iin: "850808310738" } }, { subject: "B-2" })]);
  expect(await copy.stop()).toBe(0);

  const again = await runCommand(["log.ts", "backup", folder], settings);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("choose another folder") as string });
});
