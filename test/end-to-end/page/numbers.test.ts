/** No number of any view is the page's own: each stands in what the API responds to the requests of the view. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { openPage } from "./browser.ts";
import type { ServedPage } from "./served-page.ts";
import { serveViews, untilShown, views } from "./views.ts";

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

/** The desk lists records, and has no figure until something is requested of them. */
const viewsWithNumbers = views.filter((view) => !view.includes("page=desk"));

describe.skipIf(!isBrowserWanted())("the numbers of every view", () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await serveViews();
  });
  afterAll(() => served.stop());

  test.each(viewsWithNumbers)("%s", async (view) => {
    const { page } = await openPage(served.browser, "about:blank");
    const requested = new Set<string>();
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/v1/") && pathname !== "/v1/live") requested.add(request.url());
    });
    await page.goto(`${served.qorgau.url}/${view}`);
    await untilShown(page);
    const shown = await shownNumbers(page);
    const responses = await Promise.all([...requested].map(async (address) => (await fetch(address)).json()));
    const given = numbersIn(responses);
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.filter((number) => !given.has(number))).toEqual([]);
    await page.context().close();
  });

  test.each(viewsWithNumbers)("are the same in each language: %s", async (view) => {
    const inLanguage = (language: string) =>
      served.inPage(`?${new URLSearchParams([...new URLSearchParams(view), ["lang", language]].toReversed())}`, async (page) => {
        await untilShown(page);
        const numbers = (await shownNumbers(page)).toSorted();
        return { numbers, words: await page.locator("nav").first().textContent() };
      });
    const [en, ru, kk] = [await inLanguage("en"), await inLanguage("ru"), await inLanguage("kk")];
    expect(ru.numbers).toEqual(en.numbers);
    expect(kk.numbers).toEqual(en.numbers);
    expect(new Set([en.words, ru.words, kk.words]).size).toBe(3);
  });
});
