/**
 * The tables of a cluster, and https with a password in between, change no byte of any answer: two systems are told the same, one on
 * the embedded engine, one on a server that is the one node of a cluster, and asked everything, before and after a rebuild.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import { makeCertificate } from "@qorgau/infra/store/testing/made-certificate-fixture";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { createLogger } from "@qorgau/infra/process/logger";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import type { Statement } from "@qorgau/schemas/events/statement";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { testSeed } from "../generators/random.ts";
import { seededStatements, shuffled } from "../generators/statements.ts";
import { startInProcess } from "./in-process-system.ts";
import type { InProcessSystem } from "./in-process-system.ts";

const logger = createLogger({ level: "silent" });
const parts = new AsyncDisposableStack();
let directory: string;
let embedded: InProcessSystem;
let clustered: InProcessSystem;
let clusterStore: OpenedStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-cluster-"));
  parts.defer(() => rm(directory, { recursive: true, force: true }));
  embedded = await startOn("embedded", await openStore({ url: `chdb:${join(directory, "store")}`, logger }));

  const tls = await makeCertificate(directory);
  const engine = await startEngineServer({ tls, cluster: "main" });
  parts.defer(() => engine.close());
  const server = { passwordFile: null, caFile: tls.certFile, compression: true, connectionsMax: 8, cluster: "main" };
  clusterStore = await openStore({ url: engine.url, server, logger });
  clustered = await startOn("clustered", clusterStore);
});
afterAll(() => parts.disposeAsync());

async function startOn(name: string, opened: OpenedStore): Promise<InProcessSystem> {
  parts.defer(() => opened.close());
  await migrate(opened.store);
  const clock = () => Date.UTC(2026, 10, 22);
  const system = await startInProcess({ opened, logDirectory: join(directory, `log-${name}`), partitions: 3, clock, batchRecordsMax: 50 });
  parts.defer(() => system.close());
  return system;
}

const reported: Statement[] = shuffled(seededStatements(testSeed, 600), testSeed).map(({ statement }) => statement);

async function report(statements: readonly Statement[]): Promise<string> {
  for (let first = 0; first < statements.length; first += 40) {
    for (const system of [embedded, clustered]) await system.append(statements.slice(first, first + 40));
  }
  await Promise.all([embedded.caughtUp(), clustered.caughtUp()]);
  return formatWatermark(await embedded.log.end());
}

function requests(asOf: string): string[] {
  const [one, other] = reported.filter(({ entity }) => entity !== "exposure");
  const recordOf = ({ source, subject }: Statement) => `/v1/records?${new URLSearchParams({ source, subject }).toString()}`;
  return [
    "/v1/rates?by=region,severity",
    "/v1/rates?by=mine,hazard,sex&kind=any&period=month",
    "/v1/rates?country=any&by=country,workRelated,evidence&per=100000_workers",
    `/v1/rates?by=region,sector&period=month&asOf=${encodeURIComponent(asOf)}`,
    `/v1/rates?period=day&measure=days_lost&per=case&from=2026-01-02&to=2026-01-20&asOf=${encodeURIComponent(asOf)}`,
    "/v1/rollups/annual/2026",
    "/v1/explain?from=2026-01-01&to=2026-12-31",
    "/v1/revisions?from=2026-01-01&to=2026-12-31",
    "/v1/quality",
    recordOf(one!),
    recordOf(other!),
  ];
}

async function bodiesOf(system: InProcessSystem, asOf: string): Promise<string[]> {
  const bodies: string[] = [];
  for (const requestParameters of requests(asOf)) {
    const { statusCode, body } = await system.ask(requestParameters);
    expect(statusCode, `${requestParameters}: ${body}`).toBe(200);
    bodies.push(body);
  }
  return bodies;
}

test("every answer is that of one server, to the last byte", async () => {
  const earlier = await report(reported.slice(0, 400));
  await report(reported.slice(400));
  const expected = await bodiesOf(embedded, earlier);
  expect(await bodiesOf(clustered, earlier)).toEqual(expected);
});

test("so it is after a rebuild, which leaves every table where it belongs", async () => {
  const earlier = formatWatermark(await embedded.log.end());
  await clustered.aggregator.rebuild.run();
  await report(shuffled(seededStatements(testSeed + 1, 100), testSeed).map(({ statement }) => statement));
  expect(await bodiesOf(clustered, earlier)).toEqual(await bodiesOf(embedded, earlier));
  const row = z.object({ over: z.string() });
  const sql = `SELECT extract(engine_full, '^Distributed\\((.*)\\)$') AS over FROM system.tables
    WHERE database = currentDatabase() AND engine = 'Distributed' ORDER BY name`;
  expect(await clusterStore.store.query({ sql, row })).toEqual([
    { over: "'main', 'qorgau', 'journal_local', record_key" },
    { over: "'main', 'qorgau', 'links_local'" },
  ]);
});
