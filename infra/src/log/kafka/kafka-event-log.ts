/**
 * The engine of the log on Kafka: one topic, shared by any number of processes. An append resolves once all replicas in sync have it; offsets and
 * stamps are the broker's (docs/decisions/0010-kafka-client.md).
 */
import type { Watermark } from "@qorgau/schemas/watermark";
import { KafkaCluster } from "../../kafka/kafka-cluster.ts";
import { startGroupConsumer } from "../../kafka/group-consumer.ts";
import { createKafkaAdmin } from "../../kafka/kafka-admin.ts";
import type { KafkaConnection } from "../../kafka/kafka-connection.ts";
import { KafkaProducer } from "../../kafka/kafka-producer.ts";
import { repeatUntil } from "../../kafka/repeat-until.ts";
import { ensureTopics, eventsTopic, eventsTopicRules } from "../../kafka/topics.ts";
import { leafHashText } from "../../proof/domain/leaf-hash.ts";
import { sizeOfAppend } from "../append-size.ts";
import { EventLogError } from "../event-log.ts";
import type { Appended, EventLog, LogAppend, LogRecord, ReadOptions } from "../event-log.ts";
import { partitionOfKey } from "../../kafka/partition-of-key.ts";
import { WakeSignal } from "../wake-signal.ts";
import { eventLogErrorOf, openingErrorOf } from "./log-error.ts";
import { traceHeaders } from "./record-headers.ts";
import { TopicReader } from "./topic-reader.ts";
import { refuseOtherTopics } from "./topic-check.ts";

/** The cluster, the topic and the limits of the engine, in bytes and milliseconds. */
export interface KafkaEventLogOptions {
  readonly connection: KafkaConnection;
  /** `qorgau.events.v1` unless given. */
  readonly topic?: string;
  /** Of a topic that is made here, 4 unless given; an existing one with another number refuses where it is given. */
  readonly partitions?: number;
  /** Of a topic that is made here: three, or as many as there are brokers, unless given; an existing one with fewer refuses where it is given. */
  readonly replication?: number;
  /** What may wait, or be under way, before appends are turned away. 64 MiB unless given. */
  readonly queueBytesMax?: number;
  /** How long an append may wait for the cluster. 15 s unless given. */
  readonly appendMsMax?: number;
}

const queueBytesMaxDefault = 64 * 1024 * 1024;
const requestMsMax = 6000;
/** Long enough for a leader to be replaced. */
const metadataMsMax = 15_000;
/** The brokers forget a group's offsets after a week otherwise. */
const committedRetainedMs = 10 * 365 * 24 * 60 * 60 * 1000;

/**
 * How long the other members wait for one that was killed, and the figures with them. Short, since a member that is only slow loses nothing but
 * its partitions.
 */
const memberSessionMs = 10_000;

/**
 * Opens the log and makes its topic where there is none. Rejects with `log_corrupt` where an existing topic would lose or misplace records, with
 * `log_unavailable` where waiting may mend it, otherwise with a KafkaError.
 */
export async function openKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const topic = options.topic ?? eventsTopic;
  const admin = createKafkaAdmin(options.connection);
  const cluster = new KafkaCluster(options.connection, { requestMsMax });
  try {
    await ensureTopics(admin, [eventsTopicRules({ ...options, name: topic })]);
    const partitions = await repeatUntil(AbortSignal.timeout(metadataMsMax), () => cluster.partitionsOf(topic));
    await refuseOtherTopics(options.connection, cluster, topic, partitions.length);
    return new KafkaEventLog({ ...options, topic, cluster, partitions: partitions.length });
  } catch (error) {
    cluster.cut();
    throw openingErrorOf(error);
  } finally {
    await admin.close().catch(() => undefined);
  }
}

type Parts = KafkaEventLogOptions & { readonly topic: string; readonly cluster: KafkaCluster; readonly partitions: number };

class KafkaEventLog implements EventLog {
  readonly partitions: number;
  readonly #connection: KafkaConnection;
  readonly #topic: string;
  readonly #queueBytesMax: number;
  /** For single requests; a reading that waits at the broker has connections of its own. */
  readonly #cluster: KafkaCluster;
  readonly #producer: KafkaProducer;
  readonly #closed = new AbortController();
  #commits: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor({ partitions, connection, topic, cluster, queueBytesMax = queueBytesMaxDefault, appendMsMax }: Parts) {
    this.partitions = partitions;
    this.#connection = connection;
    this.#topic = topic;
    this.#queueBytesMax = queueBytesMax;
    this.#cluster = cluster;
    this.#producer = new KafkaProducer(connection, { queueBytesMax, ...(appendMsMax === undefined ? {} : { waitMsMax: appendMsMax }) });
  }

  async append(records: readonly LogAppend[]): Promise<readonly Appended[]> {
    this.#refuseIfClosed();
    sizeOfAppend(records, this.#queueBytesMax);
    const placed = records.map(({ key, value, partition, traceparent }) => ({
      topic: this.#topic,
      partition: this.#partitionOf(key, partition),
      key,
      value,
      ...(traceparent === undefined ? {} : { headers: traceHeaders(traceparent) }),
    }));
    try {
      return (await this.#producer.send(placed)).map(({ partition, offset, timestampMs }, index) => {
        const place = { partition, offset, timestampMs };
        const { key, value, leafWanted } = records[index]!;
        return leafWanted === true ? { ...place, leaf: leafHashText({ ...place, key, value }) } : place;
      });
    } catch (error) {
      throw eventLogErrorOf(error);
    }
  }

  async *read(after: Watermark, { recordsMax, signal, partitions }: ReadOptions): AsyncGenerator<readonly LogRecord[]> {
    if (!(recordsMax >= 1)) throw new RangeError("recordsMax is at least 1");
    this.#refuseIfClosed();
    const wanted = partitions ?? Array.from({ length: this.partitions }, (_, partition) => partition);
    if (partitions === undefined) this.#refuseUnknown(after);
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    if (stop.aborted) return;
    const reader = new TopicReader({
      cluster: new KafkaCluster(this.#connection, { requestMsMax }),
      topic: this.#topic,
      from: new Map(wanted.map((partition) => [partition, (after.get(partition) ?? -1) + 1])),
      logger: this.#connection.logger,
    });
    try {
      for (;;) {
        const records = await reader.next(recordsMax, stop);
        if (stop.aborted) return;
        yield records;
      }
    } catch (error) {
      throw eventLogErrorOf(error);
    } finally {
      reader.close();
    }
  }

  async *assignments(group: string, { signal }: { readonly signal: AbortSignal }): AsyncGenerator<readonly number[] | null> {
    this.#refuseIfClosed();
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    const changed = new WakeSignal();
    let current: readonly number[] | null = null;
    const reported = (partitions: readonly number[] | null) => {
      current = partitions?.toSorted((a, b) => a - b) ?? null;
      changed.wake();
    };
    if (stop.aborted) return;
    const member = await startGroupConsumer(this.#connection, {
      group: `${this.#topic}.${group}.members`,
      topics: [this.#topic],
      isMemberOnly: true,
      sessionMsMax: memberSessionMs,
      signal: stop,
      onAssigned: (assignment) => reported(assignment.get(this.#topic) ?? []),
      onRevoked: () => reported(null),
    }).catch((error: unknown) => {
      if (!stop.aborted) throw eventLogErrorOf(error);
    });
    if (member === undefined) return;
    const failed = member.failed.catch((error: unknown) => {
      throw eventLogErrorOf(error);
    });
    try {
      for (let given: readonly number[] | null = null; !stop.aborted;) {
        if (current !== given) yield (given = current);
        else await Promise.race([changed.wait(stop), failed]);
      }
    } finally {
      await member.stop();
    }
  }

  async end(): Promise<Watermark> {
    this.#refuseIfClosed();
    const next = await this.#ask(() => this.#cluster.offsets(this.#topic, "next"));
    return lastOf(next);
  }

  commit(group: string, watermark: Watermark): Promise<void> {
    // One commit after the other, since a commit reads before it writes.
    const commit = this.#commits.then(async () => {
      this.#refuseIfClosed();
      const held = await this.#ask(() => this.#cluster.committed(this.#groupId(group), this.#topic));
      const next = [...watermark].map(([partition, offset]) => [partition, offset + 1] as const);
      const grown = next.filter(([partition, offset]) => offset > (held.get(partition) ?? 0));
      if (grown.length === 0) return;
      await this.#ask(() => this.#cluster.commit(this.#groupId(group), this.#topic, new Map(grown), committedRetainedMs));
    });
    this.#commits = commit.catch(() => undefined);
    return commit;
  }

  async committed(group: string): Promise<Watermark> {
    this.#refuseIfClosed();
    return lastOf(await this.#ask(() => this.#cluster.committed(this.#groupId(group), this.#topic)));
  }

  close(): Promise<void> {
    this.#closing ??= this.#drainAndClose();
    return this.#closing;
  }

  async #drainAndClose(): Promise<void> {
    this.#closed.abort();
    await this.#producer.close();
    await this.#commits;
    this.#cluster.cut();
  }

  async #ask<Result>(request: () => Promise<Result>): Promise<Result> {
    try {
      return await repeatUntil(AbortSignal.any([AbortSignal.timeout(metadataMsMax), this.#closed.signal]), request, () =>
        this.#cluster.refresh(),
      );
    } catch (error) {
      throw eventLogErrorOf(error);
    }
  }

  #groupId(group: string): string {
    return `${this.#topic}.${group}`;
  }

  #partitionOf(key: string, partition: number | undefined): number {
    if (partition === undefined) return partitionOfKey(key, this.partitions);
    if (Number.isInteger(partition) && partition >= 0 && partition < this.partitions) return partition;
    throw new EventLogError("append_refused", `A record names partition ${partition}; the log has 0 to ${this.partitions - 1}.`);
  }

  #refuseUnknown(after: Watermark): void {
    const unknown = [...after.keys()].find((partition) => partition >= this.partitions);
    if (unknown === undefined) return;
    throw new EventLogError(
      "log_corrupt",
      `The reader has come to a record of partition ${unknown}, and the topic has ${this.partitions} partitions: the reader belongs to ` +
        "another log, or the topic was made anew.",
    );
  }

  #refuseIfClosed(): void {
    if (this.#closing !== null) throw new EventLogError("log_closed", "The log is closed.");
  }
}

/** From the offset that comes next to the last one there is. */
function lastOf(next: ReadonlyMap<number, number>): Map<number, number> {
  return new Map(
    [...next]
      .filter(([, offset]) => offset > 0)
      .map(([partition, offset]): [number, number] => [partition, offset - 1])
      .toSorted(([a], [b]) => a - b),
  );
}
