/** Claims that are not filed yet: every number that the page shows of them is the API's own. */
import { join } from "node:path";
import { makeToken } from "@qorgau/infra/access/token";
import { changeTokensFile } from "@qorgau/infra/access/tokens-file";
import { capacityBands } from "@qorgau/schemas/responses/claims-response";
import type { IbnrCell, IbnrResponse, IbnrRow } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { claimsHistory } from "../../generators/claims-history.ts";
import { caseEvent } from "../../generators/events.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { openPage } from "./browser.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";
import { tableOf } from "./table-numbers.ts";

type Figures = Omit<NonNullable<IbnrCell["sum"]>, "from" | "to">;

const text = (number: number | null) => String(number ?? "");
const several = (...numbers: (number | null)[]) => numbers.map(text).join(" ").trim();
const counts = ({ reported, expected, lower, upper, outstanding }: Figures) => [
  ...[text(reported), text(expected), several(lower, upper), text(outstanding)],
];
const amounts = ({ reported, expected, outstanding, standardError }: Figures) => [reported, expected, outstanding, standardError].map(text);
const byBand = (a: Pick<IbnrRow, "band">, b: Pick<IbnrRow, "band">) => capacityBands.indexOf(a.band!) - capacityBands.indexOf(b.band!);
/** Of what is wholly filed nothing is expected. */
const isStillFiled = ({ share }: IbnrRow) => share === null || share < 1;

describe.skipIf(!isBrowserWanted())("claims not filed yet", () => {
  let served: ServedPage;
  const ibnr = (parameters: Record<string, string>) => getJson<IbnrResponse>(served.qorgau.url, "/v1/claims/ibnr", parameters);
  beforeAll(async () => {
    served = await servePage(claimsHistory());
    const { positions } = await sendAll(served.qorgau.url, [caseEvent({ occurredAt: new Date().toISOString().slice(0, 10) })]);
    await rates(served.qorgau.url, { atLeast: positions });
  });
  afterAll(() => served.stop());

  test("by band of lost capacity: counts, intervals, and how often such ones held", async () => {
    const shown = await served.inPage("?page=claims", async (page: Page) => ({
      sums: await tableOf(page, /filed and expected$/),
      bands: await page.locator("main table").first().locator("tbody th").allTextContents(),
      delays: await tableOf(page, /^Delays/),
      months: await tableOf(page, /^Claims by month/),
      lines: await page.locator("main svg").count(),
      saved: await page.locator("main .figure").evaluateAll((all) => all.map(({ textContent }) => /CSV/.test(textContent ?? ""))),
    }));
    const { cells, rows } = await ibnr({ by: "band" });
    const inOrder = cells.toSorted(byBand);
    expect(inOrder.map(({ band, reason }) => [band, reason])).toEqual([
      ["5-29", null],
      ["30-59", null],
      ["90-100", null],
    ]);
    expect(shown.bands).toEqual(["5–29 %", "30–59 %", "90–100 %"]);
    expect(shown.sums).toEqual(inOrder.map(({ sum }) => counts(sum!)));
    expect(shown.delays).toEqual(
      inOrder.map(({ coverage, claims, leftOut }) => [
        ...[several(coverage!.share, coverage!.of), several(coverage!.lower, coverage!.upper), text(coverage!.bias)],
        ...[text(claims), text(leftOut)],
      ]),
    );
    expect(inOrder.every(({ coverage }) => coverage?.share !== null)).toBe(true);
    const months = rows.filter(isStillFiled).toSorted((a, b) => a.period.localeCompare(b.period) || byBand(a, b));
    const expected = months.map((row) => [text(row.share), ...counts(row)]);
    expect(expected.length).toBeGreaterThan(10);
    expect(shown.months).toEqual(expected);
    expect(shown.lines).toBe(2);
    // A file has a row for each month: none of sums.
    expect(shown.saved).toEqual([false, true]);
  });

  test("amounts of one insurer, with their standard errors", async () => {
    const source = "urn:kz:insurer:annuity";
    const { sums, delays, months } = await served.inPage(`?page=claims&measure=paid&by=all&source=${source}`, async (page) => ({
      sums: await tableOf(page, /paid and expected: urn:kz:insurer:annuity$/),
      delays: await tableOf(page, /^Delays/),
      months: await tableOf(page, /^Tenge paid by month/),
    }));
    const { cells, rows } = await ibnr({ measure: "paid", source });
    expect(cells[0]?.sum?.standardError).toBeGreaterThan(0);
    expect(sums).toEqual(cells.map(({ sum }) => amounts(sum!)));
    expect(delays).toEqual(cells.map(({ claims, leftOut }) => [text(claims), text(leftOut)]));
    expect(months).toEqual(rows.filter(isStillFiled).map((row) => [text(row.share), ...amounts(row)]));
  });

  test("narrowed to a region and bands, of chosen months, as known at the end of a past day: by its controls", async () => {
    const past = new Date(Date.now() - 200 * 86_400_000).toISOString().slice(0, 10);
    const [from, to] = [`${String(Number(past.slice(0, 4)) - 2)}-01-01`, `${past.slice(0, 7)}-01`];
    const { page } = await openPage(served.browser, `${served.qorgau.url}/?page=claims`);
    const choose = async (name: RegExp, codes: readonly RegExp[]) => {
      const menu = page.locator("details.pick").filter({ has: page.locator("summary", { hasText: name }) });
      await menu.locator("summary").click();
      for (const code of codes) await menu.getByLabel(code).check();
      await menu.locator("summary").click();
    };
    await page.getByLabel("As known at the end of").fill(past);
    await choose(/^Region/, [/^Karaganda/]);
    await choose(/^Bands/, [/^5–29/, /^30–59/]);
    await page.getByLabel("From", { exact: true }).fill(from);
    await page.getByLabel("To", { exact: true }).fill(to);
    await page
      .getByText(/^Claims by month of the accident: Karaganda.*5–29 %, 30–59 %/)
      .first()
      .waitFor();
    const asOf = `${past}T23:59:59+05:00`;
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      page: "claims",
      band: "5-29,30-59",
      region: "KZ-35",
      from,
      to,
      asOf,
    });
    const { cells, rows, lastPeriod } = await ibnr({ by: "band", region: "KZ-35", band: "5-29,30-59", from, to, asOf });
    expect(lastPeriod! < past.slice(0, 7)).toBe(true);
    expect(await tableOf(page, /filed and expected/)).toEqual(cells.toSorted(byBand).map(({ sum }) => counts(sum!)));
    const months = rows.toSorted((a, b) => a.period.localeCompare(b.period) || byBand(a, b));
    expect(await tableOf(page, /^Claims by month/)).toEqual(months.map((row) => [text(row.share), ...counts(row)]));
    expect(months.some(({ share }) => share === 1)).toBe(true);
    await page.getByLabel("As known at the end of").fill("");
    await page.waitForFunction(() => !location.search.includes("asOf"));
    await page.context().close();
  });

  test("what it must not be used for is told first, in each language", async () => {
    for (const lang of ["en", "ru", "kk"] as const) {
      const { sentences, note } = await served.inPage(`?page=claims&measure=paid&lang=${lang}`, async (page) => {
        await page.locator("main table").first().waitFor({ state: "attached" });
        return {
          sentences: await page.locator("main .caveats li").allTextContents(),
          note: await page.locator("main .figure .note").first().textContent(),
        };
      });
      // A sum leaves out the months of which nothing is expected.
      expect(note).toMatch({ en: /too low/, ru: /занижена/, kk: /төмен/ }[lang]);
      expect([lang, sentences.map((sentence) => sentence.includes("30 %"))]).toEqual([lang, [false, true, false]]);
    }
  });

  test("an insurer sees its own by the token that it sends with, and is asked for no other", async () => {
    const source = "urn:kz:insurer:annuity";
    const { token, stored } = makeToken({ grant: { own: [source] }, name: "insurer" });
    const file = join(served.directory, "tokens.json");
    await changeTokensFile(file, (before) => [...before, stored]);
    await served.qorgau.stop();
    await served.startAgain({ QORGAU_TOKENS_FILE: file });
    const { page } = await openPage(served.browser, `${served.qorgau.url}/?page=claims&source=${source}`);
    await page.getByLabel(/Your token/).fill(token);
    await page.keyboard.press("Enter");
    const shown = await tableOf(page, /filed and expected: urn:kz:insurer:annuity$/);
    expect(await page.getByRole("alert").count()).toBe(0);
    await page.context().close();
    // By way of the overview, which such a token shows nothing of.
    const { page: entered } = await openPage(served.browser, served.qorgau.url);
    await entered.getByLabel(/Your token/).fill(token);
    await entered.keyboard.press("Enter");
    await entered.getByRole("alert").waitFor();
    for (const name of ["Reporter's desk", "Claims"]) {
      await entered.getByRole("link", { name: "Overview" }).click();
      await entered.getByLabel(/Your token/).waitFor();
      const followed = entered.waitForResponse((response) => response.url().endsWith("/v1/status"));
      await entered.getByRole("link", { name }).click();
      expect([name, (await followed).status(), await entered.getByLabel(/Your token/).count()]).toEqual([name, 200, 0]);
    }
    await entered.getByLabel(/^Of one insurer/).fill(source);
    await entered.keyboard.press("Enter");
    expect(await tableOf(entered, /filed and expected: urn:kz:insurer:annuity$/)).toEqual(shown);
    expect(await entered.getByRole("alert").count()).toBe(0);
    await entered.context().close();
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${served.qorgau.url}/v1/claims/ibnr?by=band&source=${source}`, { headers });
    const { cells } = (await response.json()) as IbnrResponse;
    expect(shown).toHaveLength(2);
    expect(shown).toEqual(cells.toSorted(byBand).map(({ sum }) => counts(sum!)));
  });
});
