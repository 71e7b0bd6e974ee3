/**
 * The follower's thread: hashing takes no time of the event loop that serves callers. It passes over the log again and again, and once more when it is
 * told to end. Started by `start-proof.ts`.
 */
import { once } from "node:events";
import { constants, setPriority } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { isKafkaUrl } from "../kafka/kafka-server.ts";
import { openEmbeddedRecordSource } from "../log/embedded/embedded-record-source.ts";
import { openEventLog } from "../log/open-event-log.ts";
import { recordSourceOf } from "../log/record-source.ts";
import type { RecordSource } from "../log/record-source.ts";
import type { LogSettings } from "../settings/log-settings.ts";
import type { SigningSettings } from "../settings/signing-settings.ts";
import { LogFollower } from "./follow-log.ts";
import { ProofError } from "./proof-error.ts";
import { ProofStore } from "./proof-store.ts";
import { openSigner } from "./signer.ts";

export interface ProofThreadData extends LogSettings, SigningSettings {
  /** Of the tiles and checkpoints. */
  readonly directory: string;
}

/** What the thread reports after each pass. */
export type PassReport =
  | { readonly uncovered: number }
  | { readonly failure: string; /** Nothing more is signed. */ readonly differs: boolean };

const port = parentPort;
if (port === null) throw new Error("proof-thread.ts runs as a worker thread only");
const data = workerData as ProofThreadData;
// On Linux the priority is that of this thread alone: what serves callers goes first wherever the two meet on a processor.
if (process.platform === "linux") setPriority(0, constants.priority.PRIORITY_LOW);
const ending = new AbortController();
void once(port, "message").then(() => ending.abort());

const store = ProofStore.open(data.directory);
/** Opened by a pass, so that a cluster that is away at the start is asked again by the next one. */
interface Following {
  readonly source: RecordSource;
  readonly follower: LogFollower;
}
const opened: { following?: Following } = {};

for (let isLast = false; ; isLast = ending.signal.aborted) {
  const report = await pass();
  port.postMessage(report);
  if (isLast || ("differs" in report && report.differs)) break;
  // Where there is more, it goes on at once.
  if ("uncovered" in report && report.uncovered > 0 && !ending.signal.aborted) continue;
  await delay(data.checkpointSeconds * 1000, undefined, { signal: ending.signal }).catch(() => undefined);
}
await opened.following?.source.close();
store.close();
port.close();

async function pass(): Promise<PassReport> {
  try {
    opened.following ??= await follow();
    return { uncovered: await opened.following.follower.pass() };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { failure, differs: error instanceof ProofError && error.code === "proof_differs" };
  }
}

async function follow(): Promise<Following> {
  const signer = openSigner(data);
  if (signer === null) throw new Error("the follower has no key");
  const { logUrl, logName } = data;
  const source = isKafkaUrl(logUrl)
    ? recordSourceOf(await openEventLog(logUrl, data))
    : openEmbeddedRecordSource(logUrl.replace(/^file:/, ""));
  return { source, follower: new LogFollower({ source, store, signer, logName }) };
}
