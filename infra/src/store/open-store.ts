/** Opens the store that a URL names: an engine of our own in a directory, or a ClickHouse server. Everything else is the same. */
import type { Logger } from "../runtime/logger.ts";
import { createClickHouseStore } from "./clickhouse-store.ts";
import { startEmbeddedEngine } from "./embedded-engine/embedded-engine.ts";
import { createNextTables } from "./next-tables.ts";
import type { NextTables } from "./next-tables.ts";
import type { Store } from "./store.ts";

export interface OpenedStore {
  readonly store: Store;
  /** Where a rebuild makes the tables anew. */
  readonly next: NextTables;
  readonly embedded: boolean;
  /** Resolves with a message when the embedded engine has ended for good without being closed; never for a server. */
  readonly failed: Promise<string>;
  /** Safe to call twice. */
  close(): Promise<void>;
}

/** `chdb:DIR` or `http://user:password@host:8123/database` (https too). Tables are made by `migrate`, not here. */
export async function openStore(options: {
  readonly url: string;
  readonly logger: Logger;
  readonly signal?: AbortSignal;
}): Promise<OpenedStore> {
  const { url, logger, signal } = options;
  if (/^https?:\/\//.test(url)) {
    const store = createClickHouseStore({ url });
    const next = createNextTables({ url, store });
    return { store, next, embedded: false, failed: new Promise<never>(() => undefined), close: () => store.close() };
  }
  if (!url.startsWith("chdb:") || url === "chdb:") {
    throw new TypeError("A store is named chdb:DIRECTORY or http://user:password@host:8123/database.");
  }
  const engine = await startEmbeddedEngine({ directory: url.slice("chdb:".length), logger, ...(signal ? { signal } : {}) });
  const store = createClickHouseStore({ url: engine.url });
  const failed = new Promise<string>((resolve) => {
    void engine.exited.then(({ reason, message }) => reason === "gave_up" && resolve(message));
  });
  return {
    store,
    next: createNextTables({ url: engine.url, store }),
    embedded: true,
    failed,
    async close() {
      await store.close();
      await engine.close();
    },
  };
}
