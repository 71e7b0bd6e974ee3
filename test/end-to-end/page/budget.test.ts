/** What a first view costs: at most 200 KiB over the wire, all of it from the service itself, in files that are kept for ever. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { caseEvent } from "../../generators/events.ts";
import { sendAll } from "../program/client.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openPage } from "./browser.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";

const kibibyte = 1024;
const firstViewBytesMax = 200 * kibibyte;

describe.skipIf(!isBrowserWanted())("the first view", () => {
  let served: ServedPage;
  let qorgau: QorgauProcess;
  let browser: Browser;
  beforeAll(async () => {
    served = await servePage();
    ({ qorgau, browser } = served);
    await sendAll(qorgau.url, [caseEvent({ occurredAt: new Date().toISOString().slice(0, 10) })]);
  });
  afterAll(() => served.stop());

  test("is within its budget of bytes, and loads nothing from elsewhere", async () => {
    const { page, complaints } = await openPage(browser, `${qorgau.url}/?lang=kk`);
    await page.locator("main svg").first().waitFor();
    const loaded = await page.evaluate(() =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((entry) => {
        const { name, transferSize } = entry as PerformanceResourceTiming;
        return { name, transferSize };
      }),
    );
    const files = loaded.filter(({ name }) => !new URL(name).pathname.startsWith("/v1/"));
    expect(loaded.every(({ name }) => name.startsWith(qorgau.url))).toBe(true);
    expect(files.length).toBeGreaterThan(4);
    const bytes = files.reduce((sum, { transferSize }) => sum + transferSize, 0);
    console.info(`the first view: ${(bytes / kibibyte).toFixed(1)} KiB in ${files.length} files`);
    expect(bytes).toBeLessThan(firstViewBytesMax);
    // Compressed by the build: as JavaScript alone it is more than twice as much.
    expect(bytes).toBeGreaterThan(50 * kibibyte);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
