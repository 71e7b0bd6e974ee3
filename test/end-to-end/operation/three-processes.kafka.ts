/** The ingest endpoint, the aggregator and the read API as processes of their own, on a real broker and a store behind HTTP. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startEngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import type { EngineServer } from "@qorgau/infra/store/embedded-engine/testing/engine-server-fixture";
import type { MadeWebhook } from "@qorgau/schemas/responses/webhooks";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { freePorts } from "../../broker/free-ports.ts";
import { startBroker } from "../../broker/start-broker.ts";
import type { Broker } from "../../broker/start-broker.ts";
import { startTestReceiver } from "../../contract/webhook-receiver.ts";
import { startOtlpReceiver } from "../../otlp-receiver.ts";
import type { OtlpReceiver } from "../../otlp-receiver.ts";
import { openPage, startBrowser } from "../page/browser.ts";
import { getJson, rates } from "../program/client.ts";
import { follow, nothingFollowed } from "../program/live-stream.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { isProxyWanted, startProxy } from "./nginx.ts";

const mains = { ingest: "services/ingest/src/main.ts", aggregator: "services/aggregator/src/main.ts", api: "services/api/src/main.ts" };

let directory: string;
let broker: Broker;
let engine: EngineServer;
let receiver: OtlpReceiver;
let environment: Record<string, string>;
let ingest: QorgauProcess;
let aggregator: QorgauProcess;
let api: QorgauProcess;

const start = (name: keyof typeof mains, settings: Record<string, string> = {}) =>
  startQorgau(join(directory, name), { ...environment, ...settings }, [mains[name]]);

beforeAll(async () => {
  directory = await temporaryDirectory();
  const keyFile = join(directory, "pseudonym.key");
  await writeFile(keyFile, `${"7c".repeat(32)}\n`, { mode: 0o600 });
  [broker, engine, receiver] = await Promise.all([startBroker(), startEngineServer(), startOtlpReceiver()]);
  environment = {
    QORGAU_LOG: broker.url,
    QORGAU_STORE: engine.url,
    QORGAU_PSEUDONYM_KEY_FILE: keyFile,
    QORGAU_KAFKA_PARTITIONS: "2",
    QORGAU_KAFKA_REPLICATION: "1",
    QORGAU_TRACES: receiver.url,
  };
  // The API waits for the tables, which the aggregator makes.
  [api, ingest, aggregator] = await Promise.all([start("api"), start("ingest"), start("aggregator")]);
});
afterAll(async () => {
  await Promise.all([api?.kill(), ingest?.kill(), aggregator?.kill()]);
  await engine?.close();
  await receiver?.close();
  await broker?.remove();
  await removeDirectory(directory);
});

let number = 0;
let acknowledged = 0;
const nextCase = () => ({
  specversion: "1.0",
  id: `${(number += 1)}`,
  source: "urn:kz:bin:200140000004",
  type: "kz.qorgau.case.reported.v1",
  subject: `N1-2026-${number}`,
  revision: 1,
  data: { occurredAt: "2026-02-03", kind: "accident", severity: "severe", region: "KZ-35", employer: { bin: "200140000004" } },
});

const post = (url: string) =>
  fetch(`${url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body: JSON.stringify(nextCase()),
  });

/** Sends one case and gives its place. */
async function report(url = ingest.url): Promise<string> {
  const response = await post(url);
  const responseBody = (await response.json()) as { position: string };
  expect([response.status, responseBody]).toMatchObject([202, { position: expect.stringMatching(/^\d+:\d+$/) }]);
  acknowledged += 1;
  return responseBody.position;
}

async function injured(atLeast: string, url = api.url): Promise<number | undefined> {
  const { rows } = await rates(url, { by: "region", from: "2026-01-01", to: "2026-12-31", atLeast });
  return rows[0]?.count;
}

const ruleOf = async (response: Response) => ((await response.json()) as { errors: { rule: string }[] }).errors[0]?.rule;

test("an event told at the ingest endpoint is in the rates of the API", async () => {
  expect(await injured(await report())).toBe(1);
  for (const { url } of [ingest, aggregator, api]) {
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), { timeout: 30_000, interval: 100 });
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  }
});

test("a trace goes on from the ingest endpoint over the log to the aggregator, and a question's to the store", async () => {
  const request = await receiver.find(({ name }) => name === "POST /v1/events");
  const append = await receiver.find(({ parentSpanId }) => parentSpanId === request.spanId);
  const fold = await receiver.find(({ name, parentSpanId }) => name === "fold" && parentSpanId === append.spanId);
  expect([request, append, fold].map(({ service, name }) => [service, name])).toEqual([
    ["qorgau-ingest", "POST /v1/events"],
    ["qorgau-ingest", "append"],
    ["qorgau-aggregator", "fold"],
  ]);
  const read = await receiver.find(({ name }) => name === "GET /v1/rates");
  const statement = await receiver.find(({ parentSpanId }) => parentSpanId === read.spanId);
  expect([read.service, statement.service, statement.name]).toEqual(["qorgau-api", "qorgau-api", "SELECT"]);
});

test("each serves its own: events, jobs, answers", async () => {
  expect((await post(api.url)).status).toBe(404);
  expect((await fetch(`${ingest.url}/v1/rates`)).status).toBe(404);
  const requested = await fetch(`${api.url}/v1/operations/rebuild`, { method: "POST" });
  expect([requested.status, await ruleOf(requested)]).toEqual([404, "QG-0843"]);
  expect((await fetch(`${aggregator.url}/v1/operations/reconciliation`, { method: "POST" })).status).toBe(202);
  expect(await getJson(api.url, "/v1/status")).toMatchObject({ rejected: null, deadLetters: 0, access: "loopback" });
});

test.skipIf(!isBrowserWanted() || !isProxyWanted)(
  "the reporter's desk says where to send, and sends itself where a proxy puts page and ingest endpoint on one origin (skipped without nginx)",
  async () => {
    const folder = await temporaryDirectory();
    const proxy = await startProxy(folder, { ingest: ingest.url, api: api.url });
    const browser = await startBrowser();
    const paste = async (url: string) => {
      const { page } = await openPage(browser, `${url}/?page=desk&source=urn:kz:bin:200140000004`);
      await page.getByText("or paste its text").click();
      await page.getByRole("textbox", { name: "or paste its text" }).fill(JSON.stringify(nextCase()));
      await page.getByRole("button", { name: "Judge the text" }).click();
      return page;
    };
    await (await paste(api.url)).getByText("Events are taken in by another process").waitFor();
    const page = await paste(proxy.url);
    await page.getByRole("button", { name: "Send 1 row" }).click();
    await page.getByText("1 row was sent and acknowledged.").waitFor();
    acknowledged += 1;
    const followed = nothingFollowed();
    const stream = await follow(proxy.url, "?by=region&from=2026-01-01&to=2026-12-31", followed);
    await stream.until(await report());
    expect(followed.response?.rows[0]?.count).toBe(acknowledged);
    stream.leave();
    await browser.close();
    await proxy.stop();
    await removeDirectory(folder);
  },
);

test("a second ingest endpoint and a second API work beside the first", async () => {
  const [endpoint, reader] = await Promise.all([start("ingest"), start("api")]);
  const position = await report(endpoint.url);
  expect(await injured(position, reader.url)).toBe(acknowledged);
  expect(await Promise.all([endpoint.stop(), reader.stop()])).toEqual([0, 0]);
  expect(await injured(await report())).toBe(acknowledged);
});

test("of two APIs that share a folder of webhooks one sends, and the other goes on where that one was killed", async () => {
  const shared = {
    QORGAU_WEBHOOKS_DIRECTORY: join(directory, "webhooks"),
    QORGAU_WEBHOOK_LOOPBACK: "yes",
    QORGAU_WEBHOOK_PAUSE_SECONDS: "1",
  };
  const subscriptions = ({ url }: QorgauProcess) => fetch(`${url}/v1/webhooks`);
  const sends = (process: QorgauProcess) => expect.poll(async () => (await subscriptions(process)).status, { timeout: 60_000 }).toBe(200);
  const sender = await start("api", shared);
  onTestFinished(() => sender.kill());
  await sends(sender);
  const other = await start("api", shared);
  onTestFinished(() => other.kill());
  expect(await ruleOf(await subscriptions(other))).toBe("QG-0955");

  // Of an empty log there is nothing that a change could lead from.
  await injured(await report(), sender.url);
  let webhook: MadeWebhook | null = null;
  const hook = await startTestReceiver(() => [webhook?.secret ?? ""]);
  onTestFinished(() => hook.close());
  const made = await fetch(`${sender.url}/v1/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ type: "rates.changed", url: hook.url, parameters: "by=region&from=2026-01-01&to=2026-12-31" }),
  });
  expect(made.status).toBe(201);
  webhook = (await made.json()) as MadeWebhook;
  await report();
  await hook.until("taken", 1);
  await sender.kill();
  const before = hook.taken.length;
  const position = await report();
  await sends(other);
  await hook.until("taken", before + 1);
  const reached = () => fetch(`${other.url}/v1/rates?asOf=${hook.taken.at(-1)!.json.data.watermark}&atLeast=${position}`);
  await expect.poll(async () => (await reached()).status, { timeout: 30_000 }).toBe(200);
  // Each leads from the one before: none is missing, and no process has sent beside the other.
  const cuts = hook.taken.map(({ json }) => json.data);
  expect(cuts.map(({ since }) => since)).toEqual([webhook.watermark, ...cuts.slice(0, -1).map(({ watermark }) => watermark)]);
  expect(await other.stop()).toBe(0);
});

test("while the store is away the API says so, the ingest endpoint goes on, and all of it is there afterwards", async () => {
  const followed = nothingFollowed();
  const stream = await follow(api.url, "?by=region&from=2026-01-01&to=2026-12-31", followed);
  await stream.until(await report());
  await engine.kill();
  const responseBody = await fetch(`${api.url}/v1/rates`);
  expect([responseBody.status, await ruleOf(responseBody)]).toEqual([503, "QG-0791"]);
  expect(Number(responseBody.headers.get("retry-after"))).toBeGreaterThan(0);
  while (followed.behind?.rule !== "QG-0791") expect(await stream.read()).toBe(true);
  const position = await report();
  await engine.start();
  expect(await injured(position)).toBe(acknowledged);
  // The stream went on, and says what came meanwhile.
  await stream.until(position);
  expect(followed.response?.rows[0]?.count).toBe(acknowledged);
  expect(new Set(followed.events.slice(1))).toEqual(new Set(["change"]));
  stream.leave();
});

test("while Kafka is away the ingest endpoint says so, and takes events again by itself", async () => {
  const [node] = broker.nodes;
  await node!.kill();
  const refused = await post(ingest.url);
  expect([refused.status, await ruleOf(refused)]).toEqual([503, "QG-0901"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  await node!.start();
  await vi.waitFor(async () => expect((await fetch(`${ingest.url}/readyz`)).status).toBe(200), { timeout: 60_000, interval: 200 });
  const position = await vi.waitFor(() => report(), { timeout: 60_000, interval: 500 });
  // What was not acknowledged may be in the log all the same.
  const count = await injured(position);
  expect(count).toBeGreaterThanOrEqual(acknowledged);
  expect(count).toBeLessThanOrEqual(number);
});

test("started before what it stands on, a service waits and says what for", async () => {
  const [port = 0] = await freePorts(1);
  await broker.stop();
  const url = `http://127.0.0.1:${port}`;
  const starting = start("ingest", { QORGAU_PORT: String(port) });
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(503), { timeout: 30_000, interval: 100 });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const refused = await post(url);
  expect([refused.status, refused.headers.get("retry-after"), await ruleOf(refused)]).toEqual([503, "1", "QG-0903"]);
  await Promise.all(broker.nodes.map((node) => node.start()));
  const endpoint = await starting;
  expect(endpoint.output()).toContain("waiting for what this service stands on");
  await report(endpoint.url);
  expect(await endpoint.stop()).toBe(0);
});

test("a wrong password is told at once, and not waited for", async () => {
  const wrong = new URL(engine.url);
  wrong.password = "wrong";
  await expect(start("api", { QORGAU_STORE: wrong.href })).rejects.toThrow(/cannot start/);
});

test("while Kafka is away each stops all the same, in its time", async () => {
  const more = await Promise.all([start("ingest"), start("aggregator"), start("api")]);
  const [node] = broker.nodes;
  await node!.kill();
  const codes = await Promise.all(more.map((one) => one.stop()));
  expect(codes, more.map((one) => one.output().slice(-1000)).join("\n")).toEqual([0, 0, 0]);
  await node!.start();
});

test("each stops by itself, whole", async () => {
  for (const one of [ingest, aggregator, api]) expect(await one.stop(), one.output().slice(-2000)).toBe(0);
});
