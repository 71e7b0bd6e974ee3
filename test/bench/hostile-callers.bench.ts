/**
 * How long one honest reporter waits for its acknowledgements while two hundred others do what costs most, each with a token of its own: large bodies of
 * events that are accepted, refused for many faults, nested deep, swollen by compression, or sent a byte now and then; dear questions, and cheap ones as
 * fast as they are answered; and wrong tokens. None of them waits for anything that a refusal says. They send from a thread of their own. Beside the waits
 * stand those of the same reporter alone, before.
 *
 *   node test/bench/hostile-callers.bench.ts [seconds] [callers]
 */
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { makeToken } from "@qorgau/infra/access/token";
import { changeTokensFile } from "@qorgau/infra/access/tokens-file";
import { removeDirectory, startQorgau, temporaryDirectory } from "../end-to-end/program/qorgau-process.ts";

interface Attack {
  readonly url: string;
  readonly callers: readonly { readonly source: string; readonly token: string }[];
}

const sourceOf = (caller: number) => `urn:kz:bin:${String(200_140_000_000 + caller)}`;

function event(source: string, subject: string, changed: object = {}) {
  const data = {
    occurredAt: "2026-02-03",
    kind: "accident",
    severity: "light",
    region: "KZ-35",
    employer: { bin: "200140000004" },
    ...changed,
  };
  const envelope = { specversion: "1.0", id: subject, source, type: "kz.qorgau.case.reported.v1", subject, revision: 1 };
  return JSON.stringify({ ...envelope, data });
}

const lines = (count: number, line: (place: number) => string) => Array.from({ length: count }, (_, place) => line(place)).join("\n");
const manyFaults = Object.fromEntries(Array.from({ length: 60 }, (_, place) => [`member${place}`, "x".repeat(20)]));
const nested = { comment: "[".repeat(3000) };

interface Sent {
  readonly path?: string;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly encoding?: string;
  readonly slowly?: boolean;
  readonly token?: string;
}

const dearReads = [
  "/v1/explain?period=year&from=2026-01-01&to=2026-12-31",
  "/v1/revisions?period=year&from=2026-01-01&to=2026-12-31",
  "/v1/quality",
  "/v1/claims",
  "/v1/rates?period=month&by=region,sector,severity",
  "/v1/rates?period=month&by=region&format=xlsx",
] as const;

/** A body and how it is sent, or a question. */
const kinds: readonly ((source: string) => Sent)[] = [
  (source: string) => ({ body: lines(2000, (place) => event(source, `A-${place}`)), type: "application/x-ndjson" }),
  (source: string) => ({
    body: lines(1000, (place) => event(source, `B-${place}`, { ...manyFaults, severity: "?" })),
    type: "application/x-ndjson",
  }),
  (source: string) => ({
    body: `[${Array.from({ length: 300 }, (_, place) => event(source, `C-${place}`, nested)).join(",")}]`,
    type: "application/cloudevents-batch+json",
  }),
  (source: string) => ({ body: gzipSync(lines(5_000, () => event(source, "D-1"))), type: "application/x-ndjson", encoding: "gzip" }),
  () => ({ body: "{".repeat(400), type: "application/x-ndjson", slowly: true }),
  ...dearReads.map((path) => () => ({ path })),
  () => ({ token: "qorgau_wrong", path: dearReads[0] }),
  (source: string) => ({ token: "qorgau_wrong", body: lines(2000, (place) => event(source, `E-${place}`)), type: "application/x-ndjson" }),
];

/** How the hostile callers were answered. */
const statuses = new Map<number, number>();

async function send(url: string, ofCaller: string, { path = "/v1/events", token = ofCaller, ...sent }: Sent) {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(sent.type ? { "content-type": sent.type } : {}),
    ...(sent.encoding ? { "content-encoding": sent.encoding } : {}),
  };
  const posting = request(`${url}${path}`, { method: sent.body === undefined ? "GET" : "POST", headers, agent: false });
  const ended = new Promise<void>((resolve) => {
    posting.on("response", (response) => {
      statuses.set(response.statusCode ?? 0, (statuses.get(response.statusCode ?? 0) ?? 0) + 1);
      response.resume().on("close", resolve);
    });
    posting.on("error", () => resolve());
  });
  if (sent.slowly === true) {
    for (const byte of sent.body as string) {
      if (posting.destroyed) break;
      posting.write(byte);
      await delay(100);
    }
  } else if (sent.body !== undefined) posting.write(sent.body);
  posting.end();
  await ended;
}

async function attack({ url, callers }: Attack): Promise<void> {
  // Made once, so that the time of this thread goes into sending.
  const bodiesOf = callers.map(({ source }) => kinds.map((make) => make(source)));
  setInterval(() => parentPort?.postMessage([...statuses].map(([status, count]) => `${count} times ${status}`).join(", ")), 500);
  await Promise.all(
    callers.map(async ({ token }, caller) => {
      for (let round = caller; ; round += 1) await send(url, token, bodiesOf[caller]![round % kinds.length]!);
    }),
  );
}

/** The waits of a reporter that sends one event after the other, in milliseconds, and how many were not accepted. */
async function waits(url: string, token: string, source: string, seconds: number, name: string) {
  const took: number[] = [];
  let refused = 0;
  for (const endMs = performance.now() + 1000 * seconds; performance.now() < endMs;) {
    const startedMs = performance.now();
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/cloudevents+json" };
    const response = await fetch(`${url}/v1/events`, { method: "POST", headers, body: event(source, `${name}-${took.length}`) });
    const text = await response.text();
    if (response.status !== 202 && (refused += 1) === 1) console.log(`refused: ${text}`);
    took.push(performance.now() - startedMs);
    await delay(10);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(0);
  return `${took.length} events, ${refused} not accepted; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}

/** Of the last ten seconds or so, as the program's own metrics have it. */
async function standstill(url: string, token: string): Promise<string> {
  const text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
  const msOf = (name: string) =>
    (1000 * Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds ([\\d.e-]+)`, "m").exec(text)?.[1])).toFixed(0);
  return `${msOf("p99")} ms at p99, ${msOf("max")} ms at most`;
}

const memoryOf = (pid: number) => /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];

async function main(seconds: number, count: number): Promise<void> {
  const directory = await temporaryDirectory();
  const file = join(directory, "tokens.json");
  const made = Array.from({ length: count + 1 }, (_, caller) =>
    makeToken({ grant: { send: [sourceOf(caller)], scopes: ["figures", "cases"] }, name: null }),
  );
  await changeTokensFile(file, () => made.map(({ stored }) => stored));
  const qorgau = await startQorgau(join(directory, "data"), { QORGAU_TOKENS_FILE: file });
  const [honest, ...others] = made.map(({ token }, caller) => ({ source: sourceOf(caller), token }));
  console.log(`alone: ${await waits(qorgau.url, honest!.token, honest!.source, Math.min(seconds, 10), "alone")}`);
  const attacking = new Worker(new URL(import.meta.url), { workerData: { url: qorgau.url, callers: others } satisfies Attack });
  let responded = "not at all";
  attacking.on("message", (reported: string) => (responded = reported));
  await once(attacking, "message");
  await delay(3000);
  console.log(`beside ${count} hostile callers: ${await waits(qorgau.url, honest!.token, honest!.source, seconds, "beside")}`);
  console.log(`they were answered ${responded}`);
  console.log(`the event loop stood still for ${await standstill(qorgau.url, others[0]!.token)}`);
  console.log(`the program's RSS at most ${Math.round(Number(memoryOf(qorgau.pid)) / 1024)} MiB`);
  await attacking.terminate();
  await qorgau.kill();
  await removeDirectory(directory);
}

if (isMainThread) await main(Number(process.argv[2] ?? 30), Number(process.argv[3] ?? 200));
else await attack(workerData as Attack);
