/**
 * How many events the HTTP ingest endpoint acknowledges in a second, beside what the same machine does with JSON.parse and the log alone.
 * Run: node services/ingest/src/http/ingest-endpoint.bench.ts [events] [rounds]. The client is this process, the ingest endpoint another; rounds
 * alternate, the median is printed. `followed`: with checkpoints of the log a second apart, whose thread is in the endpoint's process; `leaves`: with
 * the leaf of each record in its result, too. Processor time is printed beside: on a machine that others use, too, it says more.
 */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import { sampleEvent } from "./running-endpoint.ts";

const events = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 3);
const groupEvents = 500;
/** Of what passes through JSON.parse and the log: the key of a record as the ingest endpoint makes it. */
const keyOf = (text: string) => (JSON.parse(text) as { subject: string }).subject;

const lines = Array.from({ length: events }, (_, index) => JSON.stringify(sampleEvent(index, { comment: "x".repeat(28) })));
const bytesPerEvent = Math.round(Buffer.byteLength(lines.join("")) / events);

async function logAlone(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-bench-"));
  const log = await openEmbeddedEventLog({ directory });
  const begun = performance.now();
  const underWay: Promise<unknown>[] = [];
  for (let from = 0; from < events; from += groupEvents) {
    underWay.push(log.append(lines.slice(from, from + groupEvents).map((value) => ({ key: keyOf(value), value }))));
    if (underWay.length >= 4) await underWay.shift();
  }
  await Promise.all(underWay);
  const seconds = (performance.now() - begun) / 1000;
  await log.close();
  await rm(directory, { recursive: true });
  return events / seconds;
}

async function send(port: number, body: Buffer, expected: number, search = ""): Promise<void> {
  const headers = { "content-type": "application/x-ndjson", "content-length": body.length };
  const outgoing = request({ port, method: "POST", path: `/v1/events${search}`, headers }).end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  let start = "";
  for await (const chunk of incoming.setEncoding("latin1")) start ||= String(chunk);
  if (!start.startsWith(`{"accepted":${expected},"rejected":0,`)) throw new Error("not everything was accepted");
}

interface Measured {
  readonly perSecond: number;
  /** Microseconds of processor time an event; of the log alone it is not measured. */
  readonly processor: ProcessorTime | null;
}

interface ProcessorTime {
  readonly allThreads: number;
  /** Of the thread that serves callers. */
  readonly eventLoop: number;
}

async function processorUs(endpoint: ChildProcess): Promise<ProcessorTime> {
  endpoint.send("memory");
  const [{ cpu, loopCpu }] = (await once(endpoint, "message")) as [{ cpu: NodeJS.CpuUsage; loopCpu: NodeJS.CpuUsage }];
  return { allThreads: cpu.user + cpu.system, eventLoop: loopCpu.user + loopCpu.system };
}

async function throughEndpoint(connections: number, words: readonly string[] = [], search = ""): Promise<Measured> {
  const endpoint = fork(join(import.meta.dirname, "endpoint-process.ts"), [...words]);
  const [{ port }] = (await once(endpoint, "message")) as [{ port: number }];
  const share = events / connections;
  const bodies = Array.from({ length: connections }, (_, index) => Buffer.from(lines.slice(index * share, (index + 1) * share).join("\n")));
  const first = Math.min(20_000, events);
  await send(port, Buffer.from(lines.slice(0, first).join("\n")), first);
  const before = await processorUs(endpoint);
  const begun = performance.now();
  await Promise.all(bodies.map((body) => send(port, body, share, search)));
  const seconds = (performance.now() - begun) / 1000;
  const after = await processorUs(endpoint);
  endpoint.disconnect();
  await once(endpoint, "exit");
  const ofEach = (thread: keyof ProcessorTime) => (after[thread] - before[thread]) / events;
  return { perSecond: events / seconds, processor: { allThreads: ofEach("allThreads"), eventLoop: ofEach("eventLoop") } };
}

const variants: Readonly<Record<string, () => Promise<Measured>>> = {
  "JSON.parse and log alone": async () => ({ perSecond: await logAlone(), processor: null }),
  "door, 1 connection": () => throughEndpoint(1),
  "door, 4 connections": () => throughEndpoint(4),
  "door, 4, followed": () => throughEndpoint(4, ["proved"]),
  "door, 4, leaves": () => throughEndpoint(4, [], "?leaves=true"),
};
const measured = new Map(Object.keys(variants).map((name) => [name, [] as Measured[]]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, measure] of Object.entries(variants)) measured.get(name)?.push(await measure());
}
const medianOf = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
process.stdout.write(`${events} events of ${bytesPerEvent} bytes, ${rounds} rounds, events/s:\n`);
for (const [name, all] of measured) {
  const rates = all.map(({ perSecond }) => perSecond);
  const times = all.flatMap(({ processor }) => processor ?? []);
  const [loop, threads] = [medianOf(times.map((one) => one.eventLoop)), medianOf(times.map((one) => one.allThreads))];
  const used = times.length === 0 ? "" : `, µs an event: event loop ${loop.toFixed(1)}, all threads ${threads.toFixed(1)}`;
  process.stdout.write(`${name.padEnd(26)} median ${Math.round(medianOf(rates))}  (${rates.map(Math.round).join(", ")})${used}\n`);
}
