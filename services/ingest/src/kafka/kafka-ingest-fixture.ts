/** For tests: a Kafka ingest endpoint over a real broker, a log of its own and two reporters, and what a reporter does with its topics. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import type { EventLog, LogRecord } from "@qorgau/infra/log/event-log";
import { readToEnd } from "@qorgau/infra/log/read-to-end";
import { openKafka } from "@qorgau/infra/kafka/open-kafka";
import type { Kafka } from "@qorgau/infra/kafka/open-kafka";
import { readingOf } from "@qorgau/infra/kafka/read-topic";
import type { PlacedRecord, TopicReading } from "@qorgau/infra/kafka/read-topic";
import { acksTopic, deadLettersTopic, inboundTopic } from "@qorgau/infra/kafka/topics";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { deadLetterRecordSchema, kafkaAcknowledgementSchema } from "@qorgau/schemas/events/kafka-messages";
import type { DeadLetterRecord, KafkaAcknowledgement } from "@qorgau/schemas/events/kafka-messages";
import { parseReporters } from "@qorgau/schemas/events/reporters";
import type { Reporters } from "@qorgau/schemas/events/reporters";
import type { Statement } from "@qorgau/schemas/events/statement";
import type { AcceptanceContext } from "../domain/acceptance.ts";
import { openIngestEndpoint } from "../intake/open-ingest-endpoint.ts";
import { startKafkaIngest } from "./kafka-ingest.ts";
import type { KafkaIngest, KafkaIngestOptions } from "./kafka-ingest.ts";

export const enterprise = "urn:kz:bin:200140000004";

/** Each with a topic of its own in every test, since a broker is shared. */
export interface IngestPlace extends AsyncDisposable {
  readonly kafka: Kafka;
  readonly log: EventLog;
  readonly context: () => AcceptanceContext;
  readonly reporters: Reporters;
  readonly topic: string;
  readonly inbound: string;
  /** What was logged. */
  readonly lines: readonly string[];
  start(options?: Partial<KafkaIngestOptions>): Promise<KafkaIngest>;
  /** Resolves with the origin's offset. */
  send(value: unknown, more?: { partition?: number; headers?: Record<string, string>; key?: string }): Promise<number>;
  sendBytes(value: Buffer, partition?: number): Promise<number>;
  acknowledgements(): Promise<KafkaAcknowledgement[]>;
  /** Of this place's topic. */
  deadLetters(): Promise<{ readonly record: PlacedRecord; readonly deadLetter: DeadLetterRecord }[]>;
  statements(): Promise<Statement[]>;
  /** Resolves once so many messages were acknowledged, counted by origin. */
  acknowledged(count: number): Promise<KafkaAcknowledgement[]>;
}

export async function ingestPlace(bootstrap: string): Promise<IngestPlace> {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-kafka-door-"));
  const log = await openEmbeddedEventLog({ directory: join(directory, "log") });
  const lines: string[] = [];
  const logger = createLogger({ level: "info", write: (line) => void lines.push(line) });
  const kafka = openKafka({ brokers: bootstrap.split(","), clientId: "qorgau-test", logger });
  const topic = `t-${randomUUID()}`;
  const reporters = parseReporters(JSON.stringify([{ source: enterprise, role: "enterprise", name: "A mine", topic }]));
  const endpoint = await openIngestEndpoint({
    log,
    pseudonymKeyFile: join(directory, "key"),
    pseudonymKeyMayBeMade: true,
    reportersFile: null,
  });
  const context = () => ({ ...endpoint(), reporters });
  const producer = kafka.producer();
  const endpoints: KafkaIngest[] = [];
  const reading = readingOf(kafka.connection);
  const inbound = inboundTopic(topic);
  const send: IngestPlace["send"] = async (value, { partition = 0, headers, key = null } = {}) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const [place] = await producer.send([{ topic: inbound, partition, key, value: text, ...(headers ? { headers } : {}) }]);
    return place!.offset;
  };
  const acknowledgements = async () =>
    (await recordsOf(reading, acksTopic(topic))).map(({ value }) => kafkaAcknowledgementSchema.parse(JSON.parse(String(value))));
  return {
    kafka,
    log,
    context,
    reporters,
    topic,
    inbound,
    lines,
    async start(options = {}) {
      const started = await startKafkaIngest({
        kafka,
        log,
        context,
        reporters,
        logger,
        metrics: createMetrics(),
        group: topic,
        ...options,
      });
      if (started === null) throw new Error("no reporter has a topic");
      endpoints.push(started);
      return started;
    },
    send,
    async sendBytes(value, partition = 0) {
      const [place] = await producer.send([{ topic: inbound, partition, key: null, value }]);
      return place!.offset;
    },
    acknowledgements,
    async deadLetters() {
      const records = await recordsOf(reading, deadLettersTopic);
      return records
        .map((record) => ({ record, deadLetter: deadLetterRecordSchema.parse(JSON.parse(String(record.value))) }))
        .filter(({ deadLetter }) => deadLetter.origin.topic === inbound);
    },
    statements: async () => (await readToEnd(log)).map(({ value }: LogRecord) => JSON.parse(value) as Statement),
    async acknowledged(count) {
      for (;;) {
        const reported = await acknowledgements();
        if (new Set(reported.map(({ origin }) => `${origin.partition}:${origin.offset}`)).size >= count) return reported;
        await delay(50);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(endpoints.map((endpoint) => endpoint.stop()));
      reading.close();
      await producer.close();
      await kafka.close();
      await log.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function recordsOf(reading: TopicReading, topic: string): Promise<PlacedRecord[]> {
  const records: PlacedRecord[] = [];
  for await (const record of reading.records(topic)) records.push(record);
  return records;
}
