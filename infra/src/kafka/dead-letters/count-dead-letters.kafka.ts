/** Counts dead letters on a real broker: from its own start on, without the marks of replayed ones. */
import { kindHeader } from "@qorgau/schemas/events/kafka-messages";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBroker } from "../../../../test/broker/start-broker.ts";
import type { Broker } from "../../../../test/broker/start-broker.ts";
import { createLogger } from "../../process/logger.ts";
import { countDeadLetters } from "./count-dead-letters.ts";
import { openKafka } from "../open-kafka.ts";
import type { Kafka } from "../open-kafka.ts";
import { deadLettersTopic, deadLettersTopicRules, ensureTopics } from "../topics.ts";

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

async function write(...kinds: string[]): Promise<void> {
  const producer = kafka.producer();
  await producer.send(
    kinds.map((kind, index) => ({ topic: deadLettersTopic, key: `${index}`, value: "{}", headers: { [kindHeader]: kind } })),
  );
  await producer.close();
}

it("counts what was put aside since its start, from before the topic was made on", async () => {
  const early = await countDeadLetters(kafka.connection);
  expect(await early.count()).toBe(0);
  await ensureTopics(kafka.admin, [deadLettersTopicRules()]);
  expect(await early.count()).toBe(0);
  await write("dead_letter", "dead_letter", "replayed", "dead_letter");
  expect(await Promise.all([early.count(), early.count()])).toEqual([3, 3]);

  const later = await countDeadLetters(kafka.connection);
  expect(await later.count()).toBe(0);
  await write("replayed", "dead_letter");
  expect([await early.count(), await later.count()]).toEqual([4, 1]);
  early.close();
  later.close();
});
