/**
 * How many events the ingest endpoint acknowledges in a second once they are durable, beside what the same machine does with `JSON.parse` and the log
 * alone, and beside the same over HTTP without judgement; and what proof costs. The callers are in this process, the endpoint in one of its own; variants
 * alternate.
 */
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import { acksTopic, ensureTopics, inboundTopicRules } from "@qorgau/infra/kafka/topics";
import { readingOf } from "@qorgau/infra/kafka/read-topic";
import { ingestPlace } from "../../../services/ingest/src/kafka/kafka-ingest-fixture.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { alternate } from "../bench-result.ts";
import type { BenchRun } from "../bench-run.ts";
import { withDirectory } from "../bench-run.ts";
import { appendLines } from "./append-lines.ts";
import { measureProof } from "./measure-proof.ts";
import { batches, endpointProgram, eventsPerSecond, linesOf } from "./through-http.ts";
import type { Load } from "./through-http.ts";

const section = "Ingest";
const appendProgram = join(import.meta.dirname, "append-process.ts");

interface Workload extends Load {
  readonly name: string;
  /** The part of the events that is sent. */
  readonly share: number;
  readonly hasGoal?: boolean;
}

const workloads: readonly Workload[] = [
  { name: "one event a request, 1 caller", form: "application/cloudevents+json", callers: 1, batch: 1, share: 0.02 },
  { name: "one event a request, 64 callers", form: "application/cloudevents+json", callers: 64, batch: 1, share: 0.1 },
  { name: "batches of 500, 1 caller", form: batches, callers: 1, batch: 500, share: 1 },
  { name: "batches of 500, 4 callers", form: batches, callers: 4, batch: 500, share: 1, hasGoal: true },
  { name: "batches of 500, 64 callers", form: batches, callers: 64, batch: 500, share: 1 },
  { name: "NDJSON, 4 callers", form: "application/x-ndjson", callers: 4, share: 1, hasGoal: true },
];

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
    [unjudged]: () => eventsPerSecond(appendProgram, lines, { form: "application/x-ndjson", callers: 4 }),
    ...Object.fromEntries(
      workloads.map(({ name, share, ...load }) => [
        name,
        () => eventsPerSecond(endpointProgram, lines.slice(0, Math.max(load.callers, Math.round(share * lines.length))), load),
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
  await run.once("what proof costs", () => measureProof(run));
  await run.once("ingest over Kafka", () => run.onBroker((broker) => measureKafka(run, broker)));
}
