/** Takes the store away from the running program, again and again, while cases are told, corrected and read; most times in an insert. */
import { setTimeout as delay } from "node:timers/promises";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import type { EngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import { startFaultyEndpoint } from "@qorgau/infra/store/testing/faulty-endpoint-fixture";
import type { FaultyEndpoint } from "@qorgau/infra/store/testing/faulty-endpoint-fixture";
import { openLogOf } from "../end-to-end/program/log-profile.ts";
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

export interface StoreSoakOptions {
  readonly directory: string;
  /** Of the store's server, by `kill -9`, each in the middle of an insert. */
  readonly kills: number;
  /** How long the store is away once, at the end of all kills. */
  readonly outageMs: number;
  readonly seed: number;
  readonly onFault?: (what: string) => void;
}

interface Faults {
  readonly server: EngineServer;
  readonly endpoint: FaultyEndpoint;
  readonly qorgau: QorgauProcess;
  readonly sender: SoakSender;
  readonly random: () => number;
  note(what: string): void;
}

/** From an insert being passed on to the kill, at most: few of the load's take longer. */
const insertMsMax = 12;
/** How long a killed server stays away, at most. */
const awayMsMax = 1500;
/** Within this the program must have caught up with all that was acknowledged. */
const recoveryMsMax = 120_000;
/** Reads are tried again for some seconds before they are given up. */
const unavailableMsMax = 15_000;

export async function runStoreSoak({ directory, kills, outageMs, seed, onFault = () => {} }: StoreSoakOptions): Promise<SoakEvidence> {
  const startedMs = Date.now();
  const random = seededRandom(seed);
  const sender = createSoakSender(correctedStream(seed), random);
  const reader = createSoakReader(random);
  const done: Record<string, number> = {};
  const note = (what: string) => {
    done[what] = (done[what] ?? 0) + 1;
    onFault(what);
  };
  await using parts = new AsyncDisposableStack();
  const server = parts.adopt(await startEngineServer(), (it) => it.close());
  const endpoint = parts.adopt(await startFaultyEndpoint(server.url), (it) => it.close());
  const qorgau = parts.adopt(await startQorgau(directory, { QORGAU_STORE: endpoint.url }), (it) => it.kill());
  await underLoad(qorgau, sender, reader, async () => {
    const faults = { server, endpoint, qorgau, sender, random, note };
    for (let kill = 0; kill < kills; kill += 1) await killedInInsert(faults);
    await away(outageMs, faults);
  });
  await askAtTheEnd(qorgau, sender, reader, () => startedMs + random() * (Date.now() - startedMs));
  const log = await openLogOf(directory);
  const whole = await wholeLogOf(log);
  await log.close();
  return { kills: done, sender, reader, log: whole };
}

async function killedInInsert(faults: Faults): Promise<void> {
  const { server, endpoint, random, note } = faults;
  do {
    await endpoint.nextInsert();
    await delay(random() * insertMsMax);
  } while (endpoint.insertsUnderWay() === 0);
  await server.kill();
  await delay(random() * awayMsMax);
  await server.start();
  await caughtUp(faults);
  note("the store killed in an insert");
}

/** Nothing answers at its address: events are taken all the same, questions are told why there is no answer, and all of it ends by itself. */
async function away(outageMs: number, faults: Faults): Promise<void> {
  const { endpoint, sender, qorgau, note } = faults;
  endpoint.weather("cut");
  const backAt = delay(outageMs);
  await saysWhy(qorgau);
  await sender.nextAcknowledged();
  await backAt;
  await saysWhy(qorgau);
  endpoint.weather("fine");
  await caughtUp(faults);
  note(`the store away for ${outageMs / 1000} s`);
}

async function saysWhy({ url, output }: QorgauProcess): Promise<void> {
  const response = await fetch(`${url}/v1/rates?by=region`, { signal: AbortSignal.timeout(unavailableMsMax) });
  const body = await response.text();
  if (response.status === 503 && response.headers.has("retry-after") && body.includes('"QG-0791"')) return;
  throw new Error(`without a store a question is answered with ${response.status} ${body}\n${output()}`);
}

/** All that was acknowledged up to now is in the answers. */
async function caughtUp({ qorgau, sender }: Faults): Promise<void> {
  const atLeast = sender.positions();
  for (const deadline = Date.now() + recoveryMsMax; Date.now() < deadline;) {
    const { status } = await fetch(`${qorgau.url}/v1/rates?${new URLSearchParams({ atLeast }).toString()}`);
    if (status === 200) return;
    if (status !== 503) throw new Error(`a question was answered with ${status}`);
  }
  throw new Error(`the answers had not caught up within ${recoveryMsMax} ms:\n${qorgau.output()}`);
}
