/** Every view of the page, in light and dark: nothing serious for axe-core, nothing cut off at 360 pixels, no complaint of the browser. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openPage, startBrowser } from "./browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const views = [
  "",
  "?form=tiles",
  "?lang=kk",
  "?lang=ru",
  "?page=year&year=2024",
  "?page=year&year=2025&form=rates&lang=ru",
  "?page=explore&view=map&year=2025",
  "?page=explore&view=tiles&year=2025&lang=kk",
  "?page=explore&view=series&by=severity&lang=ru",
  "?page=explore&view=multiples&per=none",
  "?page=explore&view=funnel&year=2025&lang=kk",
  "?page=explore&view=mining&year=2025&per=none",
  "?page=explore&view=severity",
  "?page=explore&view=years&lang=ru",
  "?page=unit&unit=region&code=KZ-35&lang=kk",
  "?page=unit&unit=mine&code=kostenko",
  "?page=explain&period=year&from=2025-01-01&to=2025-12-31&region=KZ-35&lang=ru",
  "?page=desk&source=urn:kz:bin:200140000004&lang=kk",
];

const loadingTexts = /^(loading|загрузка|жүктелуде)$/;

/** What is serious or worse, with the elements it is about. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(async () => (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

describe.skipIf(!isBrowserWanted())("accessibility", () => {
  let directory: string;
  let qorgau: QorgauProcess;
  let browser: Browser;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    qorgau = await startQorgau(directory);
    await sendAll(qorgau.url, nationalSample(7, 2_000).events);
    await sendAll(
      qorgau.url,
      ["KZ-10", "KZ-35", "KZ-62", "KZ-63", "KZ-75"].flatMap((region) => [
        caseEvent({ occurredAt: new Date().toISOString().slice(0, 10), region, mining: { mine: "kostenko", method: "underground" } }),
        ...["2024", "2025"].map((period) => exposureEvent({ period, region, workers: 400_000 })),
      ]),
    );
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await qorgau.stop();
    await removeDirectory(directory);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const view of views) {
      test(`${view === "" ? "the overview" : view}, ${colorScheme}`, async () => {
        const { page, complaints } = await openPage(browser, `${qorgau.url}/${view}`, { colorScheme, reducedMotion: "reduce" });
        await page.locator("main :is(svg, tbody, .desk):visible").first().waitFor();
        // What is dear to compute comes after the rest.
        await page.getByText(loadingTexts).first().waitFor({ state: "hidden" });
        expect(await seriousFaults(page)).toEqual([]);
        await page.setViewportSize({ width: 360, height: 800 });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
        expect(complaints).toEqual([]);
        await page.context().close();
      });
    }
  }

  test.each(["light", "dark"] as const)("the page of the API, %s", async (colorScheme) => {
    const { page, complaints } = await openPage(browser, `${qorgau.url}/docs`, { colorScheme, bypassCSP: true });
    expect(await seriousFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a fault that is there is found", async () => {
    const { page } = await openPage(browser, qorgau.url);
    await page.locator("main :is(svg, tbody, .desk):visible").first().waitFor();
    await page.evaluate('document.querySelector("main").append(document.createElement("button"))');
    expect(await seriousFaults(page)).toEqual(["button-name: #content > button"]);
    await page.context().close();
  });
});
