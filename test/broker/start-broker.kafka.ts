/** The test broker itself: it holds what it took over kills and pauses, and lets in whom it should. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Kafka, logLevel } from "kafkajs";
import type { KafkaConfig } from "kafkajs";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { KafkaConnection } from "../../infra/src/kafka/kafka-connection.ts";
import { openKafka } from "../../infra/src/kafka/open-kafka.ts";
import type { Kafka as KafkaClient } from "../../infra/src/kafka/open-kafka.ts";
import { readingOf } from "../../infra/src/kafka/read-topic.ts";
import { createLogger } from "../../infra/src/process/logger.ts";
import { shuffled } from "../generators/random.ts";
import type { BrokerNode } from "./broker-node.ts";
import { startBroker } from "./start-broker.ts";
import type { Broker } from "./start-broker.ts";

const topic = "told";

/** kafkajs asks the first of a list, and the next one only where that refuses to connect: one that is paused does not. */
function clientOf(broker: Broker, more: Partial<KafkaConfig> = {}): Kafka {
  const brokers = shuffled(broker.bootstrap.split(","), Math.random);
  const retry = { retries: 3, initialRetryTime: 100 };
  return new Kafka({ brokers, logLevel: logLevel.NOTHING, requestTimeout: 3000, retry, ...more });
}

/** To these nodes, which name the others. */
const connectionTo = (nodes: readonly BrokerNode[]): KafkaConnection => ({
  brokers: nodes.map(({ address }) => address),
  clientId: "qorgau-test",
  logger: createLogger({ level: "silent" }),
});

async function createTopic(broker: Broker): Promise<void> {
  const kafka = openKafka(connectionTo(broker.nodes));
  const replication = broker.nodes.length;
  const config = { "min.insync.replicas": String(Math.min(2, replication)) };
  await kafka.admin.createTopic({ name: topic, partitions: 1, replication, config });
  await kafka.close();
}

/** Sends one message and answers its offset. */
async function report(kafka: Kafka, value: string): Promise<number> {
  const producer = kafka.producer();
  try {
    await producer.connect();
    const [place] = await producer.send({ topic, acks: -1, messages: [{ value }] });
    return Number(place?.baseOffset);
  } finally {
    await producer.disconnect();
  }
}

/** With a new client for each attempt, so that what is seen is the broker's recovery and not the client's. */
async function reportAtLast(broker: Broker, value: string): Promise<number> {
  for (const untilMs = performance.now() + 60_000; ;) {
    try {
      return await report(clientOf(broker), value);
    } catch (error) {
      console.log(value, performance.now(), String(error));
      if (performance.now() > untilMs) throw error;
    }
  }
}

/** Of values, once each, in the order of the log. */
async function reportedIn(broker: Broker): Promise<string[]> {
  const reading = readingOf(connectionTo(broker.nodes));
  const values: string[] = [];
  for await (const { value } of reading.records(topic)) values.push(String(value));
  reading.close();
  return [...new Set(values)];
}

async function leaderOf(broker: Broker): Promise<BrokerNode> {
  const admin = clientOf(broker).admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.disconnect();
  return broker.node(topics[0]!.partitions[0]!.leader);
}

describe("one node", () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker();
    await createTopic(broker);
  });
  afterAll(() => broker.remove());

  test("takes up its data after kill -9, on the same port", async () => {
    expect(await report(clientOf(broker), "first")).toBe(0);
    await broker.node(1).kill();
    await broker.node(1).start();
    expect(await reportAtLast(broker, "second")).toBe(1);
  });

  test("answers nothing while it is paused, and goes on afterwards", async () => {
    await broker.node(1).pause();
    const impatient = clientOf(broker, { requestTimeout: 500, connectionTimeout: 500, retry: { retries: 0 } });
    await expect(report(impatient, "unheard")).rejects.toThrow();
    await broker.node(1).resume();
    expect(await reportAtLast(broker, "third")).toBeGreaterThanOrEqual(2);
  });

  test("creates no topic by itself", async () => {
    const producer = clientOf(broker, { retry: { retries: 0 } }).producer();
    await producer.connect();
    await expect(producer.send({ topic: "never-made", messages: [{ value: "x" }] })).rejects.toThrow();
    await producer.disconnect();
  });
});

describe("three nodes", () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker({ nodes: 3 });
    await createTopic(broker);
  });
  afterAll(() => broker.remove());

  test("learn of a new topic late, while they are busy with others: whoever makes, looks at or joins it waits for them", async () => {
    const clients = broker.nodes.map((node) => openKafka(connectionTo([node])));
    onTestFinished(async () => void (await Promise.all(clients.map((client) => client.close()))));
    const makeMany = async (maker: KafkaClient, other: KafkaClient) => {
      for (let made = 0; made < 5; made++) {
        const name = randomUUID();
        await maker.admin.createTopic({ name, partitions: 16, replication: 3, config: {} });
        expect([null, 16]).toContain((await other.admin.topic(name))?.partitions ?? null);
        const member = await other.consume({ group: name, topics: [name], isMemberOnly: true });
        await member.stop();
        await maker.admin.deleteTopic(name);
      }
    };
    await Promise.all(clients.map((client, index) => makeMany(client, clients[(index + 1) % clients.length]!)));
  });

  test("go on without their leader, killed or paused, take it back, and hold what they took", async () => {
    await report(clientOf(broker), "before");
    const killed = await leaderOf(broker);
    await killed.kill();
    await reportAtLast(broker, "without one that was killed");
    await killed.start();
    const paused = await leaderOf(broker);
    await paused.pause();
    await reportAtLast(broker, "without one that is paused");
    await paused.resume();
    await reportAtLast(broker, "after");
    const reported = ["before", "without one that was killed", "without one that is paused", "after"];
    expect(await reportedIn(broker)).toEqual(reported);
    await broker.stop();
    await Promise.all(broker.nodes.map((node) => node.start()));
    expect(await reportedIn(broker)).toEqual(reported);
  });
});

describe("a broker that demands SCRAM over TLS", () => {
  const users = { reporter: "right" };
  let broker: Broker;
  let ca: string;
  beforeAll(async () => {
    broker = await startBroker({ users, tls: true });
    ca = readFileSync(broker.caFile!, "utf8");
  });
  afterAll(() => broker.remove());

  const connect = async (more: Partial<KafkaConfig>) => {
    const admin = clientOf(broker, { connectionTimeout: 3000, retry: { retries: 0 }, ...more }).admin();
    await admin.connect();
    try {
      return await admin.listTopics();
    } finally {
      await admin.disconnect();
    }
  };
  const sasl = (password: string, mechanism: "scram-sha-512" | "scram-sha-256" = "scram-sha-512") =>
    ({ mechanism, username: "reporter", password }) as NonNullable<KafkaConfig["sasl"]>;

  test("lets in who knows the password, by either mechanism", async () => {
    expect(await connect({ ssl: { ca: [ca] }, sasl: sasl("right") })).toEqual([]);
    expect(await connect({ ssl: { ca: [ca] }, sasl: sasl("right", "scram-sha-256") })).toEqual([]);
  });

  test("refuses a wrong password, none, no TLS, and is not trusted without its authority", async () => {
    await expect(connect({ ssl: { ca: [ca] }, sasl: sasl("wrong") })).rejects.toThrow(/authentication failed/i);
    await expect(connect({ ssl: { ca: [ca] } })).rejects.toThrow();
    await expect(connect({ sasl: sasl("right") })).rejects.toThrow();
    await expect(connect({ ssl: true, sasl: sasl("right") })).rejects.toThrow(/certificate/);
  });
});

test("a broker ends with the process that started it, even where that is killed", async () => {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-broker-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const program = `const [, module, directory] = process.argv;
    const { startBroker } = await import(module);
    console.log((await startBroker({ directory })).bootstrap);
    setInterval(() => {}, 1000);`;
  const parameters = ["--input-type=module", "-e", program, join(import.meta.dirname, "start-broker.ts"), directory];
  const owner = spawn(process.execPath, parameters, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [bootstrap] = (await once(createInterface({ input: owner.stdout }), "line")) as [string];
  const isServed = () =>
    fetch(`http://${bootstrap}`).then(
      () => true,
      (error: { cause?: { code?: string } }) => error.cause?.code !== "ECONNREFUSED",
    );
  expect(await isServed()).toBe(true);
  owner.kill("SIGKILL");
  await expect.poll(isServed, { timeout: 10_000 }).toBe(false);
});
