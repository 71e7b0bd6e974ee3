/** Which canonical log: the embedded one in a folder, which one process has, or Kafka, which many share. */
import { join, resolve } from "node:path";
import { isKafkaUrl, kafkaMechanisms } from "../kafka/kafka-server.ts";
import type { KafkaServer } from "../kafka/kafka-server.ts";
import { faultsOfFiles } from "./check-files.ts";
import { dataDirectoryOf } from "./general-settings.ts";
import type { Setting, SettingsGroup, SettingsSource } from "./settings-group.ts";

/** `logUrl` is `file:DIR` or `kafka://host:port,…`. `logKafka` has effect with the latter alone. */
export interface LogSettings {
  readonly logUrl: string;
  readonly logKafka: KafkaServer;
}

const embeddedLog = /^file:.+/;
const broker = String.raw`[^\s,/:@[\]]+:\d{1,5}`;
const kafkaLog = new RegExp(`^kafka://${broker}(,${broker})*$`, "i");
const kafkaForm = "kafka://host:9092,host:9092";

function readLogUrl(source: SettingsSource): string {
  const url = source.text("QORGAU_LOG", `file:${join(dataDirectoryOf(source), "log")}`);
  if (!embeddedLog.test(url) && !kafkaLog.test(url)) {
    source.fault(`QORGAU_LOG is file:DIR, or ${kafkaForm}: names or IPv4 addresses; the user stands in QORGAU_KAFKA_USER.`);
  }
  return url;
}

const kafkaTable: readonly Setting[] = [
  { name: "QORGAU_KAFKA_USER", otherwise: "(none)", meaning: "user at the Kafka brokers" },
  { name: "QORGAU_KAFKA_PASSWORD_FILE", otherwise: "(none)", meaning: "file of that user's password" },
  { name: "QORGAU_KAFKA_MECHANISM", otherwise: "scram-sha-512", meaning: `how the password is proved: ${kafkaMechanisms.join(", ")}` },
  { name: "QORGAU_KAFKA_TLS", otherwise: "no", meaning: "yes: speak TLS with the Kafka brokers" },
  {
    name: "QORGAU_KAFKA_CA_FILE",
    otherwise: "(none)",
    meaning: "PEM file of the authorities whose certificates the brokers may show, instead of those that Node brings",
  },
  {
    name: "QORGAU_KAFKA_PARTITIONS",
    otherwise: "4 for a topic that is made; what an existing one has",
    meaning: "partitions of the canonical log, for its life: an existing topic with another number is refused",
  },
  {
    name: "QORGAU_KAFKA_REPLICATION",
    otherwise: "3, or as many as there are brokers, for a topic that is made",
    meaning: "copies of every record; an existing topic with fewer is refused",
  },
];

function readKafka(source: SettingsSource, url: string): KafkaServer {
  const fileOf = (name: Setting["name"]) => {
    const file = source.optional(name);
    return file === null ? null : resolve(file);
  };
  // Read even where it is not given, so that the settings in force show it.
  const countOf = (name: Setting["name"], max: number) =>
    source.optional(name) === null ? null : source.integer(name, { min: 1, max, otherwise: 1 });
  const server: KafkaServer = {
    user: source.optional("QORGAU_KAFKA_USER"),
    passwordFile: fileOf("QORGAU_KAFKA_PASSWORD_FILE"),
    mechanism: source.oneOf("QORGAU_KAFKA_MECHANISM", kafkaMechanisms, "scram-sha-512"),
    tls: source.isYes("QORGAU_KAFKA_TLS"),
    caFile: fileOf("QORGAU_KAFKA_CA_FILE"),
    partitions: countOf("QORGAU_KAFKA_PARTITIONS", 256),
    replication: countOf("QORGAU_KAFKA_REPLICATION", 7),
  };
  if ((server.user === null) !== (server.passwordFile === null)) {
    source.fault("QORGAU_KAFKA_USER and QORGAU_KAFKA_PASSWORD_FILE belong together.");
  }
  if (server.user !== null && server.mechanism === "plain" && !server.tls) {
    source.fault("QORGAU_KAFKA_MECHANISM=plain sends the password as it is: it needs QORGAU_KAFKA_TLS=yes.");
  }
  if (server.caFile !== null && !server.tls) source.fault("QORGAU_KAFKA_CA_FILE belongs to QORGAU_KAFKA_TLS=yes.");
  for (const { name } of kafkaTable) {
    if (source.isGiven(name) && !isKafkaUrl(url)) source.fault(`${name} belongs to a QORGAU_LOG of the form ${kafkaForm}.`);
  }
  return server;
}

const checkFiles = ({ logKafka }: LogSettings): Promise<readonly string[]> =>
  faultsOfFiles([
    { name: "QORGAU_KAFKA_PASSWORD_FILE", file: logKafka.passwordFile, isSecret: true },
    { name: "QORGAU_KAFKA_CA_FILE", file: logKafka.caFile },
  ]);

export const logSettings: SettingsGroup<LogSettings> = {
  table: [
    { name: "QORGAU_LOG", otherwise: "file:<QORGAU_DATA>/log", meaning: `canonical event log: file:DIR, or ${kafkaForm}` },
    ...kafkaTable,
  ],
  read(source) {
    const logUrl = readLogUrl(source);
    return { logUrl, logKafka: readKafka(source, logUrl) };
  },
  check: checkFiles,
};

/** For a service that is a process of its own: it shares the log with the other services. */
export const commonLogSettings: SettingsGroup<LogSettings> = {
  table: [{ name: "QORGAU_LOG", otherwise: "(must be given)", meaning: `canonical event log: ${kafkaForm}` }, ...kafkaTable],
  read(source) {
    const logUrl = source.isGiven("QORGAU_LOG") ? readLogUrl(source) : source.text("QORGAU_LOG", "");
    if (logUrl === "" || embeddedLog.test(logUrl)) {
      source.fault(
        "QORGAU_LOG=kafka://host:9092 is needed here: the embedded log belongs to one process alone, and this service shares the log with " +
          "the others. npm start runs all of them in one process.",
      );
    }
    return { logUrl, logKafka: readKafka(source, logUrl) };
  },
  check: checkFiles,
};
