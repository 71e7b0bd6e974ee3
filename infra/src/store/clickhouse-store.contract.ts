import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "../runtime/logger.ts";
import { createClickHouseStore } from "./clickhouse-store.ts";
import { startEmbeddedEngine } from "./embedded-engine/embedded-engine.ts";
import { migrate } from "./migrate.ts";
import { describeStoreContract } from "./store-contract.ts";

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
