import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../../process/logger.ts";
import { startEmbeddedEngine } from "./embedded-engine.ts";
import type { EmbeddedEngine } from "./embedded-engine.ts";

const logger = createLogger({ level: "silent" });
const directories: string[] = [];
const newDirectory = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-engine-"));
  directories.push(directory);
  return directory;
};
afterAll(() => Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true }))));

/** Speaks to the engine below @clickhouse/client, as something hostile or another client would. */
function speak(engine: EmbeddedEngine, query: Record<string, string>, body?: string | Buffer, headers: Record<string, string> = {}) {
  const url = new URL(engine.url);
  const credentials = { "x-clickhouse-user": url.username, "x-clickhouse-key": url.password };
  const target = `${url.origin}/?${new URLSearchParams(query).toString()}`;
  const options = { method: "POST", headers: { ...credentials, ...headers } };
  return fetch(target, body === undefined ? options : { ...options, body: typeof body === "string" ? body : new Uint8Array(body) });
}
const textOf = async (response: Promise<Response>): Promise<string> => (await response).text();

describe("ClickHouse's HTTP interface before the embedded engine", () => {
  let engine: EmbeddedEngine;
  beforeAll(async () => {
    engine = await startEmbeddedEngine({ directory: await newDirectory(), logger });
    await speak(engine, {}, "CREATE TABLE canary (number UInt32, text String) ENGINE = MergeTree ORDER BY number");
  });
  afterAll(() => engine.close());
  const insertInto = "INSERT INTO canary FORMAT JSONEachRow";

  it.each([
    '{"number":1}\n\nDROP TABLE canary',
    '{"number":1}\r\n\r\nDROP TABLE canary',
    '{"number":1};DROP TABLE canary',
    '{"number":1}\n;\nDROP TABLE canary;\n',
    "\n\nDROP TABLE canary",
    '{"number":1,"text":"\n\n"}\n\nDROP TABLE canary\n\n',
    '{"number":1}\u2028\u2028DROP TABLE canary',
    '{"number":1}\u0000\n\nDROP TABLE canary',
    "{\"number\":1}\n\nINSERT INTO canary VALUES (2, '')",
    "'; DROP TABLE canary; --",
    "/* */\n\n-- \n\nDROP TABLE canary",
  ])("runs nothing of the body %j as a statement, and inserts no row of it", async (body) => {
    const response = await speak(engine, { query: insertInto }, body);
    expect(response.ok).toBe(false);
    expect(await textOf(speak(engine, {}, "SELECT count() FROM canary"))).toBe("0\n");
  });

  it("runs nothing of random bodies as a statement", async () => {
    const pieces = [
      '{"number":1}',
      "\n",
      "\n\n",
      "\r\n\r\n",
      ";",
      "DROP TABLE canary",
      " ",
      '"',
      "'",
      "\\",
      "{",
      "}",
      "[",
      "]",
      ",",
      "--",
      "/*",
      "*/",
      "\u2028",
      "`",
    ];
    let seed = 20261122;
    const next = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let round = 0; round < 300; round += 1) {
      const body = Array.from({ length: 1 + next(12) }, () => pieces[next(pieces.length)]).join("");
      await speak(engine, { query: insertInto }, body).then((response) => response.arrayBuffer());
    }
    expect(await textOf(speak(engine, {}, "EXISTS TABLE canary"))).toBe("1\n");
    await speak(engine, {}, "TRUNCATE TABLE canary");
  });

  it.each([
    ["rows inside the statement", {}, `${insertInto}\n{"number":1}\n\nDROP TABLE canary`],
    ["rows behind a statement that takes none", { query: "SELECT 1" }, '{"number":1}'],
    ["a format whose values may hold line breaks", { query: "INSERT INTO canary FORMAT CSV" }, "1,a"],
    ["something behind the format", { query: `${insertInto}\n\nDROP TABLE canary` }, '{"number":1}'],
    ["a table that is an expression", { query: "INSERT INTO FUNCTION file('x') FORMAT JSONEachRow" }, '{"number":1}'],
    ["a setting that is none", { query: "SELECT 1", "max_threads = 1; DROP TABLE canary; SET a": "1" }, undefined],
    ["an unknown setting", { query: "SELECT 1", nonsense_setting: "1" }, undefined],
    ["a database that is none", { query: "SELECT 1", database: "x`; DROP TABLE canary" }, undefined],
  ])("refuses %s", async (_what, query, body) => {
    const response = await speak(engine, query, body);
    expect(response.ok).toBe(false);
    expect(await response.text()).toMatch(/^Code: \d+\. DB::Exception: .+ \([A-Z_]+\)\n$/s);
    expect(await textOf(speak(engine, {}, "EXISTS TABLE canary"))).toBe("1\n");
  });

  it("takes settings for one request only, also after one that failed", async () => {
    const setting = "SELECT getSetting('max_threads')";
    const byDefault = await textOf(speak(engine, { query: setting }));
    const many = (query: Record<string, string>) => Promise.all(Array.from({ length: 16 }, () => textOf(speak(engine, query))));
    expect(new Set(await many({ query: setting, max_threads: "3" }))).toEqual(new Set(["3\n"]));
    await many({ query: "SELECT nonsense", max_threads: "2" });
    await many({ query: "SELECT 1", max_threads: "no number" });
    expect(new Set(await many({ query: setting }))).toEqual(new Set([byDefault]));
  });

  it("unpacks and packs with gzip where it is asked to", async () => {
    const inserted = await speak(engine, { query: insertInto }, gzipSync('{"number":7,"text":"packed"}\n'), { "content-encoding": "gzip" });
    expect(inserted.status).toBe(200);
    const query = { query: "SELECT text FROM canary WHERE number = 7", enable_http_compression: "1" };
    const responseBody = await speak(engine, query, undefined, { "accept-encoding": "gzip" });
    expect(responseBody.headers.get("content-encoding")).toBe("gzip");
    expect(await responseBody.text()).toBe("packed\n");
  });

  it("lets in nobody without its password, and tells its errors by code", async () => {
    const { origin, username } = new URL(engine.url);
    for (const headers of [{}, { "x-clickhouse-user": username, "x-clickhouse-key": "guess" }, { authorization: "Basic !" }]) {
      const response = await fetch(`${origin}/?query=SELECT+1`, { headers: headers as Record<string, string> });
      expect([response.status, response.headers.get("x-clickhouse-exception-code")]).toEqual([403, "516"]);
    }
    expect(await textOf(fetch(`${origin}/ping`))).toBe("Ok.\n");
    const missing = await speak(engine, { query: "SELECT * FROM gone" });
    expect([missing.status, missing.headers.get("x-clickhouse-exception-code")]).toEqual([404, "60"]);
  });
});

describe("a statement that ends badly", () => {
  let engine: EmbeddedEngine;
  beforeAll(async () => {
    // One connection of each kind, so that the next statement surely runs where the last one failed.
    engine = await startEmbeddedEngine({ directory: await newDirectory(), logger, limits: { readers: 1, writers: 1 } });
    await speak(engine, {}, "CREATE TABLE numbers_kept (number UInt64, text String) ENGINE = MergeTree ORDER BY number");
  });
  afterAll(() => engine.close());

  /** In small blocks, of which some are ready when it ends. */
  const inBlocks = { max_block_size: "10", max_threads: "1" };
  const slow = "SELECT number AS secret, sleepEachRow(0.02) AS s FROM numbers(1000)";
  const insertInto = "INSERT INTO numbers_kept FORMAT JSONEachRow";
  const rows = (count: number) => Array.from({ length: count }, (_, number) => `{"number":${number},"text":"secret"}`).join("\n");
  const endings: [string, () => Promise<unknown>][] = [
    ["by its time", () => speak(engine, { ...inBlocks, max_execution_time: "0.5" }, slow)],
    [
      "by its time, with a partial result asked for",
      () => speak(engine, { ...inBlocks, max_execution_time: "0.3", timeout_overflow_mode: "break" }, slow),
    ],
    ["by throwIf", () => speak(engine, { ...inBlocks }, "SELECT throwIf(number > 5000) AS secret FROM numbers(100000)")],
    ["by its memory", () => speak(engine, { max_memory_usage: "20000000" }, "SELECT groupArray(number) AS secret FROM numbers(100000000)")],
    [
      "by the size of its result",
      () => speak(engine, { ...inBlocks, max_result_rows: "50" }, "SELECT number AS secret FROM numbers(100000)"),
    ],
    ["by rows that do not parse", () => speak(engine, { query: insertInto }, `${rows(100)}\n{"number":"none"}`)],
    ["by rows that break off", () => speak(engine, { query: insertInto }, `${rows(100)}\n{"number":`)],
    [
      "by a condition of its insert",
      () =>
        speak(
          engine,
          { query: "INSERT INTO numbers_kept SELECT * FROM input('number UInt64, text String') WHERE throwIf(1) = 0 FORMAT JSONEachRow" },
          rows(100),
        ),
    ],
    ["by a table that is not there, after a setting", () => speak(engine, { ...inBlocks, max_threads: "2" }, "SELECT secret FROM gone")],
    ["by what is no statement", () => speak(engine, {}, "SELECT secret FROM")],
    [
      "by an insert from a select",
      () => speak(engine, { ...inBlocks }, "INSERT INTO numbers_kept SELECT throwIf(number > 5000), 'secret' FROM numbers(100000)"),
    ],
    ["by a caller that leaves", () => leave({ ...inBlocks, cancel_http_readonly_queries_on_client_close: "1" }, slow)],
    [
      "by being killed",
      async () => {
        const running = speak(engine, { ...inBlocks }, `/* to be killed */ ${slow}`);
        // On the writer's connection, while it is seen to run.
        while ((await textOf(speak(engine, {}, "KILL QUERY WHERE query LIKE '/* to be killed */%' ASYNC"))) === "");
        expect((await running).ok).toBe(false);
      },
    ],
  ];

  async function leave(query: Record<string, string>, sql: string): Promise<void> {
    const url = new URL(engine.url);
    const headers = { "x-clickhouse-user": url.username, "x-clickhouse-key": url.password };
    const requested = `${url.origin}/?${new URLSearchParams(query).toString()}`;
    await fetch(requested, { method: "POST", headers, body: sql, signal: AbortSignal.timeout(300) }).catch(() => undefined);
  }

  it.each(endings)("%s leaves nothing to the next one", async (_how, end) => {
    for (let round = 0; round < 3; round += 1) {
      await end();
      expect(await textOf(speak(engine, {}, "SELECT 'mine' AS x, currentDatabase()"))).toBe("mine\tqorgau\n");
      expect(await textOf(speak(engine, {}, "SELECT getSetting('max_block_size')"))).toBe("65409\n");
      expect(await textOf(speak(engine, {}, "SELECT count() FROM numbers_kept"))).toBe("0\n");
      expect((await speak(engine, { query: insertInto }, '{"number":1,"text":"mine"}')).ok).toBe(true);
      expect(await textOf(speak(engine, {}, "SELECT number, text FROM numbers_kept"))).toBe("1\tmine\n");
      await speak(engine, {}, "TRUNCATE TABLE numbers_kept");
    }
  });

  it("stops a read whose caller left, and gives its connection to the next", async () => {
    const endless = "SELECT count() FROM numbers(1000000000000) WHERE cityHash64(number) % 7 = 3";
    await leave({ cancel_http_readonly_queries_on_client_close: "1", max_execution_time: "60" }, endless);
    const startedAt = performance.now();
    expect(await textOf(speak(engine, {}, "SELECT 1"))).toBe("1\n");
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});

describe("what no statement may do", () => {
  let engine: EmbeddedEngine;
  let file: string;
  beforeAll(async () => {
    const directory = await newDirectory();
    file = join(directory, "secret.csv");
    await writeFile(file, "secret\n");
    engine = await startEmbeddedEngine({ directory: join(directory, "data"), logger });
    await speak(engine, {}, "CREATE TABLE kept (text String) ENGINE = MergeTree ORDER BY text");
  });
  afterAll(() => engine.close());

  it.each([
    ["reads a file", (path: string) => `SELECT * FROM file('${path}')`],
    ["reads a file by a function", (path: string) => `SELECT file('${path}')`],
    ["reads a file by a quoted function", (path: string) => `SELECT \`file\`('${path}')`],
    ["reads a file by an escaped function", (path: string) => `SELECT "\\x66ile"('${path}')`],
    ["reads a file by a function behind a comment", (path: string) => `SELECT file /* ' */ -- '\n ('${path}')`],
    ["reads a file as a table", (path: string) => `SELECT * FROM default.\`${path}\``],
    ["reads a file by a clause", (path: string) => `INSERT INTO kept FROM INFILE '${path}' FORMAT CSV`],
    ["writes a file", (path: string) => `INSERT INTO FUNCTION file('${path}.new') SELECT 1`],
    ["writes a file by a clause", (path: string) => `SELECT 1 INTO OUTFILE '${path}.new'`],
    ["makes a table of a file", () => "CREATE TABLE f (text String) ENGINE = File(CSV)"],
    [
      "makes a dictionary",
      (path: string) => `CREATE DICTIONARY d (a UInt64) PRIMARY KEY a SOURCE(FILE(path '${path}' format 'CSV')) LAYOUT(FLAT()) LIFETIME(0)`,
    ],
    ["makes a database of files", () => "CREATE DATABASE f ENGINE = Filesystem('/')"],
    ["makes a backup", (path: string) => `BACKUP TABLE kept TO File('${path}.backup')`],
    ["makes a user", () => "CREATE USER other"],
    ["makes a function", () => "CREATE FUNCTION f AS (x) -> x"],
    ["asks an address", () => "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')"],
    ["asks another server", () => "SELECT * FROM remote('127.0.0.1', system.one)"],
    ["runs a program", () => "SELECT * FROM executable('id', 'TSV', 'a String')"],
  ])("%s", async (_what, sql) => {
    const responseBody = await speak(engine, {}, sql(file));
    expect(responseBody.ok).toBe(false);
    expect(await responseBody.text()).toMatch(/ACCESS_DENIED|UNKNOWN_TABLE|UNSUPPORTED_METHOD/);
    expect(await textOf(speak(engine, {}, "SELECT count() FROM kept"))).toBe("0\n");
  });

  it("speaks of files in texts and names without harm", async () => {
    const sql = "SELECT 'file(1) INTO OUTFILE' AS `file`, length('it''s \\' file(') AS \"from infile\"";
    expect(await textOf(speak(engine, {}, sql))).toBe("file(1) INTO OUTFILE\t12\n");
  });

  it.each([{ origin: "http://example.com" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }, { host: "rebound.example.com" }])(
    "answers nothing to a web page: %j",
    async (headers: Record<string, string>) => {
      const { hostname, port, username, password } = new URL(engine.url);
      const credentials = { "x-clickhouse-user": username, "x-clickhouse-key": password };
      const request = httpRequest({ hostname, port, method: "POST", path: "/", headers: { ...credentials, ...headers } });
      request.end("SELECT 1");
      const [response] = (await once(request, "response")) as [IncomingMessage];
      response.resume();
      expect(response.statusCode).toBe(403);
    },
  );
});

describe("the embedded engine's process", () => {
  it("ends with its owner, even one killed while every connection is in a long query", async () => {
    const fixture = fileURLToPath(new URL("./testing/engine-owner-fixture.ts", import.meta.url));
    const owner = spawn(process.execPath, [fixture, await newDirectory()], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(createInterface({ input: owner.stdout }), "line")) as [string];
    const socket = connect(Number((JSON.parse(line) as { port: string }).port), "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "connect");
    const killedAt = performance.now();
    owner.kill("SIGKILL");
    // The kernel closes the connection when the engine's process is gone.
    await once(socket, "close");
    expect(performance.now() - killedAt).toBeLessThan(2_000);
  });

  it("waits for a directory that is just being let go, and says who has it where it is not", async () => {
    const directory = await newDirectory();
    const holder = await startEmbeddedEngine({ directory, logger });
    await expect(startEmbeddedEngine({ directory, logger, limits: { lockWaitMsMax: 300 } })).rejects.toThrow(
      `in use by process ${holder.pid}`,
    );
    const successor = startEmbeddedEngine({ directory, logger });
    await holder.close();
    await (await successor).close();
  });

  it("serves again on the same port after a crash, with all that was acknowledged", async () => {
    const engine = await startEmbeddedEngine({ directory: await newDirectory(), logger });
    await textOf(speak(engine, {}, "CREATE TABLE kept (number UInt32) ENGINE = MergeTree ORDER BY number SETTINGS fsync_after_insert = 1"));
    await textOf(speak(engine, { query: "INSERT INTO kept FORMAT JSONEachRow" }, '{"number":1}\n{"number":2}\n'));
    const first = engine.pid;
    process.kill(first, "SIGKILL");
    const stored = () => textOf(speak(engine, { query: "SELECT count() FROM kept" })).catch(() => null);
    await expect.poll(stored, { timeout: 10_000 }).toBe("2\n");
    expect(engine.pid).not.toBe(first);
    await engine.close();
    await engine.close();
    expect(await engine.exited).toMatchObject({ reason: "closed" });
  });

  it("tells when it is given up, and is closed without harm", async () => {
    const engine = await startEmbeddedEngine({ directory: await newDirectory(), logger, restartsMax: 1 });
    const first = engine.pid;
    process.kill(first, "SIGKILL");
    await expect.poll(() => engine.pid).not.toBe(first);
    process.kill(engine.pid, "SIGKILL");
    expect(await engine.exited).toMatchObject({ reason: "gave_up" });
    await engine.close();
  });

  it("does not run what nobody waits for any more", async () => {
    const engine = await startEmbeddedEngine({ directory: await newDirectory(), logger, limits: { readers: 1, writers: 1 } });
    await textOf(speak(engine, {}, "CREATE TABLE kept (number UInt32) ENGINE = MergeTree ORDER BY number"));
    const { origin, username, password } = new URL(engine.url);
    const headers = { "x-clickhouse-user": username, "x-clickhouse-key": password };
    const running = speak(engine, {}, "INSERT INTO kept SELECT sleepEachRow(1) FROM numbers(1)");
    const gone = new AbortController();
    const waiting = fetch(`${origin}/?query=INSERT+INTO+kept+FORMAT+JSONEachRow`, {
      method: "POST",
      body: '{"number":9}',
      headers,
      signal: gone.signal,
    });
    const later = speak(engine, { query: "INSERT INTO kept FORMAT JSONEachRow" }, '{"number":1}');
    gone.abort();
    await expect(waiting).rejects.toThrow();
    await running;
    expect((await later).status).toBe(200);
    expect(await textOf(speak(engine, { query: "SELECT number FROM kept ORDER BY number" }))).toBe("0\n1\n");
    await engine.close();
  });

  it("ignores foreign files in its directory", async () => {
    const directory = await newDirectory();
    await writeFile(join(directory, "notes.txt"), "not a table");
    await mkdir(join(directory, "data", "foreign"), { recursive: true });
    await writeFile(join(directory, "data", "foreign", "x.bin"), "nothing of ours");
    const engine = await startEmbeddedEngine({ directory, logger });
    expect(await textOf(speak(engine, { query: "SHOW TABLES" }))).toBe("");
    await engine.close();
    expect(readFileSync(join(directory, "notes.txt"), "utf8")).toBe("not a table");
  });

  it("says why it cannot start", async () => {
    const directory = await newDirectory();
    const file = join(directory, "data");
    await writeFile(file, "a file where the engine wants a folder");
    await expect(startEmbeddedEngine({ directory, logger })).rejects.toThrow(/engine/i);
  });

  it("ends its start when that is called off", async () => {
    const stop = new AbortController();
    const starting = startEmbeddedEngine({ directory: await newDirectory(), logger, signal: stop.signal });
    stop.abort();
    await expect(starting).rejects.toThrow();
  });
});
