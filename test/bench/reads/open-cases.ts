/** The store of a fold, opened as the program opens it, with the address of its engine for what asks it for something else. */
import { startEmbeddedEngine } from "@qorgau/infra/store/embedded-engine/embedded-engine";
import { createClickHouseStore } from "@qorgau/infra/store/clickhouse-store";
import { createLogger } from "@qorgau/infra/process/logger";
import type { Store } from "@qorgau/infra/store/store";
import { z } from "zod";

export interface OpenedCases extends AsyncDisposable {
  readonly store: Store;
  /** The engine's HTTP interface. */
  readonly url: string;
  /** The one number, `counted`, of a statement. */
  count(sql: string): Promise<number>;
}

export async function openCases(directory: string): Promise<OpenedCases> {
  const engine = await startEmbeddedEngine({ directory, logger: createLogger({ level: "silent" }) });
  const store = createClickHouseStore({ url: engine.url });
  return {
    store,
    url: engine.url,
    async count(sql) {
      const [row] = await store.query({ sql, row: z.object({ counted: z.number() }), timeoutMs: 120_000 });
      return row!.counted;
    },
    async [Symbol.asyncDispose]() {
      await store.close();
      await engine.close();
    },
  };
}
