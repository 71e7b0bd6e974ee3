/** A broker that demands a user and checks permissions: who is allowed gets in, and who is not gets the reason. */
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBroker } from "../../../../test/broker/start-broker.ts";
import type { Broker } from "../../../../test/broker/start-broker.ts";
import { openKafka } from "../../kafka/open-kafka.ts";
import type { KafkaConnection } from "../../kafka/kafka-connection.ts";
import { kafkaConnectionOf, plainKafkaServer } from "../../kafka/kafka-server.ts";
import { createLogger } from "../../process/logger.ts";
import { openEventLog } from "../open-event-log.ts";
import { readToEnd } from "../read-to-end.ts";
import { openKafkaEventLog } from "./kafka-event-log.ts";

const logger = createLogger({ level: "silent" });
const user = { name: "qorgau", password: "a long password: with marks & spaces" };

function connectionTo(broker: Broker, more: Partial<KafkaConnection> = {}): KafkaConnection {
  return { brokers: broker.bootstrap.split(","), clientId: "qorgau-test", logger, ...more };
}

async function expectItWorks(connection: KafkaConnection): Promise<void> {
  const log = await openKafkaEventLog({ connection, topic: `log-${randomUUID()}` });
  const [appended] = await log.append([{ key: "a", value: "1" }]);
  expect(await readToEnd(log)).toEqual([{ ...appended, key: "a", value: "1" }]);
  await log.commit("g", new Map([[appended!.partition, 0]]));
  await log.close();
}

async function refusal(connection: KafkaConnection): Promise<unknown> {
  try {
    const log = await openKafkaEventLog({ connection, topic: "refused" });
    await log.close();
    return null;
  } catch (error) {
    return error;
  }
}

describe("over TLS, with SCRAM", () => {
  let broker: Broker;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "qorgau-access-"));
    broker = await startBroker({ users: { [user.name]: user.password }, tls: true });
  });
  afterAll(async () => {
    await broker.remove();
    await rm(directory, { recursive: true });
  });

  it.each(["scram-sha-512", "scram-sha-256"] as const)("lets a user in by %s", (mechanism) =>
    expectItWorks(connectionTo(broker, { user: { ...user, mechanism }, tls: { caFile: broker.caFile! } })),
  );

  it("lets in what the settings describe", async () => {
    const passwordFile = join(directory, "password");
    writeFileSync(passwordFile, `${user.password}\n`, { mode: 0o600 });
    const logKafka = {
      ...plainKafkaServer,
      user: user.name,
      passwordFile,
      tls: true,
      caFile: broker.caFile,
      partitions: 2,
      replication: 1,
    };
    const log = await openEventLog(broker.url, { logKafka, logger });
    expect(log.partitions).toBe(2);
    await log.close();
  });

  it("tells a wrong password from the rest, without showing it", async () => {
    const wrong = { ...user, password: "not the password" };
    const error = await refusal(connectionTo(broker, { user: wrong, tls: { caFile: broker.caFile! } }));
    expect(error).toMatchObject({ code: "kafka_wrong_credentials", retryable: false, message: expect.stringContaining('user "qorgau"') });
    expect(String(error)).not.toContain("not the password");
  });

  it("tells an authority that is not trusted", async () => {
    expect(await refusal(connectionTo(broker, { user, tls: {} }))).toMatchObject({ code: "kafka_tls_failed", retryable: false });
  });

  it("tells of what may be missing where the broker hangs up", async () => {
    expect(await refusal(connectionTo(broker, { user }))).toMatchObject({
      code: "log_unavailable",
      message: expect.stringContaining("TLS"),
    });
  });

  it("names the file of a password that is not there", () => {
    const server = { ...plainKafkaServer, user: "qorgau", passwordFile: join(directory, "nowhere") };
    expect(() => kafkaConnectionOf(broker.url, server, logger)).toThrow("nowhere");
  });
});

describe("plain, with SCRAM", () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker({ users: { [user.name]: user.password } });
  });
  afterAll(() => broker.remove());

  it("lets a user in", () => expectItWorks(connectionTo(broker, { user })));

  it("tells one without a user that it wants one", async () => {
    expect(await refusal(connectionTo(broker))).toMatchObject({ message: expect.stringContaining("user") });
  });

  it("tells that there is no TLS", async () => {
    expect(await refusal(connectionTo(broker, { user, tls: {} }))).toMatchObject({ code: "kafka_tls_failed" });
  });

  it("refuses a producer and a member of a group alike", async () => {
    const kafka = openKafka(connectionTo(broker, { user: { ...user, password: "wrong" } }));
    await expect(kafka.producer().send([{ topic: "t", key: null, value: "v" }])).rejects.toMatchObject({ code: "kafka_wrong_credentials" });
    await expect(kafka.consume({ group: "g", topics: ["t"] })).rejects.toMatchObject({ code: "kafka_wrong_credentials" });
  });
});

describe("nobody there", () => {
  it("says so, with the address", async () => {
    const connection = { brokers: ["127.0.0.1:1"], clientId: "qorgau-test", logger };
    expect(await refusal(connection)).toMatchObject({
      code: "log_unavailable",
      retryable: true,
      message: expect.stringContaining("No Kafka broker answers at 127.0.0.1:1"),
    });
  });
});
