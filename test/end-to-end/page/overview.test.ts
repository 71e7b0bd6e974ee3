/** Every number of the overview is the API's for the same request, in each language. */
import type { Language } from "@qorgau/schemas/languages";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { en } from "../../../services/dashboard/src/text/en.ts";
import { figuresIn } from "../../../services/dashboard/src/text/figures.ts";
import { kk } from "../../../services/dashboard/src/text/kk.ts";
import { ru } from "../../../services/dashboard/src/text/ru.ts";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openPage } from "./browser.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";

const texts = { en, ru, kk };

/** Cases of today and of the same day a year before, in regions and sections with workers and without. */
function reported(): object[] {
  const today = new Date().toISOString().slice(0, 10);
  const year = Number(today.slice(0, 4));
  const aYearBefore = `${year - 1}${today.slice(4).replace("02-29", "02-28")}`;
  const regions = ["KZ-10", "KZ-35", "KZ-62", "KZ-63", "KZ-75", undefined];
  const sectors = ["B", "05.10", "F", "41.20", "C", undefined];
  const severities = ["light", "severe", "fatal"];
  const cases = Array.from({ length: 90 }, (_, place) =>
    caseEvent({
      occurredAt: place % 4 === 0 ? aYearBefore : today,
      region: regions[place % regions.length],
      sector: sectors[(place * 7 + Math.floor(place / 6)) % sectors.length],
      severity: severities[(place * 5 + Math.floor(place / 9)) % severities.length],
    }),
  );
  const exposure = [year - 1, year].flatMap((period) => [
    exposureEvent({ period: String(period), workers: 7_000_000 }),
    exposureEvent({ period: String(period), workers: 410_000, region: "KZ-35" }),
    exposureEvent({ period: String(period), workers: 280_000, sector: "B" }),
  ]);
  return [...exposure, ...cases];
}

/** The cells of the table with this caption, row by row; that of a chart is shown first. */
async function tableOf(page: Page, caption: string): Promise<string[][]> {
  const table = page.locator("table", { has: page.locator("caption", { hasText: caption }) });
  await table.first().waitFor({ state: "attached" });
  return table
    .first()
    .evaluate((element) =>
      [...(element as unknown as { tBodies: { rows: { cells: { textContent: string }[] }[] }[] }).tBodies[0]!.rows].map((row) =>
        [...row.cells].map(({ textContent }) => textContent.replaceAll(/\s/g, " ")),
      ),
    );
}

describe.skipIf(!isBrowserWanted())("the numbers of the overview", () => {
  let served: ServedPage;
  let qorgau: QorgauProcess;
  let browser: Browser;
  let to: string;
  let exposureBasis: string;
  beforeAll(async () => {
    served = await servePage();
    ({ qorgau, browser } = served);
    const { positions } = await sendAll(qorgau.url, reported());
    const year = await rates(qorgau.url, { period: "ytd", compare: "five_years", atLeast: positions });
    to = year.rows.at(-1)!.period.slice(11);
    exposureBasis = year.exposureBasis!;
  });
  afterAll(() => served.stop());

  const yearToDate = (parameters: Record<string, string>) =>
    rates(qorgau.url, { period: "ytd", from: `${to.slice(0, 4)}-01-01`, to, exposureBasis, ...parameters });

  test.each(["en", "ru", "kk"] as const)("in %s", async (language: Language) => {
    const written = figuresIn(language, texts[language]);
    const plain = (text: string) => text.replaceAll(/\s/g, " ");
    const cellsOf = (row: RatesRow, name: string) =>
      [name, written.count(row.count), written.rate(row.rate), written.interval(row), written.denominator(row)].map(plain);
    const { page } = await openPage(browser, `${qorgau.url}/?lang=${language}`);

    const shown = async (caption: string) => (await tableOf(page, caption)).map((cells) => cells.slice(0, 5));
    const [byRegion, bySector] = [await yearToDate({ by: "region" }), await yearToDate({ by: "sector" })];
    expect(byRegion.rows.length).toBeGreaterThan(4);
    expect(await shown(texts[language].mapTitle)).toEqual(byRegion.rows.map((row) => cellsOf(row, written.name("region", row.region))));
    expect(await shown(texts[language].sectorsTitle)).toEqual(bySector.rows.map((row) => cellsOf(row, written.name("sector", row.sector))));

    const headlines: [string, RatesResponse][] = [
      ["injured", await yearToDate({ compare: "year_before" })],
      ["fatal", await yearToDate({ compare: "year_before", measure: "fatal", per: "100000_workers" })],
      ["mining", await yearToDate({ compare: "year_before", measure: "fatal", per: "100000_workers", sector: "B" })],
    ];
    for (const [kind, { rows }] of headlines) {
      const row = rows.at(-1)!;
      const text = plain((await page.locator(`[data-headline="${kind}"]`).textContent()) ?? "");
      for (const number of [written.count(row.count), written.rate(row.rate), written.rate(row.lower), written.count(row.previous!.count)])
        expect(text).toContain(plain(number));
    }
    const days = await getJson<FatalityFreeResponse>(qorgau.url, "/v1/fatality-free-days", { sector: "B" });
    const { daysSince, lastFatalOn, silentSince } = days.rows[0]!;
    const spell = written.plural(texts[language].daysSince, daysSince!, { day: written.day(lastFatalOn!) });
    const mining = plain((await page.locator('[data-headline="mining"]').textContent()) ?? "");
    expect(mining).toContain(plain(spell));
    if (silentSince !== null) expect(mining).toContain(plain(written.day(silentSince)));
    await page.context().close();
  });
});
