/** A list of reporters that changes while the Kafka ingest endpoint listens, on a real broker: topics come and go, and no message is lost over it. */
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { parseReporters } from "@qorgau/schemas/events/reporters";
import type { Reporters } from "@qorgau/schemas/events/reporters";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startBroker } from "../../../../test/broker/start-broker.ts";
import type { Broker } from "../../../../test/broker/start-broker.ts";
import { sampleEvent } from "../http/running-endpoint.ts";
import { startChangingKafkaIngest } from "./changing-kafka-ingest.ts";
import { ingestPlace, enterprise } from "./kafka-ingest-fixture.ts";
import type { IngestPlace } from "./kafka-ingest-fixture.ts";

const insurer = "urn:kz:insurer:annuity";
const soon = { timeout: 60_000, interval: 50 };

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(() => broker.remove());

/** A reporter for each of the topics of two places; the ingest endpoint, the log and what is judged are the first one's. */
async function startAt(at: IngestPlace, other: IngestPlace) {
  const everybody = [
    { source: enterprise, role: "enterprise", name: "A mine", topic: at.topic },
    { source: insurer, role: "insurer", name: "An insurer", topic: other.topic },
  ];
  const listOf = (...sources: readonly string[]) =>
    parseReporters(JSON.stringify(everybody.filter(({ source }) => sources.includes(source))));
  let current = listOf(enterprise);
  const lines: string[] = [];
  const logger = createLogger({ level: "info", write: (line) => void lines.push(line) });
  const context = () => ({ ...at.context(), reporters: current });
  const { kafka, log, topic: group } = at;
  const options = { kafka, log, context, reporters: current, logger, metrics: createMetrics(), group, sessionMsMax: 6000 };
  const endpoint = await startChangingKafkaIngest(options);
  const listened = () => lines.filter((line) => line.includes("listening to the inbound topics")).length;
  const change = (reporters: Reporters) => endpoint.changeTo((current = reporters));
  return {
    lines,
    change,
    /** Resolves once the topics of this list are listened to. */
    async changed(...sources: readonly string[]) {
      const before = listened();
      change(listOf(...sources));
      await vi.waitFor(() => expect(listened()).toBeGreaterThan(before), soon);
    },
    listOf,
    stop: () => endpoint.stop(),
  };
}

const ofInsurer = (number: number) => sampleEvent(number, { source: insurer, subject: `of the insurer ${number}` });

test("a topic that comes is listened to, one that goes is left alone, and what came meanwhile is taken once it comes back", async () => {
  await using at = await ingestPlace(broker.bootstrap);
  await using other = await ingestPlace(broker.bootstrap);
  const endpoint = await startAt(at, other);
  await at.send(sampleEvent(1));
  await at.acknowledged(1);

  await endpoint.changed(enterprise, insurer);
  await other.send(ofInsurer(1));
  await at.send(sampleEvent(2));
  expect((await other.acknowledged(1)).map(({ status, subject }) => [status, subject])).toEqual([["accepted", "of the insurer 1"]]);
  await at.acknowledged(2);

  await endpoint.changed(insurer);
  await at.send(sampleEvent(3));
  await other.send(ofInsurer(2));
  await other.acknowledged(2);
  expect(await at.acknowledgements()).toHaveLength(2);

  await endpoint.changed(enterprise, insurer);
  await at.acknowledged(3);
  const reported = [...(await at.acknowledgements()), ...(await other.acknowledgements())];
  expect(reported.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => "accepted"));
  await endpoint.stop();
});

test("no message of a topic that stays is lost or refused while the list changes under it", async () => {
  await using at = await ingestPlace(broker.bootstrap);
  await using other = await ingestPlace(broker.bootstrap);
  const endpoint = await startAt(at, other);
  let sent = 0;
  const over = new AbortController();
  const sending = (async () => {
    for (; !over.signal.aborted; sent += 1) await at.send(sampleEvent(sent), { partition: sent % 4 });
  })();
  for (let changes = 0; changes < 3; changes += 1) {
    await at.acknowledged(sent + 1);
    await endpoint.changed(enterprise, insurer);
    await at.acknowledged(sent + 1);
    await endpoint.changed(enterprise);
  }
  over.abort();
  await sending;
  const reported = await at.acknowledged(sent);
  expect(reported.filter(({ status }) => status !== "accepted")).toEqual([]);
  expect(new Set((await at.statements()).map(({ subject }) => subject)).size).toBe(sent);
  await endpoint.stop();
});

test("a list that changes while the cluster is away is tried again, and a list in between is passed over", { retry: 0 }, async () => {
  await using at = await ingestPlace(broker.bootstrap);
  await using other = await ingestPlace(broker.bootstrap);
  const endpoint = await startAt(at, other);
  await at.send(sampleEvent(1));
  await at.acknowledged(1);
  await broker.node(1).kill();
  endpoint.change(endpoint.listOf(insurer));
  await vi.waitFor(() => expect(endpoint.lines.join()).toContain("cannot be listened to yet"), { timeout: 120_000, interval: 100 });
  endpoint.change(endpoint.listOf(enterprise, insurer));
  await broker.node(1).start();
  await vi.waitFor(() => other.send(ofInsurer(1)), soon);
  await at.send(sampleEvent(2));
  await Promise.all([other.acknowledged(1), at.acknowledged(2)]);
  await endpoint.stop();
});
