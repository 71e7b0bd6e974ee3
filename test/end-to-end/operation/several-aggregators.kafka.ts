/**
 * Several aggregators on a real broker and one store, under a load with corrections: members come and go, the one that folds is killed, and
 * paused for longer than its session. At the end what is published equals one fold of the whole log.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expectedRows, publishedRows } from "@qorgau/aggregator/testing/aggregator-fixture";
import { watermarkOf } from "@qorgau/aggregator/tables/published";
import { readPublishedCut } from "@qorgau/aggregator/tables/published";
import { lastLease } from "@qorgau/aggregator/tables/leases";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import { createLogger } from "@qorgau/infra/process/logger";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import type { EngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { includes } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startBroker } from "../../broker/start-broker.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { correctedStream } from "../../generators/corrected-stream.ts";
import { testSeed } from "../../generators/random.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const logger = createLogger({ level: "silent" });
let directory: string;
let broker: Broker;
let engine: EngineServer;
let opened: OpenedStore;
let log: EventLog;
let ingest: QorgauProcess;
let environment: Record<string, string>;
const members = new Set<QorgauProcess>();

async function joinGroup(): Promise<QorgauProcess> {
  const member = await startQorgau(join(directory, "aggregator"), environment, ["services/aggregator/src/main.ts"]);
  members.add(member);
  return member;
}

async function leave(member: QorgauProcess, how: "stop" | "kill"): Promise<void> {
  members.delete(member);
  await member[how]();
}

beforeAll(async () => {
  directory = await temporaryDirectory();
  const keyFile = join(directory, "pseudonym.key");
  await writeFile(keyFile, `${"7c".repeat(32)}\n`, { mode: 0o600 });
  [broker, engine] = await Promise.all([startBroker(), startEngineServer()]);
  environment = {
    QORGAU_LOG: broker.url,
    QORGAU_STORE: engine.url,
    QORGAU_PSEUDONYM_KEY_FILE: keyFile,
    QORGAU_KAFKA_PARTITIONS: "4",
    QORGAU_KAFKA_REPLICATION: "1",
  };
  ingest = await startQorgau(join(directory, "ingest"), environment, ["services/ingest/src/main.ts"]);
  await joinGroup();
  await joinGroup();
  opened = await openStore({ url: engine.url, logger });
  log = await openEventLog(broker.url);
});
afterAll(async () => {
  await Promise.all([...members, ...(ingest ? [ingest] : [])].map((process) => process.kill()));
  await log?.close();
  await opened?.close();
  await engine?.close();
  await broker?.remove();
  await removeDirectory(directory);
});

/** Sends small batches one after the other until it is told to end; gives how many events were acknowledged. */
function startLoad(seed: number) {
  const stream = correctedStream(seed);
  const over = new AbortController();
  const run = async () => {
    let accepted = 0;
    while (!over.signal.aborted) {
      const events = Array.from({ length: 25 }, () => stream.next().value);
      const response = await fetch(`${ingest.url}/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/cloudevents-batch+json" },
        body: JSON.stringify(events),
      });
      accepted += ((await response.json()) as { accepted: number }).accepted;
      await delay(20);
    }
    return accepted;
  };
  const running = run();
  return { end: () => (over.abort(), running) };
}

const published = async (): Promise<Watermark> => {
  const isEffective = await readPublishedCut(opened.store);
  return isEffective === null ? new Map() : watermarkOf(isEffective.cut);
};

/** Resolves once all that the log holds now is published. */
async function caughtUp(timeout = 90_000): Promise<void> {
  const end = await log.end();
  await vi.waitFor(async () => expect(includes(await published(), end)).toBe(true), { timeout, interval: 200 });
}

async function folding(): Promise<QorgauProcess> {
  const { member } = await lastLease(opened.store);
  return [...members].find(({ pid }) => member.startsWith(`process ${pid} `))!;
}

test("members come and go, are killed and paused: every acknowledged event counts once", async () => {
  const load = startLoad(testSeed);
  await caughtUp();

  // One more joins, and the one that folds leaves by itself.
  await joinGroup();
  await leave(await folding(), "stop");
  await caughtUp();
  expect(await folding()).toBeDefined();

  for (let kills = 0; kills < 2; kills += 1) {
    await leave(await folding(), "kill");
    await joinGroup();
    await caughtUp();
  }

  const paused = await folding();
  const { owner } = await lastLease(opened.store);
  process.kill(paused.pid, "SIGSTOP");
  await vi.waitFor(async () => expect((await lastLease(opened.store)).owner).not.toBe(owner), { timeout: 90_000, interval: 200 });
  await caughtUp();
  process.kill(paused.pid, "SIGCONT");
  await delay(5_000);

  expect(await load.end()).toBeGreaterThan(1_000);
  await caughtUp();
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  expect([...members].map((member) => member.output()).join("\n")).not.toContain("does not fit its journal");
}, 600_000);
