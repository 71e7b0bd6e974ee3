/**
 * Kills the processes of the services at random, two of each on one broker and one store, while cases are told at any ingest endpoint, corrected, and
 * read from any API; and now and then the aggregator that folds stands still for longer than its session.
 */
import { setTimeout as delay } from "node:timers/promises";
import { lastLease } from "@qorgau/aggregator/tables/leases";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import { createLogger } from "@qorgau/infra/process/logger";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import { openStore } from "@qorgau/infra/store/open-store";
import type { Store } from "@qorgau/infra/store/store";
import { startBroker } from "../broker/start-broker.ts";
import { correctedStream } from "../generators/corrected-stream.ts";
import { seededRandom } from "../generators/random.ts";
import { askEverything } from "./ask-at-the-end.ts";
import type { SoakEvidence } from "./run-soak.ts";
import { pauseProcess, startServiceProcesses } from "./service-processes.ts";
import type { ServiceProcess, ServiceProcesses } from "./service-processes.ts";
import { createSoakReader } from "./soak-reader.ts";
import { createSoakSender } from "./soak-sender.ts";
import type { SoakSender } from "./soak-sender.ts";
import { underLoad } from "./under-load.ts";
import { wholeLogOf } from "./whole-log.ts";

export interface ProcessSoakOptions {
  readonly directory: string;
  readonly kills: number;
  /** How long an aggregator stands still: its session is 10 s. */
  readonly pauseMs: number;
  readonly seed: number;
  readonly nodes?: 1 | 3;
  readonly onFault?: (what: string) => void;
}

interface Faults {
  readonly processes: ServiceProcesses;
  readonly store: Store;
  readonly sender: SoakSender;
  readonly random: () => number;
  note(what: string): void;
}

/** From a kill to the start of the next life, and from that to the next kill, at most; a life begins within a second or two. */
const awayMsMax = 1500;
const betweenMsMax = 2500;
/** Kills that fall on what the ones before have left; then all must come back and catch up. */
const killsInRow = 5;
/** A pause with every so many rows. */
const rowsPerPause = 4;
/** Within this the figures must have caught up with all that was acknowledged: a session must end, and a lease be acquired, perhaps twice. */
const recoveryMsMax = 180_000;

export async function runProcessSoak(options: ProcessSoakOptions): Promise<SoakEvidence> {
  const { directory, seed, nodes = 1, onFault = () => {} } = options;
  const startedMs = Date.now();
  const random = seededRandom(seed);
  // Apart from the load, whose draws come in whatever order the answers do.
  const ofFaults = seededRandom(seed + 1);
  const sender = createSoakSender(correctedStream(seed), random);
  const reader = createSoakReader(random);
  const done: Record<string, number> = {};
  const note = (what: string) => {
    done[what] = (done[what] ?? 0) + 1;
    onFault(what);
  };
  await using parts = new AsyncDisposableStack();
  const broker = parts.use(await startBroker({ nodes }));
  const engine = parts.adopt(await startEngineServer(), (it) => it.close());
  const opened = parts.adopt(await openStore({ url: engine.url, logger: createLogger({ level: "silent" }) }), (it) => it.close());
  const processes = parts.use(await startServiceProcesses({ directory, logUrl: broker.url, storeUrl: engine.url, random }));
  await underLoad(processes.places, sender, reader, () =>
    inflict(options, { processes, store: opened.store, sender, random: ofFaults, note }),
  );
  await askEverything(processes.places, sender, reader, () => startedMs + random() * (Date.now() - startedMs));
  await processes.stop();
  const log = parts.adopt(await openEventLog(broker.url), (it) => it.close());
  return { kills: done, sender, reader, log: await wholeLogOf(log) };
}

async function inflict({ kills, pauseMs }: ProcessSoakOptions, faults: Faults): Promise<void> {
  for (let [killed, row] = [0, 0]; killed < kills; row += 1) {
    const inRow = Math.min(killsInRow, kills - killed);
    await killInRow(inRow, row % rowsPerPause === 1 ? pauseMs : 0, faults);
    killed += inRow;
    await caughtUp(faults);
  }
}

/** Several may be away at once. Where the one that folds is to stand still, it does so beside the kills. */
async function killInRow(kills: number, pauseMs: number, faults: Faults): Promise<void> {
  const { processes, random, note } = faults;
  const under: Promise<void>[] = [];
  const pausedMember = pauseMs > 0 ? await folding(faults) : null;
  if (pausedMember !== null) under.push(pauseProcess(pausedMember, pauseMs).then(() => note("aggregators paused")));
  const lives: Promise<void>[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const active = processes.all.filter((one) => one !== pausedMember && one.life() !== null);
    const victim = active[Math.floor(random() * active.length)];
    if (victim !== undefined) {
      await victim.kill();
      note(`${victim.service} killed`);
      lives.push(delay(random() * awayMsMax).then(() => victim.start()));
    }
    await Promise.race([delay(random() * betweenMsMax), failureOf(lives)]);
  }
  await Promise.all([...lives, ...under]);
}

/** A life that does not begin is told at once. */
const failureOf = (lives: readonly Promise<void>[]) => Promise.all(lives).then(() => new Promise<never>(() => {}));

/** Null where it was killed and nobody has taken its place yet. */
async function folding({ processes, store }: Faults): Promise<ServiceProcess | null> {
  const { member } = await lastLease(store);
  return processes.all.find(({ life }) => member.startsWith(`process ${life()?.pid} `)) ?? null;
}

/** All that was acknowledged up to now is in the answers of every API, and something is acknowledged again. */
async function caughtUp({ processes, sender }: Faults): Promise<void> {
  await sender.nextAcknowledged();
  const search = new URLSearchParams({ atLeast: sender.positions() }).toString();
  const deadline = Date.now() + recoveryMsMax;
  for (const { url } of processes.all.filter(({ service }) => service === "api")) {
    for (let status = 0; status !== 200;) {
      if (Date.now() > deadline) throw new Error(`the answers had not caught up within ${recoveryMsMax} ms:\n${outputOf(processes)}`);
      ({ status } = await fetch(`${url}/v1/rates?${search}`));
      if (status !== 200 && status !== 503) throw new Error(`a question was answered with ${status}`);
    }
  }
}

function outputOf({ all }: ServiceProcesses): string {
  return all.map(({ name, life }) => `--- ${name}\n${life()?.output().slice(-3000) ?? "gone"}`).join("\n");
}
