/**
 * Reads partitions of a topic from given offsets on, without a consumer group: one request at a time for each leader, which the broker holds
 * until there is a record. Reading goes on by itself when leaders change or brokers are unavailable (docs/decisions/0010-kafka-client.md).
 */
import type { Logger } from "../../process/logger.ts";
import type { KafkaCluster } from "../../kafka/kafka-cluster.ts";
import { KafkaError } from "../../kafka/kafka-error.ts";
import { isTransientOfCluster } from "../../kafka/repeat-until.ts";
import { growingPauses } from "../../process/retry.ts";
import type { LogRecord } from "../event-log.ts";
import { EventLogError } from "../event-log.ts";
import { divideTotal } from "../divide-total.ts";
import { WakeSignal } from "../wake-signal.ts";
import { PartitionBuffer } from "./partition-buffer.ts";

export interface TopicReaderOptions {
  /** With connections of its own: a request that waits at a broker would block the other requests of its connection. */
  readonly cluster: KafkaCluster;
  readonly topic: string;
  /** By partition: the first offset to be read. */
  readonly from: ReadonlyMap<number, number>;
  readonly logger: Logger;
}

const fetchBytesMax = 16 * 1024 * 1024;
const partitionBytesMax = 1024 * 1024;
/** Below the broker's own limits, and short enough that a partition with a new leader is not missed for long. */
const fetchWaitMsMax = 1000;
/** How long the first responses of all partitions are waited for, so that a partition that responds early does not run ahead. */
const firstLookMsMax = 2000;
const troublePauses = { firstMs: 50, maxMs: 2000 };

/** Reads from when it is made until `close`, ahead of `next` by about 1 MiB a partition. */
export class TopicReader {
  readonly #options: TopicReaderOptions;
  readonly #buffers: readonly PartitionBuffer[];
  /** Partitions without any response yet. */
  readonly #unseen: Set<number>;
  readonly #wake = new WakeSignal();
  readonly #stop = new AbortController();
  readonly #busyLeaders = new Set<number>();
  readonly #firstLook: NodeJS.Timeout;
  #round = 0;
  #troublesInRow = 0;
  readonly #pauses = growingPauses(troublePauses);
  #failure: unknown = null;

  constructor(options: TopicReaderOptions) {
    this.#options = options;
    this.#buffers = [...options.from].map(([partition, offset]) => new PartitionBuffer(partition, offset));
    this.#unseen = new Set(options.from.keys());
    this.#firstLook = setTimeout(() => this.#endFirstLook(), firstLookMsMax);
    void this.#run();
  }

  /**
   * Gives at least one record, fairly from all partitions that have some; none where `signal` aborted. Rejects with the permanent error that
   * ended the reading. Transient errors are waited out.
   */
  async next(recordsMax: number, signal: AbortSignal): Promise<readonly LogRecord[]> {
    for (;;) {
      if (signal.aborted || this.#stop.signal.aborted) return [];
      if (this.#failure !== null) throw this.#failure;
      const records = this.#unseen.size === 0 ? this.#take(recordsMax) : [];
      if (records.length > 0) return records;
      await this.#wake.wait(signal);
    }
  }

  /** Ends the reading and the connections of `cluster`. A waiting `next` gives no record then. */
  close(): void {
    clearTimeout(this.#firstLook);
    this.#stop.abort();
    this.#options.cluster.cut();
    this.#wake.wake();
  }

  #take(recordsMax: number): LogRecord[] {
    const round = this.#round++ % Math.max(1, this.#buffers.length);
    const inRotation = [...this.#buffers.slice(round), ...this.#buffers.slice(0, round)].filter(({ length }) => length > 0);
    const parts = divideTotal(
      recordsMax,
      inRotation.map(({ length }) => length),
    );
    const records = inRotation.flatMap((buffer, index) => buffer.take(parts[index]!));
    // There is room now for what comes next.
    if (records.length > 0) this.#wake.wake();
    return records;
  }

  /** Holds a request open at every leader whose partitions have room. */
  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted && this.#failure === null) {
      try {
        for (const [leader, buffers] of await this.#buffersByLeader()) {
          if (this.#busyLeaders.has(leader) || buffers.some(({ bytes }) => bytes >= partitionBytesMax)) continue;
          this.#busyLeaders.add(leader);
          void this.#fetchFrom(leader, buffers);
        }
        await this.#wake.wait(this.#stop.signal);
      } catch (error) {
        await this.#recover(error);
      }
    }
  }

  async #fetchFrom(leader: number, buffers: readonly PartitionBuffer[]): Promise<void> {
    try {
      const isFirst = buffers.some(({ partition }) => this.#unseen.has(partition));
      const fetched = await this.#options.cluster.fetch(
        leader,
        this.#options.topic,
        buffers.map(({ partition, nextOffset }) => ({ partition, offset: nextOffset })),
        { waitMsMax: isFirst ? 0 : fetchWaitMsMax, partitionBytesMax, bytesMax: fetchBytesMax },
      );
      this.#troublesInRow = 0;
      this.#pauses.reset();
      for (const { partition, messages } of fetched) {
        buffers.find((buffer) => buffer.partition === partition)?.add(messages);
        this.#unseen.delete(partition);
      }
    } catch (error) {
      await this.#recover(error);
    } finally {
      this.#busyLeaders.delete(leader);
      this.#wake.wake();
    }
  }

  async #buffersByLeader(): Promise<ReadonlyMap<number, readonly PartitionBuffer[]>> {
    const partitions = await this.#options.cluster.partitionsOf(this.#options.topic);
    const leaders = new Map(partitions.map(({ partitionId, leader }) => [partitionId, leader]));
    const byLeader = Map.groupBy(this.#buffers, ({ partition }) => leaders.get(partition) ?? -1);
    if (byLeader.has(-1)) throw new KafkaError("kafka_unavailable", `A partition of ${this.#options.topic} has no leader now.`);
    return byLeader;
  }

  /** Whatever may pass is waited out; the rest ends the reader. */
  async #recover(trouble: unknown): Promise<void> {
    if (this.#stop.signal.aborted) return;
    if (!isTransientOfCluster(trouble)) {
      this.#failure ??= await this.#explained(trouble);
      this.#wake.wake();
      return;
    }
    this.#troublesInRow += 1;
    if (this.#troublesInRow === 3)
      this.#options.logger.warn({ reason: trouble.message }, "the log cannot be read now; reading goes on by itself");
    await this.#pauses.wait(this.#stop.signal);
    await this.#options.cluster.refresh().catch(() => undefined);
  }

  async #explained(error: unknown): Promise<unknown> {
    if (!(error instanceof KafkaError) || error.code !== "kafka_offset_gone") return error;
    const { cluster, topic } = this.#options;
    try {
      const [first, next] = [await cluster.offsets(topic, "first"), await cluster.offsets(topic, "next")];
      for (const { partition, nextOffset } of this.#buffers) {
        const [begin, end] = [first.get(partition) ?? 0, next.get(partition) ?? 0];
        if (nextOffset < begin || nextOffset > end) return outOfRange(partition, nextOffset, begin, end);
      }
    } catch {
      // Without the numbers the error says what it can.
    }
    return error;
  }

  #endFirstLook(): void {
    this.#unseen.clear();
    this.#wake.wake();
  }
}

function outOfRange(partition: number, offset: number, begin: number, end: number): EventLogError {
  const held = end === begin ? "none" : `${begin} to ${end - 1}`;
  const lost =
    offset < begin ? "Its older records were deleted" : "Records that were durable are gone, or the reader belongs to another log";
  return new EventLogError(
    "log_corrupt",
    `The reader is to go on at ${partition}:${offset}, but the topic holds ${held} of that partition. ${lost}. ` +
      "Restore the topic from a copy, or let the reader begin anew.",
  );
}
