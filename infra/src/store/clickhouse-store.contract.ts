import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "../process/logger.ts";
import { createClickHouseStore } from "./clickhouse-store.ts";
import { makeCertificate } from "./testing/made-certificate-fixture.ts";
import { startEngineServer } from "./embedded-engine/testing/engine-server-fixture.ts";
import { startEmbeddedEngine } from "./embedded-engine/embedded-engine.ts";
import { migrate } from "./schema/migrate.ts";
import { describeStoreContract } from "./testing/store-contract.ts";

describeStoreContract("the embedded engine", async () => {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-store-"));
  const engine = await startEmbeddedEngine({ directory, logger: createLogger({ level: "silent" }) });
  const store = createClickHouseStore({ url: engine.url });
  await migrate(store);
  return {
    store,
    crash: () => void process.kill(engine.pid, "SIGKILL"),
    async close() {
      await store.close();
      await engine.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
});

describeStoreContract("a server over https with user, password and compression", async () => {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-store-"));
  const certificate = await makeCertificate(directory);
  const server = await startEngineServer({ tls: certificate });
  const store = createClickHouseStore({ url: server.url, ca: await readFile(certificate.certFile), compression: true });
  await migrate(store);
  let back = Promise.resolve();
  return {
    store,
    crash: () => void (back = back.then(() => server.kill()).then(() => server.start())),
    async close() {
      await back;
      await store.close();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
});
