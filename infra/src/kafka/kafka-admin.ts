/** Topics of a cluster: what there is, how it is set, and making them; and who may do what with them. */
import kafkajs, { Kafka } from "kafkajs";
import type { AclEntry, Admin } from "kafkajs";
import { addressOf, clientConfigOf } from "./kafka-connection.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { KafkaError, kafkaErrorOf } from "./kafka-error.ts";
import { repeatUntil, repeatWhileMissing, spreadMsMax } from "./repeat-until.ts";

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

/** What a user of the cluster is let do with a topic or with a group of consumers. */
export interface AccessRule {
  readonly resource: "topic" | "group";
  readonly name: string;
  /** Whether it is of every name that begins so. */
  readonly isPrefix: boolean;
  /** By Kafka's own names. */
  readonly operations: readonly ("Read" | "Write" | "Describe")[];
}

/** Requests about topics over one client, which connects with the first request and again after a failure. Every method rejects with a KafkaError. */
export interface KafkaAdmin {
  /** Null where the broker that is asked knows none of this name: of several, some learn of a new topic a moment later. */
  topic(name: string): Promise<TopicState | null>;
  /**
   * Makes nothing where it is there already, however it is set. Resolves once a broker knows a leader of each partition; rejects with
   * `kafka_topic_missing` or `kafka_unavailable` where none does within 15,000 ms.
   */
  createTopic(topic: NewTopic): Promise<void>;
  deleteTopic(name: string): Promise<void>;
  brokerCount(): Promise<number>;
  /** Lets the user (`User:NAME`, from any host) do what the rules say. What it is let do already stays. */
  allow(user: string, rules: readonly AccessRule[]): Promise<void>;
  /** Takes these rules of the user back. Resolves with how many there were, one for each operation. */
  revoke(user: string, rules: readonly AccessRule[]): Promise<number>;
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
    // Its parts are asked of several brokers, and not all of them may know the topic that the first one names.
    topic: (name) => repeatWhileMissing(AbortSignal.timeout(spreadMsMax), () => ask((it) => topicState(it, name))),
    async createTopic(topic) {
      await ask((it) => createTopic(it, topic));
      await repeatUntil(AbortSignal.timeout(spreadMsMax), () => ask((it) => demandLeaders(it, topic.name)));
    },
    deleteTopic: (name) => ask((it) => it.deleteTopics({ topics: [name] })),
    brokerCount: () => ask(async (it) => (await it.describeCluster()).brokers.length),
    allow: (user, rules) => ask(async (it) => void (await it.createAcls({ acl: entriesOf(user, rules) }))),
    revoke: (user, rules) => ask((it) => revoke(it, entriesOf(user, rules))),
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
  // Resolves with false where the topic exists already, also where another process was quicker. Waiting for leaders, the library fails where
  // it asks a broker that does not know the topic yet.
  await admin.createTopics({
    waitForLeaders: false,
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

/** A broker that is named as a leader refuses to be one for a moment: it says so where it is asked for the end of the partition. */
async function demandLeaders(admin: Admin, name: string): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
  const partitions = topics[0]?.partitions ?? [];
  const ends = partitions.every(({ leader }) => leader >= 0) ? await admin.fetchTopicOffsets(name) : [];
  if (partitions.length > 0 && ends.length === partitions.length) return;
  throw new KafkaError("kafka_unavailable", `A partition of ${name} has no leader yet.`);
}

function entriesOf(user: string, rules: readonly AccessRule[]): AclEntry[] {
  const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
  const operationTypes = { Read: AclOperationTypes.READ, Write: AclOperationTypes.WRITE, Describe: AclOperationTypes.DESCRIBE };
  return rules.flatMap(({ resource, name, isPrefix, operations }) =>
    operations.map((operation) => ({
      resourceType: resource === "topic" ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
      resourceName: name,
      resourcePatternType: isPrefix ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
      principal: `User:${user}`,
      host: "*",
      operation: operationTypes[operation],
      permissionType: AclPermissionTypes.ALLOW,
    })),
  );
}

async function revoke(admin: Admin, filters: AclEntry[]): Promise<number> {
  const { filterResponses } = await admin.deleteAcls({ filters });
  return filterResponses.reduce((sum, { matchingAcls }) => sum + matchingAcls.length, 0);
}
