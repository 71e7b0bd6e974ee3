/** Every view of the page, in light and dark: nothing serious for axe-core, nothing cut off at 360 pixels, no complaint of the browser. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { seriousFaults } from "./axe.ts";
import { openPage } from "./browser.ts";
import type { WatchedPage } from "./browser.ts";
import type { ServedPage } from "./served-page.ts";
import { serveViews, untilShown, views } from "./views.ts";

const colorSchemes = ["light", "dark"] as const;

describe.skipIf(!isBrowserWanted())("accessibility", () => {
  let served: ServedPage;
  let qorgau: QorgauProcess;
  let browser: Browser;
  beforeAll(async () => {
    served = await serveViews();
    ({ qorgau, browser } = served);
  });
  afterAll(() => served.stop());

  // The sheet alone knows whether it is light or dark, so that one page is seen in both.
  describe.each(views)("the view %j", (view) => {
    let shown: WatchedPage;
    beforeAll(async () => {
      shown = await openPage(browser, `${qorgau.url}/${view}`, { reducedMotion: "reduce" });
      await untilShown(shown.page);
    });
    afterAll(() => shown.page.context().close());

    test.each(colorSchemes)("%s", async (colorScheme) => {
      await shown.page.emulateMedia({ colorScheme });
      expect(await seriousFaults(shown.page)).toEqual([]);
      expect(shown.complaints).toEqual([]);
    });

    test.each(colorSchemes)("%s, in 360 pixels", async (colorScheme) => {
      await shown.page.emulateMedia({ colorScheme });
      await shown.page.setViewportSize({ width: 360, height: 800 });
      expect(await shown.page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
      expect(shown.complaints).toEqual([]);
    });
  });

  test.each(colorSchemes)("the page of the API, %s", async (colorScheme) => {
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
