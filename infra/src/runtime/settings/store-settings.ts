/** Which store: the embedded engine in a folder, which one process has, or ClickHouse over HTTP, which many share. */
import { join } from "node:path";
import { dataDirectoryOf } from "./general-settings.ts";
import type { Setting, SettingsGroup, SettingsSource } from "./settings-group.ts";

export interface StoreSettings {
  readonly storeUrl: string;
}

const embeddedStore = /^chdb:.+/;
const serverStore = /^https?:\/\/.+/;

/** `http://user:password@host` with the password out of sight. */
export const maskPassword = (url: string): string => url.replace(/^(https?:\/\/[^/?#]*?:)[^/?#]*@/, "$1***@");

const setting = (otherwise: string, forms: string): Setting => ({
  name: "QORGAU_STORE",
  otherwise,
  meaning: `store: ${forms}`,
  mask: maskPassword,
});

const serverForm = "http://user:password@host:8123/database";

function readStoreUrl(source: SettingsSource): string {
  const url = source.text("QORGAU_STORE", `chdb:${join(dataDirectoryOf(source), "store")}`);
  if (!embeddedStore.test(url) && !serverStore.test(url)) source.fault(`QORGAU_STORE is chdb:DIR or ${serverForm}.`);
  return url;
}

export const storeSettings: SettingsGroup<StoreSettings> = {
  table: [setting("chdb:<QORGAU_DATA>/store", `chdb:DIR, or ${serverForm}`)],
  read: (source) => ({ storeUrl: readStoreUrl(source) }),
};

/** For a service that runs as a process of its own: it has the store together with the others. */
export const sharedStoreSettings: SettingsGroup<StoreSettings> = {
  table: [setting("(must be given)", serverForm)],
  read(source) {
    const storeUrl = source.isGiven("QORGAU_STORE") ? readStoreUrl(source) : source.text("QORGAU_STORE", "");
    if (storeUrl === "" || embeddedStore.test(storeUrl)) {
      source.fault(
        `QORGAU_STORE=${serverForm} is needed here: the embedded engine belongs to one process alone, and this service shares the store ` +
          "with the others. npm start runs all of them in one process.",
      );
    }
    return { storeUrl };
  },
};
