/**
 * What the page costs its reader and the server: the whole demo and events at a steady pace, in Chromium.
 *
 *   node test/bench/page.bench.ts [minutes] [events a second]
 *
 * Told: when the first numbers, the headline and the first chart were there, as it is and at 150 ms and 1.6 Mbit/s with the processor slowed
 * fourfold; the longest tasks of the page while events come in; its memory after each collection of garbage; the processor time of the server
 * without a page, with one that is seen and with one that is hidden.
 */
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "playwright-core";
import { caseEvent } from "../generators/events.ts";
import { startDemo } from "../browser/demo.ts";
import { openPage, startBrowser } from "../end-to-end/page/browser.ts";
import { removeDirectory, temporaryDirectory } from "../end-to-end/program/qorgau-process.ts";

const [minutes = 10, perSecond = 20] = process.argv.slice(2).map(Number);
const ticksPerSecond = 100;
const idleSeconds = 30;

/** Processor seconds of a process and its children that are there, by /proc. */
function processorSeconds(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  return [pid, ...children].reduce((sum, one) => {
    const fields = readFileSync(`/proc/${one}/stat`, "utf8").split(") ")[1]!.split(" ");
    return sum + (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }, 0);
}

/** Notes when elements come into the document, and every task over 50 ms. */
const watch = `
  globalThis.seen = {};
  globalThis.longTasks = [];
  const wanted = { numbers: ".headline td, [data-headline] strong", headline: "[data-headline] strong", chart: "main svg path" };
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(wanted))
      if (!(name in seen) && document.querySelector(selector)) seen[name] = Math.round(performance.now());
  }).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({
    type: "longtask",
    buffered: true,
  });
`;

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

async function heapMebibytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return Math.round((usedSize / 2 ** 20) * 10) / 10;
}

const directory = await temporaryDirectory();
const qorgau = await startDemo(directory);
const browser = await startBrowser();

async function serverCost(): Promise<number> {
  const before = processorSeconds(qorgau.pid);
  await delay(idleSeconds * 1000);
  return Math.round(((processorSeconds(qorgau.pid) - before) / idleSeconds) * 1000) / 10;
}

for (const slowed of [false, true]) console.info(slowed ? "slowed" : "as it is", await firstView(browser, qorgau.url, slowed));

console.info("the server, percent of a processor, nothing reported:");
console.info("  no page", await serverCost());
const { page, complaints } = await openPage(browser, "about:blank");
await page.addInitScript(watch);
await page.goto(qorgau.url);
await page.locator("main svg path").first().waitFor();
console.info("  one page that is seen", await serverCost());

console.info(`${perSecond} events a second for ${minutes} minutes`);
const today = new Date().toISOString().slice(0, 10);
await page.evaluate("longTasks.length = 0");
for (let minute = 0; minute < minutes; minute += 1) {
  const endMs = Date.now() + 60_000;
  while (Date.now() < endMs) {
    const events = Array.from({ length: perSecond }, () => JSON.stringify(caseEvent({ occurredAt: today })));
    const headers = { "content-type": "application/x-ndjson" };
    await fetch(`${qorgau.url}/v1/events?results=rejected`, { method: "POST", headers, body: events.join("\n") });
    await delay(1000);
  }
  const tasks = await page.evaluate<number[]>("longTasks.splice(0)");
  console.info(
    `  minute ${minute + 1}: ${await heapMebibytes(page)} MiB, tasks over 50 ms: ${tasks.toSorted((a, b) => b - a).join(" ") || "none"}`,
  );
}
console.info("complaints", complaints);
await browser.close();
await qorgau.stop();
await removeDirectory(directory);
