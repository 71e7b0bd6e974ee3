/**
 * What the page costs its reader and the server: the whole demo and events at a steady pace, in Chromium.
 *
 *   node test/bench/page.bench.ts [minutes] [events a second] [statements beside the demo]
 *
 * Told: how long after it was sent an event stands in the headline; when the first numbers, the headline and the first chart were there, as it is and at 150 ms and 1.6 Mbit/s with the processor slowed
 * fourfold; the tasks of the page over 50 ms while events come in, and what the longest one took of a
 * processor, which the server shares with it here; its memory after each collection of garbage; the processor time of the server
 * without a page, with one that is seen and with one that is hidden.
 *
 * Server and browser are kept on a processor each (taskset), as they are on two machines: a task of the page does not wait for the engine.
 */
import { execFileSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "playwright-core";
import { caseEvent } from "../generators/events.ts";
import { setup as buildPage } from "../browser/build-before-tests.ts";
import { startDemo } from "../browser/demo.ts";
import { openPage, startBrowser } from "../end-to-end/page/browser.ts";
import { rates, sendAll } from "../end-to-end/program/client.ts";
import { removeDirectory, temporaryDirectory } from "../end-to-end/program/qorgau-process.ts";
import { fewCorrections, nationalSample } from "../generators/national-sample.ts";
import { childrenOf, processorSeconds } from "./processor-time.ts";

const [minutes = 10, perSecond = 20, statements = 0] = process.argv.slice(2).map(Number);
const idleSeconds = 30;
const longTaskMs = 50;
const seenEvents = 30;
const statementsAtOnce = 50_000;

const withChildren = (pid: number) => [pid, ...childrenOf(pid)];

/** Keeps a process, with all threads and children that it starts from here on, on one processor. */
function keepOn(processor: number, pid: number): void {
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", String(processor), String(pid)], { stdio: "ignore" });
}

/** Notes when elements come into the document. */
const watch = `
  globalThis.seen = {};
  const wanted = { numbers: ".headline td, [data-headline] strong", headline: "[data-headline] strong", chart: "main svg path" };
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(wanted))
      if (!(name in seen) && document.querySelector(selector)) seen[name] = Math.round(performance.now());
  }).observe(document, { childList: true, subtree: true });
`;

// A browser without windows never hides a page by itself.
const hide = (isHidden: boolean) =>
  `Object.defineProperty(document, "hidden", { configurable: true, get: () => ${isHidden} });
   document.dispatchEvent(new Event("visibilitychange"));`;

async function firstView(browser: Browser, url: string, slowed: boolean): Promise<object> {
  const { page } = await openPage(browser, "about:blank");
  const session = await page.context().newCDPSession(page);
  if (slowed) await slow(session);
  await page.addInitScript(watch);
  await page.goto(url);
  await page.locator("main svg path").first().waitFor();
  const seen = await page.evaluate("({ ...seen, paint: Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime) })");
  await page.context().close();
  return seen as object;
}

async function slow(session: CDPSession): Promise<void> {
  await session.send("Network.enable");
  const bytesPerSecond = 1_600_000 / 8;
  const network = { offline: false, latency: 150, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond };
  await session.send("Network.emulateNetworkConditions", network);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

interface Tasks {
  /** Milliseconds by the clock of those over 50 ms. */
  readonly long: readonly number[];
  /** The most milliseconds of a processor that one took. */
  readonly longestOfProcessor: number;
}

/** The tasks of the page's main thread while something is done. */
async function tasksDuring(page: Page, act: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: ["toplevel"] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString("utf8")) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mainThreads = new Set(traceEvents.filter(({ args }) => args?.name === "CrRendererMain").map(threadOf));
  const tasks = traceEvents.filter((event) => event.name.endsWith("RunTask") && mainThreads.has(threadOf(event)));
  const milliseconds = (microseconds = 0) => Math.round(microseconds / 1000);
  return {
    long: tasks.map(({ dur }) => milliseconds(dur)).filter((duration) => duration > longTaskMs),
    longestOfProcessor: milliseconds(Math.max(...tasks.map(({ tdur = 0 }) => tdur))),
  };
}

/** As Chromium's trace has them, in microseconds: by the clock, and of a processor. */
interface TraceEvent {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

async function heapMebibytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return Math.round((usedSize / 2 ** 20) * 10) / 10;
}

await buildPage();
const directory = await temporaryDirectory();
const qorgau = await startDemo(directory);
for (let sent = 0; sent < statements; sent += statementsAtOnce) {
  const { positions } = await sendAll(qorgau.url, nationalSample(sent + 1, statementsAtOnce, fewCorrections).events);
  await rates(qorgau.url, { atLeast: positions });
  console.info(`${sent + statementsAtOnce} statements beside the demo`);
}
for (const pid of withChildren(qorgau.pid)) keepOn(0, pid);
keepOn(1, process.pid);
const browser = await startBrowser();
keepOn(0, process.pid);

async function serverCost(): Promise<number> {
  const before = processorSeconds(withChildren(qorgau.pid));
  await delay(idleSeconds * 1000);
  return Math.round(((processorSeconds(withChildren(qorgau.pid)) - before) / idleSeconds) * 1000) / 10;
}

/** Milliseconds from sending one accident of today until the page's headline counts it, whatever else moves. */
async function untilSeen(page: Page): Promise<number> {
  const seen = page.evaluate(`new Promise((resolve) => {
    const counted = () => Number(document.querySelector("[data-headline=injured] strong")?.dataset.value ?? 0);
    const before = counted();
    const observer = new MutationObserver(() => {
      if (counted() <= before) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document, { childList: true, subtree: true, attributes: true });
  })`);
  const sentAt = Date.now();
  await sendAll(qorgau.url, [caseEvent({ occurredAt: today })]);
  await seen;
  return Date.now() - sentAt;
}

for (const slowed of [false, true]) console.info(slowed ? "slowed" : "as it is", await firstView(browser, qorgau.url, slowed));

console.info("the server, percent of a processor, nothing reported:");
console.info("  no page", await serverCost());
const { page, complaints } = await openPage(browser, "about:blank");
await page.addInitScript(watch);
await page.goto(qorgau.url);
await page.locator("main svg path").first().waitFor();
console.info("  one page that is seen", await serverCost());

const today = new Date().toISOString().slice(0, 10);
const seenAfter: number[] = [];
for (let event = 0; event < seenEvents; event += 1) seenAfter.push(await untilSeen(page));
const sorted = seenAfter.toSorted((a, b) => a - b);
console.info(`an event is seen after (ms): median ${sorted[seenEvents / 2]}, longest ${sorted.at(-1)} of ${seenEvents}`);

await page.evaluate(hide(true));
console.info("the server, percent of a processor, one page that is hidden:", await serverCost());
await page.evaluate(hide(false));

console.info(`${perSecond} events a second for ${minutes} minutes`);
async function report(): Promise<void> {
  const endMs = Date.now() + 60_000;
  while (Date.now() < endMs) {
    await sendAll(
      qorgau.url,
      Array.from({ length: perSecond }, () => caseEvent({ occurredAt: today })),
    );
    await delay(1000);
  }
}
for (let minute = 1; minute <= minutes; minute += 1) {
  const { long, longestOfProcessor } = await tasksDuring(page, report);
  const told = long.toSorted((a, b) => b - a).join(" ") || "none";
  console.info(
    `  minute ${minute}: ${await heapMebibytes(page)} MiB, tasks over 50 ms: ${told}; the longest of a processor: ${longestOfProcessor} ms`,
  );
}
console.info("complaints", complaints);
await browser.close();
await qorgau.stop();
await removeDirectory(directory);
