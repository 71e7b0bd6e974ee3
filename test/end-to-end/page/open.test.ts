/** The page for whoever comes without a token, where the service is open to all: it works, says how its figures are protected, and asks for nothing that is refused. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser } from "playwright-core";
import type { OpenRatesResponse } from "@qorgau/schemas/responses/rates";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { openToAll } from "../program/open-to-all.ts";
import type { OpenToAll } from "../program/open-to-all.ts";
import { removeDirectory, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openPage, startBrowser } from "./browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(!isBrowserWanted())("the page without a token", () => {
  let directory: string;
  let service: OpenToAll;
  let qorgau: QorgauProcess;
  let browser: Browser;
  beforeAll(async () => {
    directory = await temporaryDirectory();
    service = await openToAll(directory, nationalSample(7, 2_000).events);
    qorgau = await service.start();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await qorgau?.stop();
    await removeDirectory(directory);
  });

  test.each([
    ["en", "These figures are protected", "light"],
    ["ru", "Эти числа защищены", "dark"],
    ["kk", "Бұл сандар қорғалған", "light"],
  ] as const)("says in %s how its figures are protected, and is refused nothing", async (lang, title, colorScheme) => {
    for (const address of [`?lang=${lang}`, `?lang=${lang}&form=tiles&year=2024`, `?lang=${lang}&page=explore&asOf=0:1`]) {
      const { page, complaints } = await openPage(browser, `${qorgau.url}/${address}`, { colorScheme, reducedMotion: "reduce" });
      await page.getByRole("heading", { name: title }).waitFor();
      await page.locator("main svg").first().waitFor();
      await page.evaluate(axe);
      const { violations } = await page.evaluate(async () =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
      );
      expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  test("shows the numbers of the API, and leads to no explanation", async () => {
    const { page, complaints } = await openPage(browser, `${qorgau.url}/`);
    const table = page.getByRole("region", { name: /^Injured by sector/ }).last();
    await table.locator("tbody tr").first().waitFor();
    const year = await page.getByRole("combobox", { name: /^Year/ }).inputValue();
    const { rows } = (await (await fetch(`${qorgau.url}/v1/rates?by=sector`)).json()) as OpenRatesResponse;
    const shown = await table
      .locator("tbody tr td:nth-of-type(1)")
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-value")));
    expect(shown).toEqual(rows.filter(({ period }) => period === year).map(({ count }) => String(count)));
    expect(await page.locator("main a[href*='page=explain']").count()).toBe(0);
    const saving = page.waitForEvent("download");
    await page
      .locator("section", { has: page.getByRole("heading", { name: /^Injured by sector/ }) })
      .getByText(/^Save/)
      .click();
    await page.getByRole("button", { name: "CSV" }).last().click();
    expect((await saving).suggestedFilename()).toMatch(/\.csv$/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("becomes the whole page with a token", async () => {
    const { page } = await openPage(browser, `${qorgau.url}/`);
    await page.getByRole("button", { name: "I have a token" }).click();
    await page.getByLabel("This service asks who calls. Your token:").fill(service.tokens.reader);
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByRole("link", { name: "Explore" }).waitFor();
    await page.locator("main a[href*='page=explain']").first().waitFor();
    expect(await page.getByRole("heading", { name: "These figures are protected" }).count()).toBe(0);
    // Enterprises by name are for the inspection: who may not see them is told, and asked for no other token.
    await page.getByRole("link", { name: "Risk map" }).click();
    await page.getByText(/^The risk map is for the labour inspectorate/).waitFor();
    expect(await page.getByLabel("This service asks who calls. Your token:").count()).toBe(0);
    await page.context().close();
  });
});
