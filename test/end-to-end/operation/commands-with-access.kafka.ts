/** Every command that opens the log or the store by itself does so as the services do: with their user, their password files and their authorities. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import type { EngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBroker } from "../../broker/start-broker.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { caseEvent } from "../../generators/events.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";

const user = { name: "qorgau", password: "of the brokers" };
let directory: string;
let broker: Broker;
let engine: EngineServer;
let settings: Record<string, string>;

beforeAll(async () => {
  directory = await temporaryDirectory();
  broker = await startBroker({ directory, users: { [user.name]: user.password }, tls: true });
  const certificates = join(directory, "certificates");
  const tls = { certFile: join(certificates, "broker.pem"), keyFile: join(certificates, "broker.key") };
  engine = await startEngineServer({ directory, tls });
  const store = new URL(engine.url);
  store.password = "";
  const passwordFile = join(directory, "kafka-password");
  await writeFile(passwordFile, user.password, { mode: 0o600 });
  settings = {
    QORGAU_DATA: join(directory, "qorgau"),
    QORGAU_LOG: broker.url,
    QORGAU_KAFKA_USER: user.name,
    QORGAU_KAFKA_PASSWORD_FILE: passwordFile,
    QORGAU_KAFKA_TLS: "yes",
    QORGAU_KAFKA_CA_FILE: broker.caFile!,
    QORGAU_STORE: store.href,
    // Of the engine's fixture.
    QORGAU_STORE_PASSWORD_FILE: join(directory, "password"),
    QORGAU_STORE_CA_FILE: broker.caFile!,
  };
});
afterAll(async () => {
  await Promise.all([engine?.close(), broker?.remove()]);
  await removeDirectory(directory);
});

test("the service, and without it the rebuild, the export and the dead letters", { retry: 0 }, async () => {
  const qorgau = await startQorgau(settings["QORGAU_DATA"]!, settings);
  const { positions } = await sendAll(qorgau.url, [caseEvent()]);
  expect((await rates(qorgau.url, { per: "none", atLeast: positions })).rows).toMatchObject([{ count: 1 }]);
  const beside = await runCommand(["rebuild.ts"], { ...settings, QORGAU_PORT: "1" });
  expect(beside).toMatchObject({ code: 3, stderr: expect.stringContaining("--url") });
  expect(await qorgau.stop()).toBe(0);

  for (const times of ["once", "twice"]) {
    const rebuilt = await runCommand(["rebuild.ts"], { ...settings, QORGAU_PORT: "1" });
    expect(rebuilt, times).toMatchObject({ code: 0, stdout: "All tables were made anew.\n" });
  }
  const killed = await startQorgau(settings["QORGAU_DATA"]!, settings);
  // Answered once it holds the lease, which it does not release.
  expect((await fetch(`${killed.url}/v1/operations/reconciliation`, { method: "POST" })).status).toBe(202);
  await killed.kill();
  const afterKill = await runCommand(["rebuild.ts"], { ...settings, QORGAU_PORT: "1" });
  expect(afterKill).toMatchObject({ code: 0, stdout: "All tables were made anew.\n" });

  const exported = await runCommand(["log.ts", "export", join(directory, "log.ndjson")], settings);
  expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining("the file is whole") });
  const deadLetters = await runCommand(["services/ingest/src/kafka/dead-letters/dead-letters.ts", "list"], settings);
  expect(deadLetters).toMatchObject({ code: 0 });
});
