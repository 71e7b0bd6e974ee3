/** Records of the canonical topic that this program did not write: their places are handed on, and reading goes on behind them. */
import { randomUUID } from "node:crypto";
import { Kafka as StrangerKafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startBroker } from "../../../../test/broker/start-broker.ts";
import type { Broker } from "../../../../test/broker/start-broker.ts";
import { createLogger } from "../../process/logger.ts";
import { readToEnd } from "../read-to-end.ts";
import { openKafkaEventLog } from "./kafka-event-log.ts";

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(() => broker.remove());

test("nulls, transactions, marks, broken text and claims of another place: each has its offset and stamp, and the log opens again", async () => {
  const connection = { brokers: broker.bootstrap.split(","), clientId: "qorgau-test", logger: createLogger({ level: "silent" }) };
  const topic = `log-${randomUUID()}`;
  const log = await openKafkaEventLog({ connection, topic, partitions: 1 });
  await log.append([{ key: "a", value: "first" }]);

  const client = new StrangerKafka({ brokers: connection.brokers, clientId: "stranger", logLevel: logLevel.NOTHING });
  const plain = client.producer();
  const transactional = client.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await Promise.all([plain.connect(), transactional.connect()]);
  const origin = (position: string, recordedAtMs: string) => ({ "qorgau-position": position, "qorgau-recorded-at-ms": recordedAtMs });
  await plain.send({
    topic,
    messages: [
      { key: null, value: null },
      { key: Buffer.from([0xff]), value: "x" },
      { key: "a", value: "elsewhere", headers: origin("7:7", "1") },
      { key: "a", value: "in the year 33658", headers: origin("0:4", "999999999999999") },
    ],
  });
  for (const end of ["commit", "abort"] as const) {
    const transaction = await transactional.transaction();
    await transaction.send({ topic, messages: [{ key: "a", value: end }] });
    await transaction[end]();
  }
  // The coordinator answers the end of a transaction before it writes the mark into the partition.
  const admin = client.admin();
  await admin.connect();
  await vi.waitFor(async () => expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ high: "9" }]), { timeout: 30_000 });
  await log.append([{ key: "a", value: "last" }]);
  await Promise.all([plain.disconnect(), transactional.disconnect(), admin.disconnect()]);

  const held = await readToEnd(log);
  expect(held.map(({ offset, value, flaw }) => [offset, flaw ?? value])).toEqual([
    [0, "first"],
    [1, ""],
    [2, "unreadable"],
    [3, "displaced"],
    [4, "in the year 33658"],
    ...[5, 6, 7, 8].map((offset) => [offset, "unreadable"]),
    [9, "last"],
  ]);
  for (const { timestampMs } of held) expect(Math.abs(timestampMs - Date.now())).toBeLessThan(600_000);
  await log.close();
  await (await openKafkaEventLog({ connection, topic })).close();
});
