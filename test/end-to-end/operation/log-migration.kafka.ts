/** A log that moves from the embedded profile to Kafka and back takes every answer with it, to the last byte, those of the past too, and its trees. */
import { join } from "node:path";
import { proofDirectoryOf, ProofStore } from "@qorgau/infra/proof/proof-store";
import type { ConsistencyProof } from "@qorgau/schemas/log/proof-response";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startBroker } from "../../broker/start-broker.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { exposureEvent } from "../../generators/events.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { testScale, testSeed } from "../../generators/random.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";
import { untilReady } from "../program/until-ready.ts";

const rounds = 3;
const roundEvents = Math.max(300, 3000 * testScale);

const requests = [
  "/v1/rates?by=region,severity",
  "/v1/rates?by=sector,kind&kind=any&period=month&per=none",
  "/v1/rates?period=ytd&measure=fatal&per=100000_workers",
  "/v1/rates?period=quarter&by=severity",
  "/v1/rollups/annual/2024",
];

let directory: string;
let broker: Broker;
const running = new Set<QorgauProcess>();
beforeAll(async () => {
  [directory, broker] = await Promise.all([temporaryDirectory(), startBroker()]);
});
afterAll(async () => {
  await Promise.all([...running].map((one) => one.kill()));
  await broker.remove();
  await removeDirectory(directory);
});

interface Reported {
  readonly asOf: string;
  readonly bodies: readonly string[];
}
const reported: Reported[] = [];

async function bodies(url: string, asOf: string): Promise<readonly string[]> {
  return Promise.all(
    requests.map(async (countQuery) => {
      const response = await fetch(`${url}${countQuery}${countQuery.includes("?") ? "&" : "?"}asOf=${encodeURIComponent(asOf)}`);
      const body = await response.text();
      expect(response.status, body).toBe(200);
      return body;
    }),
  );
}

/** Each profile with a store of its own, made from the log. */
async function startOn(name: string, log: Record<string, string>): Promise<QorgauProcess> {
  const qorgau = await startQorgau(join(directory, name), {
    ...log,
    QORGAU_PSEUDONYM_KEY_FILE: join(directory, "first", "pseudonym.key"),
    QORGAU_CHECKPOINT_SECONDS: "1",
  });
  running.add(qorgau);
  await untilReady(qorgau.url);
  return qorgau;
}

async function stop(qorgau: QorgauProcess): Promise<void> {
  expect(await qorgau.stop()).toBe(0);
  running.delete(qorgau);
}

/** Sends a round of news; remembers what is answered as of its watermark and as of an instant behind it. */
async function reportRound({ url }: QorgauProcess, round: number): Promise<void> {
  const { events } = nationalSample(testSeed, rounds * roundEvents);
  const exposure = exposureEvent({ period: "2024", workers: 1_000_000 + round }, { subject: "X-2024", revision: round + 1 });
  const { positions } = await sendAll(url, [exposure, ...events.filter((_, place) => place % rounds === round)], 500);
  const { watermark } = await rates(url, { atLeast: positions });
  for (const asOf of [watermark, new Date().toISOString()]) reported.push({ asOf, bodies: await bodies(url, asOf) });
}

async function askAgain({ url }: QorgauProcess): Promise<void> {
  for (const { asOf, bodies: before } of reported) expect(await bodies(url, asOf), asOf).toEqual(before);
}

/** With the time at which each statement was recorded. */
async function exposureHistory({ url }: QorgauProcess): Promise<string> {
  return (await fetch(`${url}/v1/records?source=urn:test:statistics&subject=X-2024`)).text();
}

/** What was signed where the log was is what is proved where it is now. */
async function expectTreesOf(name: string, { url }: QorgauProcess): Promise<void> {
  const store = ProofStore.openToRead(proofDirectoryOf(join(directory, name)));
  const signed = store.partitions().map((partition) => store.latest(partition)!);
  store.close();
  expect(signed.length).toBeGreaterThan(0);
  for (const { partition, size, root } of signed) {
    const look = () => fetch(`${url}/v1/proofs?partition=${partition}&from=${size}`);
    await vi.waitFor(async () => expect((await look()).status).toBe(200), { timeout: 60_000, interval: 200 });
    expect(((await (await look()).json()) as ConsistencyProof).fromRoot).toBe(Buffer.from(root).toString("base64"));
  }
}

async function move(from: Record<string, string>, to: Record<string, string>, file: string): Promise<void> {
  const exported = await runCommand(["log.ts", "export", file], from);
  expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining("exported") });
  const imported = await runCommand(["log.ts", "import", file], to);
  expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining("found the same") });
  // Where something stands already, nothing is written.
  expect(await runCommand(["log.ts", "import", file], to)).toMatchObject({ code: 1, stderr: expect.stringContaining("holds records") });
}

test("every answer is the same on Kafka, and the same again back home", { timeout: 600_000 }, async () => {
  const kafka = { QORGAU_LOG: broker.url };
  const embedded = await startQorgau(join(directory, "first"));
  running.add(embedded);
  await reportRound(embedded, 0);
  await reportRound(embedded, 1);
  const history = await exposureHistory(embedded);
  expect(history).toContain("recordedAt");
  await stop(embedded);

  await move({ QORGAU_DATA: join(directory, "first") }, kafka, join(directory, "there.ndjson.gz"));
  const onKafka = await startOn("second", kafka);
  await askAgain(onKafka);
  await expectTreesOf("first", onKafka);
  expect(await exposureHistory(onKafka)).toBe(history);
  await reportRound(onKafka, 2);
  await askAgain(onKafka);
  await stop(onKafka);

  await move(kafka, { QORGAU_DATA: join(directory, "third") }, join(directory, "back.ndjson"));
  const home = await startOn("third", {});
  await askAgain(home);
  await expectTreesOf("second", home);
  await stop(home);
});
