/**
 * How many events the ingest endpoint acknowledges in a second once they are durable, beside what the same machine does with `JSON.parse` and the log
 * alone, and beside the same over HTTP without judgement. The callers are in this process, the endpoint in one of its own; variants alternate.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import { acksTopic, ensureTopics, inboundTopicRules } from "@qorgau/infra/kafka/topics";
import { readingOf } from "@qorgau/infra/kafka/read-topic";
import { sampleEvent } from "../../../services/ingest/src/http/running-endpoint.ts";
import { ingestPlace } from "../../../services/ingest/src/kafka/kafka-ingest-fixture.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { alternate } from "../bench-result.ts";
import type { BenchRun } from "../bench-run.ts";
import { withDirectory } from "../bench-run.ts";
import { appendLines } from "./append-lines.ts";

const section = "Ingest";
const endpointProgram = join(import.meta.dirname, "..", "..", "..", "services", "ingest", "src", "http", "endpoint-process.ts");
const appendProgram = join(import.meta.dirname, "append-process.ts");

type Form = "application/cloudevents+json" | "application/cloudevents-batch+json" | "application/x-ndjson";

interface Workload {
  readonly name: string;
  readonly form: Form;
  readonly callers: number;
  /** Events of a request; absent: a caller sends its part in one. */
  readonly batch?: number;
  /** The part of the events that is sent. */
  readonly share: number;
  /** Words for the process of the endpoint. */
  readonly words?: readonly string[];
  readonly search?: string;
  readonly hasGoal?: boolean;
}

const batches = "application/cloudevents-batch+json";
const workloads: readonly Workload[] = [
  { name: "one event a request, 1 caller", form: "application/cloudevents+json", callers: 1, batch: 1, share: 0.02 },
  { name: "one event a request, 64 callers", form: "application/cloudevents+json", callers: 64, batch: 1, share: 0.1 },
  { name: "batches of 500, 1 caller", form: batches, callers: 1, batch: 500, share: 1 },
  { name: "batches of 500, 4 callers", form: batches, callers: 4, batch: 500, share: 1, hasGoal: true },
  { name: "batches of 500, 64 callers", form: batches, callers: 64, batch: 500, share: 1 },
  { name: "NDJSON, 4 callers", form: "application/x-ndjson", callers: 4, share: 1, hasGoal: true },
  { name: "NDJSON, 4 callers, with checkpoints of the log", form: "application/x-ndjson", callers: 4, share: 1, words: ["proved"] },
  { name: "NDJSON, 4 callers, a leaf in each result", form: "application/x-ndjson", callers: 4, share: 1, search: "?leaves=true" },
];

const linesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => JSON.stringify(sampleEvent(index, { comment: "x".repeat(28) })));

function bodyOf(lines: readonly string[], form: Form): Buffer {
  return Buffer.from(form === batches ? `[${lines.join(",")}]` : lines.join("\n"));
}

async function send(port: number, agent: Agent, { body, form, search = "" }: { body: Buffer; form: Form; search?: string }): Promise<void> {
  const headers = { "content-type": form, "content-length": body.length };
  const outgoing = request({ port, agent, method: "POST", path: `/v1/events${search}`, headers }).end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  let start = "";
  for await (const chunk of incoming.setEncoding("latin1")) start ||= String(chunk);
  if (![200, 202].includes(incoming.statusCode ?? 0) || /"(rejected|retry)":[1-9]/.test(start)) {
    throw new Error(`not everything was accepted: ${start.slice(0, 300)}`);
  }
}

/** Events a second, once the process has taken as many before. */
async function throughHttp(program: string, lines: readonly string[], load: Omit<Workload, "name" | "share">): Promise<number> {
  const { form, callers, batch, words = [], search } = load;
  const child = fork(program, [...words]);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const perCaller = Math.ceil(lines.length / callers);
  const bodies = Array.from({ length: callers }, (_, caller) => {
    const own = lines.slice(caller * perCaller, (caller + 1) * perCaller);
    const size = batch ?? perCaller;
    return Array.from({ length: Math.ceil(own.length / size) }, (_, place) => bodyOf(own.slice(place * size, (place + 1) * size), form));
  });
  const sendAll = () =>
    Promise.all(
      bodies.map(async (own) => {
        for (const body of own) await send(port, agent, { body, form, ...(search === undefined ? {} : { search }) });
      }),
    );
  await sendAll();
  const startedMs = performance.now();
  await sendAll();
  const seconds = (performance.now() - startedMs) / 1000;
  agent.destroy();
  child.disconnect();
  await once(child, "exit");
  return lines.length / seconds;
}

function logAlone(run: BenchRun, lines: readonly string[]): Promise<number> {
  return withDirectory(run, async (directory) => {
    const log = await openEmbeddedEventLog({ directory: join(directory, "log") });
    await appendLines(log, lines);
    const startedMs = performance.now();
    await appendLines(log, lines);
    const seconds = (performance.now() - startedMs) / 1000;
    await log.close();
    return lines.length / seconds;
  });
}

const alone = "JSON.parse and append alone";
const unjudged = "NDJSON, 4 callers, without judgement";

async function measureHttp(run: BenchRun): Promise<void> {
  const lines = linesOf(run.scale.ingestEvents);
  const samples = await alternate(run.scale.rounds, {
    [alone]: () => logAlone(run, lines),
    [unjudged]: () => throughHttp(appendProgram, lines, { form: "application/x-ndjson", callers: 4 }),
    ...Object.fromEntries(
      workloads.map(({ name, share, ...load }) => [
        name,
        () => throughHttp(endpointProgram, lines.slice(0, Math.max(load.callers, Math.round(share * lines.length))), load),
      ]),
    ),
  });
  const beside = { name: alone, samples: samples.get(alone)! };
  const ofEvents = { section, unit: "events/s" };
  for (const name of [unjudged, ...workloads.map((one) => one.name)]) {
    const hasGoal = workloads.some((one) => one.name === name && one.hasGoal);
    run.record({ ...ofEvents, name, samples: samples.get(name)!, beside, ...(hasGoal ? { goal: { ratioMin: 0.6 } } : {}) });
  }
}

/** From the first message being read to the last acknowledgement being durable. */
async function throughKafka(bootstrap: string, lines: readonly string[]): Promise<number> {
  await using at = await ingestPlace(bootstrap);
  await ensureTopics(at.kafka.admin, [inboundTopicRules(at.topic)]);
  const producer = at.kafka.producer();
  await at.send(lines[0]);
  const messages = lines.slice(1).map((value, place) => ({ topic: at.inbound, partition: place % 4, key: null, value }));
  for (let from = 0; from < messages.length; from += 1_000) await producer.send(messages.slice(from, from + 1_000));
  await producer.close();
  const startedMs = Date.now();
  await at.start();
  const reading = readingOf(at.kafka.connection);
  let lastMs = 0;
  for (let count = 0; count < lines.length;) {
    count = 0;
    for await (const { timestampMs } of reading.records(acksTopic(at.topic))) {
      count += 1;
      lastMs = Math.max(lastMs, timestampMs);
    }
  }
  reading.close();
  return (lines.length / (lastMs - startedMs)) * 1000;
}

async function measureKafka(run: BenchRun, { bootstrap }: Broker): Promise<void> {
  const lines = linesOf(Math.ceil(run.scale.ingestEvents / 4));
  const name = "over Kafka, inbound topic to acknowledgement";
  const samples = await alternate(run.scale.rounds, { [alone]: () => logAlone(run, lines), [name]: () => throughKafka(bootstrap, lines) });
  run.record({ section, unit: "events/s", name, samples: samples.get(name)!, beside: { name: alone, samples: samples.get(alone)! } });
}

export async function measureIngest(run: BenchRun): Promise<void> {
  await run.once("ingest over HTTP", () => measureHttp(run));
  await run.once("ingest over Kafka", () => run.onBroker((broker) => measureKafka(run, broker)));
}
