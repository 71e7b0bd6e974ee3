/** Clients of Kafka in Python and Java, with their defaults, over TLS and SCRAM: what they emit is accepted, counted and acknowledged. */
import { execFile } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { kafkaAcknowledgementSchema } from "@qorgau/schemas/events/kafka-messages";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBroker } from "../../broker/start-broker.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { getJson, mergePositions } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { areClientsRequired, homeOf, isInstalled, runPython } from "./installed-clients.ts";

const run = promisify(execFile);
const topic = "annuity";
const users = { qorgau: "of the service", annuity: "of the insurer" };

let broker: Broker;
let directory: string;
let qorgau: QorgauProcess;
let words: readonly string[];
beforeAll(async () => {
  directory = await temporaryDirectory();
  broker = await startBroker({ directory: await made("broker"), users, tls: true });
  const files = {
    password: users.qorgau,
    key: "7c".repeat(32),
    reporters: JSON.stringify([{ source: "urn:kz:insurer:annuity", role: "insurer", name: "An insurer", topic }]),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content, { mode: 0o600 });
  qorgau = await startQorgau(join(directory, "data"), {
    QORGAU_LOG: broker.url,
    QORGAU_KAFKA_USER: "qorgau",
    QORGAU_KAFKA_PASSWORD_FILE: join(directory, "password"),
    QORGAU_KAFKA_TLS: "yes",
    QORGAU_KAFKA_CA_FILE: broker.caFile!,
    QORGAU_PSEUDONYM_KEY_FILE: join(directory, "key"),
    QORGAU_REPORTERS_FILE: join(directory, "reporters"),
  });
  words = [broker.bootstrap, topic, broker.caFile!, "annuity", users.annuity];
});
afterAll(async () => {
  await qorgau?.kill();
  await broker?.remove();
  await removeDirectory(directory);
});

/** The compiler takes no pattern for them. */
async function jarsOf(): Promise<string> {
  const folder = join(homeOf("java"), "jars");
  return (await readdir(folder)).map((jar) => join(folder, jar)).join(":");
}

async function made(name: string): Promise<string> {
  const folder = join(directory, name);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Every acknowledgement but that of the one refused event of each mode is of an accepted one, which is counted. */
async function expectCounted(acknowledgements: readonly unknown[], refusals: number): Promise<void> {
  const reported = acknowledgements.map((one) => kafkaAcknowledgementSchema.parse(one));
  const unexpected = reported.filter(({ id, status }) => (status === "accepted") === (id?.includes("refused") ?? true));
  expect(unexpected).toEqual([]);
  const refused = reported.filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(refusals);
  for (const { errors } of refused) expect(errors).toMatchObject([{ rule: "QG-0460", pointer: "/data/claim/status" }]);
  const accepted = reported.filter(({ status }) => status === "accepted");
  const atLeast = accepted.map(({ position }) => position ?? "").reduce(mergePositions);
  const { rows } = await getJson<{ rows: { claims: number }[] }>(qorgau.url, "/v1/claims", { atLeast });
  for (const { subject } of accepted) counted.add(subject);
  expect(rows[0]?.claims).toBe(counted.size);
}
const counted = new Set<unknown>();

const isLeftOut = (language: "python" | "java") => !areClientsRequired() && !isInstalled(language);

test.skipIf(isLeftOut("python"))("confluent-kafka and the SDK for Python, both modes", async () => {
  await expectCounted(Object.values(await runPython<object>("send_over_kafka.py", words)), 1);
});

test.skipIf(isLeftOut("java"))("kafka-clients and the serializer of the SDK for Java, both modes", async () => {
  const jars = join(homeOf("java"), "jars", "*");
  const classes = await made("classes");
  // A runtime of Java has no compiler; this one is a jar.
  const compiler = ["-cp", jars, "org.eclipse.jdt.internal.compiler.batch.Main", "-17", "-d", classes];
  await run("java", [...compiler, "-cp", await jarsOf(), join(import.meta.dirname, "java", "SendClaims.java")]);
  const { stdout } = await run("java", ["-cp", `${classes}:${jars}`, "SendClaims", ...words]);
  await expectCounted(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
    2,
  );
});
