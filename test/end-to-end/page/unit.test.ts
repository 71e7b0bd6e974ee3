/** The page of a unit: each of its numbers is the API's for the same question. */
import { join } from "node:path";
import type { DeadlinesResponse } from "@qorgau/schemas/responses/deadlines-response";
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import type { RevisionsResponse } from "@qorgau/schemas/responses/revisions-response";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { caseEvent, cases, exposureEvent } from "../../generators/events.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import { makeToken } from "../program/make-token.ts";
import { openPage } from "./browser.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";
import { cellsOf, tableOf } from "./table-numbers.ts";

const today = new Date().toISOString().slice(0, 10);
const thisYear = today.slice(0, 4);
const basis = { exposureBasis: "employed" };
const years = [...Array.from({ length: 6 }, (_, place) => String(Number(thisYear) - 5 + place))];

function* events(): Generator<object> {
  yield* nationalSample(3, 1_500).events;
  for (const period of years) {
    yield exposureEvent({ period, workers: 7_000_000 });
    yield exposureEvent({ period, workers: 400_000, region: "KZ-35" });
    yield exposureEvent({ period, workers: 290_000, sector: "B" });
    yield exposureEvent({ period, workers: 17_000, sector: "05" });
  }
  yield* cases(5, { fatal: 2 }, { occurredAt: today, region: "KZ-35", sector: "05.10" });
  yield* cases(4, { fatal: 1 }, { occurredAt: `${Number(thisYear) - 1}-01-01`, region: "KZ-35", sector: "05.10" });
  // A notice that was in time, and one that was not.
  for (const inspectorateAt of [`${thisYear}-01-12T09:00:00+05:00`, `${thisYear}-01-20T09:00:00+05:00`])
    yield caseEvent({ occurredAt: `${thisYear}-01-11`, notified: { learnedAt: `${thisYear}-01-11T12:00:00+05:00`, inspectorateAt } });
}

const numbersOf = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((elements) => elements.map((element) => element.getAttribute("data-value") ?? ""));

const written = (...numbers: (number | null | undefined)[]) =>
  numbers
    .map((number) => String(number ?? ""))
    .join(" ")
    .trim();

describe.skipIf(!isBrowserWanted())("the page of a unit", () => {
  let served: ServedPage;
  let url: string;
  let ytd: { period: string; from: string; to: string };
  beforeAll(async () => {
    served = await servePage();
    ({ url } = served.qorgau);
    const { positions } = await sendAll(url, events());
    const { rows } = await rates(url, { period: "ytd", atLeast: positions });
    const [from = "", to = ""] = rows.at(-1)?.period.split("/") ?? [];
    ytd = { period: "ytd", from, to };
  });
  afterAll(() => served.stop());

  const rowsOf = async (parameters: Record<string, string>) => (await rates(url, { ...parameters, ...basis })).rows;
  /** What a headline of a unit writes of a measure. */
  const headlineOf = async (own: Record<string, string>) => {
    const [before, five] = [
      (await rowsOf({ ...ytd, ...own, compare: "year_before" })).at(-1)!,
      (await rowsOf({ ...ytd, ...own, compare: "five_years" })).at(-1)!,
    ];
    return [
      written(before.count),
      written(before.rate, before.lower, before.upper),
      written(before.previous!.count, before.previous!.rate),
      written(five.previous?.rate),
      ...(before.rate === null ? [] : [written(before.exposure)]),
    ];
  };

  test.each([
    ["region", "KZ-35", {}],
    ["sector", "B", {}],
    ["division", "05", { sector: "B" }],
  ])("%s %s: this year to date, its line and the line above it, its cases by severity", async (unit, code, above) => {
    const own = { [unit]: code };
    const seen = await served.inPage(`?page=unit&unit=${unit}&code=${code}`, async (page) => ({
      line: await tableOf(page, 0),
      above: await tableOf(page, 1),
      severity: await tableOf(page, "Cases by severity"),
      injured: await numbersOf(page, '[data-headline="injured"] [data-value]'),
      fatal: await numbersOf(page, '[data-headline="fatal"] [data-value]'),
      days: await numbersOf(page, '[data-headline="days"] [data-value]'),
    }));
    expect(seen.line).toEqual((await rowsOf(own)).map(cellsOf));
    expect(seen.above).toEqual((await rowsOf(above)).map(cellsOf));
    const bySeverity = await rates(url, { ...own, by: "severity", per: "none" });
    expect(seen.severity).toEqual(bySeverity.rows.map(({ count }) => [String(count)]));
    expect(seen.injured).toEqual(await headlineOf(own));
    expect(seen.fatal).toEqual(await headlineOf({ ...own, measure: "fatal", per: "100000_workers" }));
    const { rows } = await getJson<FatalityFreeResponse>(url, "/v1/fatality-free-days", own);
    const { daysSince, longestDays, fatalities } = rows[0]!;
    expect(seen.days).toEqual([daysSince, daysSince, longestDays, fatalities].map((number) => written(number)));
  });

  test("its denominators, what was revised last, how its terms are kept", async () => {
    const seen = await served.inPage("?page=unit&unit=region&code=KZ-35", async (page) => ({
      denominators: await tableOf(page, "Statements of the denominator"),
      revised: await tableOf(page, /^The last/),
      deadlines: await tableOf(page, "By the date of the accident"),
    }));
    const parameters = { ...ytd, ...basis, region: "KZ-35" };
    const { exposures } = await getJson<ExplainResponse>(url, "/v1/explain", parameters);
    expect(exposures.length).toBeGreaterThan(0);
    expect(seen.denominators).toEqual(exposures.map(({ value }) => [String(value)]));
    const { values } = await getJson<RevisionsResponse>(url, "/v1/revisions", { ...parameters, limit: "1000" });
    expect(seen.revised).toEqual(
      values
        .slice(-5)
        .toReversed()
        .map(({ count, rate, exposure }) => [count, rate, exposure].map((number) => written(number))),
    );
    const clocks = await getJson<DeadlinesResponse>(url, "/v1/clocks", { by: "region", from: ytd.from });
    const rows = clocks.rows.filter(({ region }) => region === "KZ-35");
    expect(rows.find(({ clock }) => clock === "inspectorate")).toMatchObject({ told: 2, late: 1 });
    expect(seen.deadlines).toEqual(
      rows.map(({ cases: of, told, within, extended, late, undetermined, reversed, median, p90 }) =>
        [of, told, within, extended, late, undetermined, reversed, median, p90].map((number) => written(number)),
      ),
    );
  });

  test("of a token that shows figures alone the figures are shown, and what it may not show says so", async () => {
    const folder = await temporaryDirectory();
    const file = join(folder, "tokens.json");
    const [token, send] = [await makeToken(file, "--figures"), await makeToken(file, "--source", "urn:kz:bin:200140000004")];
    const guarded = await startQorgau(join(folder, "data"), { QORGAU_TOKENS_FILE: file });
    const body = JSON.stringify(caseEvent({ occurredAt: today, region: "KZ-35" }));
    const headers = { "content-type": "application/cloudevents+json", authorization: `Bearer ${send}` };
    expect((await fetch(`${guarded.url}/v1/events`, { method: "POST", headers, body })).status).toBe(202);
    const { page } = await openPage(served.browser, `${guarded.url}/?page=unit&unit=region&code=KZ-35`);
    await page.getByLabel("Your token").fill(token);
    await page.getByRole("button", { name: "Show" }).click();
    await page.locator('[data-headline="injured"] strong').getByText("1", { exact: true }).waitFor();
    await page
      .getByText(/QG-08\d\d/)
      .first()
      .waitFor();
    expect(await page.getByLabel("Your token").count()).toBe(0);
    await page.context().close();
    await guarded.stop();
    await removeDirectory(folder);
  });
});
