/**
 * Appends records for any number of callers: whatever waits while a request is under way is sent with the next one. The queue is bounded in bytes
 * and in time, so that an unavailable cluster costs neither memory nor long waits.
 */
import { setImmediate as nextIteration } from "node:timers/promises";
import { partitionOfKey } from "./partition-of-key.ts";
import { IdempotentProducer } from "./idempotent-producer.ts";
import { KafkaCluster } from "./kafka-cluster.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { KafkaError } from "./kafka-error.ts";
import { dividedBySize, groupByPartition, placesOf } from "./producer-record.ts";
import type { ProducerRecord, RecordPlace } from "./producer-record.ts";
import { repeatUntil } from "./repeat-until.ts";

export type { ProducerRecord, RecordPlace } from "./producer-record.ts";

/** Limits of a producer. Where the queue has no room, `send` rejects at once; where the time is over, it rejects with `kafka_unavailable`. */
export interface KafkaProducerOptions {
  /** What may wait or be under way before records are turned away. 64 MiB unless given. */
  readonly queueBytesMax?: number;
  /** How long a record may wait for its acknowledgement, and a little more where it waited long before it was sent. 15 s unless given. */
  readonly waitMsMax?: number;
}

interface Waiting {
  readonly records: readonly ProducerRecord[];
  readonly bytes: number;
  readonly expiresAtMs: number;
  resolve(places: readonly RecordPlace[]): void;
  reject(error: KafkaError): void;
}

const defaults = { queueBytesMax: 64 * 1024 * 1024, waitMsMax: 15_000 };
/** Large enough to make a request cheap, small enough for the topics' limit of a message. */
const groupBytesMax = 4 * 1024 * 1024;
/** After so long without a response the leader is looked up again. */
const requestMsMax = 6000;
/** However long it waited before: a record that is being sent has so long. */
const waitMsMin = 1000;

/** A producer for any number of callers at once. Its owner closes it. */
export class KafkaProducer {
  readonly #connection: KafkaConnection;
  readonly #queueBytesMax: number;
  readonly #waitMsMax: number;
  #waiting: Waiting[] = [];
  #heldBytes = 0;
  #cluster: KafkaCluster;
  #producer: IdempotentProducer;
  #sending: Promise<void> | null = null;
  #isClosing = false;

  constructor(connection: KafkaConnection, options: KafkaProducerOptions = {}) {
    this.#connection = connection;
    this.#queueBytesMax = options.queueBytesMax ?? defaults.queueBytesMax;
    this.#waitMsMax = options.waitMsMax ?? defaults.waitMsMax;
    ({ cluster: this.#cluster, producer: this.#producer } = producerOn(connection));
  }

  /**
   * Resolves once all are durable, in input order. Records of one call to one partition are in the topic in their order, not necessarily next to
   * each other. Rejects with `kafka_unavailable` or `kafka_unreachable` where that is not known: then none, some or all are in the topic. Rejects
   * with `kafka_refused` where the queue could never hold them or the cluster would never accept them.
   */
  async send(records: readonly ProducerRecord[]): Promise<readonly RecordPlace[]> {
    if (this.#isClosing) throw new KafkaError("kafka_closed", "The producer is closed.");
    const parts = dividedBySize(records, groupBytesMax);
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    if (bytes > this.#queueBytesMax) {
      throw new KafkaError("kafka_refused", `These records are more than the queue to Kafka may hold, ${this.#queueBytesMax} bytes.`);
    }
    if (this.#heldBytes + bytes > this.#queueBytesMax) {
      throw new KafkaError("kafka_unavailable", "The queue to Kafka is full. Send again in a moment.");
    }
    this.#heldBytes += bytes;
    const responses = await Promise.allSettled(parts.map((part) => this.#enqueue(part.records, part.bytes)));
    return responses.flatMap((response) => {
      if (response.status === "rejected") throw response.reason;
      return response.value;
    });
  }

  /** Resolves once every `send` under way has resolved or rejected. Further ones reject with `kafka_closed`. */
  async close(): Promise<void> {
    this.#isClosing = true;
    while (this.#sending !== null) await this.#sending;
    this.#cluster.cut();
  }

  #enqueue(records: readonly ProducerRecord[], bytes: number): Promise<readonly RecordPlace[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, bytes, expiresAtMs: performance.now() + this.#waitMsMax, resolve, reject });
      this.#sending ??= this.#sendAll();
    });
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // At the end of this iteration of the event loop, so that everything sent in it goes together.
      await nextIteration();
      const group = this.#takeGroup();
      await this.#sendGroup(group);
      for (const { bytes } of group) this.#heldBytes -= bytes;
    }
    this.#sending = null;
  }

  #takeGroup(): readonly Waiting[] {
    let bytes = 0;
    const end = this.#waiting.findIndex((one, index) => {
      bytes += one.bytes;
      return index > 0 && bytes > groupBytesMax;
    });
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  async #sendGroup(group: readonly Waiting[]): Promise<void> {
    const now = performance.now();
    const [inTime, late] = [group.filter((one) => one.expiresAtMs > now), group.filter((one) => one.expiresAtMs <= now)];
    for (const { reject } of late) reject(unacknowledged(this.#waitMsMax));
    if (inTime.length === 0) return;
    const msMax = Math.max(waitMsMin, inTime[0]!.expiresAtMs - now);
    try {
      const places = await this.#appendWithin(
        msMax,
        inTime.flatMap(({ records }) => records),
      );
      let from = 0;
      for (const { records, resolve } of inTime) resolve(places.slice(from, (from += records.length)));
    } catch (error) {
      const failure = error instanceof KafkaError ? error : new KafkaError("kafka_failed", String(error), { cause: error });
      for (const { reject } of inTime) reject(failure);
    }
  }

  /** A request that hangs is left behind with its connections. */
  async #appendWithin(msMax: number, records: readonly ProducerRecord[]): Promise<readonly RecordPlace[]> {
    const stop = new AbortController();
    const { promise: expired, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      stop.abort();
      // An attempt that has just failed gives a better reason than this.
      setImmediate(() => reject(unacknowledged(msMax)));
    }, msMax);
    try {
      return await Promise.race([this.#append(records, stop.signal), expired]);
    } catch (error) {
      if (stop.signal.aborted) this.#beginAnew();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #append(records: readonly ProducerRecord[], signal: AbortSignal): Promise<readonly RecordPlace[]> {
    const partitions = new Map<string, number>();
    for (const topic of new Set(records.map((record) => record.topic))) {
      const found = await repeatUntil(signal, () => this.#cluster.partitionsOf(topic));
      partitions.set(topic, found.length);
    }
    const grouped = groupByPartition(
      records,
      ({ topic, partition, key }) => partition ?? partitionOfKey(key ?? "", partitions.get(topic)!),
    );
    return placesOf(grouped, await this.#producer.append(grouped.batches, signal));
  }

  #beginAnew(): void {
    this.#cluster.cut();
    ({ cluster: this.#cluster, producer: this.#producer } = producerOn(this.#connection));
  }
}

function producerOn(connection: KafkaConnection): { readonly cluster: KafkaCluster; readonly producer: IdempotentProducer } {
  const cluster = new KafkaCluster(connection, { requestMsMax });
  return { cluster, producer: new IdempotentProducer(cluster, { ackMsMax: requestMsMax }) };
}

function unacknowledged(ms: number): KafkaError {
  return new KafkaError("kafka_unavailable", `The Kafka cluster did not acknowledge within ${Math.round(ms)} ms. It goes on by itself.`);
}
