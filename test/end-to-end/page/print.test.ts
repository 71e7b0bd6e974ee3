/** What is printed is whole: no table is wider than a sheet, charts are drawn for it, and no sheet is left empty. The year's sheets have a test of their own. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import type { ServedPage } from "./served-page.ts";
import { serveViews, untilShown, views } from "./views.ts";

/** A sheet of A4 in CSS pixels, between margins of 14 mm. */
const sheetWidth = Math.floor(((210 - 2 * 14) / 25.4) * 96);
const printedViews = views.filter((view) => !/page=(year|desk)/.test(view));

describe.skipIf(!isBrowserWanted())("in print", () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await serveViews();
  });
  afterAll(() => served.stop());

  test.each(printedViews.flatMap((view) => (["en", "ru", "kk"] as const).map((language) => [view, language] as const)))(
    "%s, %s",
    async (view, language) => {
      const address = `?${new URLSearchParams([...new URLSearchParams(view), ["lang", language]].toReversed())}`;
      const seen = await served.inPage(
        address,
        async (page) => {
          await untilShown(page);
          await page.emulateMedia({ media: "print" });
          await page.evaluate("dispatchEvent(new Event('beforeprint'))");
          const parts = page.locator("main :is(table, .chart > svg, .chart figure, .figure, .headlines)");
          return parts.evaluateAll((elements) =>
            elements.map((element) => {
              const { left, right } = element.getBoundingClientRect();
              return { name: `${element.tagName} ${element.textContent?.slice(0, 40)}`, left, right };
            }),
          );
        },
        { viewport: { width: sheetWidth, height: 900 } },
      );
      expect(seen.length).toBeGreaterThan(1);
      expect(seen.filter(({ left, right }) => left < 0 || right > sheetWidth + 1)).toEqual([]);
    },
  );
});
