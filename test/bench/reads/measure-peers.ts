/**
 * The same counts of the same cases by other engines: FINAL over the cases as reports of which the last one counts, DuckDB and PostgreSQL. Each has
 * to count what the read API counts.
 */
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseRatesQuery } from "@qorgau/api/rates/domain/parameters/rates-query";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import { quantile } from "../bench-result.ts";
import type { BenchRun } from "../bench-run.ts";
import type { OpenedCases } from "./open-cases.ts";
import { openDuckDb } from "./duckdb.ts";
import { caseColumns } from "./peer.ts";
import type { Peer } from "./peer.ts";
import { openPostgres } from "./postgres.ts";

const section = "Reads";

interface PeerQuery {
  readonly name: string;
  readonly query: string;
  /** WHERE and GROUP BY over `cases`, in words that all engines know. */
  readonly where: string;
  readonly groupBy: string;
}

/** What counts unless more is asked for: accidents in Kazakhstan, not on a commuter's own way. */
const counting = "cases > 0 AND kind = 'accident' AND (circumstance <> 'commuting_own' OR work_related = 'yes')";
const ofLastYear = "date >= '2025-01-01' AND date <= '2025-12-31'";
const lastYear = "from=2025-01-01&to=2025-12-31&per=none";
const peerQueries: readonly PeerQuery[] = [
  {
    name: "rates, region × sector × severity, 12 months",
    query: `by=region,sector,severity&period=year&${lastYear}`,
    where: `${counting} AND ${ofLastYear}`,
    groupBy: "region, sector, severity",
  },
  {
    name: "rates, mining by method and hazard",
    query: `by=method,hazard&site=mine&${lastYear}`,
    where: `${counting} AND ${ofLastYear} AND method <> ''`,
    groupBy: "method, hazard",
  },
  {
    name: "rates, year of death",
    query: "by=region,severity&yearOf=death&period=year&from=2020-01-01&to=2025-12-31&per=none",
    where: `${counting} AND death_date >= '2020-01-01' AND death_date <= '2025-12-31'`,
    groupBy: "extract(year from death_date), region, severity",
  },
];

const sqlOf = ({ where, groupBy }: PeerQuery, table = "cases") =>
  `SELECT ${groupBy}, sum(cases) AS counted FROM ${table} WHERE ${where} GROUP BY ${groupBy}`;

/** Writes the cases as CSV, one file a year. */
async function exportCases(cases: OpenedCases, directory: string): Promise<string[]> {
  const columns = caseColumns.map(([name]) => (name === "id" ? "substring(cell, 12) AS id" : name)).join(", ");
  const files: string[] = [];
  const url = new URL(cases.url);
  const authorization = `Basic ${Buffer.from(`${url.username}:${url.password}`).toString("base64")}`;
  for (let year = 2019; year <= 2026; year += 1) {
    const between = `date >= '${year}-01-01' AND date <= '${year}-12-31'`;
    const response = await fetch(`${url.origin}/?database=qorgau&default_format=CSV`, {
      method: "POST",
      headers: { authorization },
      body: `SELECT ${columns} FROM published FINAL WHERE grain = 'case' AND ${between}`,
    });
    if (!response.ok || response.body === null) throw new Error(`the cases could not be read: ${await response.text()}`);
    const file = join(directory, `cases-${year}.csv`);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
    files.push(file);
  }
  return files;
}

/**
 * The cases as a table of reports in the engine itself: each in two versions, of which the later one counts, in parts that are not merged. A case that
 * moved to another day has left an empty cell at the day before, of the same version: that is no report.
 */
async function finalPeer(cases: OpenedCases): Promise<Peer> {
  const { store } = cases;
  const columns = caseColumns.map(([name]) => (name === "id" ? "substring(cell, 12) AS id" : `published.${name} AS ${name}`)).join(", ");
  await store.command("DROP TABLE IF EXISTS raw_cases SYNC");
  await store.command(
    `CREATE TABLE raw_cases ENGINE = ReplacingMergeTree(version) ORDER BY id AS SELECT ${columns} FROM published WHERE 0`,
  );
  await store.command("SYSTEM STOP MERGES raw_cases").catch(() => undefined);
  for (const older of [1, 0]) {
    const stated = columns.replace("published.version AS version", `published.version - ${older} AS version`);
    await store.command(`INSERT INTO raw_cases SELECT ${stated} FROM published FINAL WHERE grain = 'case' AND cases > 0`);
  }
  return {
    name: "FINAL on the raw table",
    async ask(sql) {
      const startedMs = performance.now();
      const counted = await cases.count(
        `SELECT toUInt32(sum(counted)) AS counted FROM (${sql.replace("FROM cases", "FROM raw_cases FINAL")})`,
      );
      return { counted, ms: performance.now() - startedMs };
    },
    [Symbol.asyncDispose]: () => store.command("DROP TABLE IF EXISTS raw_cases SYNC"),
  };
}

export async function measurePeers(run: BenchRun, cases: OpenedCases, directory: string): Promise<void> {
  const files = await exportCases(cases, directory);
  const opened = [await finalPeer(cases), await openDuckDb(files, directory), await openPostgres(files)];
  const peers: Peer[] = [];
  for (const one of opened) {
    if ("missing" in one) run.leaveOut(one.missing);
    else peers.push(one);
  }
  const reader = createRatesReader({ store: cases.store });
  try {
    for (const query of peerQueries) await askAll(run, query, peers, reader);
  } finally {
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  }
}

async function askAll(
  run: BenchRun,
  query: PeerQuery,
  peers: readonly Peer[],
  reader: ReturnType<typeof createRatesReader>,
): Promise<void> {
  const parsed = parseRatesQuery(new URLSearchParams(query.query));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  const rounds = Math.max(2, Math.ceil(run.scale.requests / 4));
  const ours: number[] = [];
  const theirs = new Map(peers.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds + 1; round += 1) {
    const startedMs = performance.now();
    const { rows } = (await reader.publishedRates(parsed.query)).response;
    const ms = performance.now() - startedMs;
    const counted = rows.reduce((sum, { count }) => sum + (count ?? 0), 0);
    if (round > 0) ours.push(ms);
    for (const peer of peers) {
      const found = await peer.ask(sqlOf(query));
      if (found.counted !== counted) {
        throw new Error(`${query.name}: ${peer.name} counts ${found.counted}, the read API ${counted}`);
      }
      if (round > 0) theirs.get(peer.name)?.push(found.ms);
    }
  }
  for (const [peer, times] of theirs) {
    const beside = { name: peer, samples: [quantile(times, 0.5)] };
    const isFinal = peer.startsWith("FINAL");
    const goal = isFinal ? { ratioMax: query.where.includes("method") || query.where.includes("death") ? 1 : 0.05 } : { ratioMax: 1 };
    run.record({ section, name: `${query.name}, all rows of it`, unit: "ms", samples: [quantile(ours, 0.5)], beside, goal });
  }
}
