/** The Kafka ingest endpoint on a real broker: what is sent gets in or becomes a dead letter, whatever ends between two steps. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBroker } from "../../../../test/broker/start-broker.ts";
import type { Broker } from "../../../../test/broker/start-broker.ts";
import { EventLogError } from "@qorgau/infra/log/event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { DeadLetter } from "@qorgau/schemas/events/kafka-messages";
import type { Language } from "@qorgau/schemas/languages";
import { rules } from "@qorgau/schemas/rules/rules";
import { sampleEvent } from "../http/running-endpoint.ts";
import { ingestPlace } from "./kafka-ingest-fixture.ts";
import type { IngestStep } from "./take-messages.ts";

const iin = "850808310738";

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(() => broker.remove());

const place = () => ingestPlace(broker.bootstrap);

/** A client that is not ours. */
async function kcat(words: readonly string[], input: string): Promise<void> {
  const running = promisify(execFile)("kcat", ["-b", broker.bootstrap, ...words]);
  running.child.stdin!.end(input);
  await running;
}

test("an event gets in and is acknowledged with its place in the log and its origin", async () => {
  await using at = await place();
  const endpoint = await at.start();
  const offset = await at.send(sampleEvent(1), { partition: 2 });
  const [reported] = await at.acknowledged(1);
  expect(reported).toEqual({
    id: "b1f0-1",
    source: "urn:kz:bin:200140000004",
    subject: "N1-2026-1",
    revision: 1,
    status: "accepted",
    position: expect.stringMatching(/^\d+:0$/) as string,
    recordedAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) as string,
    origin: { topic: at.inbound, partition: 2, offset },
  });
  expect(await at.statements()).toMatchObject([{ subject: "N1-2026-1", role: "enterprise" }]);
  expect(await at.deadLetters()).toEqual([]);
  await endpoint.stop();
});

test("poison of every kind becomes a dead letter with its reason, and stops nothing", async () => {
  await using at = await place();
  const endpoint = await at.start();
  const poison: readonly (readonly [name: string, rules: string, send: () => Promise<number>])[] = [
    ["not JSON", "QG-0101", () => at.send("{ this is none")],
    ["no object", "QG-0201", () => at.send("[1]")],
    ["a wrong member", "QG-0421", () => at.send(withData({ severity: "awful" }))],
    ["unknown type", "QG-0213", () => at.send(sampleEvent(3, { type: "kz.qorgau.case.imagined.v1" }))],
    ["the system's own type", "QG-0214", () => at.send(sampleEvent(3, { type: "kz.qorgau.tick.made.v1" }))],
    ["10 MB", "QG-0106", () => at.sendBytes(Buffer.alloc(10_000_000, "x"))],
    ["UTF-16", "QG-0122", () => at.sendBytes(Buffer.from(JSON.stringify(sampleEvent(4)), "utf16le").fill(0xff, 0, 2))],
    ["windows-1251", "QG-0122", () => at.sendBytes(Buffer.from([0x7b, 0x22, 0xc8, 0xc8, 0xcd, 0x22, 0x7d]))],
    ["no value", "QG-0121", () => at.sendBytes(Buffer.alloc(0))],
    ["another's source", "QG-0854", () => at.send(sampleEvent(5, { source: "urn:kz:bin:990140000001" }))],
    ["an IIN where none may be", "QG-0301", () => at.send(sampleEvent(6, { subject: iin }), { key: iin, headers: { iin } })],
    ["nothing required", "QG-0202", () => at.send({})],
  ];
  const offsets: number[] = [];
  for (const [, , send] of poison) offsets.push(await send());
  await at.send(sampleEvent(7));
  const reported = await at.acknowledged(poison.length + 1);

  expect((await at.statements()).map(({ subject }) => subject)).toEqual(["N1-2026-7"]);
  const deadLetters = await at.deadLetters();
  expect(deadLetters.map(({ deadLetter }) => deadLetter.origin.offset).toSorted((a, b) => a - b)).toEqual(offsets);
  for (const [index, [name, rule]] of poison.entries()) {
    const { record, deadLetter } = deadLetters.find((one) => one.deadLetter.origin.offset === offsets[index])!;
    const headers = Object.fromEntries(Object.entries(record.headers).map(([header, value]) => [header, value.toString()]));
    expect(headers, name).toMatchObject({
      kind: "dead_letter",
      reason: (deadLetter as DeadLetter).errors[0]?.message,
      rules: expect.stringContaining(rule) as string,
      "origin-topic": at.inbound,
      "origin-partition": "0",
      "origin-offset": String(offsets[index]),
    });
    expect(reported.find(({ origin }) => origin.offset === offsets[index])).toMatchObject({
      status: "rejected",
      errors: expect.arrayContaining([expect.objectContaining({ rule })]) as unknown,
    });
  }
  // The worker of a rejected event is there as a pseudonym, and nowhere as a number.
  const wrong = deadLetters.find((one) => one.deadLetter.origin.offset === offsets[2])!.deadLetter as DeadLetter;
  expect(wrong.event).toMatchObject({
    subject: "N1-2026-2",
    data: { kind: "accident", worker: { ref: expect.stringMatching(/^qg1:/) as string } },
  });
  expect(wrong.event?.["data"]).not.toHaveProperty("severity");
  const everything = [
    ...deadLetters.map(({ record }) => JSON.stringify([record.key?.toString(), record.value?.toString(), record.headers])),
    ...at.lines,
  ];
  expect(everything.join()).not.toContain(iin);
  await endpoint.stop();
});

function withData(changes: Readonly<Record<string, unknown>>) {
  const event = sampleEvent(2);
  return { ...event, data: { ...(event["data"] as object), ...changes } };
}

test("a message without a value (null) is a dead letter too", async () => {
  await using at = await place();
  const endpoint = await at.start();
  await kcat(["-P", "-t", at.inbound, "-p", "0", "-Z", "-K", "|"], "key|\n");
  await at.send(sampleEvent(1));
  await at.acknowledged(2);
  expect((await at.deadLetters()).map(({ deadLetter }) => (deadLetter as DeadLetter).errors[0]?.rule)).toEqual(["QG-0121"]);
  await endpoint.stop();
});

test("binary mode: attributes in headers, data as value", async () => {
  await using at = await place();
  const endpoint = await at.start();
  const { data, ...attributes } = sampleEvent(1);
  delete attributes["datacontenttype"];
  const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)]));
  await at.send(data, { headers: { ...headers, "content-type": "application/json" } });
  await at.send(data, { headers: { ...headers, ce_subject: "N1-2026-2", ce_revision: "two" } });
  await at.send(sampleEvent(3), { headers: { "content-type": "application/cloudevents+json; charset=UTF-8" } });
  const reported = await at.acknowledged(3);
  expect(reported.map(({ status, errors }) => [status, errors?.map(({ rule, pointer }) => rule + pointer)])).toEqual([
    ["accepted", undefined],
    ["rejected", ["QG-0215/revision"]],
    ["accepted", undefined],
  ]);
  await endpoint.stop();
});

test("the sender's trace is in the acknowledgement, in the dead letter and in its line of the process's log", async () => {
  await using at = await place();
  const endpoint = await at.start();
  const trace = { traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", correlationid: "claim 17/2026" };
  await at.send({ ...sampleEvent(1), ...trace });
  await at.send({ ...withData({ severity: "awful" }), ...trace });
  await at.send({ ...sampleEvent(3), correlationid: `claim ${iin}` });
  const reported = await at.acknowledged(3);
  expect(reported.map(({ status, traceparent, correlationid }) => [status, traceparent, correlationid])).toEqual([
    ["accepted", ...Object.values(trace)],
    ["rejected", ...Object.values(trace)],
    ["rejected", undefined, undefined],
  ]);
  expect(reported[2]?.errors?.map(({ rule, pointer }) => rule + pointer)).toEqual(["QG-0301/correlationid"]);
  const deadLetters = await at.deadLetters();
  expect(deadLetters.find(({ deadLetter }) => deadLetter.origin.offset === reported[1]!.origin.offset)?.deadLetter).toMatchObject(trace);
  expect(at.lines.map((line) => JSON.parse(line) as object)).toContainEqual(expect.objectContaining(trace));
  expect(JSON.stringify([reported, deadLetters.map(({ deadLetter }) => deadLetter), at.lines])).not.toContain(iin);
  await endpoint.stop();
});

test("what is told of a message is in the language that its header accept-language asks for", async () => {
  await using at = await place();
  const endpoint = await at.start();
  const requested: readonly (readonly [header: Record<string, string>, language: Language])[] = [
    [{}, "en"],
    [{ "accept-language": "kk" }, "kk"],
    [{ "Accept-Language": "de, en;q=0.3, ru-KZ;q=0.8" }, "ru"],
    [{ "accept-language": "де\u0000;;q=," }, "en"],
  ];
  for (const [headers] of requested) await at.send(withData({ severity: "awful", nickname: 1 }), { headers });
  for (const [headers] of requested) await at.send(withData({ nickname: 1 }), { headers });
  const reported = await at.acknowledged(8);
  const messages = reported.map(({ errors = [], warnings = [] }) => [...errors, ...warnings].map(({ message }) => message));
  const wrong = (language: Language) => rules["QG-0421"].message[language].replace("{allowed}", "light, severe, fatal");
  const dropped = (language: Language) => rules["QG-0290"].message[language];
  expect(messages).toEqual([
    ...requested.map(([, language]) => [wrong(language), dropped(language)]),
    ...requested.map(([, language]) => [dropped(language)]),
  ]);
  const deadLetters = (await at.deadLetters()).toSorted((a, b) => a.deadLetter.origin.offset - b.deadLetter.origin.offset);
  expect(deadLetters.map(({ deadLetter }) => (deadLetter as DeadLetter).errors[0]?.message)).toEqual(
    requested.map(([, language]) => wrong(language)),
  );
  expect(deadLetters.map(({ record }) => String(record.headers["reason"]))).toEqual(requested.map(([, language]) => wrong(language)));
  await endpoint.stop();
});

const packings = ["gzip", "lz4", "snappy", "zstd"];
test.each(packings)("what a client packs with %s is read", async (packing) => {
  await using at = await place();
  const endpoint = await at.start();
  const lines = [1, 2, 3].map((number) => `${JSON.stringify(sampleEvent(number))}\n`);
  await kcat(["-P", "-t", at.inbound, "-z", packing], lines.join(""));
  await at.acknowledged(3);
  expect(await at.statements()).toHaveLength(3);
  await endpoint.stop();
});

const steps: readonly IngestStep[] = ["judged", "appended", "dead_lettered", "acknowledged"];
test.each(steps)("an end behind the step '%s' loses nothing and counts nothing twice", async (ending) => {
  await using at = await place();
  const ended: IngestStep[] = [];
  await at.start({
    afterStep(step) {
      if (step !== ending || ended.length > 0) return;
      ended.push(step);
      throw new Error("the batch ends here");
    },
  });
  for (const number of [1, 2, 3]) await at.send(sampleEvent(number));
  await at.send("poison");
  await at.send(sampleEvent(4));
  await at.acknowledged(5);
  expect(ended).toEqual([ending]);
  const statements = (await at.statements()).map(({ subject, content }) => `${subject} ${content}`);
  expect(new Set(statements).size).toBe(4);
  expect(new Set((await at.deadLetters()).map(({ record }) => String(record.key))).size).toBe(1);
});

/** A log that is away until it is let in again. */
function awayLog(log: EventLog): { readonly log: EventLog; back(): void } {
  let away = true;
  const wrapped: EventLog = Object.create(log, {
    append: {
      value: (records: Parameters<EventLog["append"]>[0]) =>
        away ? Promise.reject(new EventLogError("log_unavailable", "away")) : log.append(records),
    },
  }) as EventLog;
  return { log: wrapped, back: () => void (away = false) };
}

test("while the log is away nothing is acknowledged or put aside; then it goes on by itself, in order", async () => {
  await using at = await place();
  const { log, back } = awayLog(at.log);
  const { promise: judged, resolve } = Promise.withResolvers<void>();
  const endpoint = await at.start({ log, afterStep: () => resolve(), sessionMsMax: 6000 });
  for (let number = 0; number < 50; number += 1) await at.send(number % 10 === 9 ? "poison" : sampleEvent(number));
  await judged;
  expect(await at.acknowledgements()).toEqual([]);
  expect(await at.deadLetters()).toEqual([]);
  back();
  const reported = await at.acknowledged(50);
  const firstReported = [...new Set(reported.map(({ origin }) => origin.offset))];
  expect(firstReported).toEqual(firstReported.toSorted((a, b) => a - b));
  expect(new Set((await at.statements()).map(({ subject }) => subject)).size).toBe(45);
  await endpoint.stop();
});

test("two ingest endpoints share the partitions, and one that leaves in the middle of a batch leaves nothing behind", async () => {
  await using at = await place();
  let batches = 0;
  const { promise: inTheMiddle, resolve } = Promise.withResolvers<void>();
  const counting = (step: IngestStep) => {
    if (step === "appended" && (batches += 1) === 3) resolve();
  };
  const first = await at.start({ afterStep: counting, sessionMsMax: 6000 });
  const sending = (async () => {
    for (let number = 0; number < 400; number += 1) {
      await at.send(number % 40 === 39 ? "poison" : sampleEvent(number), { partition: number % 4 });
    }
  })();
  await inTheMiddle;
  const second = await at.start({ sessionMsMax: 6000 });
  await at.acknowledged(200);
  await first.stop();
  await sending;
  await at.acknowledged(400);
  await second.stop();
  expect(new Set((await at.statements()).map(({ subject }) => subject)).size).toBe(390);
  expect(new Set((await at.deadLetters()).map(({ record }) => String(record.key))).size).toBe(10);
});

test("a broker that is killed and comes back: the ingest endpoint goes on by itself, and nothing is lost", async () => {
  await using at = await place();
  await at.start({ sessionMsMax: 6000 });
  for (const number of [1, 2, 3]) await at.send(sampleEvent(number));
  await at.acknowledged(3);
  await broker.node(1).kill();
  await broker.node(1).start();
  for (const number of [4, 5]) await at.send(sampleEvent(number));
  await at.send("poison");
  await at.acknowledged(6);
  expect(new Set((await at.statements()).map(({ subject }) => subject)).size).toBe(5);
  expect(await at.deadLetters()).not.toEqual([]);
});
