/** The store with the tables that this program needs. */
import type { Logger } from "../process/logger.ts";
import type { StoreSettings } from "../settings/store-settings.ts";
import { isMigrated, migrate } from "../store/schema/migrate.ts";
import { openStore } from "../store/open-store.ts";
import type { OpenedStore } from "../store/open-store.ts";
import { StoreError } from "../store/store.ts";
import type { Store } from "../store/store.ts";

export interface OpenMigratedStoreOptions {
  readonly settings: StoreSettings;
  readonly logger: Logger;
}

/** Opens the store and applies the migrations that are missing. Rejects as `openStore` and `migrate` do. */
export const openMigratedStore = (options: OpenMigratedStoreOptions): Promise<OpenedStore> => openWith(options, migrate);

/**
 * For a service that only reads. Rejects with `store_unavailable`, which is retryable, while another process has not made the tables yet;
 * otherwise as `openStore` and `isMigrated` do.
 */
export const openReadStore = (options: OpenMigratedStoreOptions): Promise<OpenedStore> =>
  openWith(options, async (store) => {
    if (!(await isMigrated(store))) {
      throw new StoreError("store_unavailable", "The store has no tables, or older ones: the aggregator makes them when it starts.");
    }
  });

async function openWith({ settings, logger }: OpenMigratedStoreOptions, prepare: (store: Store) => Promise<unknown>): Promise<OpenedStore> {
  const opened = await openStore({ url: settings.storeUrl, server: settings.storeServer, logger });
  try {
    await prepare(opened.store);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
