/** The Kafka of docker-compose.yml, run from its own environment: nobody gets in without a password, the services do with theirs, and others need rules. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeSecrets } from "@qorgau/infra/deployment/make-secrets";
import { Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { chooseRuntime } from "../../broker/choose-runtime.ts";
import { freePorts } from "../../broker/free-ports.ts";
import { startBroker } from "../../broker/start-broker.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { caseEvent } from "../../generators/events.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";

const composed = z
  .object({
    services: z.object({
      kafka: z.looseObject({ environment: z.record(z.string(), z.string()) }),
      "kafka-user": z.looseObject({ entrypoint: z.array(z.string()) }),
      ingest: z.looseObject({ environment: z.record(z.string(), z.string()) }),
    }),
  })
  .parse(parse(readFileSync(join(import.meta.dirname, "../../../docker-compose.yml"), "utf8"), { merge: true }));

let directory: string;
let broker: Broker;
/** By listener of the file. */
let address: Readonly<Record<"INSIDE" | "MACHINE" | "LOCAL", string>>;

/** As the image names them: `_` is a dot, `__` an underscore, `___` a hyphen. What is no broker's property is the image's own. */
function propertiesOf(environment: Readonly<Record<string, string>>): Record<string, string> {
  const ofBroker = Object.entries(environment).filter(([name]) => name.startsWith("KAFKA_") && name !== "KAFKA_HEAP_OPTS");
  const nameOf = (name: string) =>
    name
      .slice("KAFKA_".length)
      .toLowerCase()
      .replaceAll(/_{1,3}/g, (run) => ["", ".", "_", "-"][run.length]!);
  return Object.fromEntries(ofBroker.map(([name, value]) => [nameOf(name), value]));
}

beforeAll(async () => {
  directory = await temporaryDirectory();
  await makeSecrets(join(directory, "secrets"));
  const [inside, machine, local, controller] = await freePorts(4);
  const ports: Readonly<Record<string, number>> = { "9092": inside!, "9093": controller!, "9094": machine!, "9095": local! };
  // Its ports are this machine's free ones, its names the loopback.
  const here = (text: string) =>
    text.replaceAll(/(?<=:)909\d/g, (port) => String(ports[port])).replaceAll(/(?<=\/\/|@)(?:kafka|localhost)?(?=:)/g, "127.0.0.1");
  const { "log.dirs": _ofTheContainer, ...given } = propertiesOf(composed.services.kafka.environment);
  const properties = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, here(value)]));
  expect(properties).toMatchObject({ "listener.name.inside.scram-sha-512.sasl.jaas.config": expect.stringContaining("ScramLoginModule") });
  address = { INSIDE: `127.0.0.1:${inside}`, MACHINE: `127.0.0.1:${machine}`, LOCAL: `127.0.0.1:${local}` };
  broker = await startBroker({ properties });
}, 120_000);
afterAll(async () => {
  await broker?.remove();
  await removeDirectory(directory);
});

/** The words that the command of `kafka-user` gives to Kafka's own program. */
async function userCommand(): Promise<string[]> {
  const [shell = "", option = "", script = ""] = composed.services["kafka-user"].entrypoint;
  const words = script
    .replace("exec /opt/kafka/bin/kafka-configs.sh", "printf '%s\\n'")
    .replaceAll("$$", "$")
    .replace("/run/secrets/kafka/", `${join(directory, "secrets", "kafka")}/`)
    .replace("localhost:9095", address.LOCAL);
  const { stdout } = await promisify(execFile)(shell, [option, words]);
  return stdout.trimEnd().split("\n");
}

const clientOf = (listener: keyof typeof address, user?: { readonly username: string; readonly password: string }) =>
  new Kafka({
    brokers: [address[listener]],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    retry: { retries: 0 },
    ...(user === undefined ? {} : { sasl: { mechanism: "scram-sha-512", ...user } }),
  });
async function topicsSeenBy(client: Kafka): Promise<readonly string[]> {
  const admin = client.admin();
  try {
    await admin.connect();
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

test("the services get in with the password that was made, and nobody else does", { timeout: 120_000 }, async () => {
  await (await chooseRuntime(directory)).runTool("kafka.admin.ConfigCommand", await userCommand());
  const settings = Object.fromEntries(
    Object.entries(composed.services.ingest.environment).filter(([name]) => name.startsWith("QORGAU_KAFKA_")),
  );
  expect(Object.keys(settings).toSorted()).toEqual(["QORGAU_KAFKA_PASSWORD_FILE", "QORGAU_KAFKA_USER"]);
  const qorgau = await startQorgau(join(directory, "data"), {
    ...settings,
    QORGAU_LOG: `kafka://${address.INSIDE}`,
    QORGAU_KAFKA_PASSWORD_FILE: settings["QORGAU_KAFKA_PASSWORD_FILE"]!.replace("/run/secrets", join(directory, "secrets")),
    QORGAU_PSEUDONYM_KEY_FILE: join(directory, "secrets", "door", "pseudonym.key"),
  });
  const { positions } = await sendAll(qorgau.url, [caseEvent()]);
  expect((await rates(qorgau.url, { per: "none", atLeast: positions })).rows).toMatchObject([{ count: 1 }]);
  await qorgau.stop();

  const password = randomBytes(12).toString("hex");
  for (const listener of ["INSIDE", "MACHINE"] as const) {
    await expect(topicsSeenBy(clientOf(listener))).rejects.toThrow();
    await expect(topicsSeenBy(clientOf(listener, { username: "qorgau", password }))).rejects.toThrow(/authentication/i);
  }
});

test("whoever is given a user reaches nothing without rules", { timeout: 60_000 }, async () => {
  const partner = { username: "mine", password: "of-the-partner" };
  const words = ["--alter", "--entity-type", "users", "--entity-name", partner.username];
  const secret = ["--add-config", `SCRAM-SHA-512=[password=${partner.password}]`];
  await (await chooseRuntime(directory)).runTool("kafka.admin.ConfigCommand", ["--bootstrap-server", address.LOCAL, ...words, ...secret]);
  expect(await topicsSeenBy(clientOf("MACHINE", partner))).toEqual([]);
  expect(await topicsSeenBy(clientOf("LOCAL"))).toContain("qorgau.events.v1");
});
