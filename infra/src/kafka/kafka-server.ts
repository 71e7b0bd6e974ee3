/** A cluster as the settings name it, and the connection that follows from them. */
import { readFileSync } from "node:fs";
import { secretFileFault } from "../process/secret-file.ts";
import type { Logger } from "../process/logger.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { KafkaError } from "./kafka-error.ts";

/** SASL mechanisms by the names of kafkajs: SCRAM (RFC 5802) and PLAIN (RFC 4616). */
export const kafkaMechanisms = ["scram-sha-512", "scram-sha-256", "plain"] as const;

/** A cluster by its settings, without the addresses, which are in the URL of the log. */
export interface KafkaServer {
  readonly user: string | null;
  readonly passwordFile: string | null;
  readonly mechanism: (typeof kafkaMechanisms)[number];
  readonly tls: boolean;
  /** Null: the authorities that Node brings. */
  readonly caFile: string | null;
  /** Of the canonical log's topic; null: four where it is made, whatever it has where it is there. */
  readonly partitions: number | null;
  /** Of topics; null: three where they are made, or as many as there are brokers; whatever they have where they are there. */
  readonly replication: number | null;
}

/** A cluster without user and without TLS. */
export const plainKafkaServer: KafkaServer = {
  user: null,
  passwordFile: null,
  mechanism: "scram-sha-512",
  tls: false,
  caFile: null,
  partitions: null,
  replication: null,
};

export const isKafkaUrl = (url: string) => url.startsWith("kafka://");

/**
 * Takes `kafka://host:9092,host:9092`. Reads the password; throws `kafka_wrong_credentials` where its file
 * cannot be read, or other users can read it.
 */
export function kafkaConnectionOf(url: string, server: KafkaServer, logger: Logger): KafkaConnection {
  const { user, mechanism, tls, caFile } = server;
  return {
    brokers: url.slice("kafka://".length).split(","),
    clientId: "qorgau",
    logger,
    ...(user === null ? {} : { user: { name: user, password: passwordOf(server), mechanism } }),
    ...(tls ? { tls: caFile === null ? {} : { caFile } } : {}),
  };
}

function passwordOf({ user, passwordFile }: KafkaServer): string {
  if (passwordFile === null) throw new KafkaError("kafka_wrong_credentials", `There is no password for the Kafka user "${user}".`);
  try {
    const fault = secretFileFault(passwordFile);
    if (fault !== null) throw new KafkaError("kafka_wrong_credentials", `The Kafka password must be its owner's alone. ${fault}`);
    return readFileSync(passwordFile, "utf8").trim();
  } catch (error) {
    if (error instanceof KafkaError) throw error;
    throw new KafkaError("kafka_wrong_credentials", `The file of the Kafka password cannot be read: ${passwordFile}.`, { cause: error });
  }
}
