/** Topics of a cluster: what there is, how it is set, and making them. */
import kafkajs, { Kafka } from "kafkajs";
import type { Admin } from "kafkajs";
import { addressOf, clientConfigOf } from "./kafka-connection.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { kafkaErrorOf } from "./kafka-error.ts";

/** What the cluster has of a topic. `config` has the values as text, by Kafka's own names. */
export interface TopicState {
  readonly partitions: number;
  /** Of the partition that has the fewest copies. */
  readonly replication: number;
  /** Every setting of the topic, those of the cluster's defaults too. */
  readonly config: ReadonlyMap<string, string>;
}

export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly config: Readonly<Record<string, string>>;
}

/** Requests about topics over one client, which connects with the first request and again after a failure. Every method rejects with a KafkaError. */
export interface KafkaAdmin {
  /** Null where there is none of this name. */
  topic(name: string): Promise<TopicState | null>;
  /** Does nothing where it is there already, however it is set. */
  createTopic(topic: NewTopic): Promise<void>;
  deleteTopic(name: string): Promise<void>;
  brokerCount(): Promise<number>;
  close(): Promise<void>;
}

/** Connects with the first request. Its owner closes it. Throws `kafka_library_differs` where kafkajs is another version. */
export function createKafkaAdmin(connection: KafkaConnection): KafkaAdmin {
  const admin = new Kafka({ ...clientConfigOf(connection), retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1000 } }).admin();
  let connected: Promise<void> | null = null;
  const ask = async <Result>(request: (admin: Admin) => Promise<Result>): Promise<Result> => {
    try {
      await (connected ??= admin.connect());
      return await request(admin);
    } catch (error) {
      connected = null;
      throw kafkaErrorOf(error, addressOf(connection));
    }
  };
  return {
    topic: (name) => ask((it) => topicState(it, name)),
    createTopic: (topic) => ask((it) => createTopic(it, topic)),
    deleteTopic: (name) => ask((it) => it.deleteTopics({ topics: [name] })),
    brokerCount: () => ask(async (it) => (await it.describeCluster()).brokers.length),
    async close() {
      if (connected !== null) await ask((it) => it.disconnect());
      connected = null;
    },
  };
}

async function topicState(admin: Admin, name: string): Promise<TopicState | null> {
  if (!(await admin.listTopics()).includes(name)) return null;
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
  const partitions = topics[0]?.partitions ?? [];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name }],
  });
  return {
    partitions: partitions.length,
    replication: Math.min(...partitions.map(({ replicas }) => replicas.length)),
    config: new Map(
      resources.flatMap(({ configEntries }) => configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ),
  };
}

async function createTopic(admin: Admin, { name, partitions, replication, config }: NewTopic): Promise<void> {
  // Resolves with false where the topic exists already, also where another process was quicker.
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic: name,
        numPartitions: partitions,
        replicationFactor: replication,
        configEntries: Object.entries(config).map(([entry, value]) => ({ name: entry, value })),
      },
    ],
  });
}
