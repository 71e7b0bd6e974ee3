/** What a ClickHouse server may be and do: a wrong password, a certificate that does not convince, an old version, a network in between. */
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createLogger } from "../process/logger.ts";
import { createClickHouseStore } from "./clickhouse-store.ts";
import type { StoreServer } from "./connect-clickhouse.ts";
import { startEngineServer } from "./embedded-engine/testing/engine-server-fixture.ts";
import type { EngineServer } from "./embedded-engine/testing/engine-server-fixture.ts";
import { startFaultyEndpoint } from "./testing/faulty-endpoint-fixture.ts";
import type { FaultyEndpoint } from "./testing/faulty-endpoint-fixture.ts";
import { countNumber } from "./integer-columns.ts";
import { makeCertificate } from "./testing/made-certificate-fixture.ts";
import { openStore } from "./open-store.ts";
import { prepareServer } from "./prepare-server.ts";
import type { Store } from "./store.ts";

const logger = createLogger({ level: "silent" });
const plain: StoreServer = { passwordFile: null, caFile: null, compression: false, connectionsMax: 4, cluster: null };
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-faults-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function changed(url: string, change: (url: URL) => void): string {
  const copy = new URL(url);
  change(copy);
  return copy.href;
}

describe("opening a server over https", () => {
  let server: EngineServer;
  let certFile: string;
  beforeAll(async () => {
    const certificate = await makeCertificate(directory);
    certFile = certificate.certFile;
    server = await startEngineServer({ tls: certificate });
  });
  afterAll(() => server?.close());
  const open = (url: string, more: Partial<StoreServer> = {}) =>
    openStore({ url, server: { ...plain, caFile: certFile, ...more }, logger });

  it("takes the password from its file, whatever stands in the URL", async () => {
    const passwordFile = join(directory, "password");
    await writeFile(passwordFile, `${decodeURIComponent(new URL(server.url).password)}\n`, { mode: 0o600 });
    const opened = await open(
      changed(server.url, (url) => (url.password = "other")),
      { passwordFile },
    );
    expect(await opened.store.query({ sql: "SELECT 1 AS one", row: z.object({ one: z.number() }) })).toEqual([{ one: 1 }]);
    await opened.close();
  });

  it("makes a database that is not there", async () => {
    const url = changed(server.url, (one) => (one.pathname = "/made_at_start"));
    const opened = await open(url);
    const row = z.object({ name: z.string() });
    expect(await opened.store.query({ sql: "SELECT currentDatabase() AS name", row })).toEqual([{ name: "made_at_start" }]);
    await opened.close();
  });

  it("says that the password is wrong, and not which", async () => {
    const url = changed(server.url, (one) => (one.password = "guessed"));
    await expect(open(url)).rejects.toMatchObject({ code: "store_denied", retryable: false });
    await expect(open(url)).rejects.toThrow(/refuses the user or the password/);
    await expect(open(url)).rejects.not.toThrow(/guessed/);
  });

  it("says what to do about a certificate that it does not trust", async () => {
    await expect(open(server.url, { caFile: null })).rejects.toThrow(/certificate.*QORGAU_STORE_CA_FILE/);
  });

  it("names a file that it cannot read", async () => {
    await expect(open(server.url, { passwordFile: join(directory, "gone") })).rejects.toThrow(/password cannot be read \(ENOENT\).*gone/);
    await expect(open(server.url, { caFile: directory })).rejects.toThrow(/authorities cannot be read \(EISDIR\)/);
    await writeFile(join(directory, "empty"), "\n");
    await expect(open(server.url, { passwordFile: join(directory, "empty") })).rejects.toThrow(/empty/);
  });
});

it.each([
  ["24.8.1.1", false],
  ["25.5.99.1", false],
  ["25.6.0.1", true],
  ["26.1.2.3-lts", true],
])("a server of version %s: %s", async (version, isTaken) => {
  // No such server can be had here: this one says what such a one would.
  const old = createServer((request, response) => {
    request.resume();
    response.end(`${version}\n`);
  }).listen(0, "127.0.0.1");
  await once(old, "listening");
  const prepared = prepareServer({ url: `http://127.0.0.1:${(old.address() as AddressInfo).port}/qorgau` });
  if (isTaken) await prepared;
  else await expect(prepared).rejects.toThrow(`The store is ClickHouse ${version}. This program needs 25.6 or newer.`);
  old.close();
});

describe("a network that fails between the store and its server", () => {
  let server: EngineServer;
  let endpoint: FaultyEndpoint;
  let store: Store;
  const count = z.object({ rows: countNumber });
  const rowsOf = async (): Promise<number> => {
    const [row] = await store.query({ sql: "SELECT count() AS rows FROM kept", row: count });
    return row!.rows;
  };
  beforeAll(async () => {
    server = await startEngineServer();
    endpoint = await startFaultyEndpoint(server.url);
    store = createClickHouseStore({ url: endpoint.url });
    await store.command("CREATE TABLE kept (number UInt32) ENGINE = MergeTree ORDER BY number");
  });
  afterAll(async () => {
    await store?.close();
    await endpoint?.close();
    await server?.close();
  });
  beforeEach(async () => {
    endpoint.weather("fine");
    await store.command("TRUNCATE TABLE kept");
  });

  it.each(["cut", "unavailable"] as const)("is waited out by a read that finds it %s", async (weather) => {
    await store.insert("kept", [{ number: 1 }]);
    endpoint.weather(weather);
    const read = rowsOf();
    setTimeout(() => endpoint.weather("fine"), 700);
    expect(await read).toBe(1);
  });

  it.each(["cut", "unavailable"] as const)("is told to a reader where it stays %s", async (weather) => {
    endpoint.weather(weather);
    await expect(rowsOf()).rejects.toMatchObject({ code: "store_unavailable", retryable: true });
  });

  it.each(["cut", "unavailable"] as const)("is told to a writer at once, and nothing is repeated, where it is %s", async (weather) => {
    endpoint.weather(weather);
    await expect(store.insert("kept", [{ number: 1 }])).rejects.toMatchObject({ code: "store_unavailable", retryable: true });
    endpoint.weather("fine");
    expect(await rowsOf()).toBe(0);
  });

  it("leaves an insert whose answer was lost in the table once: it is told as an outage and never repeated", async () => {
    endpoint.weather("answers lost");
    const responded = endpoint.responseLost();
    await expect(store.insert("kept", [{ number: 1 }])).rejects.toMatchObject({ code: "store_unavailable", retryable: true });
    await responded;
    endpoint.weather("fine");
    expect(await rowsOf()).toBe(1);
  });

  it("does not hold a reader longer than its time where nothing comes back", async () => {
    endpoint.weather("silent");
    const requested = store.query({ sql: "SELECT count() AS rows FROM kept", row: count, timeoutMs: 200 });
    await expect(requested).rejects.toMatchObject({ code: "store_timeout", retryable: true });
  });

  it("is a server that is killed while it reads an insert: all of it is there afterwards, or nothing", async () => {
    const rows = Array.from({ length: 100_000 }, (_, number) => ({ number }));
    for (const afterMs of [20, 80, 200]) {
      const insert = store.insert("kept", rows).then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await server.kill();
      const acknowledged = await insert;
      await server.start();
      expect(acknowledged ? [rows.length] : [0, rows.length]).toContain(await rowsOf());
      await store.command("TRUNCATE TABLE kept");
    }
  });
});
