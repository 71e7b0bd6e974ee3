/** Figures that are open to all where read APIs are processes of their own, on a real broker and a store behind HTTP: each shows the same bytes. */
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import type { EngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import type { RebuildStatus } from "@qorgau/schemas/responses/operations";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { openRatesResponseSchema } from "@qorgau/schemas/responses/rates";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { startBroker } from "../../broker/start-broker.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { caseEvent } from "../../generators/events.ts";
import { sendAll } from "../program/client.ts";
import { follow, nothingFollowed } from "../program/live-stream.ts";
import { makeToken } from "../program/make-token.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const mains = { ingest: "services/ingest/src/main.ts", aggregator: "services/aggregator/src/main.ts", api: "services/api/src/main.ts" };
const regions = ["KZ-10", "KZ-35", "KZ-63"];
const casesOfRegion = 40;

let directory: string;
let broker: Broker;
let engine: EngineServer;
let environment: Record<string, string>;
let ofApis: Record<string, string>;
let official: string;
let ingest: QorgauProcess;
let aggregator: QorgauProcess;
let apis: QorgauProcess[] = [];
/** The highest position of each partition that the reports of the history have. */
let history: string;

const start = (name: keyof typeof mains, settings: Record<string, string> = {}, folder: string = name) =>
  startQorgau(join(directory, folder), { ...environment, ...settings }, [mains[name]]);
const startApi = (folder: string, settings: Record<string, string> = {}) => start("api", { ...ofApis, ...settings }, folder);

function* reports() {
  for (const region of regions) {
    for (let one = 0; one < casesOfRegion; one += 1) {
      yield caseEvent({
        occurredAt: `2025-${String((one % 12) + 1).padStart(2, "0")}-05`,
        region,
        severity: one % 9 === 0 ? "fatal" : "light",
        worker: { ref: `${region} ${one}`, sex: one % 3 === 0 ? "female" : "male" },
      });
    }
  }
}

beforeAll(async () => {
  directory = await temporaryDirectory();
  const [pseudonymKey, disclosureKey, tokens] = ["pseudonym.key", "disclosure.key", "tokens.json"].map((name) => join(directory, name));
  for (const file of [pseudonymKey!, disclosureKey!]) await writeFile(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  official = await makeToken(tokens!, "--figures");
  [broker, engine] = await Promise.all([startBroker(), startEngineServer()]);
  environment = {
    QORGAU_LOG: broker.url,
    QORGAU_STORE: engine.url,
    QORGAU_PSEUDONYM_KEY_FILE: pseudonymKey!,
    QORGAU_KAFKA_PARTITIONS: "2",
    QORGAU_KAFKA_REPLICATION: "1",
  };
  ofApis = { QORGAU_TOKENS_FILE: tokens!, QORGAU_PUBLIC: "yes", QORGAU_DISCLOSURE_KEY_FILE: disclosureKey! };
  // It makes the tables; what is reported while it is away is folded later.
  [ingest, aggregator] = await Promise.all([start("ingest"), start("aggregator")]);
  const isReady = async () => expect((await fetch(`${aggregator.url}/readyz`)).status).toBe(200);
  await vi.waitFor(isReady, { timeout: 60_000, interval: 100 });
  await aggregator.stop();
  history = (await sendAll(ingest.url, reports())).positions;
});
afterAll(async () => {
  await Promise.all([...apis, ingest, aggregator].map((one) => one?.kill()));
  await engine?.close();
  await broker?.remove();
  await removeDirectory(directory);
});

const tables = ["", "?by=region", "?by=region,severity&period=month", "?by=sector,sex&period=quarter", "?by=region,sex&format=csv"];

/** What a caller without a token is shown of every table, byte by byte. */
async function shownBy({ url }: QorgauProcess): Promise<unknown[]> {
  const shown = tables.map(async (table) => {
    const response = await fetch(`${url}/v1/rates${table}`);
    return { table, status: response.status, tag: response.headers.get("etag"), text: await response.text() };
  });
  return [...(await Promise.all(shown)), await snapshotOf(url)];
}

async function snapshotOf(url: string): Promise<string | null> {
  const followed = nothingFollowed();
  const stream = await follow(url, "?by=region,severity", followed);
  await stream.read();
  stream.leave();
  return followed.snapshotText;
}

const isOpen = ({ url }: QorgauProcess) =>
  expect.poll(async () => (await fetch(`${url}/v1/rates`)).status, { timeout: 120_000, interval: 200 }).toBe(200);
const ruleOf = async (response: Response) => ((await response.json()) as { errors: { rule: string }[] }).errors[0]?.rule;
const open = async ({ url }: QorgauProcess, search = "") =>
  openRatesResponseSchema.parse(await (await fetch(`${url}/v1/rates?per=none${search}`)).json());

test("two read APIs that start at once make no batch of a log that is folded in part, and then show the same", async () => {
  apis = await Promise.all([startApi("api"), startApi("other-api")]);
  for (const { url } of apis) {
    const response = await fetch(`${url}/v1/rates`);
    expect([response.status, await ruleOf(response)]).toEqual([503, "QG-0891"]);
  }
  aggregator = await start("aggregator");
  await Promise.all(apis.map(isOpen));
  const [one, other] = apis as [QorgauProcess, QorgauProcess];
  const shown = await shownBy(one);
  expect(shown.map((table) => (typeof table === "string" ? 200 : (table as { status: number }).status))).toEqual(shown.map(() => 200));
  expect(await shownBy(other)).toEqual(shown);

  const { disclosure, rows } = await open(one, "&by=region");
  // The first batch is of the whole history.
  const batch = parseWatermark(disclosure!.batch)!;
  for (const [partition, offset] of parseWatermark(history)!) expect(batch.get(partition)).toBeGreaterThanOrEqual(offset);
  expect(rows.map(({ region }) => region)).toEqual(regions);
  for (const { count } of rows) expect(Math.abs(count! - casesOfRegion)).toBeLessThanOrEqual(disclosure!.D);
});

test("one more case changes no byte at any of them, and who may see it sees it at each", async () => {
  const before = await Promise.all(apis.map(shownBy));
  const { positions } = await sendAll(ingest.url, [caseEvent({ occurredAt: "2025-01-05", region: "KZ-35" })]);
  for (const { url } of apis) {
    const response = await fetch(`${url}/v1/rates?per=none&region=KZ-35&from=2025-01-01&to=2025-12-31&atLeast=${positions}`, {
      headers: { authorization: `Bearer ${official}` },
    });
    expect(((await response.json()) as { rows: { count: number }[] }).rows[0]?.count).toBe(casesOfRegion + 1);
  }
  expect(await Promise.all(apis.map(shownBy))).toEqual(before);
});

test("one that starts later, and one that was killed and starts again, show the same, after a rebuild too", async () => {
  const before = await shownBy(apis[0]!);
  await apis[1]!.kill();
  const requested = await fetch(`${aggregator.url}/v1/operations/rebuild`, { method: "POST" });
  expect(requested.status).toBe(202);
  const state = async () => ((await (await fetch(`${aggregator.url}/v1/operations/rebuild`)).json()) as RebuildStatus).state;
  await expect.poll(state, { timeout: 60_000, interval: 100 }).toBe("done");
  const [again, later] = await Promise.all([startApi("other-api"), startApi("third-api")]);
  apis = [apis[0]!, again, later];
  await Promise.all(apis.map(isOpen));
  for (const one of apis) expect(await shownBy(one)).toEqual(before);
});

test("one with another key shows nothing, and says which it needs", async () => {
  const keyFile = join(directory, "another.key");
  await writeFile(keyFile, randomBytes(32).toString("hex"), { mode: 0o600 });
  const another = await startApi("another-api", { QORGAU_DISCLOSURE_KEY_FILE: keyFile });
  onTestFinished(() => another.kill());
  await expect.poll(() => another.output(), { timeout: 60_000, interval: 100 }).toContain("disclosure key");
  const response = await fetch(`${another.url}/v1/rates`);
  expect([response.status, await ruleOf(response)]).toEqual([503, "QG-0891"]);
  // What the log holds of batches is unchanged by it.
  expect((await open(apis[0]!)).disclosure!.batch).toBe((await open(apis[1]!)).disclosure!.batch);
});
