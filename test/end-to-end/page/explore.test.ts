/** Every number of every view is the API's own for the same state: the cells of the tables hold them as they are. */
import { readFile } from "node:fs/promises";
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import type { FunnelResponse } from "@qorgau/schemas/responses/funnel-response";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { cases, exposureEvent } from "../../generators/events.ts";
import { seededRandom, testScale, testSeed } from "../../generators/random.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openPage } from "./browser.ts";
import { cellsOf, tableOf } from "./table-numbers.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";

const years = [2020, 2021, 2022, 2023, 2024, 2025];
const today = new Date().toISOString().slice(0, 10);
const year2025 = { period: "year", from: "2025-01-01", to: "2025-12-31" };

function* events(): Generator<object> {
  yield* nationalSample(7, 1_500).events;
  for (const year of years) {
    const period = String(year);
    yield exposureEvent({ period, workers: 7_000_000 });
    yield exposureEvent({ period, workers: 400_000, region: "KZ-35" });
    yield exposureEvent({ period, workers: 300_000, region: "KZ-63" });
    yield exposureEvent({ period, workers: 290_000, sector: "B" });
    yield exposureEvent({ period, workers: 600_000, sector: "C" });
    yield exposureEvent({ period, workers: 500_000, sector: "F" });
    yield exposureEvent({ period, workers: 17_000, sector: "05" });
  }
  // A year of which every case has its section and every section its workers.
  for (const [place, sector] of ["B", "C", "F"].entries()) {
    yield exposureEvent({ period: "2019", workers: 500_000, sector });
    for (const region of ["KZ-35", "KZ-63"]) {
      yield exposureEvent({ period: "2019", workers: 40_000, region });
      yield exposureEvent({ period: "2019", workers: 12_000 + place, region, sector });
      yield* cases(9 - place, {}, { occurredAt: "2019-05-17", region, sector });
    }
  }
  // A year of regions that differ by more than chance.
  for (const [place, region] of ["KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-39", "KZ-43"].entries()) {
    yield exposureEvent({ period: "2018", workers: 20_000, region });
    yield* cases(1 + place * place, {}, { occurredAt: "2018-05-17", region });
  }
  for (const region of ["KZ-35", "KZ-10"]) yield* cases(3, { fatal: 1 }, { occurredAt: today, region });
  for (const [place, method] of ["underground", "open_pit"].entries()) {
    yield exposureEvent({ period: "2025", workers: 1_000 * (place + 1), method });
    yield exposureEvent({ period: "2025", workers: 900 * (place + 1), mine: `mine-${place}` });
    yield* cases(9 - place, { fatal: 2 }, { occurredAt: "2025-05-17", mining: { mine: `mine-${place}`, method, hazard: "roof_fall" } });
  }
}

const inAnyOrder = (rows: string[][]) => rows.map((cells) => cells.join(" | ")).toSorted();

describe.skipIf(!isBrowserWanted())("the views of a question", () => {
  let served: ServedPage;
  let qorgau: QorgauProcess;
  let ytd: { period: string; from: string; to: string };
  let pastCut: string;
  beforeAll(async () => {
    served = await servePage();
    ({ qorgau } = served);
    const first = await sendAll(qorgau.url, cases(40, { fatal: 5 }, { occurredAt: "2024-03-04", region: "KZ-35", sector: "C" }));
    pastCut = (await rates(qorgau.url, { atLeast: first.positions })).watermark;
    const { positions } = await sendAll(qorgau.url, events());
    const { rows } = await rates(qorgau.url, { period: "ytd", atLeast: positions });
    const [from = "", to = ""] = rows.at(-1)?.period.split("/") ?? [];
    ytd = { period: "ytd", from, to };
  });
  afterAll(() => served.stop());

  const inPage = <Seen>(state: string, look: (page: Page) => Promise<Seen>) => served.inPage(`?page=${state}`, look);

  const views: [state: string, parameters: () => Record<string, string>][] = [
    ["view=map&year=2021", () => ({ ...year2025, from: "2021-01-01", to: "2021-12-31", by: "region" })],
    ["view=tiles", () => ({ ...ytd, by: "region" })],
    [
      "view=map&year=2025&measure=fatal&per=100000_workers&sector=B,C&exposureBasis=employed",
      () => ({ ...year2025, by: "region", measure: "fatal", per: "100000_workers", sector: "B,C", exposureBasis: "employed" }),
    ],
    ["view=series&region=KZ-35,KZ-62&period=quarter", () => ({ region: "KZ-35,KZ-62", period: "quarter" })],
    [
      "view=series&by=sector&period=rolling12m&from=2023-01-01&to=2024-12-31",
      () => ({ by: "sector", period: "rolling12m", from: "2023-01-01", to: "2024-12-31" }),
    ],
    ["view=multiples&measure=severe", () => ({ by: "sector", measure: "severe" })],
    ["view=mining&year=2025", () => ({ ...year2025, by: "division", sector: "B" })],
    ["view=mining&year=2025&by=method&measure=accidents", () => ({ ...year2025, by: "method", site: "mine", measure: "accidents" })],
    ["view=severity&sector=F", () => ({ by: "severity", sector: "F" })],
    ["view=severity&from=2022-01-01&division=05", () => ({ by: "severity", division: "05", from: "2022-01-01" })],
  ];
  test.each(views)("%s", async (state, parameters) => {
    const shown = await inPage(`explore&${state}`, (page) => tableOf(page, 0));
    const { rows } = await rates(qorgau.url, parameters());
    expect(rows.length).toBeGreaterThan(1);
    expect(inAnyOrder(shown)).toEqual(inAnyOrder(rows.map(cellsOf)));
  });

  const random = seededRandom(testSeed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const drawn = Array.from({ length: 4 * testScale }, () => ({
    measure: pick(["injured", "fatal", "severe", "accidents", "lost_time"]),
    per: pick(["1000_workers", "100000_workers", "none"]),
    period: pick(["year", "quarter", "month", "rolling12m"]),
    by: pick(["region", "sector", "division", "severity"]),
    ...pick([{}, { sector: "B,C" }, { region: "KZ-35,KZ-63" }]),
    from: pick(["2023-01-01", "2024-01-01"]),
    to: pick(["2024-06-30", "2024-12-31"]),
  }));
  test.each(drawn)("a drawn question, now and as of a past cut: %o", async (parameters) => {
    const state = new URLSearchParams({ view: "series", ...parameters });
    const shownAt = (cut: Record<string, string>) => inPage(`explore&${state}&${new URLSearchParams(cut)}`, (page) => tableOf(page, 0));
    const now = await rates(qorgau.url, parameters);
    const then = await rates(qorgau.url, { ...parameters, asOf: pastCut });
    // Without a unit the table has counts alone.
    const cellsIn = ({ rows }: RatesResponse) => rows.map((row) => (parameters.per === "none" ? [String(row.count)] : cellsOf(row)));
    expect(inAnyOrder(await shownAt({}))).toEqual(inAnyOrder(cellsIn(now)));
    expect(inAnyOrder(await shownAt({ asOf: pastCut }))).toEqual(inAnyOrder(cellsIn(then)));
    expect(then.rows).not.toEqual(now.rows);
  });

  test("severity: lost time, and days lost per case", async () => {
    const [lostTime, days] = await inPage("explore&view=severity", async (page) => [await tableOf(page, 1), await tableOf(page, 2)]);
    const { rows: lostTimeRows } = await rates(qorgau.url, { measure: "lost_time" });
    const { rows: daysRows } = await rates(qorgau.url, { measure: "days_lost", per: "case" });
    expect(lostTime).toEqual(lostTimeRows.map(cellsOf));
    expect(days).toEqual(daysRows.map(cellsOf));
  });

  test("years: each month of each year, and this year's months compared", async () => {
    const [months, compared] = await inPage("explore&view=years&compare=previous", async (page) => [
      await tableOf(page, 0),
      await tableOf(page, 1),
    ]);
    const year = Number(ytd.to.slice(0, 4));
    const to = new Date(Date.UTC(year, Number(ytd.to.slice(5, 7)), 0)).toISOString().slice(0, 10);
    const before = await rates(qorgau.url, { period: "month", from: `${year - 5}-01-01`, to });
    const rateOf = new Map(before.rows.map(({ period, rate }) => [period, String(rate ?? "")]));
    const monthNames = Array.from({ length: 12 }, (_, month) => String(month + 1).padStart(2, "0"));
    const columns = Array.from({ length: 6 }, (_, place) => year - 5 + place);
    expect(months).toEqual(monthNames.map((month) => columns.map((of) => rateOf.get(`${of}-${month}`) ?? "")));
    const { rows } = await rates(qorgau.url, { period: "month", from: `${year}-01-01`, to, compare: "previous" });
    const written = rows.map((row) => {
      const { count, rate, ratio, lower, upper } = row.previous!;
      const [own = "", ownRate = "", interval = "", exposure = ""] = cellsOf(row);
      return [own, ownRate, interval, String(count), String(rate ?? ""), [ratio, lower, upper].join(" ").trim(), exposure];
    });
    expect(compared).toEqual(written);
  });

  test.each([
    ["as they are", "2025", {}],
    ["with the sections' rates", "2019", { standard: "2019" }],
  ])("funnel, areas %s", async (_name, year, standard) => {
    const shown = await inPage(`explore&${new URLSearchParams({ view: "funnel", year, measure: "injured", ...standard })}`, (page) =>
      tableOf(page, 0),
    );
    const body = await getJson<FunnelResponse>(qorgau.url, "/v1/funnel", {
      period: "year",
      from: `${year}-01-01`,
      to: `${year}-12-31`,
      by: "region",
      measure: "injured",
      ...standard,
    });
    expect(body.target).not.toBeNull();
    expect(shown).toEqual(
      body.rows.map(({ count, exposure, rate, expected, ratio, limits, inflated }) => {
        const of = body.overdispersed ? inflated : limits;
        const [low, high, lowest, highest] = [of?.lower95, of?.upper95, of?.lower998, of?.upper998];
        const [interval, wider] = [[low, high].join(" ").trim(), [lowest, highest].join(" ").trim()];
        const ofStandard = body.standard === undefined ? [] : [ratio];
        return [count, exposure, rate, expected, ...ofStandard, interval, wider].map((one) => String(one ?? ""));
      }),
    );
  });

  test("funnel: smoothed rates beside the observed ones, or why there are none", async () => {
    const shown = await inPage("explore&view=funnel&year=2018", (page) => tableOf(page, /^Smoothed/));
    const { rows } = await rates(qorgau.url, {
      ...{ period: "year", from: "2018-01-01", to: "2018-12-31" },
      ...{ by: "region", measure: "accidents", smooth: "gamma_poisson" },
    });
    expect(rows.map(({ smoothed }) => smoothed?.heterogeneity)).toEqual(Array.from({ length: 8 }, () => "found"));
    const numbers = rows.map(({ rate, smoothed }) => [[rate], [smoothed?.rate], [smoothed?.lower, smoothed?.upper], [smoothed?.ratio]]);
    expect(shown).toEqual(numbers.map((cells) => cells.map((cell) => cell.join(" "))));
    const reason = await inPage("explore&view=funnel&year=2025", async (page) => {
      const note = page.getByText(/^No smoothed rates/);
      await note.waitFor({ state: "attached" });
      return note.textContent();
    });
    expect(reason).toContain("fewer than eight");
  });

  test("funnel: smoothed rates are saved as they are shown, stay while those of a newer cut are computed, and say where they are refused", async () => {
    const address = `${qorgau.url}/?page=explore&view=funnel&year=2018`;
    const { page } = await openPage(served.browser, address);
    const shown = await tableOf(page, /^Smoothed/);
    const figure = page.locator(".figure", { has: page.getByRole("heading", { name: /^Smoothed/ }) });
    await figure.getByText("Save").click();
    const [file] = await Promise.all([page.waitForEvent("download"), figure.getByRole("button", { name: "CSV" }).click()]);
    expect(await readFile(await file.path(), "utf8")).toMatch(/smoothed/i);

    const isRequested = new Promise<void>((resolve) => {
      // It is left unanswered.
      void page.route(/smooth=/, () => resolve());
    });
    await sendAll(qorgau.url, cases(1, {}, { occurredAt: today, region: "KZ-10" }));
    await isRequested;
    expect(await figure.locator("tbody tr").count()).toBe(shown.length);

    // The service's own refusal of what it does not know.
    await page.route(/smooth=/, (route) => route.continue({ url: route.request().url().replace("gamma_poisson", "unknown") }));
    await page.reload();
    expect(await page.getByRole("alert").textContent()).toContain("QG-");
    await page.context().close();
  });

  test("a choice is in the address, and back undoes it", async () => {
    await inPage("explore&view=series", async (page) => {
      await page.getByRole("combobox", { name: "Measure", exact: true }).selectOption({ label: "Days lost" });
      await page.getByRole("combobox", { name: "Unit", exact: true }).selectOption({ label: "per case" });
      await page.getByRole("heading", { name: "Days lost, per case" }).waitFor();
      expect(new URL(page.url()).search).toBe("?page=explore&view=series&measure=days_lost&per=case");
      // What does not go with another measure is not kept.
      await page.getByRole("combobox", { name: "Measure", exact: true }).selectOption({ label: "Dead" });
      await page.getByRole("heading", { name: "Dead, per 1,000 workers" }).waitFor();
      expect(new URL(page.url()).search).toBe("?page=explore&view=series&measure=fatal");
      await page.goBack();
      await page.getByRole("heading", { name: "Days lost, per case" }).waitFor();
    });
  });

  test("every row leads to what it is made of, as of the cut that it was seen at", async () => {
    const { numbers, shownCases, link } = await inPage("explore&view=mining&year=2025&by=mine", async (page) => {
      await page.getByRole("button", { name: "Table" }).click();
      await page.getByRole("link", { name: "Explain this number: mine-1" }).click();
      const numbersShown = page.locator("main dd[data-value]");
      await numbersShown.first().waitFor();
      await page.getByRole("region", { name: /^Cases shown/ }).waitFor();
      return {
        numbers: await numbersShown.evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-value"))),
        shownCases: await page
          .getByRole("region", { name: /^Cases shown/ })
          .locator("tbody tr")
          .count(),
        link: await page.getByLabel("Link to this").inputValue(),
      };
    });
    const body = await getJson<ExplainResponse>(qorgau.url, "/v1/explain", { ...year2025, mine: "mine-1", site: "mine" });
    const { count, exposure, rate, lower, upper } = body.row;
    expect(numbers).toEqual([String(count), String(exposure ?? ""), String(rate ?? ""), `${lower ?? ""} ${upper ?? ""}`.trim()]);
    expect(shownCases).toBe(8);
    // What comes later does not change what the link gives.
    const { positions } = await sendAll(qorgau.url, cases(3, {}, { occurredAt: "2025-05-18", mining: { mine: "mine-1" } }));
    await rates(qorgau.url, { atLeast: positions });
    const again = (await (await fetch(link)).json()) as RatesResponse;
    expect(again.rows).toEqual([body.row]);
  });
});
