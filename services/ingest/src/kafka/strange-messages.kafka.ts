/** Whatever a broker may hand over is one message's affair: it gets in or becomes a dead letter, and the ingest endpoint goes on. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Kafka as StrangerKafka, logLevel } from "kafkajs";
import type { Message, Producer } from "kafkajs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBroker } from "../../../../test/broker/start-broker.ts";
import type { Broker } from "../../../../test/broker/start-broker.ts";
import { mutateEvent, validEvent } from "../../../../test/generators/event-mutations.ts";
import { seededRandom, testScale, testSeed } from "../../../../test/generators/random.ts";
import { headersMax } from "@qorgau/infra/kafka/records/record-set";
import { inboundTopicRules } from "@qorgau/infra/kafka/topics";
import { rules } from "@qorgau/schemas/rules/rules";
import type { DeadLetter } from "@qorgau/schemas/events/kafka-messages";
import { sampleEvent } from "../http/running-endpoint.ts";
import { faultsListedMax } from "./ingest-records.ts";
import { ingestPlace, enterprise } from "./kafka-ingest-fixture.ts";
import type { IngestPlace } from "./kafka-ingest-fixture.ts";

// The library writes headers without a value, as other clients do, but stumbles over them when it measures.
const byteLength = Buffer.byteLength.bind(Buffer);
Buffer.byteLength = (value: Parameters<typeof byteLength>[0] | null, encoding?: BufferEncoding) =>
  value === null ? 0 : byteLength(value, encoding);

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(() => broker.remove());

/** With an inbound topic that takes any time: brokers of before Kafka 4 do by themselves. */
async function strangePlace(): Promise<IngestPlace> {
  const at = await ingestPlace(broker.bootstrap);
  const { name, config } = inboundTopicRules(at.topic);
  const anyTime = String(2n ** 63n - 1n);
  await at.kafka.admin.createTopic({
    name,
    partitions: 4,
    replication: 1,
    config: {
      ...Object.fromEntries(Object.entries(config).map(([entry, { value }]) => [entry, value])),
      "message.timestamp.before.max.ms": anyTime,
      "message.timestamp.after.max.ms": anyTime,
    },
  });
  return at;
}

/** A client that is not ours. */
async function kcat(words: readonly string[], input: string): Promise<void> {
  const running = promisify(execFile)("kcat", ["-b", broker.bootstrap, ...words]);
  running.child.stdin!.end(input);
  await running;
}

interface Stranger extends AsyncDisposable {
  readonly producer: Producer;
}

async function stranger(transactionalId?: string): Promise<Stranger> {
  const client = new StrangerKafka({ brokers: [broker.bootstrap], clientId: "stranger", logLevel: logLevel.NOTHING });
  const producer = client.producer({
    idempotent: transactionalId !== undefined,
    maxInFlightRequests: 1,
    ...(transactionalId ? { transactionalId } : {}),
  });
  await producer.connect();
  return { producer, [Symbol.asyncDispose]: () => producer.disconnect() };
}

const valueOf = (number: number) => JSON.stringify(sampleEvent(number));
const subjects = async (at: IngestPlace) => (await at.statements()).map(({ subject }) => subject).toSorted();
const deadLettersOf = async (at: IngestPlace) =>
  (await at.deadLetters()).map(({ deadLetter }) => deadLetter as DeadLetter).toSorted((a, b) => a.origin.offset - b.origin.offset);

test("a header without a value is none: the event gets in", async () => {
  await using at = await strangePlace();
  const endpoint = await at.start();
  await kcat(["-P", "-t", at.inbound, "-p", "0", "-H", "traceparent"], valueOf(1));
  await at.acknowledged(1);
  expect(await subjects(at)).toEqual(["N1-2026-1"]);
  await endpoint.stop();
});

test("headers of every kind: repeated, named like members of objects, binary, without a value where one is needed", async () => {
  await using at = await strangePlace();
  await using it = await stranger();
  const endpoint = await at.start();
  const { data, ...attributes } = sampleEvent(5);
  delete attributes["datacontenttype"];
  const binary = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)]));
  const strange = [
    { value: valueOf(1), headers: { trace: ["a", "b", "c"] } },
    { value: valueOf(2), headers: JSON.parse('{"__proto__":"a","constructor":"b","toString":"c","hasOwnProperty":"d"}') as object },
    { value: valueOf(3), headers: { trace: Buffer.from([0xff, 0xfe, 0x00]), "": "" } },
    { value: valueOf(4), headers: Object.fromEntries(Array.from({ length: headersMax }, (_, index) => [`h${index}`, "x".repeat(500)])) },
    { value: JSON.stringify(data), headers: { ...binary, ce_subject: null } },
    { value: JSON.stringify(data), headers: { ...binary, ce_subject: ["first", "N1-2026-5"] } },
    { value: valueOf(6), headers: Object.fromEntries(Array.from({ length: headersMax + 1 }, (_, index) => [`h${index}`, ""])) },
    { value: valueOf(7), headers: { many: Array.from({ length: 100_000 }, () => "") } },
  ];
  for (const message of strange) await it.producer.send({ topic: at.inbound, messages: [{ ...message, partition: 0 } as Message] });
  await at.acknowledged(strange.length);
  expect(await subjects(at)).toEqual([1, 2, 3, 4].map((number) => `N1-2026-${number}`));
  expect((await deadLettersOf(at)).map(({ origin, errors }) => [origin.offset, errors[0]!.rule])).toEqual([
    [4, "QG-0202"],
    [5, "QG-0119"],
    [6, "QG-0711"],
    [7, "QG-0711"],
  ]);
  await endpoint.stop();
});

test("times of any size and sign: an event gets in whatever its message's time, and a letter tells none that is no time", async () => {
  await using at = await strangePlace();
  await using it = await stranger();
  const endpoint = await at.start();
  const times = [
    "-1",
    "0",
    "1",
    "8640000000000000",
    "8640000000000001",
    "9223372036854775807",
    "-2",
    "-8640000000000001",
    "-9223372036854775807",
  ];
  let sent = 0;
  for (const [index, timestamp] of times.entries()) {
    for (const value of [valueOf(index), "poison"]) {
      // What this broker refuses it does not hand over.
      await it.producer.send({ topic: at.inbound, messages: [{ value, timestamp, partition: 0 }] }).then(
        () => (sent += 1),
        () => undefined,
      );
    }
  }
  expect(sent).toBeGreaterThanOrEqual(12);
  await at.acknowledged(sent);
  const deadLetters = await deadLettersOf(at);
  expect(deadLetters).toHaveLength(sent / 2);
  expect(await subjects(at)).toHaveLength(sent / 2);
  expect(deadLetters.map(({ sentAt }) => sentAt)).toEqual(
    expect.arrayContaining([null, "1970-01-01T00:00:00.000Z", "+275760-09-13T00:00:00.000Z"]),
  );
  await endpoint.stop();
});

test("transactions: what was committed gets in, what was aborted does not, whatever its key; their marks stop nothing", async () => {
  await using at = await strangePlace();
  await using it = await stranger(`tx-${at.topic}`);
  const endpoint = await at.start();
  const transact = async (numbers: readonly number[], end: "commit" | "abort") => {
    const transaction = await it.producer.transaction();
    // The library takes a record with this key for the end of an aborted transaction.
    const messages = numbers.map((number) => ({ value: valueOf(number), key: Buffer.from([0, 0, 0, 0]), partition: 0 }));
    if (messages.length > 0) await transaction.send({ topic: at.inbound, messages });
    await transaction[end]();
  };
  await transact([1, 2], "commit");
  await transact([3, 4, 5], "abort");
  await transact([], "abort");
  await transact([6], "commit");
  await at.send(sampleEvent(7));
  await at.acknowledged(4);
  expect(await subjects(at)).toEqual([1, 2, 6, 7].map((number) => `N1-2026-${number}`));
  await endpoint.stop();
});

test("an event with more faults than a message can hold is told of some of them", async () => {
  await using at = await strangePlace();
  const endpoint = await at.start();
  const event = sampleEvent(1);
  const nested = "[".repeat(120_000) + "]".repeat(120_000);
  await at.send({ ...event, data: { ...(event["data"] as object), causes: Array.from({ length: 60_000 }, () => "x") } });
  await at.send(nested, { headers: { ce_id: "1" } });
  await at.send(sampleEvent(2));
  await at.acknowledged(3);
  const deadLetters = await deadLettersOf(at);
  expect(deadLetters).toHaveLength(2);
  expect(deadLetters[0]!.errors.length).toBeLessThanOrEqual(faultsListedMax);
  expect(new Set(deadLetters[1]!.errors.map(({ rule }) => rule))).toEqual(new Set(["QG-0202"]));
  expect(await subjects(at)).toEqual(["N1-2026-2"]);
  await endpoint.stop();
});

const messagesOfFuzz = Math.round(1000 * testScale);
const inOneSend = 250;

/** What may surround an event without a change of what it states. */
function strangeMessage(value: string | Buffer | null, random: () => number): Message {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
  const bytes = () => Buffer.from(Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256)));
  const headerValue = () => pick<() => unknown>([() => null, () => "", bytes, () => [bytes(), null, "x"], () => "y".repeat(3000)])();
  const names = ["traceparent", "", "__proto__", "content-encoding", "ЗАГОЛОВОК", "x\u0000y", "CE_ID", "kind"];
  const headers = Object.fromEntries(Array.from({ length: Math.floor(random() * 6) }, () => [pick(names), headerValue()]));
  const times = [
    "-1",
    "0",
    String(Date.now()),
    String(Math.floor((random() - 0.5) * 2 ** 62)),
    String(BigInt.asIntN(63, BigInt(Math.floor(random() * 2 ** 52)) ** 2n)),
  ];
  return {
    value,
    key: pick([null, "", "key", bytes(), Buffer.from([0, 0, 0, 0])]),
    headers,
    timestamp: pick(times),
    partition: Math.floor(random() * 4),
  } as Message;
}

/** A value that is not as its sender meant it. */
function spoilt(random: () => number): string | Buffer | null {
  const text = JSON.stringify(mutateEvent({ ...validEvent(random), source: enterprise }, random)) ?? "";
  const kind = random();
  if (kind < 0.7) return text;
  if (kind < 0.75) return null;
  if (kind < 0.8) return "";
  const bytes = Buffer.from(text);
  if (bytes.length > 0) bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
  return kind < 0.9 ? bytes : bytes.subarray(0, Math.floor(random() * bytes.length));
}

test(
  `${messagesOfFuzz} messages with mutated keys, headers, values and times: the door goes on, and everything valid is accepted`,
  async () => {
    await using at = await strangePlace();
    await using it = await stranger();
    const endpoint = await at.start();
    const random = seededRandom(testSeed);
    let [sent, valid] = [0, 0];
    for (let drawn = 0; drawn < messagesOfFuzz; drawn += inOneSend) {
      const messages = Array.from({ length: inOneSend }, (_, index) =>
        strangeMessage(index % 2 === 0 ? valueOf(drawn + index) : spoilt(random), random),
      );
      const send = async (some: readonly Message[], validOnes: number) => {
        await it.producer.send({ topic: at.inbound, messages: [...some] });
        sent += some.length;
        valid += validOnes;
      };
      // A broker that refuses one message's time refuses its whole batch: each is sent alone then.
      await send(messages, inOneSend / 2).catch(async () => {
        for (const [index, message] of messages.entries()) await send([message], index % 2 === 0 ? 1 : 0).catch(() => undefined);
      });
    }
    const reported = await at.acknowledged(sent);
    const results = new Map(reported.map((one) => [`${one.origin.partition}:${one.origin.offset}`, one]));
    for (const { status, errors } of results.values()) {
      if (status === "rejected")
        for (const { rule } of errors ?? []) expect(Object.hasOwn(rules, rule), `${rule}, seed ${testSeed}`).toBe(true);
    }
    const subjectsNow = new Set(await subjects(at));
    const missing = Array.from({ length: messagesOfFuzz }, (_, number) => number).filter(
      (number) => number % 2 === 0 && !subjectsNow.has(`N1-2026-${number}`),
    );
    expect(messagesOfFuzz / 2 - missing.length, `valid ones, seed ${testSeed}`).toBe(valid);
    const accepted = [...results.values()].filter(({ status }) => status === "accepted").length;
    process.stdout.write(
      `${sent} of ${messagesOfFuzz} messages taken by the broker: ${accepted} accepted, ${sent - accepted} dead letters, ${valid} of them valid\n`,
    );
    await endpoint.stop();
  },
  300_000 + 20 * messagesOfFuzz,
);
