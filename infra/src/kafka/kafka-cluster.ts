/**
 * Requests to a cluster below the library's producer and consumer: what the canonical log needs and those two do not give, such as
 * reading a partition from an offset without a group (docs/decisions/0010-kafka-client.md). Has connections of its own.
 */
import type { Socket } from "node:net";
import { Kafka } from "kafkajs";
import type { PartitionMetadata } from "kafkajs";
import { commitOffsets, createLibraryCluster } from "./kafkajs-internals.ts";
import type { LibraryCluster, ClusterBroker, FetchedPartition, ProducedPartition, ProducedTopic } from "./kafkajs-internals.ts";
import { addressOf, clientConfigOf } from "./kafka-connection.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { hangingBrokerOf, KafkaError, kafkaErrorOf } from "./kafka-error.ts";
import type { KafkaAddress } from "./kafka-error.ts";

export interface PartitionFetch {
  readonly partition: number;
  readonly offset: number;
}

export interface FetchOptions {
  /** How long the broker may wait for a first record. */
  readonly waitMsMax: number;
  readonly partitionBytesMax: number;
  readonly bytesMax: number;
}

/** The id, a 64-bit number as text, and the epoch of an idempotent producer (Kafka protocol, response of InitProducerId). */
export interface ProducerIdentity {
  readonly producerId: string;
  readonly producerEpoch: number;
}

const metadataAgeMsMax = 60_000;
const avoidMs = 15_000;

/** Requests over connections of its own until `cut`. Every request rejects with a KafkaError, after `cut` with `kafka_closed`. */
export class KafkaCluster {
  readonly #cluster: LibraryCluster;
  readonly #address: KafkaAddress;
  readonly #sockets = new Map<Socket, string>();
  readonly #addresses: Set<string>;
  readonly #avoidedUntilMs = new Map<string, number>();
  /** Where the last connection was never made: stopped brokers, and names under which no broker is found any more. */
  readonly #unreachable = new Set<string>();
  #isCut = false;

  constructor(connection: KafkaConnection, { requestMsMax }: { readonly requestMsMax: number }) {
    this.#address = addressOf(connection);
    this.#addresses = new Set(connection.brokers);
    const config = clientConfigOf(connection, (socket, address) => this.#adopt(socket, address));
    this.#cluster = createLibraryCluster({
      ...config,
      logger: new Kafka(config).logger(),
      brokers: connection.brokers,
      requestTimeout: requestMsMax,
      enforceRequestTimeout: true,
      metadataMaxAge: metadataAgeMsMax,
      allowAutoTopicCreation: false,
      // Callers repeat with a deadline of their own; these few are so that every broker named is tried.
      retry: { retries: Math.max(2, connection.brokers.length), initialRetryTime: 50, maxRetryTime: 500 },
    });
  }

  /** Gives the partitions of a topic with their leaders, from metadata of 60 s ago at most. A leader of -1 is none. */
  partitionsOf(topic: string): Promise<readonly PartitionMetadata[]> {
    return this.#attempt(async () => {
      await this.#cluster.connect();
      await this.#cluster.addTargetTopic(topic);
      await this.#cluster.refreshMetadataIfNecessary();
      return this.#cluster.findTopicPartitionMetadata(topic);
    });
  }

  /** Loads the metadata anew: which broker leads which partition. */
  refresh(): Promise<void> {
    return this.#attempt(() => this.#cluster.refreshMetadata());
  }

  /**
   * Gives what a leader has of its partitions from these offsets on, in whole batches: earlier records may come along. Also reads records of open
   * and aborted transactions.
   */
  fetch(leader: number, topic: string, partitions: readonly PartitionFetch[], options: FetchOptions): Promise<readonly FetchedPartition[]> {
    return this.#attempt(async () => {
      const broker = await this.#cluster.findBroker({ nodeId: leader });
      const { responses } = await broker.fetch({
        maxWaitTime: options.waitMsMax,
        minBytes: 1,
        maxBytes: options.bytesMax,
        isolationLevel: 0,
        topics: [
          {
            topic,
            partitions: partitions.map(({ partition, offset }) => ({
              partition,
              fetchOffset: String(offset),
              maxBytes: options.partitionBytesMax,
            })),
          },
        ],
      });
      return responses.flatMap(({ partitions: fetched }) => fetched);
    });
  }

  /** Gives the identity of a new idempotent producer, whose sequence numbers begin at 0 (Kafka protocol, InitProducerId). */
  newProducer(): Promise<ProducerIdentity> {
    return this.#attempt(async () => {
      const broker = await this.#anyBroker();
      const { producerId, producerEpoch } = await broker.initProducerId({ transactionTimeout: 60_000 });
      return { producerId, producerEpoch };
    });
  }

  /** Resolves once all replicas in sync have it. There is one result for each partition, or an error that may hold for any of them. */
  produce(leader: number, identity: ProducerIdentity, topicData: readonly ProducedTopic[], ackMsMax: number): Promise<ProducedPlace[]> {
    return this.#attempt(async () => {
      const broker = await this.#cluster.findBroker({ nodeId: leader });
      const { topics } = await broker.produce({ ...identity, acks: -1, timeout: ackMsMax, topicData });
      return topics.flatMap(({ topicName, partitions }) => partitions.map((partition) => ({ ...partition, topic: topicName })));
    });
  }

  /** Gives, by partition, the offset of the first record, or the one that the next record will have. */
  offsets(topic: string, which: "first" | "next"): Promise<ReadonlyMap<number, number>> {
    return this.#attempt(async () => {
      const partitions = await this.partitionsOf(topic);
      const [found] = await this.#cluster.fetchTopicsOffset([
        { topic, fromBeginning: which === "first", partitions: partitions.map(({ partitionId }) => ({ partition: partitionId })) },
      ]);
      return new Map((found?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)]));
    });
  }

  /** Commits, by partition, the offset of the next record, for a group that has no members. The brokers forget it after `retainedMs`. */
  commit(group: string, topic: string, next: ReadonlyMap<number, number>, retainedMs: number): Promise<void> {
    return this.#attempt(async () => {
      await this.#cluster.connect();
      const coordinator = await this.#cluster.findGroupCoordinator({ groupId: group });
      const partitions = [...next].map(([partition, offset]) => ({ partition, offset: String(offset), metadata: null }));
      await commitOffsets(coordinator, {
        groupId: group,
        groupGenerationId: -1,
        memberId: "",
        retentionTime: retainedMs,
        topics: [{ topic, partitions }],
      });
    });
  }

  /** Gives the next offset by partition, where one was committed. */
  committed(group: string, topic: string): Promise<ReadonlyMap<number, number>> {
    return this.#attempt(async () => {
      const partitions = (await this.partitionsOf(topic)).map(({ partitionId }) => ({ partition: partitionId }));
      const coordinator = await this.#cluster.findGroupCoordinator({ groupId: group });
      const { responses } = await coordinator.offsetFetch({ groupId: group, topics: [{ topic, partitions }] });
      const offsets = responses
        .flatMap(({ partitions: found }) => found)
        .map(({ partition, offset }) => [partition, Number(offset)] as const);
      return new Map(offsets.filter(([, offset]) => offset >= 0));
    });
  }

  /** Ends every connection for good; what is under way on it fails. */
  cut(): void {
    this.#isCut = true;
    for (const [socket] of this.#sockets) socket.destroy(givenUp());
  }

  #adopt(socket: Socket, address: string): void {
    this.#sockets.set(socket, address);
    this.#addresses.add(address);
    let isConnected = false;
    socket.once("connect", () => {
      isConnected = true;
      this.#unreachable.delete(address);
    });
    socket.once("close", () => {
      this.#sockets.delete(socket);
      if (!isConnected && !this.#isAvoided(address)) this.#unreachable.add(address);
    });
    if (this.#isCut || this.#isAvoided(address)) socket.destroy(givenUp());
  }

  /**
   * A broker that hangs still accepts connections, and the library would go on sending it requests, also those for metadata. It is avoided for a
   * while, so that the other brokers get them.
   */
  #leave(address: string | null): void {
    if (address === null) return;
    this.#avoidedUntilMs.set(address, performance.now() + avoidMs);
    for (const [socket, at] of this.#sockets) if (at === address) socket.destroy(givenUp());
  }

  /** Where all that can be reached hang, none is avoided. */
  #isAvoided(address: string): boolean {
    const isAvoided = (one: string) => (this.#avoidedUntilMs.get(one) ?? 0) > performance.now();
    return isAvoided(address) && ![...this.#addresses].every((one) => isAvoided(one) || this.#unreachable.has(one));
  }

  async #anyBroker(): Promise<ClusterBroker> {
    await this.#cluster.connect();
    await this.#cluster.refreshMetadataIfNecessary();
    return this.#cluster.findControllerBroker();
  }

  async #attempt<Result>(request: () => Promise<Result>): Promise<Result> {
    if (this.#isCut) throw new KafkaError("kafka_closed", "The connection to Kafka is closed.");
    try {
      return await request();
    } catch (error) {
      if (this.#isCut) throw new KafkaError("kafka_closed", "The connection to Kafka is closed.");
      this.#leave(hangingBrokerOf(error));
      throw kafkaErrorOf(error, this.#address);
    }
  }
}

const givenUp = () => new Error("the connection was given up");

/** The place of one batch, with its topic. */
export type ProducedPlace = ProducedPartition & { readonly topic: string };
