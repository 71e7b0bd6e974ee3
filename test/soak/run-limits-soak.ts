/** Lets the store stop statements of the running program at random, reads and inserts, while cases are told, corrected and read. */
import { setTimeout as delay } from "node:timers/promises";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import { openLogOf } from "../end-to-end/program/log-profile.ts";
import { startQorgau } from "../end-to-end/program/qorgau-process.ts";
import { correctedStream } from "../generators/corrected-stream.ts";
import { seededRandom } from "../generators/random.ts";
import { askAtTheEnd } from "./ask-at-the-end.ts";
import { startLimitingEndpoint } from "./limiting-endpoint.ts";
import type { SoakEvidence } from "./run-soak.ts";
import { createSoakReader } from "./soak-reader.ts";
import { createSoakSender } from "./soak-sender.ts";
import { underLoad } from "./under-load.ts";
import { wholeLogOf } from "./whole-log.ts";

export interface LimitsSoakOptions {
  readonly directory: string;
  /** It goes on until so many statements were stopped, one in fifty of them inserts, or the time is over. */
  readonly kills: number;
  readonly timeMsMax: number;
  readonly seed: number;
  readonly onFault?: (what: string) => void;
}

/** An insert that was stopped costs the aggregator a claim, which waits for as long as the insert may still take: seldom, then. */
const limited = { reads: 0.2, writes: 0.02, secondsMax: 0.02 } as const;
const lookMs = 500;

export async function runLimitsSoak({ directory, kills, timeMsMax, seed, onFault = () => {} }: LimitsSoakOptions): Promise<SoakEvidence> {
  const startedMs = Date.now();
  const random = seededRandom(seed);
  const sender = createSoakSender(correctedStream(seed), random);
  const reader = createSoakReader(random);
  await using parts = new AsyncDisposableStack();
  const server = parts.adopt(await startEngineServer(), (it) => it.close());
  const endpoint = parts.adopt(await startLimitingEndpoint(server.url, { ...limited, random: seededRandom(seed + 1) }), (it) => it.close());
  const qorgau = parts.adopt(await startQorgau(directory, { QORGAU_STORE: endpoint.url }), (it) => it.kill());
  const isEnough = () => {
    const { reads, writes } = endpoint.stopped();
    return Date.now() - startedMs > timeMsMax || (reads + writes >= kills && writes >= kills / 50);
  };
  await underLoad(qorgau, sender, reader, async () => {
    for (let note = 0; !isEnough();) {
      await delay(lookMs);
      const { reads, writes } = endpoint.stopped();
      if (reads + writes >= note + 100) onFault(`${(note = reads + writes)} statements stopped`);
    }
    endpoint.rest();
  });
  await askAtTheEnd(qorgau, sender, reader, () => startedMs + random() * (Date.now() - startedMs));
  const log = await openLogOf(directory);
  const whole = await wholeLogOf(log);
  await log.close();
  const { reads, writes } = endpoint.stopped();
  return { kills: { "reads stopped": reads, "inserts stopped": writes }, sender, reader, log: whole };
}
