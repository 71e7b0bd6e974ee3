/** What the client promises beyond the library: appends that survive lost responses, members that stay alive, silence on standard error. */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startBroker } from "../../../test/broker/start-broker.ts";
import type { Broker } from "../../../test/broker/start-broker.ts";
import { createLogger } from "../process/logger.ts";
import type { Assignment, ConsumedBatch, GroupConsumer } from "./group-consumer.ts";
import { IdempotentProducer } from "./idempotent-producer.ts";
import { KafkaCluster } from "./kafka-cluster.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { KafkaError } from "./kafka-error.ts";
import { openKafka } from "./open-kafka.ts";
import type { Kafka } from "./open-kafka.ts";

let broker: Broker;
let connection: KafkaConnection;
let kafka: Kafka;
let topic: string;
beforeAll(async () => {
  broker = await startBroker();
  connection = { brokers: broker.bootstrap.split(","), clientId: "qorgau-test", logger: createLogger({ level: "silent" }) };
  kafka = openKafka(connection);
});
afterAll(async () => {
  await kafka.close();
  await broker.remove();
});
beforeEach(async () => {
  topic = `topic-${randomUUID()}`;
  await kafka.admin.createTopic({ name: topic, partitions: 2, replication: 1, config: {} });
});

async function valuesIn(partition: number): Promise<string[]> {
  const cluster = new KafkaCluster(connection, { requestMsMax: 5000 });
  const [{ leader } = { leader: -1 }] = await cluster.partitionsOf(topic);
  const [found] = await cluster.fetch(leader, topic, [{ partition, offset: 0 }], { waitMsMax: 0, partitionBytesMax: 1e6, bytesMax: 1e6 });
  cluster.cut();
  return (found?.messages ?? []).map(({ value }) => value?.toString("utf8") ?? "");
}

describe("an idempotent producer", () => {
  /** A cluster that executes requests and whose responses to the next appends are lost on the way. */
  class ResponsesLost extends KafkaCluster {
    responsesToLose = 0;
    override async produce(...request: Parameters<KafkaCluster["produce"]>): ReturnType<KafkaCluster["produce"]> {
      const response = await super.produce(...request);
      if (this.responsesToLose-- > 0) throw new KafkaError("kafka_unavailable", "the answer was lost");
      return response;
    }
  }

  let cluster: ResponsesLost;
  let producer: IdempotentProducer;
  beforeEach(() => {
    cluster = new ResponsesLost(connection, { requestMsMax: 5000 });
    producer = new IdempotentProducer(cluster, { ackMsMax: 5000 });
  });
  afterEach(() => cluster.cut());

  const never = new AbortController().signal;
  const append = (values: readonly string[], partition = 0, signal = never) =>
    producer.append([{ topic, partition, messages: values.map((value) => ({ value })) }], signal);

  it("appends a batch once, however many of its answers are lost, and knows where", async () => {
    await append(["first"]);
    cluster.responsesToLose = 3;
    expect(await append(["a", "b"])).toMatchObject([{ firstOffset: 1 }]);
    expect(await append(["c"])).toMatchObject([{ firstOffset: 3 }]);
    expect(await valuesIn(0)).toEqual(["first", "a", "b", "c"]);
  });

  it("never has a batch taken for one that it gave up", async () => {
    await append(["first"]);
    cluster.responsesToLose = 1;
    await expect(append(["given up"], 0, AbortSignal.abort())).rejects.toMatchObject({ code: "kafka_unavailable" });
    expect(await append(["next"])).toMatchObject([{ firstOffset: 2 }]);
    expect(await valuesIn(0)).toEqual(["first", "given up", "next"]);
  });

  it("gives each of several partitions its own place", async () => {
    await append(["before"], 1);
    const batches = [0, 1].map((partition) => ({ topic, partition, messages: [{ value: `to ${partition}` }] }));
    expect(await producer.append(batches, never)).toMatchObject([{ firstOffset: 0 }, { firstOffset: 1 }]);
    expect([await valuesIn(0), await valuesIn(1)]).toEqual([["to 0"], ["before", "to 1"]]);
  });
});

describe("a member of a group", () => {
  const members: GroupConsumer[] = [];
  afterEach(async () => {
    await Promise.all(members.splice(0).map((member) => member.stop()));
  });

  interface Seen {
    readonly member: GroupConsumer;
    readonly assignments: Assignment[];
    revocations: number;
    readonly batches: ConsumedBatch[];
  }

  async function join(group: string, onBatch: (batch: ConsumedBatch) => Promise<void> = async () => {}): Promise<Seen> {
    const assignments: Assignment[] = [];
    const batches: ConsumedBatch[] = [];
    const seen = { assignments, batches, revocations: 0 };
    const member = await kafka.consume({
      group,
      topics: [topic],
      sessionMsMax: 3000,
      onAssigned: (assignment) => void assignments.push(assignment),
      onRevoked: () => void seen.revocations++,
      async onBatch(batch) {
        batches.push(batch);
        await onBatch(batch);
      },
    });
    members.push(member);
    return Object.assign(seen, { member });
  }

  const send = async (count: number) => {
    const producer = kafka.producer();
    await producer.send(
      Array.from({ length: count }, (_, n) => ({ topic, partition: n % 2, key: null, value: `${n}`, headers: { n: `${n}` } })),
    );
    await producer.close();
  };
  const partitionsOf = (seen: Seen) => seen.assignments.at(-1)?.get(topic) ?? [];

  it("hands out every record with its place, stamp and headers, and goes on behind what it committed", async () => {
    await send(20);
    const first = await join("g1");
    await vi.waitFor(() => expect(first.batches.flatMap(({ records }) => records)).toHaveLength(20), { timeout: 20_000 });
    const [record] = first.batches.find(({ partition }) => partition === 1)!.records;
    expect([record!.offset, record!.value?.toString(), record!.headers["n"]?.toString()]).toEqual([0, "1", "1"]);
    expect(Math.abs(record!.timestampMs - Date.now())).toBeLessThan(60_000);
    await members.pop()!.stop();
    await send(2);
    const second = await join("g1");
    await vi.waitFor(() => expect(second.batches.flatMap(({ records }) => records)).toHaveLength(2), { timeout: 20_000 });
  });

  it("keeps its partitions while a batch takes longer than its session", async () => {
    await send(2);
    const seen = await join("g2", () => delay(7000));
    await vi.waitFor(() => expect(seen.batches).toHaveLength(2), { timeout: 30_000 });
    expect(seen.batches[0]!.signal.aborted).toBe(false);
    expect([seen.assignments.length, seen.revocations]).toEqual([1, 0]);
  });

  it("brings a batch again whose handling failed, and commits nothing of it", async () => {
    await send(1);
    let attempts = 0;
    const seen = await join("g3", async () => {
      if (++attempts < 3) throw new Error("not yet");
    });
    await vi.waitFor(() => expect(attempts).toBe(3), { timeout: 30_000 });
    expect(seen.batches.map(({ records }) => records[0]!.offset)).toEqual([0, 0, 0]);
  });

  it("tells a member in the middle of a batch that its partitions are shared out anew, and loses no record", async () => {
    await send(2);
    const held = Promise.withResolvers<void>();
    const first = await join("g4", (batch) =>
      batch.signal.aborted ? Promise.resolve() : Promise.race([held.promise, aborted(batch.signal)]),
    );
    await vi.waitFor(() => expect(first.batches).toHaveLength(1), { timeout: 20_000 });
    const second = await join("g4");
    await vi.waitFor(() => expect(first.batches[0]!.signal.aborted).toBe(true), { timeout: 20_000 });
    held.resolve();
    await vi.waitFor(() => expect([partitionsOf(first).length, partitionsOf(second).length]).toEqual([1, 1]), { timeout: 30_000 });
    const handled = () => new Set([...first.batches.slice(1), ...second.batches].map(({ partition }) => partition));
    await vi.waitFor(() => expect(handled()).toEqual(new Set([0, 1])), { timeout: 30_000 });
    await members.pop()!.stop();
    await vi.waitFor(() => expect(partitionsOf(first)).toHaveLength(2), { timeout: 30_000 });
  });

  it("stops soon although its group is being divided and waits for another one", async () => {
    const held = Promise.withResolvers<void>();
    const first = await join("g5", () => held.promise);
    const second = await join("g5");
    await vi.waitFor(() => expect([partitionsOf(first).length, partitionsOf(second).length]).toEqual([1, 1]), { timeout: 30_000 });
    await send(2);
    await vi.waitFor(() => expect(first.batches).toHaveLength(1), { timeout: 20_000 });
    const third = await join("g5");
    await vi.waitFor(() => expect(second.revocations).toBeGreaterThan(0), { timeout: 20_000 });

    const startedMs = performance.now();
    await Promise.all([second.member.stop(), third.member.stop()]);
    expect(performance.now() - startedMs).toBeLessThan(6000);
    expect(partitionsOf(third)).toEqual([]);
    held.resolve();
  });

  it("gives up its start where it is told so, although no broker answers", async () => {
    const away = openKafka({ ...connection, brokers: ["127.0.0.1:1"] });
    const leaving = new AbortController();
    const joining = away.consume({ group: "g6", topics: [topic], signal: leaving.signal });
    setTimeout(() => leaving.abort(), 500);
    const startedMs = performance.now();
    await expect(joining).rejects.toMatchObject({ code: "kafka_closed" });
    expect(performance.now() - startedMs).toBeLessThan(6000);
    await away.close();
  });
});

const aborted = (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

it("is silent on standard error", async () => {
  const program = `
    import { openKafka } from "./infra/src/kafka/open-kafka.ts";
    import { createLogger } from "./infra/src/process/logger.ts";
    const kafka = openKafka({ brokers: ${JSON.stringify(connection.brokers)}, clientId: "quiet", logger: createLogger({ level: "info" }) });
    const producer = kafka.producer();
    for (let n = 0; n < 20; n++) await producer.send([{ topic: ${JSON.stringify(topic)}, key: "a", value: "1" }]);
    await producer.close();
    await kafka.admin.brokerCount();
    await kafka.close();
    console.log("done");
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
  expect([stdout, stderr]).toEqual(["done\n", ""]);
});
