/** Reads the latest dead letters from a real broker: from before the topic was made on, each message once, the oldest dropped. */
import { kindHeader } from "@qorgau/schemas/events/kafka-messages";
import type { DeadLetterRecord } from "@qorgau/schemas/events/kafka-messages";
import { fault } from "@qorgau/schemas/rules/rules";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBroker } from "../../../../test/broker/start-broker.ts";
import type { Broker } from "../../../../test/broker/start-broker.ts";
import { createLogger } from "../../process/logger.ts";
import { openKafka } from "../open-kafka.ts";
import type { Kafka } from "../open-kafka.ts";
import { deadLettersTopic, deadLettersTopicRules, ensureTopics } from "../topics.ts";
import { readRecentDeadLetters } from "./recent-dead-letters.ts";

let broker: Broker;
let kafka: Kafka;
beforeAll(async () => {
  broker = await startBroker();
  kafka = openKafka({ brokers: broker.bootstrap.split(","), clientId: "qorgau-test", logger: createLogger({ level: "silent" }) });
});
afterAll(async () => {
  await kafka.close();
  await broker.remove();
});

const topic = "qorgau.inbound.mine.v1";
const originOf = (offset: number) => ({ topic, partition: 0, offset });

function deadLetter(offset: number, event: object | null = { id: `e-${offset}`, subject: `N-${offset}`, type: "t" }): DeadLetterRecord {
  const errors = Array.from({ length: 12 }, () => fault("QG-0421", "/data/severity"));
  return { kind: "dead_letter", origin: originOf(offset), reporter: "urn:a", sentAt: null, errors, warnings: [], event: event as null };
}
const replayed = (offset: number): DeadLetterRecord => ({
  kind: "replayed",
  origin: originOf(offset),
  id: `e-${offset}`,
  position: "0:7",
  recordedAt: "2026-02-03T07:10:00.482Z",
});

async function write(...records: readonly DeadLetterRecord[]): Promise<void> {
  const producer = kafka.producer();
  for (const record of records) {
    const key = `${topic}/0/${record.origin.offset}`;
    await producer.send([{ topic: deadLettersTopic, key, value: JSON.stringify(record), headers: { [kindHeader]: record.kind } }]);
  }
  await producer.close();
}

it("gives each message once with its last state, reads on, and holds no more than it may", async () => {
  const reading = readRecentDeadLetters(kafka.connection, 8);
  expect(await reading.recent()).toEqual({ complete: true, deadLetters: [] });
  await ensureTopics(kafka.admin, [deadLettersTopicRules()]);
  expect(await reading.recent()).toEqual({ complete: true, deadLetters: [] });
  await write(deadLetter(1), deadLetter(2, null), deadLetter(1), replayed(1), replayed(99));
  const [first, again] = await Promise.all([reading.recent(), reading.recent()]);
  expect(again).toEqual(first);
  const found = new Map([...first.deadLetters].map((one) => [one.origin.offset, one]));
  expect(new Set(found.keys())).toEqual(new Set([1, 2]));
  expect(found.get(1)).toMatchObject({
    times: 2,
    id: "e-1",
    subject: "N-1",
    faults: 12,
    reporter: "urn:a",
    replayed: { position: "0:7", recordedAt: "2026-02-03T07:10:00.482Z" },
  });
  expect(found.get(1)!.errors).toHaveLength(10);
  expect(found.get(2)).toMatchObject({ times: 1, id: null, subject: null, replayed: null });

  await write(...Array.from({ length: 20 }, (_, place) => deadLetter(100 + place)));
  const many = await reading.recent();
  expect([...many.deadLetters]).toHaveLength(8);
  expect(many.complete).toBe(false);
  reading.close();

  // Another one begins near the ends of the partitions.
  const later = readRecentDeadLetters(kafka.connection, 8);
  const { complete, deadLetters } = await later.recent();
  expect(complete).toBe(false);
  expect([...deadLetters].length).toBeGreaterThan(2);
  expect([...deadLetters].length).toBeLessThanOrEqual(8);
  later.close();
});
