/**
 * Every view, opened once in each language. No number is the page's own: each stands in what the API responds to the requests of the view, and is
 * the same in each language. What is printed is whole: no table is wider than a sheet, charts are drawn for it. The year's sheets have a test of
 * their own.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { openPage } from "./browser.ts";
import type { WatchedPage } from "./browser.ts";
import type { ServedPage } from "./served-page.ts";
import { serveViews, untilShown, views } from "./views.ts";

const languages = ["en", "ru", "kk"] as const;
type Language = (typeof languages)[number];

/** A sheet of A4 in CSS pixels, between margins of 14 mm. */
const sheetWidth = Math.floor(((210 - 2 * 14) / 25.4) * 96);

/** The desk lists records, and has no figure until something is requested of them. */
const viewsWithNumbers = views.filter((view) => !view.includes("page=desk"));
const languageOf = (view: string) => (new URLSearchParams(view).get("lang") ?? "en") as Language;
const isPrintedElsewhere = (view: string) => view.includes("page=year");

interface ShownView extends WatchedPage {
  /** Addresses of the API, but for the stream. */
  readonly requested: ReadonlySet<string>;
}

async function openView({ browser, qorgau }: ServedPage, view: string, language: Language): Promise<ShownView> {
  const { page, complaints } = await openPage(browser, "about:blank");
  const requested = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/v1/") && pathname !== "/v1/live") requested.add(request.url());
  });
  const parameters = new URLSearchParams([...new URLSearchParams(view), ["lang", language]].toReversed());
  await page.goto(`${qorgau.url}/?${parameters.toString()}`);
  await untilShown(page);
  return { page, complaints, requested };
}

/** The numbers that a view writes, unrounded. */
function shownNumbers(page: Page): Promise<string[]> {
  return page
    .locator("main [data-value]")
    .evaluateAll((elements) => elements.flatMap((element) => (element.getAttribute("data-value") ?? "").split(" ").filter(Boolean)));
}

function numbersIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === "number") found.add(String(value));
  else if (typeof value === "object" && value !== null) for (const member of Object.values(value)) numbersIn(member, found);
  return found;
}

/** Where the parts of a sheet lie, in CSS pixels. */
async function printedParts(page: Page) {
  await page.setViewportSize({ width: sheetWidth, height: 900 });
  await page.emulateMedia({ media: "print" });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  const parts = page.locator("main :is(table, .chart > svg, .chart figure, .figure, .headlines)");
  return parts.evaluateAll((elements) =>
    elements.map((element) => {
      const { left, right } = element.getBoundingClientRect();
      return { name: `${element.tagName} ${element.textContent?.slice(0, 40)}`, left, right };
    }),
  );
}

describe.skipIf(!isBrowserWanted())("in each language", () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await serveViews();
  });
  afterAll(() => served.stop());

  describe.each(viewsWithNumbers)("the view %j", (view) => {
    const shown = new Map<Language, ShownView>();
    beforeAll(async () => {
      for (const language of languages) shown.set(language, await openView(served, view, language));
    });
    afterAll(async () => void (await Promise.all([...shown.values()].map(({ page }) => page.context().close()))));

    test("each number stands in what the API responds", async () => {
      const { page, requested } = shown.get(languageOf(view))!;
      const numbers = await shownNumbers(page);
      const responses = await Promise.all([...requested].map(async (address) => (await fetch(address)).json()));
      const given = numbersIn(responses);
      expect(numbers.length).toBeGreaterThan(2);
      expect(numbers.filter((number) => !given.has(number))).toEqual([]);
    });

    test("the numbers are the same", async () => {
      const seen = async (language: Language) => {
        const { page, complaints } = shown.get(language)!;
        expect(complaints).toEqual([]);
        return { numbers: (await shownNumbers(page)).toSorted(), words: await page.locator("nav").first().textContent() };
      };
      const [en, ru, kk] = [await seen("en"), await seen("ru"), await seen("kk")];
      expect(ru.numbers).toEqual(en.numbers);
      expect(kk.numbers).toEqual(en.numbers);
      expect(new Set([en.words, ru.words, kk.words]).size).toBe(3);
    });

    if (isPrintedElsewhere(view)) return;
    test.each(languages)("fits a sheet, %s", async (language) => {
      const { page, complaints } = shown.get(language)!;
      const parts = await printedParts(page);
      expect(complaints).toEqual([]);
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.filter(({ left, right }) => left < 0 || right > sheetWidth + 1)).toEqual([]);
    });
  });
});
