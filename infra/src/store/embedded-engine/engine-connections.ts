/**
 * The connections of the engine: each runs one statement at a time, and callers wait for a free one in the order they came. Settings and
 * parameters are given before a statement on its own connection; chDB holds them there, so each connection knows what was set and takes back what
 * the next statement does not set. A session whose statement failed is never used again: the engine gives the rows that a stopped statement had
 * ready to the next statement of its session.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Session } from "chdb";
import type { EngineLimits, EngineStart } from "./engine-messages.ts";
import { EngineError, engineErrorOf } from "./engine-error.ts";
import { insertRows } from "./engine-statement.ts";
import type { EngineStatement } from "./engine-statement.ts";
import { writeEngineConfig } from "./engine-config.ts";
import { oneNodeForm } from "./one-node-cluster.ts";

/** One statement and what it runs with. `rows` are those of an INSERT, otherwise empty. */
export interface EngineRequest {
  readonly statement: EngineStatement;
  readonly rows: Buffer;
  readonly database: string;
  readonly settings: ReadonlyMap<string, string>;
  /** As ClickHouse's HTTP interface takes them: the value's text form, escaped as in TabSeparated. */
  readonly params: ReadonlyMap<string, string>;
  readonly format: string;
  /** Aborted once nobody waits for the response any more: what has not begun is not run. */
  readonly gone: AbortSignal;
  /** Whether a read that runs then is stopped, as `cancel_http_readonly_queries_on_client_close` demands of a server. */
  readonly isStoppedWhenGone: boolean;
}

/** The result of one statement. `bytes` are in the requested format; an INSERT has none. */
export interface EngineResponse {
  readonly bytes: Uint8Array;
  readonly elapsedSeconds: number;
  readonly rowsRead: number;
  readonly bytesRead: number;
}

interface EngineConnection {
  /** Absent after a failed statement until the next one is run. */
  session: Session | undefined;
  readonly open: () => Session;
  /** What was set on the session, and the value that a setting goes back to where a request does not set it. */
  readonly set: Map<string, string>;
  readonly byDefault: ReadonlyMap<string, string>;
  database: string | undefined;
}

interface Pool {
  readonly free: EngineConnection[];
  readonly waiting: ((connection: EngineConnection) => void)[];
}

/**
 * The sessions of one directory. `run` rejects with an EngineError: that of the engine, 115 for an unknown setting, 202 where too many wait, 236
 * where it closes or the caller has gone.
 */
export interface EngineConnections {
  run(request: EngineRequest): Promise<EngineResponse>;
  /** Waits for what runs, then lets the directory go. */
  close(): Promise<void>;
}

const quote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/**
 * Opens the sessions of `limits` and one more, and makes the database where there is none. Throws the error of chDB where it cannot, such as while
 * another process has the directory.
 */
export function openEngineConnections(options: Pick<EngineStart, "directory" | "database" | "limits" | "cluster">): EngineConnections {
  const { directory, database, limits, cluster } = options;
  const configFile = `--config-file=${writeEngineConfig(directory, cluster)}`;
  const defaultOfReads = new Map([["max_execution_time", String(limits.readTimeMsMax / 1000)]]);
  const open = (byDefault: ReadonlyMap<string, string>): EngineConnection => {
    const openSession = () => new Session(directory, { connectionArgs: [...connectionArguments(limits, byDefault), configFile] });
    return { session: openSession(), open: openSession, set: new Map(), byDefault, database: undefined };
  };
  const readers: Pool = { free: Array.from({ length: limits.readers }, () => open(defaultOfReads)), waiting: [] };
  const writers: Pool = { free: Array.from({ length: limits.writers }, () => open(new Map())), waiting: [] };
  const own = open(new Map()).session!;
  const all = [...readers.free, ...writers.free];
  // Ours and Atomic: the engine's own `default` also shows the files of the directory as tables.
  own.query(`CREATE DATABASE IF NOT EXISTS \`${database}\` ENGINE = Atomic`);
  const settingNames = new Set(own.query("SELECT name FROM system.settings", "TSV").split("\n"));
  const kill = createKill(own);
  const running = new Set<Promise<unknown>>();
  let closed = false;

  return {
    async run(request) {
      if (closed) throw new EngineError(236, "ABORTED", "The engine is closing.");
      const unknown = [...request.settings.keys()].find((name) => !settingNames.has(name));
      if (unknown !== undefined) throw new EngineError(115, "UNKNOWN_SETTING", `Unknown setting ${unknown}.`);
      const pool = request.statement.kind === "read" ? readers : writers;
      const connection = pool.free.pop() ?? (await waitForConnection(pool, limits.waitingMax));
      const work = request.gone.aborted
        ? Promise.reject(new EngineError(236, "ABORTED", "The caller has gone."))
        : runStoppable(connection, cluster === undefined ? request : forOneNode(request, cluster), kill);
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
        release(pool, connection);
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      await Promise.allSettled(running);
      for (const { session } of all) session?.close();
      own.close();
    },
  };
}

function forOneNode(request: EngineRequest, cluster: string): EngineRequest {
  const { statement } = request;
  return statement.kind === "write" ? { ...request, statement: { kind: "write", sql: oneNodeForm(statement.sql, cluster) } } : request;
}

/** Given at connect, because the first connection makes the server's own limits and a later SET could not. */
function connectionArguments(limits: EngineLimits, byDefault: ReadonlyMap<string, string>): string[] {
  const cacheBytes = Math.min(256 * 2 ** 20, Math.floor(limits.memoryBytesMax / 16));
  const values = {
    max_server_memory_usage: limits.memoryBytesMax,
    max_memory_usage: Math.floor(limits.memoryBytesMax * 0.75),
    mark_cache_size: cacheBytes,
    index_mark_cache_size: cacheBytes,
    primary_index_cache_size: cacheBytes,
    query_condition_cache_size: Math.floor(cacheBytes / 4),
    compiled_expression_cache_size: Math.floor(cacheBytes / 4),
    // A statement may hold tens of thousands of keys; its length says nothing about its cost.
    max_query_size: 64 * 2 ** 20,
    session_timezone: "UTC",
    async_insert: 0,
    input_format_parallel_parsing: 0,
    ...Object.fromEntries(byDefault),
  };
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}

function waitForConnection(pool: Pool, waitingMax: number): Promise<EngineConnection> {
  if (pool.waiting.length >= waitingMax) {
    throw new EngineError(202, "TOO_MANY_SIMULTANEOUS_QUERIES", `More than ${waitingMax} statements are waiting.`);
  }
  return new Promise((resolve) => pool.waiting.push(resolve));
}

function release(pool: Pool, connection: EngineConnection): void {
  const next = pool.waiting.shift();
  if (next) next(connection);
  else pool.free.push(connection);
}

type Kill = (mark: string) => Promise<void>;

/** One after the other, since a session runs one statement at a time. */
function createKill(session: Session): Kill {
  let last: Promise<unknown> = Promise.resolve();
  return async (mark) => {
    last = last.then(() => session.queryAsync(`KILL QUERY WHERE startsWith(query, '${mark}') ASYNC`)).catch(() => undefined);
    await last;
  };
}

const stopEveryMs = 50;

/** Runs a read so that it can be stopped: by a mark in its text, since chDB takes no id for a statement. */
async function runStoppable(connection: EngineConnection, request: EngineRequest, kill: Kill): Promise<EngineResponse> {
  const { statement, gone, isStoppedWhenGone } = request;
  if (statement.kind !== "read" || !isStoppedWhenGone) return runOn(connection, request);
  const mark = `/* ${randomUUID()} */`;
  const ended = new AbortController();
  const stop = async (): Promise<void> => {
    // It may not have begun yet, and a statement that is stopped looks for it between its steps.
    for (; !ended.signal.aborted; await wait(stopEveryMs)) await kill(mark);
  };
  const onGone = (): void => void stop();
  gone.addEventListener("abort", onGone, { once: true });
  try {
    return await runOn(connection, { ...request, statement: { kind: "read", sql: `${mark} ${statement.sql}` } });
  } finally {
    ended.abort();
    gone.removeEventListener("abort", onGone);
  }
}

async function runOn(connection: EngineConnection, request: EngineRequest): Promise<EngineResponse> {
  try {
    const session = (connection.session ??= connection.open());
    const before = preparation(connection, request);
    const { statement } = request;
    if (statement.kind !== "insert") {
      const result = await session.queryAsync(before + statement.sql, { format: request.format });
      return { bytes: result.bytes(), elapsedSeconds: result.elapsed, rowsRead: result.rowsRead, bytesRead: result.bytesRead };
    }
    const { table, columns, format, condition } = statement;
    // Evaluated with the settings of the insert, on its connection and right before it, as a server evaluates it while it makes the plan.
    const requested = condition === undefined ? "" : `SELECT ${condition}`;
    if (before + requested !== "") await session.queryAsync(before + requested);
    const values = insertRows(request.rows);
    const done = await session.insert({ table, format, values, ...(columns ? { columns } : {}) });
    return { bytes: new Uint8Array(), elapsedSeconds: done.elapsed, rowsRead: 0, bytesRead: 0 };
  } catch (error) {
    giveUpSession(connection);
    throw engineErrorOf(error);
  }
}

/** Opening one takes under a millisecond. */
function giveUpSession(connection: EngineConnection): void {
  const { session } = connection;
  connection.session = undefined;
  connection.database = undefined;
  connection.set.clear();
  session?.close();
}

/** Gives the statements that bring a connection to the state of a request; empty where it is in it. */
function preparation(connection: EngineConnection, { database, settings, params }: EngineRequest): string {
  const changes: string[] = [];
  for (const name of [...connection.set.keys()].filter((set) => !settings.has(set))) {
    const byDefault = connection.byDefault.get(name);
    changes.push(`${name} = ${byDefault === undefined ? "DEFAULT" : quote(byDefault)}`);
    connection.set.delete(name);
  }
  for (const [name, value] of settings) {
    if (connection.set.get(name) === value) continue;
    changes.push(`${name} = ${quote(value)}`);
    connection.set.set(name, value);
  }
  for (const [name, value] of params) changes.push(`param_${name} = ${quote(value)}`);
  const use = connection.database === database ? "" : `USE \`${database}\`;\n`;
  connection.database = database;
  return use + (changes.length === 0 ? "" : `SET ${changes.join(", ")};\n`);
}
