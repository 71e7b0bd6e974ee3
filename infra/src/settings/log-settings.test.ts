import { expect, test } from "vitest";
import { readSettings, SettingsError } from "./settings.ts";

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    return (error as SettingsError).faults;
  }
}

const kafka = { QORGAU_LOG: "kafka://b1:9092,b2:9092" };

test("a cluster needs its addresses alone", () => {
  expect(readSettings(kafka)).toMatchObject({
    logUrl: "kafka://b1:9092,b2:9092",
    logKafka: { user: null, tls: false, mechanism: "scram-sha-512", partitions: null, replication: null },
  });
});

test("a user, TLS, partitions and replication are read", () => {
  const environment = {
    ...kafka,
    QORGAU_KAFKA_USER: "qorgau",
    QORGAU_KAFKA_PASSWORD_FILE: "/run/secrets/kafka",
    QORGAU_KAFKA_TLS: "yes",
    QORGAU_KAFKA_CA_FILE: "/run/secrets/ca.pem",
    QORGAU_KAFKA_PARTITIONS: "8",
    QORGAU_KAFKA_REPLICATION: "3",
  };
  expect(readSettings(environment).logKafka).toMatchObject({ user: "qorgau", tls: true, partitions: 8, replication: 3 });
});

test.each([
  ["an address without a port", { QORGAU_LOG: "kafka://b1" }],
  ["a user in the address", { QORGAU_LOG: "kafka://qorgau:secret@b1:9092" }],
  ["an IPv6 address, which the client cannot take", { QORGAU_LOG: "kafka://[::1]:9092" }],
  ["a user without a password", { ...kafka, QORGAU_KAFKA_USER: "qorgau" }],
  ["a password in the clear", { ...kafka, QORGAU_KAFKA_USER: "q", QORGAU_KAFKA_PASSWORD_FILE: "/p", QORGAU_KAFKA_MECHANISM: "plain" }],
  ["an authority without TLS", { ...kafka, QORGAU_KAFKA_CA_FILE: "/ca.pem" }],
  ["no partition", { ...kafka, QORGAU_KAFKA_PARTITIONS: "0" }],
  ["settings of Kafka for the embedded log", { QORGAU_KAFKA_PARTITIONS: "4" }],
])("%s is one fault", (_what, environment) => {
  expect(faultsOf(environment)).toHaveLength(1);
});
