/**
 * The parts of kafkajs below its public interface that are used here, as narrow as they are used. Its version is pinned exactly and is its last,
 * so that these cannot change (docs/decisions/0010-kafka-client.md); another version is refused at the start.
 */
import { createRequire } from "node:module";
import type { KafkaConfig, Logger, Message, PartitionMetadata, RetryOptions } from "kafkajs";
import { KafkaError } from "./kafka-error.ts";
import { decodeRecordSet } from "./records/record-set.ts";
import type { FetchedRecord } from "./records/record-set.ts";

/** One partition in the response of Fetch (Kafka protocol). `highWatermark` is the offset behind the last replicated record, as decimal text. */
export interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly messages: readonly FetchedRecord[];
}

/** One topic in a request of Produce (Kafka protocol). `firstSequence` is the sequence number of the first message of the batch. */
export interface ProducedTopic {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly firstSequence: number; readonly messages: readonly Message[] }[];
}

/** One partition in the response of Produce (Kafka protocol). Both numbers are decimal text; `logAppendTime` is in milliseconds since the epoch. */
export interface ProducedPartition {
  readonly partition: number;
  readonly baseOffset: string;
  /** -1 where the topic has the producer's own stamps. */
  readonly logAppendTime: string;
}

/**
 * Requests to one broker, by the names and shapes of kafkajs: times in milliseconds, sizes in bytes, offsets as decimal text. They reject with
 * errors of the library, which `kafkaErrorOf` maps.
 */
export interface ClusterBroker {
  initProducerId(request: {
    readonly transactionTimeout: number;
  }): Promise<{ readonly producerId: string; readonly producerEpoch: number }>;
  produce(request: {
    readonly producerId: string;
    readonly producerEpoch: number;
    readonly acks: -1;
    readonly timeout: number;
    readonly topicData: readonly ProducedTopic[];
  }): Promise<{ readonly topics: readonly { readonly topicName: string; readonly partitions: readonly ProducedPartition[] }[] }>;
  offsetFetch(request: {
    readonly groupId: string;
    readonly topics: readonly { readonly topic: string; readonly partitions: readonly { readonly partition: number }[] }[];
  }): Promise<{
    readonly responses: readonly { readonly partitions: readonly { readonly partition: number; readonly offset: string }[] }[];
  }>;
  fetch(request: {
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly isolationLevel: 0 | 1;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string; readonly maxBytes: number }[];
    }[];
  }): Promise<{ readonly responses: readonly { readonly topicName: string; readonly partitions: readonly FetchedPartition[] }[] }>;
  readonly connectionPool: { send(request: unknown): Promise<unknown> };
}

/**
 * The methods of the class Cluster of kafkajs that are used here. They reject with errors of the library. `findTopicPartitionMetadata` gives what
 * the last refresh loaded.
 */
export interface LibraryCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): PartitionMetadata[];
  findControllerBroker(): Promise<ClusterBroker>;
  findBroker(node: { readonly nodeId: number }): Promise<ClusterBroker>;
  fetchTopicsOffset(
    topics: readonly {
      readonly topic: string;
      readonly fromBeginning: boolean;
      readonly partitions: readonly { readonly partition: number }[];
    }[],
  ): Promise<readonly { readonly partitions: readonly { readonly partition: number; readonly offset: string }[] }[]>;
  findGroupCoordinator(group: { readonly groupId: string }): Promise<ClusterBroker>;
}

export type ClusterOptions = Omit<KafkaConfig, "brokers" | "logCreator" | "logLevel"> & {
  readonly logger: Logger;
  readonly brokers: readonly string[];
  readonly metadataMaxAge: number;
  readonly allowAutoTopicCreation: boolean;
  readonly retry: RetryOptions;
};

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(this: RequestQueue): void;
}

const require = createRequire(import.meta.url);

/** `file members` of the library that are used here and are not there. */
const missing: string[] = [];

/** A file of the library whose `members`, of its class where it has one, are used here. */
function part(file: string, members: readonly string[]): unknown {
  const loaded = load(`kafkajs/src/${file}`);
  const owner = (loaded.prototype ?? loaded) as Readonly<Record<string, unknown>>;
  missing.push(...members.filter((member) => typeof owner[member] !== "function").map((member) => `${member} of ${file}`));
  return loaded;
}

function load(file: string): { readonly prototype?: object } {
  try {
    return require(file) as { readonly prototype?: object };
  } catch {
    return { prototype: {} };
  }
}

/** Throws a `KafkaError` (`kafka_library_differs`) where the library is not the one that this file was written for. */
export function refuseOtherLibrary(): void {
  if (missing.length === 0) return;
  throw new KafkaError(
    "kafka_library_differs",
    `The installed kafkajs is not the one that this program is written for; it lacks ${missing.join(", ")}. Install what package-lock.json names (npm ci).`,
  );
}

const Cluster = part("cluster/index.js", [
  "connect",
  "disconnect",
  "addTargetTopic",
  "refreshMetadata",
  "refreshMetadataIfNecessary",
  "findTopicPartitionMetadata",
  "findControllerBroker",
  "findBroker",
  "fetchTopicsOffset",
  "findGroupCoordinator",
] satisfies (keyof LibraryCluster)[]) as new (options: ClusterOptions) => LibraryCluster;
const { prototype: broker } = part("broker/index.js", [
  ...(["initProducerId", "produce", "offsetFetch", "fetch"] satisfies (keyof ClusterBroker)[]),
  ...(["connect", "disconnect"] satisfies (keyof Introduced)[]),
]) as { readonly prototype: Introduced };
part("network/connectionPool.js", ["send"] satisfies (keyof ClusterBroker["connectionPool"])[]);
const { prototype: requestQueue } = part("network/requestQueue/index.js", ["scheduleCheckPendingRequests"]) as {
  readonly prototype: RequestQueue;
};

interface ResponseDecoder {
  readInt32(): number;
  readBytes(length: number): Buffer;
  canReadBytes(length: number): boolean;
}

/** Its file exports the decoder and nothing else. */
const decoderFile = "protocol/requests/fetch/v4/decodeMessages.js";
if (typeof load(`kafkajs/src/${decoderFile}`) !== "function") missing.push(decoderFile);

/**
 * The response of a fetch is decoded by `record-set.ts`, for the consumer of a group and for reading without one. The library loads its decoder
 * with the first fetch, and uses what is in its place by then.
 */
export function decodeOurselves(): void {
  require.cache[require.resolve(`kafkajs/src/${decoderFile}`)]!.exports = decodeMessages;
}

async function decodeMessages(decoder: ResponseDecoder): Promise<readonly FetchedRecord[]> {
  const length = decoder.readInt32();
  return length <= 0 || !decoder.canReadBytes(length) ? [] : decodeRecordSet(decoder.readBytes(length));
}

/**
 * The library sets a timer after every response, with a delay that is negative unless the broker demanded a pause: Node warns about each. Where
 * nothing waits and no pause was demanded, no timer is needed.
 */
const schedule = requestQueue.scheduleCheckPendingRequests;
requestQueue.scheduleCheckPendingRequests = function scheduleCheckPendingRequests() {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
};

interface Connection {
  connect(this: Connection): Promise<unknown>;
}
const { prototype: connection } = part("network/connection.js", ["connect"]) as { readonly prototype: Connection };

/** Two requests that find no connection would each open a socket, and what is sent over the one would wait for the other. */
const connect = connection.connect;
const connecting = new WeakMap<Connection, Promise<unknown>>();
connection.connect = function connectOnce() {
  const underWay = connecting.get(this) ?? connect.call(this).finally(() => connecting.delete(this));
  connecting.set(this, underWay);
  return underWay;
};

/** A broker is connected once it has told which requests it takes. */
interface Introduced {
  connect(this: Introduced): Promise<void>;
  disconnect(): Promise<void>;
}

/**
 * The library takes a broker that hangs before it has told that for connected: it sends it all requests, none of which leaves, for as long as the
 * connection is open.
 */
const introduce = broker.connect;
broker.connect = async function connectOrEnd() {
  try {
    await introduce.call(this);
  } catch (error) {
    await this.disconnect().catch(() => undefined);
    throw error;
  }
};

interface GroupMember {
  readonly groupId: string;
  readonly cluster: Pick<LibraryCluster, "findGroupCoordinator">;
  coordinator: ClusterBroker;
  /** Commits through the coordinator, too. */
  readonly offsetManager: { coordinator: ClusterBroker } | null;
  heartbeat(this: GroupMember, options: { readonly interval: number }): Promise<void>;
}
const { prototype: groupMember } = part("consumer/consumerGroup.js", ["heartbeat"]) as { readonly prototype: GroupMember };

/** The coordinator knows the member and says so: these lead to joining again. */
const responsesOfGroup: ReadonlySet<unknown> = new Set(["REBALANCE_IN_PROGRESS", "ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID"]);

/**
 * The library sends heartbeats to the coordinator that it joined at. Where another broker takes over, it gives up after a while and joins as a
 * new member, so that the group waits for the end of the old session. The new coordinator knows the member: it is looked up here.
 */
const heartbeat = groupMember.heartbeat;
groupMember.heartbeat = async function heartbeatAtCoordinator(options) {
  try {
    await heartbeat.call(this, options);
  } catch (error) {
    if (responsesOfGroup.has((error as { readonly type?: unknown }).type)) throw error;
    const found = await this.cluster.findGroupCoordinator({ groupId: this.groupId }).catch(() => null);
    // The failure of the beat is one that the library repeats.
    if (found === null) throw error;
    this.coordinator = found;
    if (this.offsetManager !== null) this.offsetManager.coordinator = found;
    await heartbeat.call(this, options);
  }
};

export interface OffsetCommit {
  readonly groupId: string;
  /** -1, and no member: by a group that has no members. */
  readonly groupGenerationId: -1;
  readonly memberId: "";
  readonly retentionTime: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly offset: string; readonly metadata: string | null }[];
  }[];
}

const offsetCommit = part("protocol/requests/offsetCommit/index.js", ["protocol"]) as {
  protocol(choice: { readonly version: 4 }): (request: OffsetCommit) => unknown;
};

/** Version 4 is the last one with a retention time for offsets; the library would use the next one. */
export async function commitOffsets(coordinator: ClusterBroker, request: OffsetCommit): Promise<void> {
  await coordinator.connectionPool.send(offsetCommit.protocol({ version: 4 })(request));
}

/** Gives a Cluster of kafkajs that connects with `connect`. `refuseOtherLibrary` must have passed before. */
export function createLibraryCluster(options: ClusterOptions): LibraryCluster {
  return new Cluster(options);
}
