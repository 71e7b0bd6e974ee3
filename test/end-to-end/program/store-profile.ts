/**
 * Which store the tests' programs stand on, by one switch: the embedded engine, as by default; with `QORGAU_TEST_STORE=server` a server of
 * its own for every data folder, over HTTP with user and password; with `cluster` one that is the one node of a cluster.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import { createLogger } from "@qorgau/infra/process/logger";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { perFolder } from "./per-folder.ts";

const kinds = ["embedded", "server", "cluster"] as const;
const cluster = "main";
const chosen = process.env["QORGAU_TEST_STORE"] ?? "embedded";
const kind = kinds.find((one) => one === chosen);
if (kind === undefined) throw new TypeError(`QORGAU_TEST_STORE is one of ${kinds.join(", ")}`);

const servers = perFolder(
  (directory) => startEngineServer({ directory, ...(kind === "cluster" ? { cluster } : {}) }),
  (server) => server.close(),
);

/** The settings of a program with this data folder. */
export async function storeSettingsOf(dataDirectory: string): Promise<Readonly<Record<string, string>>> {
  if (kind === "embedded") return {};
  const { url } = await servers.of(dataDirectory);
  return { QORGAU_STORE: url, ...(kind === "cluster" ? { QORGAU_STORE_CLUSTER: cluster } : {}) };
}

/** The store of a program that has stopped, for a test that looks into it or does it harm. */
export async function openStoreOf(dataDirectory: string): Promise<OpenedStore> {
  const logger = createLogger({ level: "silent" });
  if (kind === "embedded") return openStore({ url: `chdb:${join(dataDirectory, "store")}`, logger });
  const { url } = await servers.of(dataDirectory);
  const name = kind === "cluster" ? cluster : null;
  return openStore({ url, server: { passwordFile: null, caFile: null, compression: false, connectionsMax: 4, cluster: name }, logger });
}

/** Takes the store away from a program that has stopped; its next start finds an empty one. */
export async function loseStoreOf(dataDirectory: string): Promise<void> {
  await servers.end(dataDirectory);
  await rm(join(dataDirectory, kind === "embedded" ? "store" : "data"), { recursive: true });
}

/** Ends the servers of this folder and of folders within it, where there are any. */
export const endStoresOf = (folder: string): Promise<void> => servers.end(folder);
