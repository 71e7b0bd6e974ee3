/**
 * How many events the HTTP ingest endpoint acknowledges in a second, beside what the same machine does with JSON.parse and the log alone.
 * Run: node services/ingest/src/http/ingest-endpoint.bench.ts. The client is this process, the ingest endpoint another; rounds alternate, the
 * median is printed.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import { sampleEvent } from "./running-endpoint.ts";

const events = 100_000;
const rounds = 3;
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

async function send(port: number, body: Buffer, expected: number): Promise<void> {
  const headers = { "content-type": "application/x-ndjson", "content-length": body.length };
  const outgoing = request({ port, method: "POST", path: "/v1/events", headers }).end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  let start = "";
  for await (const chunk of incoming.setEncoding("latin1")) start ||= String(chunk);
  if (!start.startsWith(`{"accepted":${expected},"rejected":0,`)) throw new Error("not everything was accepted");
}

async function throughEndpoint(connections: number): Promise<number> {
  const endpoint = fork(join(import.meta.dirname, "endpoint-process.ts"));
  const [{ port }] = (await once(endpoint, "message")) as [{ port: number }];
  const share = events / connections;
  const bodies = Array.from({ length: connections }, (_, index) => Buffer.from(lines.slice(index * share, (index + 1) * share).join("\n")));
  await send(port, Buffer.from(lines.slice(0, 20_000).join("\n")), 20_000);
  const begun = performance.now();
  await Promise.all(bodies.map((body) => send(port, body, share)));
  const seconds = (performance.now() - begun) / 1000;
  endpoint.disconnect();
  await once(endpoint, "exit");
  return events / seconds;
}

const measured = {
  "JSON.parse and log alone": [] as number[],
  "door, 1 connection": [] as number[],
  "door, 4 connections": [] as number[],
};
for (let round = 0; round < rounds; round += 1) {
  measured["JSON.parse and log alone"].push(await logAlone());
  measured["door, 1 connection"].push(await throughEndpoint(1));
  measured["door, 4 connections"].push(await throughEndpoint(4));
}
process.stdout.write(`${events} events of ${bytesPerEvent} bytes, ${rounds} rounds, events/s:\n`);
for (const [name, rates] of Object.entries(measured)) {
  const [median = 0] = rates.toSorted((a, b) => a - b).slice(Math.floor(rates.length / 2));
  process.stdout.write(`${name.padEnd(26)} median ${Math.round(median)}  (${rates.map(Math.round).join(", ")})\n`);
}
