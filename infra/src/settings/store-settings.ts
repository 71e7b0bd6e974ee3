/** Which store: the embedded engine in a folder, which one process has, or ClickHouse over HTTP, which many share. */
import { join, resolve } from "node:path";
import { defaultConnectionsMax } from "../store/connect-clickhouse.ts";
import type { StoreServer } from "../store/connect-clickhouse.ts";
import { faultsOfFiles } from "./check-files.ts";
import { dataDirectoryOf } from "./general-settings.ts";
import type { Setting, SettingsGroup, SettingsSource } from "./settings-group.ts";

/** `storeUrl` is `chdb:DIR` or `http://user:password@host:port/database` (https too). `storeServer` has effect with the latter alone. */
export interface StoreSettings {
  readonly storeUrl: string;
  readonly storeServer: StoreServer;
}

const embeddedStore = /^chdb:.+/;
const serverStore = /^https?:\/\/.+/;

/** Gives the URL with `***` in the place of its password. */
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

const serverTable: readonly Setting[] = [
  {
    name: "QORGAU_STORE_PASSWORD_FILE",
    otherwise: "(none)",
    meaning: "file of the store's password; outranks one in QORGAU_STORE, which others may see in the environment of a process",
  },
  {
    name: "QORGAU_STORE_CA_FILE",
    otherwise: "(none)",
    meaning: "PEM file of the authorities whose certificates the store may show for https, instead of those that Node brings",
  },
  {
    name: "QORGAU_STORE_COMPRESSION",
    otherwise: "no",
    meaning: "yes: gzip to and from the store, for a network slower than the processor",
  },
  {
    name: "QORGAU_STORE_CONNECTIONS",
    otherwise: String(defaultConnectionsMax),
    meaning: "requests to the store at once; further ones wait",
  },
  {
    name: "QORGAU_STORE_CLUSTER",
    otherwise: "(none)",
    meaning: "name of the ClickHouse cluster that holds the tables, as its servers know it; none: one server alone",
  },
];

function readServer(source: SettingsSource, storeUrl: string): StoreServer {
  const fileOf = (name: Setting["name"]) => {
    const file = source.optional(name);
    return file === null ? null : resolve(file);
  };
  const server: StoreServer = {
    passwordFile: fileOf("QORGAU_STORE_PASSWORD_FILE"),
    caFile: fileOf("QORGAU_STORE_CA_FILE"),
    compression: source.isYes("QORGAU_STORE_COMPRESSION"),
    connectionsMax: source.integer("QORGAU_STORE_CONNECTIONS", { min: 1, max: 1_000, otherwise: defaultConnectionsMax }),
    cluster: source.optional("QORGAU_STORE_CLUSTER"),
  };
  if (server.cluster !== null && !/^[\w.-]{1,100}$/.test(server.cluster)) {
    source.fault("QORGAU_STORE_CLUSTER is a name of letters, digits, dots, underscores and hyphens.");
  }
  if (server.caFile !== null && !storeUrl.startsWith("https:")) {
    source.fault("QORGAU_STORE_CA_FILE belongs to a QORGAU_STORE that begins with https: nothing else shows a certificate.");
  }
  for (const name of ["QORGAU_STORE_PASSWORD_FILE", "QORGAU_STORE_CLUSTER"] as const) {
    if (source.isGiven(name) && !serverStore.test(storeUrl)) source.fault(`${name} belongs to a QORGAU_STORE of the form ${serverForm}.`);
  }
  return server;
}

const checkServer = ({ storeServer }: StoreSettings): Promise<readonly string[]> =>
  faultsOfFiles([
    { name: "QORGAU_STORE_PASSWORD_FILE", file: storeServer.passwordFile, isSecret: true },
    { name: "QORGAU_STORE_CA_FILE", file: storeServer.caFile },
  ]);

export const storeSettings: SettingsGroup<StoreSettings> = {
  table: [setting("chdb:<QORGAU_DATA>/store", `chdb:DIR, or ${serverForm}`), ...serverTable],
  read(source) {
    const storeUrl = readStoreUrl(source);
    return { storeUrl, storeServer: readServer(source, storeUrl) };
  },
  check: checkServer,
};

/** For a service that is a process of its own: it shares the store with the other services. */
export const commonStoreSettings: SettingsGroup<StoreSettings> = {
  table: [setting("(must be given)", serverForm), ...serverTable],
  read(source) {
    const storeUrl = source.isGiven("QORGAU_STORE") ? readStoreUrl(source) : source.text("QORGAU_STORE", "");
    if (storeUrl === "" || embeddedStore.test(storeUrl)) {
      source.fault(
        `QORGAU_STORE=${serverForm} is needed here: the embedded engine belongs to one process alone, and this service shares the store ` +
          "with the others. npm start runs all of them in one process.",
      );
    }
    return { storeUrl, storeServer: readServer(source, storeUrl) };
  },
  check: checkServer,
};
