/** Counts dead letters that wait for somebody, on a real broker. */
import { createLogger } from "@qorgau/infra/process/logger";
import { openKafka } from "@qorgau/infra/kafka/open-kafka";
import { pendingDeadLetters } from "@qorgau/infra/kafka/dead-letters/read-dead-letters";
import { readingOf } from "@qorgau/infra/kafka/read-topic";
import { deadLettersTopicRules, ensureTopics } from "@qorgau/infra/kafka/topics";
import type { MessageOrigin } from "@qorgau/schemas/events/kafka-messages";
import { fault } from "@qorgau/schemas/rules/rules";
import { expect, it } from "vitest";
import { startBroker } from "../../../../../test/broker/start-broker.ts";
import { deadLetterOf, deadLetterRecord, replayedRecord } from "../ingest-records.ts";
import { deadLetterCount } from "./dead-letter-count.ts";

const origin = (offset: number): MessageOrigin => ({ topic: "qorgau.inbound.mine.v1", partition: 0, offset });
const about = { id: "1", reported: { source: "urn:kz:bin:200140000004", subject: "N-1", revision: 1 }, warnings: [] };
const refused = (offset: number) =>
  deadLetterRecord(
    deadLetterOf(
      { origin: origin(offset), reporter: "urn:kz:bin:200140000004", sentAtMs: 0, language: "en", event: null },
      { ...about, status: "rejected" as const, errors: [fault("QG-0101", "")] },
    ),
  );
const replayed = (offset: number) =>
  replayedRecord(origin(offset), {
    ...about,
    status: "accepted" as const,
    appended: { partition: 0, offset: 5, timestampMs: 0, leaf: "" },
  });

it("counts a message once, and none that got in, although it is read and refused again after a crash", async () => {
  await using parts = new AsyncDisposableStack();
  const broker = parts.adopt(await startBroker(), (it) => it.remove());
  const kafka = parts.adopt(
    openKafka({ brokers: broker.bootstrap.split(","), clientId: "qorgau-test", logger: createLogger({ level: "silent" }) }),
    (it) => it.close(),
  );
  await ensureTopics(kafka.admin, [deadLettersTopicRules()]);
  const producer = parts.adopt(kafka.producer(), (it) => it.close());
  const reading = parts.adopt(readingOf(kafka.connection), (it) => it.close());
  const count = deadLetterCount(reading);
  const open = async () => (await pendingDeadLetters(reading)).filter((one) => one.replayed === null).length;

  await producer.send([refused(1), refused(2), refused(2), refused(3)]);
  await expect.poll(count.now).toBe(3);
  await producer.send([replayed(1), refused(1), replayed(2)]);
  await expect.poll(count.now).toBe(1);
  expect(await open()).toBe(1);
  await producer.send([refused(2), refused(4)]);
  await expect.poll(count.now).toBe(2);
  expect(await open()).toBe(2);
});
