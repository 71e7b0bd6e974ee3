/** Everything that can be done is done without a mouse: each control is reached in the order in which it stands, and is seen to be reached. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import type { ServedPage } from "./served-page.ts";
import { serveViews, untilShown, views } from "./views.ts";

interface Stop {
  /** What is reached, as markup without what is in it. */
  readonly element: string;
  /** Whether it looks otherwise than before it was reached. */
  readonly isSeen: boolean;
}

/** Counts what can be operated, in the order of the document, and marks it so that a stop can be told from it. */
const markControls = `
  const controls = [...document.querySelectorAll("a[href], svg a, button, select, input, textarea, summary, [tabindex='0']")].filter(
    (element) => !element.disabled && element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0,
  );
  controls.forEach((element, place) => element.setAttribute("data-stop", place));
  controls.length`;

const lookAtStop = `
  (() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      place: Number(element.getAttribute("data-stop") ?? -1),
      element: element.cloneNode().outerHTML,
      isSeen: outlineStyle !== "none" && parseFloat(outlineWidth) > 0,
    };
  })()`;

/** Goes through the whole page by Tab. */
async function stopsOf(page: Page): Promise<readonly (Stop & { readonly place: number })[]> {
  const count = await page.evaluate<number>(markControls);
  const stops: (Stop & { readonly place: number })[] = [];
  while (stops.length < count) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate<Stop & { place: number }>(lookAtStop);
    // A date has a stop for each of its parts.
    if (stop.place === -1 || stop.place !== stops.at(-1)?.place) stops.push(stop);
  }
  return stops;
}

describe.skipIf(!isBrowserWanted())("without a mouse", () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await serveViews();
  });
  afterAll(() => served.stop());

  test.each(views)("every control is reached, in its order, and is seen: %s", async (view) => {
    await served.inPage(view, async (page) => {
      await untilShown(page);
      const stops = await stopsOf(page);
      expect(stops.length).toBeGreaterThan(15);
      expect(stops.filter(({ place }, index) => place !== index).map(({ element }) => element)).toEqual([]);
      expect(stops.filter(({ isSeen }) => !isSeen).map(({ element }) => element)).toEqual([]);
    });
  });

  test("from the country to a region, to its table, to what a number is made of, and back", async () => {
    await served.inPage("", async (page) => {
      await untilShown(page);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("content");
      await page.getByRole("link", { name: /^Karaganda Region: / }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Karaganda Region", exact: true }).waitFor();
      await untilShown(page);
      await page.getByRole("button", { name: "Table" }).first().focus();
      await page.keyboard.press("Space");
      await page.getByRole("link", { name: "Explain this number: 2025" }).first().focus();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Injured, the dead among them, per 1,000 workers, 2025" }).waitFor();
      await page.goBack();
      await page.getByRole("heading", { name: "Karaganda Region", exact: true }).waitFor();
      await page.getByRole("button", { name: "Қазақша" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Қарағанды облысы", exact: true }).waitFor();
    });
  });
});
