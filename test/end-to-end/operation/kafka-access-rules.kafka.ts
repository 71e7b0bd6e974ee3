/**
 * The access rules of docs/operating.md, and of `npm run partners`, on a broker that has no others: the services work, and a partner reaches its own
 * topics alone, until it leaves.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { acksTopic, eventsTopic, inboundTopic } from "@qorgau/infra/kafka/topics";
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, logLevel, ResourcePatternTypes } from "kafkajs";
import type { AclEntry } from "kafkajs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startBroker } from "../../broker/start-broker.ts";
import type { Broker } from "../../broker/start-broker.ts";
import type { DeadLettersResponse } from "@qorgau/schemas/responses/dead-letters-response";
import { getJson } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const page = readFileSync(join(root, "docs/operating.md"), "utf8");
const users = { operator: "o-secret", qorgau: "q-secret", mine: "m-secret", other: "x-secret" };

let broker: Broker;
let directory: string;
let qorgau: QorgauProcess;

const clientOf = (user: keyof typeof users) =>
  new Kafka({
    brokers: broker.bootstrap.split(","),
    logLevel: logLevel.NOTHING,
    retry: { retries: 1 },
    sasl: { mechanism: "scram-sha-512", username: user, password: users[user] },
  });

function rule(user: string, kind: "topic" | "group", name: string, isPrefixed: boolean, operation: string): AclEntry {
  return {
    resourceType: kind === "topic" ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourceName: name,
    resourcePatternType: isPrefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: `User:${user}`,
    host: "*",
    operation: AclOperationTypes[operation.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase() as "READ"],
    permissionType: AclPermissionTypes.ALLOW,
  };
}

/** `npm run partners` by the operator. */
const partners = (...words: readonly string[]) =>
  runCommand(["services/ingest/src/kafka/partners/partners.ts", ...words], {
    QORGAU_LOG: broker.url,
    QORGAU_KAFKA_USER: "operator",
    QORGAU_KAFKA_PASSWORD_FILE: join(directory, "operator-password"),
    QORGAU_REPORTERS_FILE: join(directory, "reporters.json"),
  });

/** Of the page's table, all for one user: everything in one process. */
function serviceRules(): AclEntry[] {
  const rows = [...page.matchAll(/^\| (?:ingest|aggregator|API)[\w, ]* \| (groups? )?(`qorgau\..*?) \| ([\w, ]+) \|$/gm)];
  return rows.flatMap(([, group, names = "", operations = ""]) =>
    [...names.matchAll(/`(qorgau[\w.-]+)`( \(prefixed\))?/g)].flatMap(([, name = "", prefixed]) =>
      operations
        .split(", ")
        .map((operation) => rule("qorgau", group === undefined ? "topic" : "group", name, prefixed !== undefined, operation)),
    ),
  );
}

beforeAll(async () => {
  const authorizer = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
  const properties = { "authorizer.class.name": authorizer, "super.users": "User:operator;User:ANONYMOUS" };
  [broker, directory] = await Promise.all([startBroker({ users, properties }), temporaryDirectory()]);
  const admin = clientOf("operator").admin();
  await admin.connect();
  expect(serviceRules()).toHaveLength(23);
  await admin.createAcls({ acl: serviceRules() });
  await admin.disconnect();
  const files = { key: randomBytes(32).toString("hex"), password: users.qorgau, "operator-password": users.operator };
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content, { mode: 0o600 });
  const listed = ["mine", "other"].map((topic) => ({ source: `urn:kz:${topic}`, role: "enterprise", name: topic, topic }));
  await writeFile(join(directory, "reporters.json"), JSON.stringify(listed));
  expect(await partners("apply", "--source", "urn:kz:mine")).toMatchObject({
    code: 0,
    stderr: "User:mine (urn:kz:mine): may use qorgau.inbound.mine.v1, qorgau.acks.mine.v1, mine.….\n",
  });
  qorgau = await startQorgau(directory, {
    QORGAU_LOG: broker.url,
    QORGAU_KAFKA_USER: "qorgau",
    QORGAU_KAFKA_PASSWORD_FILE: join(directory, "password"),
    QORGAU_PSEUDONYM_KEY_FILE: join(directory, "key"),
    QORGAU_REPORTERS_FILE: join(directory, "reporters.json"),
  });
}, 120_000);
afterAll(async () => {
  await qorgau?.kill();
  await broker?.remove();
  await removeDirectory(directory);
});

async function send(user: "mine" | "other", topic: string, source = "urn:kz:mine") {
  const producer = clientOf(user).producer();
  await producer.connect();
  const data = { occurredAt: "2026-02-03", kind: "accident", severity: "light", employer: { bin: "200140000004" } };
  const event = {
    specversion: "1.0",
    id: "1",
    source,
    type: "kz.qorgau.case.reported.v1",
    subject: "N-1",
    revision: 1,
    data,
  };
  try {
    return await producer.send({ topic, acks: -1, messages: [{ value: JSON.stringify(event) }] });
  } finally {
    await producer.disconnect();
  }
}

/** The first message of a topic. */
async function firstOf(user: "mine" | "other", topic: string, groupId: string): Promise<unknown> {
  const consumer = clientOf(user).consumer({ groupId, retry: { retries: 0, restartOnFailure: async () => false } });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => resolve(JSON.parse(String(message.value))) });
    return await promise;
  } finally {
    await consumer.disconnect();
  }
}

test("a partner publishes, reads what became of it, and its case counts", async () => {
  await send("mine", inboundTopic("mine"));
  const acknowledgement = await firstOf("mine", acksTopic("mine"), "mine.reader");
  expect(acknowledgement).toMatchObject({ id: "1", status: "accepted" });
  const { position } = acknowledgement as { position: string };
  const { rows } = await getJson<{ rows: { count: number }[] }>(qorgau.url, "/v1/rates", { per: "none", atLeast: position });
  expect(rows.map(({ count }) => count)).toEqual([1]);
});

test("what a partner sent in another's name is shown to it as put aside, and to nobody else", async () => {
  await send("mine", inboundTopic("mine"), "urn:kz:other");
  const lettersOf = (source: string) => getJson<DeadLettersResponse>(qorgau.url, "/v1/dead-letters", { source });
  await vi.waitFor(async () => expect((await lettersOf("urn:kz:mine")).rows).toHaveLength(1), { timeout: 30_000, interval: 200 });
  expect(await lettersOf("urn:kz:mine")).toMatchObject({
    available: true,
    reason: null,
    complete: true,
    rows: [{ topic: inboundTopic("mine"), id: "1", subject: "N-1", errors: [{ rule: "QG-0854", pointer: "/source" }], replayed: null }],
  });
  expect(await lettersOf("urn:kz:other")).toMatchObject({ available: true, rows: [] });
});

test("no partner reaches another's topics, another's groups or the log", async () => {
  await expect(send("mine", inboundTopic("other"))).rejects.toThrow(/[Nn]ot authorized/);
  await expect(send("mine", eventsTopic)).rejects.toThrow(/[Nn]ot authorized/);
  await expect(send("other", inboundTopic("mine"))).rejects.toThrow(/[Nn]ot authorized/);
  await expect(firstOf("mine", inboundTopic("mine"), "mine.reader")).rejects.toThrow(/[Nn]ot authorized/);
  await expect(firstOf("mine", acksTopic("other"), "mine.reader")).rejects.toThrow(/[Nn]ot authorized/);
  await expect(firstOf("mine", eventsTopic, "mine.reader")).rejects.toThrow(/[Nn]ot authorized/);
  await expect(firstOf("mine", acksTopic("mine"), "qorgau.ingest")).rejects.toThrow("group coordinator");
});

test("a partner that leaves reaches nothing any more", async () => {
  expect(await partners("remove", "--source", "urn:kz:other")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(": 0 rules") as string,
  });
  await send("mine", inboundTopic("mine"));
  expect(await partners("remove", "--source", "urn:kz:mine")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("User:mine (urn:kz:mine): 5 rules were taken back.") as string,
    stdout: expect.stringContaining("--delete-config producer_byte_rate --entity-type users --entity-name mine") as string,
  });
  await vi.waitFor(() => expect(send("mine", inboundTopic("mine"))).rejects.toThrow(/[Nn]ot authorized/), {
    timeout: 30_000,
    interval: 200,
  });
  expect(await partners("apply", "--source", "urn:kz:nobody")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no reporter") as string,
  });
});
