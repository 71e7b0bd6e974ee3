/** Early warning, what the last months will be, programmes and the risk map: every number that the page shows of them is the API's own. */
import type { ProgrammeResponse, ProgrammeRow } from "@qorgau/schemas/responses/inspection/programme-response";
import type { RiskMapResponse } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { gapCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import type { MethodExplanation } from "@qorgau/schemas/responses/methods/method-explanation";
import type { NowcastResponse } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { caseEvent, cases, exposureEvent } from "../../generators/events.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { enterpriseEvents } from "./enterprise-events.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";
import { tableOf } from "./table-numbers.ts";

const dayMs = 86_400_000;
const today = new Date().toISOString().slice(0, 10);
const daysAgo = (days: number) => new Date(Date.parse(today) - days * dayMs).toISOString().slice(0, 10);
/** The day of a month so many before this one. */
const dayOf = (monthsBefore: number, day: number) =>
  new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 - monthsBefore, day)).toISOString().slice(0, 10);

const monthsBefore = 75;
const perMonth = 12;

/** Accidents of more than six years: of each month most are entered in it, some in the next one, a few in the one after. */
function* reported(): Generator<object> {
  for (let month = monthsBefore; month > 0; month -= 1) {
    for (let place = 0; place < perMonth; place += 1) {
      const delay = place < 8 ? 0 : place < 11 ? 1 : 2;
      const enteredOn = dayOf(month - delay, 12);
      if (enteredOn > today) continue;
      yield caseEvent({ occurredAt: dayOf(month, 10), region: "KZ-35", sector: "B", notified: { enteredOn } });
    }
  }
  for (const year of [0, 1]) yield exposureEvent({ period: String(Number(today.slice(0, 4)) - year), workers: 7_000_000 });
  yield* enterpriseEvents();
  // More in a week than in half a year, and an accident of three dead.
  const week = { region: "KZ-35", sector: "B", occurredAt: daysAgo(56) };
  yield* cases(30, {}, { ...week, notified: { enteredOn: daysAgo(55) } });
  for (const severity of ["fatal", "fatal", "fatal", "light"]) {
    yield caseEvent({ occurredAt: daysAgo(9), region: "KZ-63", sector: "F", severity, accident: "three-dead" });
  }
}

const texts = (numbers: readonly (number | null)[]) => numbers.map((number) => String(number ?? ""));
const several = (numbers: readonly (number | null)[]) =>
  numbers
    .map((number) => String(number ?? ""))
    .join(" ")
    .trim();

describe.skipIf(!isBrowserWanted())("what is watched", () => {
  let served: ServedPage;
  let qorgau: QorgauProcess;
  beforeAll(async () => {
    served = await servePage();
    ({ qorgau } = served);
    const { positions } = await sendAll(qorgau.url, reported());
    await rates(qorgau.url, { atLeast: positions });
  });
  afterAll(() => served.stop());

  const signalsOf = (page: Page) => tableOf(page, /^Signals/);
  const rowsOf = ({ rows }: SignalsResponse) =>
    rows.map(({ observed, expected, detector, statistic, limit, victims }) => [
      ...texts([observed, expected]),
      several(detector === "farrington_flexible" ? [limit] : [statistic, limit]),
      ...texts([victims]),
    ]);

  test("early warning: what several died of, signals, how each series is watched", async () => {
    const shown = await served.inPage("?page=signals", async (page) => ({
      dead: await tableOf(page, /several died of/),
      signals: await signalsOf(page),
      watched: await tableOf(page, /^How each series/),
    }));
    const body = await getJson<SignalsResponse>(qorgau.url, "/v1/signals");
    expect(body.rows.length).toBeGreaterThan(0);
    expect(body.groupFatalities.map(({ dead }) => dead)).toEqual([3]);
    expect(shown.dead).toEqual(body.groupFatalities.map(({ dead, victims }) => texts([dead, victims])));
    expect(shown.signals).toEqual(rowsOf(body));
    expect(shown.watched).toEqual(
      body.series
        .filter(({ detector }) => detector !== null)
        .map(({ expectedWeekly, statistic, limit, alpha, runLengthDoubled }) =>
          texts([expectedWeekly, statistic, limit ?? alpha, runLengthDoubled]),
        ),
    );
  });

  test("a signal leads to its accidents, and what several died of to that accident", async () => {
    const counts = await served.inPage("?page=signals", async (page) => {
      const followed = async (name: RegExp) => {
        await page.getByRole("link", { name }).first().click();
        const number = page.locator("main dd[data-value]").first();
        await number.waitFor();
        const count = await number.getAttribute("data-value");
        await page.goBack();
        await page.getByRole("heading", { name: "Where to look" }).waitFor();
        return count;
      };
      return [await followed(/^Explain this number: Accidents, Karaganda/), await followed(/^Explain this number: \d+ \w+ \d{4}, East/)];
    });
    const { rows } = await getJson<SignalsResponse>(qorgau.url, "/v1/signals");
    const { from, to } = rows.find(({ measure, region }) => measure === "accidents" && region === "KZ-35")!;
    const { rows: known } = await rates(qorgau.url, { measure: "accidents", region: "KZ-35", from, to });
    expect(known.length).toBe(1);
    expect(counts).toEqual([String(known[0]!.count), "1"]);
  });

  test("a region's signals alone, and why a series is not watched", async () => {
    const reasons = await served.inPage("?page=signals&region=KZ-33", async (page) => {
      await page.getByText(/^There is none since/).waitFor();
      return page.getByRole("region", { name: "Series that are not watched" }).locator("tbody tr").allTextContents();
    });
    const body = await getJson<SignalsResponse>(qorgau.url, "/v1/signals", { region: "KZ-33" });
    expect([body.rows, body.groupFatalities]).toEqual([[], []]);
    expect(reasons).toEqual([
      "Accidents, Zhetisu Regionno rate that the days between accidents could be held against",
      "Fatal accidents, Zhetisu Regionno rate that the days between accidents could be held against",
    ]);
  });

  test("the overview tells of the last thirteen weeks, and leads to the whole", async () => {
    const shown = await served.inPage("", async (page) => {
      const dead = await tableOf(page, /several died of/);
      const signals = await signalsOf(page);
      await page.getByRole("link", { name: "All signals, and how each series is judged" }).click();
      await page.getByRole("heading", { name: /^How each series is watched/ }).waitFor();
      return { dead, signals };
    });
    const { rows } = await rates(qorgau.url, { period: "ytd" });
    const last = rows.at(-1)!.period.slice(11);
    const from = new Date(Date.parse(last) - 91 * dayMs).toISOString().slice(0, 10);
    const body = await getJson<SignalsResponse>(qorgau.url, "/v1/signals", { from });
    expect(shown).toEqual({ dead: [["3", "4"]], signals: rowsOf(body) });
  });

  test("the last months of a line are told as they will be, with how often that held", async () => {
    const nowcastOf = (parameters: Record<string, string>) => getJson<NowcastResponse>(qorgau.url, "/v1/nowcast", parameters);
    // Of what is wholly reported nothing is expected.
    const cells = ({ rows, per }: NowcastResponse) =>
      rows
        .filter(({ share }) => share! < 1)
        .map((row) => [
          ...texts([row.reported, row.share, row.nowcast]),
          several([row.lower, row.upper]),
          ...(per === "none" ? [] : [...texts([row.rate]), several([row.rateLower, row.rateUpper])]),
          ...texts([row.coverage.share]),
        ]);
    const [rated, counted] = [await nowcastOf({}), await nowcastOf({ per: "none", region: "KZ-35" })];
    expect(rated.cells[0]?.coverage.share).not.toBeNull();
    const caption = "What the last months will be once late reports are in";
    const look = async (page: Page) => ({ table: await tableOf(page, caption), held: await page.getByText(/^Measured: of \d+/).count() });
    expect(await served.inPage("?page=explore&view=series&period=month", look)).toEqual({ table: cells(rated), held: 1 });
    expect(await served.inPage("?page=unit&unit=region&code=KZ-35&period=month&per=none", look)).toEqual({
      table: cells(counted),
      held: 1,
    });
    expect((await served.inPage("", look)).held).toBe(1);
  });

  test("programmes: with and without, before and after, how far each reaches", async () => {
    const shown = await served.inPage("?page=programmes", async (page) => [
      await tableOf(page, /^With it and without/),
      await tableOf(page, /^Observed over expected/),
      await tableOf(page, /^Before and after/),
      await tableOf(page, /^How far it reaches/),
    ]);
    const { rows } = await getJson<ProgrammeResponse>(qorgau.url, "/v1/programmes/vision_zero");
    const [{ members, others, standardised, beforeAfter, regressionToMean, coverage }] = rows as [ProgrammeRow];
    const group = (of: typeof members) => [...texts([of.count, of.exposure]), several([of.rate, of.lower, of.upper])];
    const bounded = (of: { ratio: number | null; lower: number | null; upper: number | null }) => several([of.ratio, of.lower, of.upper]);
    expect(members.count).toBeGreaterThan(0);
    expect(shown).toEqual([
      [[...group(members), ...group(others)]],
      [[...texts([standardised.observed, standardised.expected]), bounded(standardised)]],
      [
        [
          ...texts([beforeAfter.enterprises, beforeAfter.before.rate, beforeAfter.after.rate]),
          ...texts([regressionToMean.plainChangePercent, regressionToMean.changePercent, beforeAfter.controlsRatio]),
          bounded(beforeAfter),
        ],
      ],
      [
        texts([
          coverage.enterprises,
          coverage.covered,
          coverage.percent,
          coverage.workers,
          coverage.workersCovered,
          coverage.workersPercent,
        ]),
      ],
    ]);
  });

  test("the risk map: points and score of each enterprise, apart", async () => {
    const { points, scores, caveats } = await served.inPage("?page=riskmap", async (page) => ({
      points: await tableOf(page, "Check-list"),
      scores: await tableOf(page, "Accidents"),
      caveats: await page.getByRole("list", { name: "To be read with it" }).getByRole("listitem").allTextContents(),
    }));
    const body = await getJson<RiskMapResponse>(qorgau.url, "/v1/riskmap");
    const assessed = body.rows.flatMap(({ administrative }) => administrative ?? []);
    expect(assessed.map(({ score }) => typeof score)).toEqual(["number"]);
    expect(points).toEqual(
      assessed.map((of) => [
        ...texts([of.score]),
        several([
          ...[of.gross, of.significantViolated, of.significantAsked, of.significantPoints],
          ...[of.minorViolated, of.minorAsked, of.minorPoints, of.special],
        ]),
      ]),
    );
    const scored = body.rows.flatMap(({ statistical }) => (statistical?.reason === null ? [statistical] : []));
    expect(scored.length).toBe(3);
    expect(scores).toEqual(
      scored.map(({ accidents, fatal, expected, personYears, rate, probability }) =>
        texts([accidents, fatal, expected, personYears, rate, probability]),
      ),
    );
    expect(caveats).toEqual(body.caveats.map(({ text }) => text.en));
  });

  test("how figures come about is told on request beside them, as the service says it, and leads to the cases", async () => {
    const told: Readonly<Record<string, readonly [of: string, parameters: Record<string, string>]>> = {
      "?page=explore&view=series&period=month&per=none": ["nowcast", { period: "month", per: "none" }],
      "?page=signals": ["signals", {}],
      "?page=programmes": ["programme", { programme: "vision_zero" }],
      "?page=riskmap": ["risk_map", {}],
      "?page=unit&unit=region&code=KZ-63": ["days_between", { region: "KZ-63" }],
    };
    for (const [address, [of, parameters]] of Object.entries(told)) {
      const { formulas, linked } = await served.inPage(address, async (page) => {
        const details = page.locator(`details[data-method="${of}"]`).first();
        await details.locator("summary").click();
        await details.getByRole("table", { name: "Formulas" }).waitFor();
        const links = details.locator("li a[href*='page=explain']");
        const first = (await links.count()) === 0 ? null : links.first();
        const rows = await details.getByRole("table", { name: "Formulas" }).locator("tbody td").allTextContents();
        if (first === null) return { formulas: rows, linked: null };
        await first.click();
        const number = page.locator("main dd[data-value]").first();
        await number.waitFor();
        return { formulas: rows, linked: Number(await number.getAttribute("data-value")) };
      });
      const explained = await getJson<MethodExplanation>(qorgau.url, "/v1/explain", { of, ...parameters });
      expect([of, formulas]).toEqual([of, explained.formulas.map(({ text: formula }) => formula)]);
      expect([of, linked === null || linked > 0]).toEqual([of, true]);
    }
  });

  test("what a nowcast and days without a death must not be used for stands beside them, in each language", async () => {
    const { caveats } = await getJson<NowcastResponse>(qorgau.url, "/v1/nowcast");
    for (const lang of ["en", "ru", "kk"] as const) {
      const shown = async (address: string) =>
        served.inPage(`${address}&lang=${lang}`, async (page) => {
          await page.locator("main .caveats li").first().waitFor();
          return page.locator("main .caveats li").allTextContents();
        });
      const ofNowcast = await shown("?page=explore&view=series&period=month&per=none");
      expect(ofNowcast).toEqual(caveats.map(({ text: sentences }) => sentences[lang]));
      const ofUnit = await shown("?page=unit&unit=region&code=KZ-63");
      expect(ofUnit).toEqual(expect.arrayContaining(Object.values(gapCaveats).map((sentences) => sentences[lang])));
    }
  });

  test("a question that has no such answer is shown without it", async () => {
    const captions = await served.inPage("?page=explore&view=series&period=month&measure=severe", async (page) => {
      await page.locator("main table").first().waitFor({ state: "attached" });
      return page.locator("main caption").allTextContents();
    });
    expect(captions).toEqual(["Severely injured, per 1,000 workers"]);
  });
});
