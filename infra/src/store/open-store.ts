/** Opens the store that a URL names: an engine of our own in a directory, or a ClickHouse server. Everything else is the same. */
import type { Logger } from "../process/logger.ts";
import { createClickHouseStore } from "./clickhouse-store.ts";
import { accessOf } from "./connect-clickhouse.ts";
import type { StoreAccess, StoreServer } from "./connect-clickhouse.ts";
import { startEmbeddedEngine } from "./embedded-engine/embedded-engine.ts";
import { createNextTables } from "./schema/next-tables.ts";
import type { NextTables } from "./schema/next-tables.ts";
import { prepareServer } from "./prepare-server.ts";
import { isTracing } from "../traces/spans.ts";
import type { Store } from "./store.ts";
import { tracedStore } from "./traced-store.ts";

/** An open store. Its opener closes it by `close`: `store.close` leaves an embedded engine running. */
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

export interface OpenStoreOptions {
  /** `chdb:DIR` or `http://user:password@host:8123/database` (https too). */
  readonly url: string;
  /** What a server needs beyond its URL. */
  readonly server?: StoreServer;
  readonly logger: Logger;
  readonly signal?: AbortSignal;
}

const never = new Promise<never>(() => undefined);

/**
 * Opens the store; its tables are made by `migrate`, not here. Rejects with a message for the operator where the store cannot be used: a
 * StoreError of a server, a TypeError for another URL, otherwise an Error.
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const { url, server } = options;
  if (/^https?:\/\//.test(url)) {
    const access = server === undefined ? { url } : await accessOf(url, server);
    await prepareServer(access);
    const opened = storeAt(access);
    return { ...opened, embedded: false, failed: never, close: () => opened.store.close() };
  }
  if (!url.startsWith("chdb:") || url === "chdb:") {
    throw new TypeError("A store is named chdb:DIRECTORY or http://user:password@host:8123/database.");
  }
  return openEmbedded(options);
}

async function openEmbedded({ url, logger, signal }: OpenStoreOptions): Promise<OpenedStore> {
  const engine = await startEmbeddedEngine({ directory: url.slice("chdb:".length), logger, ...(signal ? { signal } : {}) });
  const { store, next } = storeAt({ url: engine.url });
  const failed = new Promise<string>((resolve) => {
    void engine.exited.then(({ reason, message }) => reason === "gave_up" && resolve(message));
  });
  return {
    store: { ...store, exclusive: true },
    next,
    embedded: true,
    failed,
    async close() {
      await store.close();
      await engine.close();
    },
  };
}

function storeAt(access: StoreAccess): Pick<OpenedStore, "store" | "next"> {
  const client = createClickHouseStore(access);
  const store = isTracing() ? tracedStore(client) : client;
  return { store, next: createNextTables({ access, store }) };
}
