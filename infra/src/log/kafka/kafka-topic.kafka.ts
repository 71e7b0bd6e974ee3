/** Topics that are otherwise than they must be are reported at the start, and nothing is written into them. */
import { randomUUID } from "node:crypto";
import { Kafka as LibraryKafka, logLevel } from "kafkajs";
import type { Admin } from "kafkajs";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { startBroker } from "../../../../test/broker/start-broker.ts";
import type { Broker } from "../../../../test/broker/start-broker.ts";
import type { KafkaConnection } from "../../kafka/kafka-connection.ts";
import { openKafka } from "../../kafka/open-kafka.ts";
import type { Kafka } from "../../kafka/open-kafka.ts";
import { acksTopicRules, deadLettersTopicRules, ensureTopics, eventsTopicRules, inboundTopicRules } from "../../kafka/topics.ts";
import { createLogger } from "../../process/logger.ts";
import type { EventLog } from "../event-log.ts";
import { openKafkaEventLog } from "./kafka-event-log.ts";

let broker: Broker;
let connection: KafkaConnection;
let kafka: Kafka;
/** For what this program never does to a topic. */
let hands: Admin;
let topic: string;
beforeAll(async () => {
  broker = await startBroker();
  connection = { brokers: broker.bootstrap.split(","), clientId: "qorgau-test", logger: createLogger({ level: "silent" }) };
  kafka = openKafka(connection);
  hands = new LibraryKafka({ brokers: [...connection.brokers], logLevel: logLevel.NOTHING }).admin();
  await hands.connect();
});
afterAll(async () => {
  await Promise.all([kafka.close(), hands.disconnect()]);
  await broker.remove();
});
beforeEach(() => {
  topic = `log-${randomUUID()}`;
});

const open = (more: { readonly partitions?: number; readonly replication?: number } = {}): Promise<EventLog> =>
  openKafkaEventLog({ connection, topic, ...more });
const fill = (log: EventLog) => log.append(Array.from({ length: 100 }, (_, n) => ({ key: `record-${n}`, value: `${n}` })));

async function deleteRecordsBefore10(): Promise<void> {
  // The library finds the leader only of a topic that it requested before.
  await hands.fetchTopicOffsets(topic);
  await hands.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "10" }] });
}

it("makes the topics as they must be, and finds them so", async () => {
  const rules = [
    eventsTopicRules({ name: topic, partitions: 3 }),
    inboundTopicRules(topic),
    acksTopicRules(topic),
    deadLettersTopicRules(),
  ];
  await ensureTopics(kafka.admin, rules);
  await ensureTopics(kafka.admin, rules);
  expect(await kafka.admin.topic(topic)).toMatchObject({ partitions: 3, replication: 1 });
  expect((await kafka.admin.topic(topic))!.config.get("message.timestamp.type")).toBe("LogAppendTime");
  expect((await kafka.admin.topic(`qorgau.inbound.${topic}.v1`))!.config.get("max.message.bytes")).toBe(String(16 * 1024 * 1024));
});

it("makes them once where several processes start together", async () => {
  const logs = await Promise.all(Array.from({ length: 4 }, () => open({ partitions: 2 })));
  expect(logs.map(({ partitions }) => partitions)).toEqual([2, 2, 2, 2]);
  await Promise.all(logs.map((log) => log.close()));
});

it("refuses one whose broker's stamps are the senders', whose records go, or that has too few partitions: all told", async () => {
  await kafka.admin.createTopic({ name: topic, partitions: 1, replication: 1, config: { "retention.ms": "604800000" } });
  const refused = open({ partitions: 4, replication: 3 });
  await expect(refused).rejects.toMatchObject({ code: "log_corrupt", retryable: false });
  const message = await refused.catch((error: Error) => error.message);
  for (const part of ["1 partitions, and 4 are wanted", "1 copies", "retention.ms=604800000", "message.timestamp.type=CreateTime"]) {
    expect(message).toContain(part);
  }
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining("cleanup.policy") });
});

it("refuses one that does not begin at 0 any more", async () => {
  const log = await open({ partitions: 1 });
  await fill(log);
  await log.close();
  await deleteRecordsBefore10();
  await expect(open()).rejects.toMatchObject({
    code: "log_corrupt",
    message: expect.stringContaining("begins at offset 10 of partition 0"),
  });
});

it("stops a reader whose records were deleted under it", async () => {
  const log = await open({ partitions: 1 });
  await fill(log);
  await deleteRecordsBefore10();
  const reading = log.read(new Map(), { recordsMax: 10, signal: new AbortController().signal });
  await expect(reading[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: "log_corrupt",
    message: expect.stringMatching(/0:0.*holds 10 to 99.*deleted/),
  });
  await log.close();
});

it("refuses one that was given more partitions when it held records", async () => {
  const log = await open({ partitions: 2 });
  await fill(log);
  await log.close();
  await hands.createPartitions({ topicPartitions: [{ topic, count: 4 }] });
  // The answer comes before the broker tells others of them.
  await expect.poll(async () => (await hands.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length).toBe(4);
  await expect(open()).rejects.toMatchObject({ code: "log_corrupt", message: expect.stringContaining("another number") });
});

it("hands a record on within a tenth of a second of its append", async () => {
  const log = await open();
  await log.append([{ key: "first", value: "1" }]);
  const stop = new AbortController();
  const tookMs: number[] = [];
  for await (const [record] of log.read(new Map(), { recordsMax: 1, signal: stop.signal })) {
    if (record!.key !== "first") tookMs.push(performance.now() - Number(record!.value));
    if (tookMs.length === 30) break;
    await log.append([{ key: `record-${tookMs.length}`, value: String(performance.now()) }]);
  }
  expect(tookMs.toSorted((a, b) => a - b)[15]).toBeLessThan(100);
  await log.close();
});
