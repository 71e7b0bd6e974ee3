/**
 * Which store the tests' programs stand on, by one switch: the embedded engine, as by default; with `QORGAU_TEST_STORE=server` a server of
 * its own for every data folder, over HTTP with user and password; with `cluster` one that is the one node of a cluster.
 */
import { join } from "node:path";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/engine-server-fixture";
import type { EngineServer } from "@qorgau/infra/store/embedded-engine/engine-server-fixture";
import { createLogger } from "@qorgau/infra/runtime/logger";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";

const kinds = ["embedded", "server", "cluster"] as const;
const cluster = "main";
const chosen = process.env["QORGAU_TEST_STORE"] ?? "embedded";
const kind = kinds.find((one) => one === chosen);
if (kind === undefined) throw new TypeError(`QORGAU_TEST_STORE is one of ${kinds.join(", ")}`);

const servers = new Map<string, Promise<EngineServer>>();

function serverOf(dataDirectory: string): Promise<EngineServer> {
  const server = servers.get(dataDirectory) ?? startEngineServer({ directory: dataDirectory, ...(kind === "cluster" ? { cluster } : {}) });
  servers.set(dataDirectory, server);
  return server;
}

/** The settings of a program with this data folder. */
export async function storeSettingsOf(dataDirectory: string): Promise<Readonly<Record<string, string>>> {
  if (kind === "embedded") return {};
  const { url } = await serverOf(dataDirectory);
  return { QORGAU_STORE: url, ...(kind === "cluster" ? { QORGAU_STORE_CLUSTER: cluster } : {}) };
}

/** The store of a program that has stopped, for a test that looks into it or does it harm. */
export async function openStoreOf(dataDirectory: string): Promise<OpenedStore> {
  const logger = createLogger({ level: "silent" });
  if (kind === "embedded") return openStore({ url: `chdb:${join(dataDirectory, "store")}`, logger });
  const { url } = await serverOf(dataDirectory);
  const name = kind === "cluster" ? cluster : null;
  return openStore({ url, server: { passwordFile: null, caFile: null, compression: false, connectionsMax: 4, cluster: name }, logger });
}

/** Ends the server of a data folder, where there is one. */
export async function closeStoreOf(dataDirectory: string): Promise<void> {
  await (await servers.get(dataDirectory))?.close();
  servers.delete(dataDirectory);
}
