/** What is reported is on the page without a reload: in headline, map, series and table. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { rates, sendAll } from "../program/client.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openPage } from "./browser.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";

/** An event is on the page within this, on a machine that others keep busy. */
const visibleMs = 15_000;
const today = new Date().toISOString().slice(0, 10);

describe.skipIf(!isBrowserWanted())("the page while events come in", () => {
  let served: ServedPage;
  let qorgau: QorgauProcess;
  let browser: Browser;
  beforeAll(async () => {
    served = await servePage();
    ({ qorgau, browser } = served);
  });
  afterAll(() => served.stop());

  const injured = (page: Page) => page.locator('[data-headline="injured"] .count strong');

  test("says how to report where nothing was reported, and shows the first case without a reload", async () => {
    const { page, complaints } = await openPage(browser, qorgau.url);
    await page.getByText("Nothing has been reported yet").waitFor();
    await sendAll(qorgau.url, [
      exposureEvent({ period: today.slice(0, 4), workers: 7_000_000 }),
      exposureEvent({ period: today.slice(0, 4), workers: 500_000, region: "KZ-35" }),
      caseEvent({ occurredAt: today, severity: "fatal" }),
    ]);
    await injured(page).getByText("1", { exact: true }).waitFor();
    await page.getByRole("link", { name: /^Karaganda Region: 1; 0.00200 per 1,000 workers/ }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("an event is in headline, map, series and table without a reload", async () => {
    const { page, complaints } = await openPage(browser, qorgau.url);
    await injured(page).getByText("1", { exact: true }).waitFor();
    await sendAll(qorgau.url, [caseEvent({ occurredAt: today, severity: "light" })]);
    const timeout = visibleMs;
    await Promise.all([
      injured(page).getByText("2", { exact: true }).waitFor({ timeout }),
      page.getByRole("link", { name: /^Karaganda Region: 2;/ }).waitFor({ timeout }),
      page.locator("svg title", { hasText: /^Injured, .*: 2$/ }).waitFor({ timeout, state: "attached" }),
      page.getByRole("row", { name: /^Mining and quarrying 2 / }).waitFor({ timeout }),
    ]);
    const { rows } = await rates(qorgau.url, { period: "ytd" });
    expect(rows.map(({ count }) => count)).toEqual([2]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a server that goes and comes back is told and followed again, and nothing is lost meanwhile", async () => {
    const { page } = await openPage(browser, qorgau.url);
    await injured(page).getByText("2", { exact: true }).waitFor();
    await qorgau.stop();
    await page.getByText(/no answer from the server since/).waitFor();
    await served.startAgain();
    ({ qorgau } = served);
    // Before the page has found the server again.
    await sendAll(qorgau.url, [caseEvent({ occurredAt: today, severity: "severe" })]);
    await injured(page).getByText("3", { exact: true }).waitFor();
    await page.getByText(/^live, cut /).waitFor();
    await sendAll(qorgau.url, [caseEvent({ occurredAt: today, severity: "severe" })]);
    await injured(page).getByText("4", { exact: true }).waitFor();
    await page.context().close();
  });

  test("a past cut stands still, and leads back to the live figures", async () => {
    const { watermark } = await rates(qorgau.url, { period: "ytd" });
    await sendAll(qorgau.url, [caseEvent({ occurredAt: today, severity: "light" })]);
    const { page, complaints } = await openPage(browser, `${qorgau.url}/?asOf=${watermark}&lang=ru`);
    await injured(page).getByText("4", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Показать текущие числа" }).click();
    await injured(page).getByText("5", { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe("?lang=ru");
    await page.goBack();
    await injured(page).getByText("4", { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("the headline is in the document itself, for a reader without JavaScript", async () => {
    const { page } = await openPage(browser, qorgau.url, { javaScriptEnabled: false, locale: "ru-RU" });
    const cell = page.getByRole("row", { name: "Пострадавшие, включая погибших" }).getByRole("cell").first();
    // A document does not wait for figures that are late.
    const counted = async () => (await page.reload(), (await cell.count()) === 0 ? null : cell.textContent());
    await expect.poll(counted, { timeout: 60_000 }).toBe("5");
    await page.context().close();
  });
});
