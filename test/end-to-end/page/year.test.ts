/** The year: its figures are those of the API, it is printed whole, and a release of it is made, checked and compared. */
import { readFile } from "node:fs/promises";
import type { AnnualRollupResponse, AnnualRollupRow } from "@qorgau/schemas/responses/annual-rollup";
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openPage } from "./browser.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";

const year = 2024;
/** What an A4 sheet leaves across, between margins of 10 mm, in CSS pixels. */
const sheetWidth = Math.floor(((297 - 20) / 25.4) * 96);

const count = (value: number) => value.toLocaleString("en-GB");
const percent = (value: number | null) =>
  value === null
    ? "—"
    : `${value > 0 ? "+" : ""}${value.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}%`.replace("-", "−");
const rate = (value: number | null) => (value === null ? "—" : value.toPrecision(3));

/** Every body cell of the tables of one scope that is seen, row by row. */
async function cells(page: Page, scope: string): Promise<string[][]> {
  const rows = await page.getByRole("region", { name: scope, exact: true }).locator("tbody tr:visible").all();
  return Promise.all(rows.map(async (row) => row.locator("td").allTextContents()));
}

describe.skipIf(!isBrowserWanted())("the page of a year", () => {
  let served: ServedPage;
  let qorgau: QorgauProcess;
  let browser: Browser;
  beforeAll(async () => {
    served = await servePage();
    ({ qorgau, browser } = served);
    const { positions } = await sendAll(qorgau.url, [
      ...nationalSample(11, 1_500).events,
      exposureEvent({ period: String(year), workers: 7_000_000 }),
      exposureEvent({ period: String(year), workers: 510_000, region: "KZ-35" }),
    ]);
    await rates(qorgau.url, { atLeast: positions });
  });
  afterAll(() => served.stop());

  const annual = (cut: Record<string, string> = {}) => getJson<AnnualRollupResponse>(qorgau.url, `/v1/rollups/annual/${year}`, cut);
  const compared = ({ value, previous, changePercent }: AnnualRollupRow["injured"]) => [
    count(value),
    count(previous),
    percent(changePercent),
  ];

  test("shows every figure as the API gives it", async () => {
    const { page, complaints } = await openPage(browser, `${qorgau.url}/?page=year&year=${year}`);
    const { rows, watermark } = await annual();
    const regions = rows.filter(({ scope }) => scope === "region");
    expect(regions.length).toBeGreaterThan(4);
    await page.getByRole("heading", { name: "By region" }).waitFor();
    expect(await cells(page, "By region")).toEqual(
      regions.map(({ injured, fatal, severe, light, share }) => [
        ...[injured, fatal, severe, light].flatMap(compared),
        `${share.percent?.toFixed(2)}%`,
      ]),
    );
    await page.getByRole("link", { name: "Rates" }).click();
    const shown = await cells(page, "Total");
    const [total] = rows;
    expect(shown).toEqual([
      [
        rate(total!.rate),
        `${rate(total!.lower)}–${rate(total!.upper)}`,
        "7,000,000 employed, final",
        "final",
        ...(["fatal", "severe", "light"] as const).flatMap((name) => [
          rate(total!.rates[name].rate),
          `${rate(total!.rates[name].lower)}–${rate(total!.rates[name].upper)}`,
        ]),
      ],
    ]);
    await page.getByText(`cut ${watermark}, merging rules`).first().waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("every number leads to what it is made of", async () => {
    const { page } = await openPage(browser, `${qorgau.url}/?page=year&year=${year}`);
    await page.getByRole("heading", { name: "By region" }).waitFor();
    // Of each scope the first row: counts of this year and of the one before, and rates.
    const links = page.locator(".annual tbody tr:first-child td[data-value] a");
    const numbers = await links.evaluateAll((all) =>
      all.map((link) => [link.closest("td")!.dataset["value"], (link as HTMLAnchorElement).search]),
    );
    expect(numbers.length).toBeGreaterThan(80);
    for (const [shown, address] of numbers.filter((_, place) => place % 3 === 0)) {
      const { page: _, cut: asOf, ...parameters } = Object.fromEntries(new URLSearchParams(address));
      const { row } = await getJson<ExplainResponse>(qorgau.url, "/v1/explain", { ...parameters, asOf: asOf!, limit: "1" });
      expect([String(row.count), String(row.rate ?? "")], address).toContain(shown);
    }
    await page.context().close();
  });

  test("saves the workbook of each language, of the cut that is shown", async () => {
    const { page } = await openPage(browser, `${qorgau.url}/?page=year&year=${year}`);
    await page.getByText("Save").click();
    for (const language of ["Қазақша", "Русский", "English"]) {
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name: `Workbook to print: ${language}` }).click();
      const bytes = await readFile(await (await saved).path());
      expect(bytes.subarray(0, 2).toString()).toBe("PK");
    }
    await page.context().close();
  });

  test("is printed on landscape A4, no table wider than a sheet, each sheet with its source", async () => {
    for (const lang of ["en", "ru", "kk"]) {
      const { page } = await openPage(browser, `${qorgau.url}/?page=year&year=${year}&lang=${lang}`, {
        viewport: { width: sheetWidth, height: 700 },
      });
      await page.locator("#division").waitFor();
      await page.emulateMedia({ media: "print" });
      const widths = await page.locator(".annual table").evaluateAll((tables) => tables.map((table) => table.scrollWidth));
      expect(widths.length).toBeGreaterThan(20);
      expect(Math.max(...widths)).toBeLessThanOrEqual(sheetWidth);
      const source = await page.evaluate<string>('getComputedStyle(document.documentElement).getPropertyValue("--sheet-source")');
      expect(source).toContain((await annual()).watermark);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
        Math.round(Number(width)),
        Math.round(Number(height)),
      ]);
      expect(sheets.length).toBeGreaterThan(5);
      expect(new Set(sheets.map(String))).toEqual(new Set(["842,595"]));
      await page.context().close();
    }
  });

  test("a release is made after it is confirmed, holds, and tells what has changed since; its successor is named", async () => {
    const { page, complaints } = await openPage(browser, `${qorgau.url}/?page=year&year=${year}`);
    await page.getByText("No release has been made yet.").waitFor();
    await page.getByText(`Make a release of ${year}`).click();
    await page.getByLabel("Its name").fill("annual-2024");
    await page.getByRole("button", { name: "Go on" }).click();
    expect((await getJson<{ releases: unknown[] }>(qorgau.url, "/v1/releases")).releases).toEqual([]);
    await page.getByRole("button", { name: "Yes, release it" }).click();
    await page.getByRole("cell", { name: "stands" }).waitFor();
    await page.getByRole("button", { name: "Does annual-2024 hold?" }).click();
    await page.getByText("annual-2024 holds: every figure").waitFor();
    await page.getByRole("button", { name: "What changed since annual-2024?" }).click();
    await page.getByText("Nothing has changed since annual-2024.").waitFor();

    const { positions } = await sendAll(qorgau.url, [caseEvent({ occurredAt: `${year}-05-05`, severity: "fatal" })]);
    const { rows, watermark } = await annual({ atLeast: positions });
    const fatal = rows[0]!.fatal.value;
    await page.getByText(`cut ${watermark}, merging rules`).first().waitFor();
    await page.getByRole("button", { name: "What changed since annual-2024?" }).click();
    const changed = page.getByRole("row", { name: `Total: Republic of Kazakhstan Dead ${fatal - 1} ${fatal} 1`, exact: true });
    await changed.waitFor();

    await page.getByLabel("Its name").fill("annual-2024-b");
    await page.getByLabel("Takes the place of").selectOption("annual-2024");
    await page.getByLabel("Why").fill("a late report");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("button", { name: "Yes, release it" }).click();
    await page.getByRole("cell", { name: "superseded by annual-2024-b" }).waitFor();
    await page.getByRole("cell", { name: "stands; takes the place of annual-2024: a late report" }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
