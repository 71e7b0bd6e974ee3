/**
 * Sends events with kafkajs, one line of JSON each, and prints what became of them as the acknowledgements come.
 *
 *   npm install kafkajs
 *   node examples/publish.js 127.0.0.1:9092 mine < examples/events.ndjson
 *
 * The second word is the reporter's topic as it stands in the list of reporters of the installation. Ends with 1 where an event was rejected.
 */
import { createInterface } from "node:readline";
import { Kafka, logLevel } from "kafkajs";

const [brokers, topic] = process.argv.slice(2);
if (brokers === undefined || topic === undefined) {
  process.stderr.write("Usage: node examples/publish.js BROKERS TOPIC < EVENTS\n");
  process.exit(2);
}
const inbound = `qorgau.inbound.${topic}.v1`;
const acks = `qorgau.acks.${topic}.v1`;
const kafka = new Kafka({ brokers: brokers.split(","), clientId: "example", logLevel: logLevel.ERROR });

/** The messages that have no acknowledgement yet, by their places. */
const waiting = new Map();
/** Acknowledgements that came before we knew the place of their message. */
const early = new Map();
let isSent = false;
let rejected = 0;
let end;
const allTold = new Promise((resolve) => (end = resolve));

function settle(place, acknowledgement) {
  waiting.delete(place);
  if (acknowledgement.status === "rejected") rejected += 1;
  process.stdout.write(`${JSON.stringify(acknowledgement)}\n`);
  if (isSent && waiting.size === 0) end();
}

const consumer = kafka.consumer({ groupId: `example-${process.pid}-${Date.now()}` });
await consumer.connect();
await consumer.subscribe({ topics: [acks], fromBeginning: false });
const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
const admin = kafka.admin();
await admin.connect();
const ends = await admin.fetchTopicOffsets(acks);
await admin.disconnect();
await consumer.run({
  eachMessage: async ({ message }) => {
    const acknowledgement = JSON.parse(message.value.toString());
    const place = `${acknowledgement.origin.partition}:${acknowledgement.origin.offset}`;
    if (waiting.has(place)) settle(place, acknowledgement);
    else if (!isSent) early.set(place, acknowledgement);
  },
});
await joined;
// From where the topic ended before the first event was sent.
for (const { partition, offset } of ends) consumer.seek({ topic: acks, partition, offset });

const producer = kafka.producer();
await producer.connect();
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  // acks -1: answered only once all replicas in sync have it. Where it fails, send again: that is harmless.
  const [sent] = await producer.send({ topic: inbound, acks: -1, messages: [{ value: line }] });
  const place = `${sent.partition}:${sent.baseOffset}`;
  waiting.set(place, line);
  if (early.has(place)) settle(place, early.get(place));
}
isSent = true;
if (waiting.size === 0) end();
await allTold;
await producer.disconnect();
await consumer.disconnect();
process.exitCode = rejected === 0 ? 0 : 1;
