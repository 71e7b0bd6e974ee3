/**
 * Appends batches with acknowledgement by all replicas in sync, each batch once however often it has to be sent. The library's own
 * producer cannot be used for that: two sends at once may share sequence numbers, so that the broker takes the second for a repetition
 * of the first and drops it, and after a change of leaders a send may resolve without part of it (docs/decisions/0010-kafka-client.md).
 */
import type { Message } from "kafkajs";
import type { KafkaCluster, ProducedPlace, ProducerIdentity } from "./kafka-cluster.ts";
import { KafkaError } from "./kafka-error.ts";
import { repeatUntil } from "./repeat-until.ts";

/** What is appended together to one partition. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly Message[];
}

/** The place that the broker gave to a batch (Kafka protocol, response of Produce). */
export interface BatchPlace {
  /** Of the first record; the others follow it without a gap. */
  readonly firstOffset: number;
  /** -1 where the topic does not stamp. */
  readonly timestampMs: number;
}

interface SequencedBatch extends PartitionBatch {
  readonly firstSequence: number;
}

/** The protocol's numbers begin again behind 2³¹ − 1. A new identity begins at 0 without a rule for the batch across that end. */
const sequenceMax = 2 ** 31 - 2 ** 24;

/** Appends with the sequence numbers of Kafka's idempotent producer (KIP-98). */
export class IdempotentProducer {
  readonly #cluster: KafkaCluster;
  readonly #ackMsMax: number;
  #identity: ProducerIdentity | null = null;
  #nextSequences = new Map<string, number>();

  constructor(cluster: KafkaCluster, options: { readonly ackMsMax: number }) {
    this.#cluster = cluster;
    this.#ackMsMax = options.ackMsMax;
  }

  /**
   * One call at a time, at most one batch for each partition. Resolves, in the order of `batches`, once all of them are durable; repeats
   * what can be repeated until `signal` aborts. Where it rejects, nothing is known of any of them, and the next call begins with a new
   * identity: the sequence numbers in doubt are never used again.
   */
  async append(batches: readonly PartitionBatch[], signal: AbortSignal): Promise<readonly BatchPlace[]> {
    const refresh = () => this.#cluster.refresh();
    try {
      const identity = (this.#identity ??= await repeatUntil(signal, () => this.#cluster.newProducer(), refresh));
      const sequenced = batches.map((batch) => ({ ...batch, firstSequence: this.#nextSequences.get(keyOf(batch)) ?? 0 }));
      const places = new Map<string, BatchPlace>();
      await repeatUntil(signal, () => this.#appendMissing(identity, sequenced, places), refresh);
      for (const batch of sequenced) this.#nextSequences.set(keyOf(batch), batch.firstSequence + batch.messages.length);
      if ([...this.#nextSequences.values()].some((next) => next > sequenceMax)) this.#forget();
      return batches.map((batch) => places.get(keyOf(batch))!);
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  /** Sends those that have no place yet to their leaders, side by side. */
  async #appendMissing(identity: ProducerIdentity, batches: readonly SequencedBatch[], places: Map<string, BatchPlace>): Promise<void> {
    const missing = batches.filter((batch) => !places.has(keyOf(batch)));
    const attempts = [...(await this.#byLeader(missing))].map(async ([leader, led]) => {
      for (const place of await this.#cluster.produce(leader, identity, topicDataOf(led), this.#ackMsMax)) {
        places.set(keyOf(place), { firstOffset: Number(place.baseOffset), timestampMs: Number(place.logAppendTime) });
      }
    });
    // All of them are awaited: a batch that is still under way must not be sent again.
    const failed = (await Promise.allSettled(attempts)).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    if (batches.some((batch) => !places.has(keyOf(batch))))
      throw new KafkaError("kafka_unavailable", "A broker left part of an append unanswered.");
  }

  async #byLeader(batches: readonly SequencedBatch[]): Promise<Map<number, SequencedBatch[]>> {
    const byLeader = new Map<number, SequencedBatch[]>();
    for (const batch of batches) {
      const partitions = await this.#cluster.partitionsOf(batch.topic);
      const leader = partitions.find(({ partitionId }) => partitionId === batch.partition)?.leader ?? -1;
      if (leader < 0) throw new KafkaError("kafka_unavailable", `Partition ${batch.partition} of ${batch.topic} has no leader now.`);
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), batch]);
    }
    return byLeader;
  }

  #forget(): void {
    this.#identity = null;
    this.#nextSequences.clear();
  }
}

function topicDataOf(batches: readonly SequencedBatch[]) {
  const byTopic = Map.groupBy(batches, ({ topic }) => topic);
  return [...byTopic].map(([topic, partitions]) => ({ topic, partitions }));
}

function keyOf({ topic, partition }: Pick<ProducedPlace, "topic" | "partition">): string {
  return `${topic}/${partition}`;
}
