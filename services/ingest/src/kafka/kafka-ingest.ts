/**
 * The Kafka ingest endpoint: reads what reporters write to `qorgau.inbound.<topic>.v1`, and takes it in as the HTTP ingest endpoint does. Any
 * number of processes share the partitions; they should have the same list of reporters, since a topic that not all listen to may wait until they
 * do. While the log or the cluster is unavailable it waits, holding one fetch of each partition and committing nothing.
 */
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { ConsumedBatch, ConsumedRecord } from "@qorgau/infra/kafka/group-consumer";
import type { Kafka } from "@qorgau/infra/kafka/open-kafka";
import { traceOf } from "../domain/reported-identity.ts";
import { acksTopicRules, deadLettersTopicRules, ensureTopics, inboundTopic, inboundTopicRules } from "@qorgau/infra/kafka/topics";
import type { TopicRules } from "@qorgau/infra/kafka/topics";
import type { Logger } from "@qorgau/infra/process/logger";
import type { Metrics } from "@qorgau/infra/process/metrics";
import type { Reporters } from "@qorgau/schemas/events/reporters";
import type { AcceptanceContext } from "../domain/acceptance.ts";
import { groupsOf } from "../intake/groups-of.ts";
import { ingestLimits } from "../intake/ingest-limits.ts";
import { createIntake } from "../intake/intake.ts";
import { inboundFrame, languageOfMessage, wantsLeaf } from "./inbound-frame.ts";
import { kafkaIngestMetrics } from "./kafka-ingest-metrics.ts";
import { takeMessages } from "./take-messages.ts";
import type { IngestStep, InboundMessage, Taking } from "./take-messages.ts";

/** What the endpoint is started with. `sessionMsMax` is 10,000 unless given. */
export interface KafkaIngestOptions {
  readonly kafka: Kafka;
  readonly log: EventLog;
  /** What the next group is judged with. */
  readonly context: () => AcceptanceContext;
  /** Those with a `topic` are listened to. */
  readonly reporters: Reporters;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Of topics that are made here; absent: three, or as many as there are brokers. */
  readonly replication?: number;
  /** Shares the partitions with others of this name; `qorgau.ingest` unless given. */
  readonly group?: string;
  /** For tests. */
  readonly afterStep?: (step: IngestStep) => void | Promise<void>;
  readonly sessionMsMax?: number;
}

/** An endpoint that has started. An offset is committed only after all steps of `take-messages.ts`. */
export interface KafkaIngest {
  /** Rejects where the ingest endpoint cannot go on by itself, such as without permission. */
  readonly failed: Promise<never>;
  /** Takes no further messages and leaves the group; what was under way comes again to whoever has its partition next. */
  stop(): Promise<void>;
}

/** A reporter that has a topic of its own. */
interface Listened {
  readonly source: string;
  readonly topic: string;
}

const groupDefault = "qorgau.ingest";
/** Partitions of which messages are taken in side by side. */
const partitionsAtOnce = 4;
/** How long the partitions of an ingest endpoint that died lie idle. Long enough for a pause of a busy machine: a member beats ten times in it. */
const sessionMsMaxDefault = 10_000;

/**
 * Makes the topics that are missing, and checks the others. Resolves once connected; null where no reporter has a topic. Rejects with a
 * KafkaError where the cluster is unavailable or a topic would lose messages.
 */
export async function startKafkaIngest(options: KafkaIngestOptions): Promise<KafkaIngest | null> {
  const { kafka, reporters, logger } = options;
  const listened = [...reporters.values()].flatMap(({ source, topic }) => (topic === undefined ? [] : [{ source, topic }]));
  if (listened.length === 0) return null;
  await ensureTopics(kafka.admin, topicsOf(listened, options.replication));
  const producer = kafka.producer();
  const take = takerOf(options, listened, (records) => producer.send(records));
  try {
    const consumer = await kafka.consume({
      group: options.group ?? groupDefault,
      topics: listened.map(({ topic }) => inboundTopic(topic)),
      concurrency: partitionsAtOnce,
      onBatch: take,
      partitionBytesMax: ingestLimits.groupBytesMax,
      sessionMsMax: options.sessionMsMax ?? sessionMsMaxDefault,
    });
    logger.info({ topics: listened.length }, "listening to the inbound topics");
    const stop = async () => {
      await consumer.stop();
      await producer.close();
    };
    let stopping: Promise<void> | null = null;
    return { failed: consumer.failed, stop: () => (stopping ??= stop()) };
  } catch (error) {
    await producer.close();
    throw error;
  }
}

function topicsOf(listened: readonly Listened[], replication: number | undefined): TopicRules[] {
  const rules = [deadLettersTopicRules(), ...listened.flatMap(({ topic }) => [inboundTopicRules(topic), acksTopicRules(topic)])];
  return replication === undefined ? rules : rules.map((one) => ({ ...one, replication }));
}

function takerOf(
  options: KafkaIngestOptions,
  listened: readonly Listened[],
  send: Taking["send"],
): (batch: ConsumedBatch) => Promise<void> {
  const { log, context, metrics, logger, afterStep = () => {} } = options;
  const report = (error: unknown, message: string) => logger.error({ err: error }, message);
  // By its name alone: its message may hold what was sent.
  const onFailure = (error: unknown) =>
    report(error instanceof Error ? error.name : "unknown", "a message could not be taken in: it is put aside");
  const onDeadLetter: Taking["onDeadLetter"] = (origin, { reported, errors }) =>
    logger.info({ origin, ...traceOf(reported), rules: [...new Set(errors.map(({ rule }) => rule))] }, "a message is a dead letter");
  const intake = createIntake({ log, context, metrics, report, retriesAreResults: false });
  const counts = kafkaIngestMetrics(metrics);
  const reporterOf = new Map(listened.map((reporter) => [inboundTopic(reporter.topic), reporter]));
  return async ({ topic, partition, records, behind, signal }) => {
    const reporter = reporterOf.get(topic);
    if (reporter === undefined) throw new Error("a batch of a topic that is not listened to");
    const onTrouble = (error: Error) =>
      logger.warn({ topic, partition, reason: error.message }, "what is inbound waits: it goes on by itself");
    const taking: Taking = { intake, context, reporter, send, signal, onTrouble, onFailure, onDeadLetter, afterStep };
    let waiting = behind + records.length;
    for (const messages of groupedMessages(topic, partition, records, onFailure)) {
      const results = await takeMessages(messages, taking);
      if (results === null) return;
      counts.took(topic, partition, results, (waiting -= messages.length));
    }
  };
}

/** As large as the groups of the HTTP ingest endpoint. */
function* groupedMessages(
  topic: string,
  partition: number,
  records: readonly ConsumedRecord[],
  onFailure: Taking["onFailure"],
): Generator<readonly InboundMessage[]> {
  let from = 0;
  const frames = records.map((record) => inboundFrame(record, ingestLimits.eventBytesMax, onFailure));
  for (const group of groupsOf(frames, ingestLimits)) {
    yield group.map((frame, index) => {
      const record = records[from + index]!;
      const { offset, timestampMs } = record;
      return {
        origin: { topic, partition, offset },
        sentAtMs: timestampMs,
        language: languageOfMessage(record),
        leaf: wantsLeaf(record),
        frame,
      };
    });
    from += group.length;
  }
}
