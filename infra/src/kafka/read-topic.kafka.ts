/** Reads a topic without a group on a real broker: every record once, whatever stands between, and whatever a leader does not give yet. */
import { Kafka as Library, logLevel } from "kafkajs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBroker } from "../../../test/broker/start-broker.ts";
import type { Broker } from "../../../test/broker/start-broker.ts";
import { createLogger } from "../process/logger.ts";
import { KafkaCluster } from "./kafka-cluster.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { openKafka } from "./open-kafka.ts";
import { readingFrom } from "./read-topic.ts";

const topic = "read";
let broker: Broker;
let connection: KafkaConnection;
beforeAll(async () => {
  broker = await startBroker();
  connection = { brokers: broker.bootstrap.split(","), clientId: "qorgau-test", logger: createLogger({ level: "silent" }) };
  const kafka = openKafka(connection);
  await kafka.admin.createTopic({ name: topic, partitions: 1, replication: 1, config: {} });
  await kafka.close();
  const library = new Library({ brokers: [...connection.brokers], logLevel: logLevel.NOTHING });
  const producer = library.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  await producer.send({ topic, messages: [{ value: "a" }] });
  for (const end of ["commit", "abort"] as const) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: end }] });
    await transaction[end]();
  }
  await producer.disconnect();
});
afterAll(() => broker.remove());

/** Its first leader was elected a moment ago: it holds all records, and does not know yet that they are replicated. */
class NewLeader extends KafkaCluster {
  fetches = 0;
  override async fetch(...request: Parameters<KafkaCluster["fetch"]>): ReturnType<KafkaCluster["fetch"]> {
    const fetched = await super.fetch(...request);
    this.fetches += 1;
    if (this.fetches > 2) return fetched;
    return request[2].map(({ partition, offset }) => ({ partition, highWatermark: String(offset), messages: [] }));
  }
}

it("passes over marks of transactions and over nothing else", async () => {
  for (const Cluster of [KafkaCluster, NewLeader]) {
    const reading = readingFrom(new Cluster(connection, { requestMsMax: 6000 }));
    const found: string[] = [];
    for await (const { offset, value } of reading.records(topic)) found.push(`${offset} ${String(value)}`);
    // Offsets 2 and 4 are the marks.
    expect(found).toEqual(["0 a", "1 commit", "3 abort"]);
    expect(await reading.record(topic, 0, 2)).toBeNull();
    expect(await reading.record(topic, 0, 3)).toMatchObject({ offset: 3 });
    expect(await reading.record(topic, 0, 9)).toBeNull();
    reading.close();
  }
});
