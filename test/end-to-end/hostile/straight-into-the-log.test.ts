/** Records that somebody else wrote straight into the embedded log, and a log behind its store: nothing ends but what must, and it says why. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import { readToEnd } from "@qorgau/infra/log/read-to-end";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { expect, test } from "vitest";
import { caseEvent } from "../../generators/events.ts";
import { seededRandom, testScale, testSeed } from "../../generators/random.ts";
import { spoiltRecord } from "../../generators/spoilt-records.ts";
import { getJson, rates } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";

/** The embedded log, whatever the suite is run on. */
const settingsOf = (directory: string) => ({ QORGAU_LOG: `file:${join(directory, "log")}` });
const records = Math.round(100 * testScale);

async function send(url: string, count: number): Promise<string> {
  const body = Array.from({ length: count }, () => JSON.stringify(caseEvent())).join("\n");
  const response = await fetch(`${url}/v1/events?results=rejected`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body,
  });
  const responseBody = (await response.json()) as { accepted: number; positions: string };
  expect(responseBody.accepted).toBe(count);
  return responseBody.positions;
}

const everything = { period: "year", per: "none", from: "1900-01-01", to: "2299-12-31", kind: "any", country: "any" };
const counted = async (url: string, atLeast: string) =>
  (await rates(url, { ...everything, atLeast })).rows.reduce((sum, { count }) => sum + count, 0);

test(
  `${records} spoilt records straight in the log: it goes on, counts what is valid, and can be made anew`,
  async () => {
    const directory = await temporaryDirectory();
    const first = await startQorgau(directory, settingsOf(directory));
    await counted(first.url, await send(first.url, 50));
    expect(await first.stop()).toBe(0);

    const random = seededRandom(testSeed);
    const log = await openEmbeddedEventLog({ directory: join(directory, "log") });
    const written = (await readToEnd(log)).filter(({ key }) => key !== "");
    for (let put = 0; put < records; put += 1) {
      const { key, value } = spoiltRecord(written[put % written.length]!, random);
      const isWrongPlace = random() < 0.1;
      // What the log itself refuses was never in it.
      await log
        .append([{ key: key ?? "", value: value ?? "", ...(isWrongPlace ? { partition: Math.floor(random() * log.partitions) } : {}) }])
        .catch((error: unknown) => expect(error).toMatchObject({ code: "append_refused" }));
    }
    const end = formatWatermark(await log.end());
    await log.close();

    const again = await startQorgau(directory, settingsOf(directory));
    const before = await counted(again.url, end);
    expect(before).toBeGreaterThanOrEqual(45);
    const after = await counted(again.url, await send(again.url, 7));
    expect(after).toBe(before + 7);
    const metrics = await (await fetch(`${again.url}/metrics`)).text();
    expect(Number(/^qorgau_aggregator_unknown_records_total (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(records / 3);
    expect(again.output()).toContain("it is passed over");
    expect(again.output()).not.toContain("850808310738");
    await fetch(`${again.url}/v1/operations/rebuild`, { method: "POST" });
    for (;;) {
      await delay(100);
      const { state } = await getJson<{ state: string }>(again.url, "/v1/operations/rebuild");
      if (state === "done") break;
      expect(state).not.toBe("failed");
    }
    expect(await counted(again.url, end)).toBe(after);
    expect(await again.stop()).toBe(0);
    await removeDirectory(directory);
  },
  300_000 + 50 * records,
);

test("a log that lost its write-ahead log: one line says so, and the program ends", async () => {
  const directory = await temporaryDirectory();
  const first = await startQorgau(directory, settingsOf(directory));
  await counted(first.url, await send(first.url, 20));
  await first.kill();
  await rm(join(directory, "log", "log.sqlite-wal"));
  const message = await startQorgau(directory, settingsOf(directory)).then(
    () => "it started",
    (error: Error) => error.message,
  );
  expect(message).toContain("were acknowledged");
  expect(message).not.toMatch(/nhandled/);

  // Whoever goes on without those records is told that the figures know of more than the log.
  await rm(join(directory, "log", "log.end"));
  const behind = await startQorgau(directory, settingsOf(directory)).then(
    async (it) => {
      await it.gone;
      return it.output();
    },
    (error: Error) => error.message,
  );
  expect(behind).toContain("records that were durable are gone");
  expect(behind).not.toMatch(/nhandled/);
  await removeDirectory(directory);
});
