/**
 * The embedded engine in the process of the service against the engine in a child process behind ClickHouse's HTTP interface, with
 * the same client and the same statements. Decides `docs/decisions/0003-embedded-engine.md`.
 *
 *   node test/bench/store-engine.bench.ts
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { ClickHouseClient } from "@clickhouse/client";
import { createChdbConnection } from "chdb/connection";
import { startEmbeddedEngine } from "@qorgau/infra/store/embedded-engine/embedded-engine";
import { readMigrations } from "@qorgau/infra/store/schema/migrate";
import { splitStatements } from "@qorgau/infra/store/schema/split-statements";
import { createLogger } from "@qorgau/infra/process/logger";

const places = ["in the process", "in a child"] as const;
type Place = (typeof places)[number];
type Figures = Record<string, number>;

const connectionCounts = [1, 4, 8] as const;
const callersMany = 20;
const insertRounds = 10;
const rowsPerInsert = 10_000;
const heavySeconds = 3;

const rollup = `SELECT region, sector, severity, sum(cases) AS injured, sum(accidents) AS accidents FROM published FINAL
  WHERE grain = 'month' AND cell >= '2025-01' AND cell < '2026-01' GROUP BY region, sector, severity`;
const heavy = `SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(cityHash64(number)) SETTINGS max_execution_time = ${heavySeconds}, timeout_overflow_mode = 'break'`;
// 10 years × 12 months × 20 regions × 20 sectors × 3 severities.
const monthCells = `INSERT INTO published (grain, cell, version, date, region, sector, severity, cases, accidents)
  SELECT 'month', concat(toString(2016 + intDiv(number, 14400)), '-', leftPad(toString(1 + intDiv(number, 1200) % 12), 2, '0'), '|', toString(number % 1200)),
    1, '2025-01-01', concat('KZ-', toString(number % 20)), char(65 + intDiv(number, 20) % 20), toString(intDiv(number, 400) % 3), number % 50, number % 40 FROM numbers(144000)`;

interface Bench {
  readonly clients: readonly ClickHouseClient[];
  close(): Promise<void>;
}

async function openInProcess(path: string, connections: number): Promise<Bench> {
  const open = () => createClient({ connection: createChdbConnection({ path }) as never, database: "default" });
  const clients = Array.from({ length: connections }, open);
  return { clients, close: async () => void (await Promise.all(clients.map((client) => client.close()))) };
}

async function openInChild(directory: string, connections: number): Promise<Bench> {
  const engine = await startEmbeddedEngine({ directory, logger: createLogger({ level: "silent" }), limits: { readers: connections } });
  const client = createClient({ url: engine.url, max_open_connections: callersMany, log: { level: ClickHouseLogLevel.OFF } });
  return {
    clients: [client],
    async close() {
      await client.close();
      await engine.close();
    },
  };
}

const open = (place: Place, path: string, connections: number): Promise<Bench> =>
  place === "in the process" ? openInProcess(path, connections) : openInChild(path, connections);

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}

const rowsOf = async (client: ClickHouseClient, query: string): Promise<unknown[]> =>
  (await client.query({ query, format: "JSONEachRow" })).json();

async function measure(place: Place): Promise<Figures> {
  const path = await mkdtemp(join(tmpdir(), "qorgau-bench-"));
  try {
    const figures: Figures = {};
    const bench = await open(place, path, 8);
    await prepare(bench.clients[0]!);
    Object.assign(figures, await measureLatency(bench.clients[0]!));
    Object.assign(figures, await measureInserts(bench.clients[0]!));
    Object.assign(figures, await measureEventLoop(bench.clients[0]!));
    if (place === "in the process") {
      // One process opens its directory once; the connections stay, and fewer of them are used.
      for (const count of connectionCounts) Object.assign(figures, await measureRollup(bench.clients.slice(0, count), count));
      await bench.close();
      return figures;
    }
    await bench.close();
    for (const count of connectionCounts) {
      const again = await open(place, path, count);
      Object.assign(figures, await measureRollup(again.clients, count));
      await again.close();
    }
    return figures;
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function prepare(client: ClickHouseClient): Promise<void> {
  for (const { sql } of await readMigrations()) {
    for (const query of splitStatements(sql)) await client.command({ query });
  }
  await client.command({ query: monthCells });
}

async function measureLatency(client: ClickHouseClient): Promise<Figures> {
  const times: number[] = [];
  for (let round = 0; round < 300; round += 1) times.push(await milliseconds(() => rowsOf(client, "SELECT 1")));
  return { "SELECT 1, median, ms": quantile(times, 0.5), "SELECT 1, p99, ms": quantile(times, 0.99) };
}

function journalRows(round: number): object[] {
  const at = "2026-02-03T07:10:00.123Z";
  return Array.from({ length: rowsPerInsert }, (_, index) => {
    const offset = round * rowsPerInsert + index;
    const key = String((BigInt(offset) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn);
    return {
      partition: 0,
      offset,
      recorded_at: at,
      effective_at: at,
      entity: "case",
      record_key: key,
      link_keys: [key],
      statement: `${offset}`.padEnd(600, "statement "),
    };
  });
}

const insertJournal = (client: ClickHouseClient, round: number): Promise<unknown> =>
  client.insert({ table: "journal", values: journalRows(round), format: "JSONEachRow" });

async function measureInserts(client: ClickHouseClient): Promise<Figures> {
  const times: number[] = [];
  for (let round = 0; round < insertRounds; round += 1) times.push(await milliseconds(() => insertJournal(client, round)));
  return { "insert of 10,000 rows, median, ms": quantile(times, 0.5) };
}

async function measureEventLoop(client: ClickHouseClient): Promise<Figures> {
  const during = async (what: string, work: () => Promise<unknown>): Promise<Figures> => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await work();
    delay.disable();
    return { [`event-loop delay ${what}, p99, ms`]: delay.percentile(99) / 1e6, [`event-loop delay ${what}, max, ms`]: delay.max / 1e6 };
  };
  return {
    ...(await during("in a heavy query", () => rowsOf(client, heavy))),
    ...(await during("in inserts", async () => {
      for (let round = 0; round < insertRounds; round += 1) await insertJournal(client, insertRounds + round);
    })),
  };
}

async function measureRollup(clients: readonly ClickHouseClient[], connections: number): Promise<Figures> {
  const figures: Figures = {};
  for (const callers of [1, callersMany]) {
    const until = performance.now() + 3_000;
    let responses = 0;
    const caller = async (number: number): Promise<void> => {
      for (; performance.now() < until; responses += 1) await rowsOf(clients[number % clients.length]!, rollup);
    };
    const took = await milliseconds(() => Promise.all(Array.from({ length: callers }, (_, number) => caller(number))));
    figures[`roll-up, ${callers} callers, ${connections} connections, per second`] = (responses / took) * 1_000;
  }
  return figures;
}

function measureInOwnProcess(place: Place): Promise<Figures> {
  return new Promise((resolve, reject) => {
    // The pool of threads is read once, at the start of a process.
    const environment = { ...process.env, UV_THREADPOOL_SIZE: "16", TZ: "UTC" };
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), place], {
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.once("close", (code) => (code === 0 ? resolve(JSON.parse(text) as Figures) : reject(new Error(`${place} ended with ${code}.`))));
  });
}

const requested = places.find((place) => place === process.argv[2]);
if (requested) {
  process.stdout.write(JSON.stringify(await measure(requested)), () => process.exit(0));
} else {
  print(`Node ${process.version}, ${availableParallelism()} cores, two rounds in turn`);
  const rounds: Figures[][] = places.map(() => []);
  for (let round = 0; round < 2; round += 1) {
    for (const [index, place] of places.entries()) rounds[index]!.push(await measureInOwnProcess(place));
  }
  print(["", ...places].join(" | "));
  for (const name of Object.keys(rounds[0]![0]!)) {
    const shown = rounds.map((figures) => figures.map((one) => one[name]!.toFixed(1)).join(" / "));
    print([name, ...shown].join(" | "));
  }
}
