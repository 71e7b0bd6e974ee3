/** The topics as code: names, how they are made, and what about an existing one would lose or change what it is for. */
import type { KafkaAdmin, TopicState } from "./kafka-admin.ts";
import { KafkaError } from "./kafka-error.ts";
import { repeatUntil, spreadMsMax } from "./repeat-until.ts";

export const eventsTopic = "qorgau.events.v1";
export const deadLettersTopic = "qorgau.dead-letters.v1";
/** The inbound topic of a reporter. `topic` is its short name in the list of reporters. */
export const inboundTopic = (topic: string) => `qorgau.inbound.${topic}.v1`;
/** The topic of acknowledgements for the same reporter. */
export const acksTopic = (topic: string) => `qorgau.acks.${topic}.v1`;

interface ConfigRule {
  readonly value: string;
  readonly demand: "exactly" | "at_least";
  /** What would happen otherwise. */
  readonly otherwise: string;
}

/** What a topic must be. `config` has Kafka's settings by name, each with its value and what happens where it is another. */
export interface TopicRules {
  readonly name: string;
  /** Of a new topic; an existing one must have just as many where that is demanded, else at least one. */
  readonly partitions: { readonly count: number; readonly demanded: boolean };
  /** Absent: three, or as many as there are brokers where there are fewer. */
  readonly replication?: number;
  readonly config: Readonly<Record<string, ConfigRule>>;
}

const mebibyte = 1024 * 1024;
const dayMs = 24 * 60 * 60 * 1000;

const partitionsDefault = 4;

/** The canonical log: retained for ever, stamped by the broker. Without a number of partitions an existing topic may have any. */
export function eventsTopicRules(options: {
  readonly name: string;
  readonly partitions?: number;
  readonly replication?: number;
}): TopicRules {
  return {
    name: options.name,
    partitions: { count: options.partitions ?? partitionsDefault, demanded: options.partitions !== undefined },
    ...(options.replication === undefined ? {} : { replication: options.replication }),
    config: {
      "cleanup.policy": { value: "delete", demand: "exactly", otherwise: "records of the log would be compacted away" },
      "retention.ms": { value: "-1", demand: "at_least", otherwise: "records of the log would be deleted after that time" },
      "retention.bytes": { value: "-1", demand: "at_least", otherwise: "records of the log would be deleted beyond that size" },
      "message.timestamp.type": {
        value: "LogAppendTime",
        demand: "exactly",
        otherwise: "the time of recording would be the sender's word",
      },
      "max.message.bytes": { value: String(8 * mebibyte), demand: "at_least", otherwise: "appends would be refused" },
      "unclean.leader.election.enable": { value: "false", demand: "exactly", otherwise: "acknowledged records could be lost" },
    },
  };
}

/** The rules of `qorgau.inbound.<topic>.v1`: retained for 30 days at least, messages up to 16 MiB at least, stored uncompressed. */
export function inboundTopicRules(topic: string): TopicRules {
  const rules = ingestTopicRules(inboundTopic(topic), 30 * dayMs, "what was not read by then is lost, and nothing older can be replayed");
  // Reporters compress with whatever their clients bring; the broker unpacks what this program's client cannot.
  const compression = {
    value: "uncompressed",
    demand: "exactly",
    otherwise: "messages packed with lz4, snappy or zstd could not be read",
  } as const;
  return { ...rules, config: { ...rules.config, "compression.type": compression } };
}

/** The rules of `qorgau.acks.<topic>.v1`: retained for 30 days at least, messages up to 16 MiB at least. */
export function acksTopicRules(topic: string): TopicRules {
  return ingestTopicRules(acksTopic(topic), 30 * dayMs, "reporters would miss acknowledgements");
}

/** The rules of `qorgau.dead-letters.v1`: retained for 90 days at least, messages up to 16 MiB at least. */
export function deadLettersTopicRules(): TopicRules {
  return ingestTopicRules(deadLettersTopic, 90 * dayMs, "reasons of rejection would be gone before anybody has looked");
}

function ingestTopicRules(name: string, retentionMs: number, otherwise: string): TopicRules {
  return {
    name,
    partitions: { count: partitionsDefault, demanded: false },
    config: {
      "cleanup.policy": { value: "delete", demand: "exactly", otherwise: "records would be compacted away" },
      "retention.ms": { value: String(retentionMs), demand: "at_least", otherwise },
      "max.message.bytes": {
        value: String(16 * mebibyte),
        demand: "at_least",
        otherwise: "large messages would be refused at the broker, without a reason",
      },
    },
  };
}

/**
 * Makes the topics that are missing. Rejects with `kafka_topic_differs`, which names every difference of the others and how to mend it, and with
 * the other errors of `admin`.
 */
export async function ensureTopics(admin: KafkaAdmin, topics: readonly TopicRules[]): Promise<void> {
  const differences: string[] = [];
  for (const topic of topics) {
    const replication = topic.replication ?? Math.min(3, await admin.brokerCount());
    const state = (await admin.topic(topic.name)) ?? (await make(admin, topic, replication));
    differences.push(...differencesOf(topic, topic.replication ?? 1, state));
  }
  if (differences.length === 0) return;
  throw new KafkaError(
    "kafka_topic_differs",
    `The Kafka cluster's topics are not as they must be:\n${differences.map((one) => `  - ${one}`).join("\n")}`,
  );
}

async function make(admin: KafkaAdmin, { name, partitions, config }: TopicRules, replication: number): Promise<TopicState> {
  const entries = Object.entries(config).map(([entry, { value }]) => [entry, value] as const);
  const made = {
    name,
    partitions: partitions.count,
    replication,
    config: Object.fromEntries([...entries, ["min.insync.replicas", String(inSyncMin(replication))]]),
  };
  return repeatUntil(AbortSignal.timeout(spreadMsMax), async () => {
    await admin.createTopic(made);
    const state = await admin.topic(name);
    if (state === null) throw new KafkaError("kafka_unavailable", `The topic ${name} was made and is not there yet.`);
    return state;
  });
}

/** What is acknowledged is on two brokers at least, wherever there are two replicas. */
const inSyncMin = (replication: number) => (replication === 1 ? 1 : Math.max(2, replication - 1));

/** Gives a sentence for each difference. `replicationMin` is the fewest replicas that are accepted. Pure. */
export function differencesOf(topic: TopicRules, replicationMin: number, state: TopicState): string[] {
  const { name, partitions } = topic;
  const differences: string[] = [];
  if (partitions.demanded && state.partitions !== partitions.count)
    differences.push(partitionsSentence(name, state.partitions, partitions.count));
  if (state.replication < replicationMin) {
    differences.push(
      `${name} has ${state.replication} copies of each record, and ${replicationMin} are wanted: a broker that is lost would take records with it. ` +
        "Mend it with kafka-reassign-partitions.sh, or set QORGAU_KAFKA_REPLICATION.",
    );
  }
  const inSync: ConfigRule = {
    value: String(inSyncMin(state.replication)),
    demand: "at_least",
    otherwise: "an acknowledged record might stand on one broker alone",
  };
  for (const [entry, rule] of Object.entries({ ...topic.config, "min.insync.replicas": inSync })) {
    const found = state.config.get(entry);
    if (found !== undefined && !isMet(rule, found)) differences.push(configSentence(name, entry, found, rule));
  }
  return differences;
}

function isMet({ value, demand }: ConfigRule, found: string): boolean {
  return demand === "exactly" ? found === value : numberOf(found) >= numberOf(value);
}

/** -1 is without end. */
const numberOf = (text: string) => (text === "-1" ? Infinity : Number(text));

function configSentence(name: string, entry: string, found: string, { value, demand, otherwise }: ConfigRule): string {
  const wanted = demand === "exactly" || value === "-1" ? `must be ${value}` : `must be at least ${value}`;
  return (
    `${name} has ${entry}=${found}, which ${wanted}: ${otherwise}. ` +
    `Mend it with kafka-configs.sh --alter --entity-type topics --entity-name ${name} --add-config ${entry}=${value}`
  );
}

function partitionsSentence(name: string, found: number, wanted: number): string {
  const how =
    found < wanted
      ? "While the log is empty, delete the topic and start again; once it holds records, their number stands: set QORGAU_KAFKA_PARTITIONS to it"
      : "Set QORGAU_KAFKA_PARTITIONS to it";
  return `${name} has ${found} partitions, and ${wanted} are wanted. ${how}.`;
}
