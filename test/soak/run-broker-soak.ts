/**
 * Kills, restarts and pauses the brokers of a cluster of three under the running program, then kills all of them at once, while cases
 * are told, corrected and read.
 */
import { setTimeout as delay } from "node:timers/promises";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import type { BrokerNode } from "../broker/broker-node.ts";
import { startBroker } from "../broker/start-broker.ts";
import type { Broker } from "../broker/start-broker.ts";
import { startQorgau } from "../end-to-end/program/qorgau-process.ts";
import type { QorgauProcess } from "../end-to-end/program/qorgau-process.ts";
import { correctedStream } from "../generators/corrected-stream.ts";
import { seededRandom } from "../generators/random.ts";
import { askAtTheEnd } from "./ask-at-the-end.ts";
import type { SoakEvidence } from "./run-soak.ts";
import { createSoakReader } from "./soak-reader.ts";
import { createSoakSender } from "./soak-sender.ts";
import type { SoakSender } from "./soak-sender.ts";
import { underLoad } from "./under-load.ts";
import { wholeLogOf } from "./whole-log.ts";

export interface BrokerSoakOptions {
  readonly directory: string;
  /** Brokers, by `kill -9`. */
  readonly kills: number;
  /** How long each broker in turn hangs, each leading some of the partitions; and how long all are away. */
  readonly pauseMs: number;
  readonly seed: number;
  readonly onFault?: (what: string) => void;
}

interface Faults {
  readonly qorgau: QorgauProcess;
  readonly sender: SoakSender;
  readonly random: () => number;
  note(what: string): void;
}

/** How long a killed broker stays away, at most. */
const awayMsMax = 4000;
/** The queue of the log's engine, twice over. */
const grownBytesMax = 128 * 1024 * 1024;
/** Within this the program must have found what is left of the cluster. */
const recoveryMsMax = 120_000;

export async function runBrokerSoak({ directory, kills, pauseMs, seed, onFault = () => {} }: BrokerSoakOptions): Promise<SoakEvidence> {
  const startedMs = Date.now();
  const random = seededRandom(seed);
  const sender = createSoakSender(correctedStream(seed), random);
  const reader = createSoakReader(random);
  const done: Record<string, number> = {};
  const note = (what: string) => {
    done[what] = (done[what] ?? 0) + 1;
    onFault(`${what}; so far the figures stood still for at most ${reader.longestStandstillMs()} ms`);
  };
  await using broker = await startBroker({ nodes: 3 });
  const qorgau = await startQorgau(directory, { QORGAU_LOG: broker.url });
  try {
    await underLoad(qorgau, sender, reader, async () => {
      const faults = { qorgau, sender, random, note };
      for (let kill = 0; kill < kills; kill += 1) await killed(broker.nodes[Math.floor(random() * broker.nodes.length)]!, faults);
      for (const node of broker.nodes) await restarted(node, faults);
      for (const node of broker.nodes) await paused(node, pauseMs, faults);
      await allAway(broker, pauseMs, faults);
    });
    await askAtTheEnd(qorgau, sender, reader, () => startedMs + random() * (Date.now() - startedMs));
  } finally {
    await qorgau.kill();
  }
  const log = await openEventLog(broker.url);
  const whole = await wholeLogOf(log);
  await log.close();
  return { kills: done, sender, reader, log: whole };
}

async function killed(node: BrokerNode, faults: Faults): Promise<void> {
  await node.kill();
  await Promise.all([recovered(faults, `node ${node.id} was killed`), delay(faults.random() * awayMsMax)]);
  await node.start();
  await recovered(faults, `node ${node.id} came back`);
  faults.note("brokers killed");
}

async function restarted(node: BrokerNode, faults: Faults): Promise<void> {
  await node.stop();
  await recovered(faults, `node ${node.id} was stopped`);
  await node.start();
  await recovered(faults, `node ${node.id} came back`);
  faults.note("brokers restarted");
}

async function paused(node: BrokerNode, pauseMs: number, faults: Faults): Promise<void> {
  await node.pause();
  await Promise.all([recovered(faults, `node ${node.id} was paused`), delay(pauseMs)]);
  await node.resume();
  await recovered(faults, `node ${node.id} went on`);
  faults.note("brokers paused");
}

/** The ingest endpoint says so, and when to come again; its memory stays within bounds; nobody has to start it again. */
async function allAway(broker: Broker, awayMs: number, faults: Faults): Promise<void> {
  const before = await residentBytes(faults.qorgau.url);
  await Promise.all(broker.nodes.map((node) => node.kill()));
  await delay(awayMs);
  const response = await fetch(`${faults.qorgau.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: JSON.stringify(correctedStream(0).next().value),
  });
  const note = `${response.status} Retry-After ${response.headers.get("retry-after")}`;
  if (response.status !== 503 || !(Number(response.headers.get("retry-after")) > 0)) {
    throw new Error(`without a broker the door answered ${note}: ${await response.text()}`);
  }
  const grown = (await residentBytes(faults.qorgau.url)) - before;
  if (grown > grownBytesMax) throw new Error(`while no broker was there, the memory of the program grew by ${grown} bytes`);
  await Promise.all(broker.nodes.map((node) => node.start()));
  await recovered(faults, "all nodes came back");
  faults.note("cluster away");
}

async function residentBytes(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
}

async function recovered({ sender, qorgau }: Faults, after: string): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const tooLate = () => reject(new Error(`nothing was acknowledged within ${recoveryMsMax} ms after ${after}:\n${qorgau.output()}`));
  const timer = setTimeout(tooLate, recoveryMsMax);
  await Promise.race([sender.nextAcknowledged(), promise]).finally(() => clearTimeout(timer));
}
