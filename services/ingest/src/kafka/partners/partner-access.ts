/** What a partner may do on the cluster: write to its inbound topic and read its acknowledgements, alone or in groups of its own. */
import type { AccessRule } from "@qorgau/infra/kafka/kafka-admin";
import { acksTopic, inboundTopic } from "@qorgau/infra/kafka/topics";
import type { Reporter } from "@qorgau/schemas/events/reporters";

/** A reporter that has a topic, and the Kafka user that it is known by. */
export interface Partner {
  readonly source: string;
  readonly topic: string;
  readonly user: string;
}

/** How much of the cluster's time a partner may take; what is absent stays as it is. */
export interface Quotas {
  /** Bytes a second that it may write, and read, at each broker. */
  readonly producerByteRate?: number;
  readonly consumerByteRate?: number;
  /** Percent of the time of one thread of a broker. */
  readonly requestPercentage?: number;
}

/** Partners of the list of reporters, by source; `user` is the Kafka user where it is not called as the topic. */
export function partnerOf({ source, topic }: Reporter, user?: string): Partner | null {
  return topic === undefined ? null : { source, topic, user: user ?? topic };
}

/** The last one is for consumers with a group; the partner calls its groups `<topic>.…`. */
export function accessRulesOf({ topic }: Partner): readonly AccessRule[] {
  return [
    { resource: "topic", name: inboundTopic(topic), isPrefix: false, operations: ["Write", "Describe"] },
    { resource: "topic", name: acksTopic(topic), isPrefix: false, operations: ["Read", "Describe"] },
    { resource: "group", name: `${topic}.`, isPrefix: true, operations: ["Read"] },
  ];
}

/** Where Kafka's own tools find the cluster. */
export interface Cluster {
  /** `host:port`, joined by commas. */
  readonly bootstrap: string;
  /** File of the operator's credentials for the tools; null: none are needed. */
  readonly commandConfig: string | null;
}

/** The commands of kafka-acls.sh that grant the rules of a partner, or take them back. */
export function aclCommands(partner: Partner, cluster: Cluster, verb: "add" | "remove"): string[] {
  return accessRulesOf(partner).map(({ resource, name, isPrefix, operations }) =>
    commandLine([
      "kafka-acls.sh",
      ...connection(cluster),
      ...(verb === "add" ? ["--add"] : ["--remove", "--force"]),
      "--allow-principal",
      `User:${partner.user}`,
      ...operations.flatMap((operation) => ["--operation", operation]),
      `--${resource}`,
      name,
      ...(isPrefix ? ["--resource-pattern-type", "prefixed"] : []),
    ]),
  );
}

/** The command of kafka-configs.sh that sets the quotas of a partner; none where there is nothing to set. */
export function quotaCommands(partner: Partner, cluster: Cluster, quotas: Quotas): string[] {
  const settings = Object.entries(quotaNames).flatMap(([member, name]) => {
    const value = quotas[member as keyof Quotas];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return settings.length === 0 ? [] : [configsCommand(partner, cluster, "--add-config", settings)];
}

/** One for each quota that there may be: a command that names one that is not set takes none back. */
export function quotaRemovals(partner: Partner, cluster: Cluster): string[] {
  return Object.values(quotaNames).map((name) => configsCommand(partner, cluster, "--delete-config", [name]));
}

function configsCommand({ user }: Partner, cluster: Cluster, verb: string, settings: readonly string[]): string {
  const of = ["--entity-type", "users", "--entity-name", user];
  return commandLine(["kafka-configs.sh", ...connection(cluster), "--alter", verb, settings.join(","), ...of]);
}

/** By Kafka's own names. */
const quotaNames: Readonly<Record<keyof Quotas, string>> = {
  producerByteRate: "producer_byte_rate",
  consumerByteRate: "consumer_byte_rate",
  requestPercentage: "request_percentage",
};

function connection({ bootstrap, commandConfig }: Cluster): string[] {
  return ["--bootstrap-server", bootstrap, ...(commandConfig === null ? [] : ["--command-config", commandConfig])];
}

const commandLine = (words: readonly string[]) => words.map(quoted).join(" ");
/** For a shell. Users known by a certificate have names with commas and spaces. */
const quoted = (word: string) => (/^[\w./:,=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`);
