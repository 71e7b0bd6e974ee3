/** The numbers that the tables of a page write, unrounded. */
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import type { Page } from "playwright-core";

/** The numbers of a row of rates as a table's cells hold them. */
export const cellsOf = ({ count, rate, lower, upper, exposure }: RatesRow): string[] => [
  String(count),
  String(rate ?? ""),
  `${lower ?? ""} ${upper ?? ""}`.trim(),
  String(exposure ?? ""),
];

/** The numbers of each row of a table of the page, the first table being 0, or the table called so. */
export async function tableOf(page: Page, place: number | string | RegExp): Promise<string[][]> {
  const table =
    typeof place === "number"
      ? page.locator("main table").nth(place)
      : page.locator("main table", { has: page.locator("caption", { hasText: place }) }).first();
  await table.waitFor({ state: "attached" });
  return table
    .locator("tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td[data-value]")].map((cell) => cell.getAttribute("data-value") ?? "")),
    );
}
