/** The signals of the log on the page: how they were raised, what is known now, what became of them, and who says so. */
import { join } from "node:path";
import type { RecordedSignal, SignalPrecision } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isBrowserWanted } from "../../browser/browser-at-hand.ts";
import { caseEvent, cases } from "../../generators/events.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { makeToken } from "../program/make-token.ts";
import { untilReady } from "../program/until-ready.ts";
import { seriousFaults } from "./axe.ts";
import { openPage } from "./browser.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";
import { tableOf } from "./table-numbers.ts";

const dayMs = 86_400_000;
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);
/** As the service has it: its days are those of Kazakhstan. */
const todayMs = Date.parse(dayAt(Date.now() + 5 * 3_600_000));
const mondayMs = todayMs - ((new Date(todayMs).getUTCDay() + 6) % 7) * dayMs;
const weekMs = 7 * dayMs;
/** Judged on this Monday: the week that ended four weeks before it. */
const judgedMs = mondayMs - 5 * weekMs;
const weeksBefore = 260;

/** An accident a week, and thirty in the week that is judged; two dead of one accident. */
function* reported(): Generator<object> {
  const place = { region: "KZ-55", sector: "F" };
  for (let week = weeksBefore; week > 0; week -= 1) {
    const occurredAt = dayAt(judgedMs - week * weekMs);
    yield caseEvent({ ...place, occurredAt, notified: { enteredOn: occurredAt } });
  }
  yield* cases(30, {}, { ...place, occurredAt: dayAt(judgedMs), notified: { enteredOn: dayAt(judgedMs + dayMs) } });
  yield* cases(2, { fatal: 2 }, { occurredAt: dayAt(todayMs - 9 * dayMs), region: "KZ-63", sector: "F", accident: "two-dead" });
}

const numbers = (values: readonly (number | null)[]) =>
  values
    .map((value) => String(value ?? ""))
    .join(" ")
    .trim();
const cells = ({ observed, expected, victims, dead, now }: RecordedSignal) => [
  numbers([observed, expected, victims, dead]),
  numbers([now.observed, now.victims, now.dead]),
];

const caption = "Signals of the log";
const nameOfRegion = "Accidents, Pavlodar Region";

describe.skipIf(!isBrowserWanted())("signals of the log", () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await servePage();
    const { positions } = await sendAll(served.qorgau.url, reported());
    await rates(served.qorgau.url, { atLeast: positions });
    // A Monday is judged once: by all that was reported.
    await served.qorgau.stop();
    await served.startAgain({ QORGAU_FALSE_ALARMS: "1" });
    await vi.waitFor(async () => expect((await signals()).recorded.length).toBe(4), { timeout: 90_000, interval: 500 });
  }, 120_000);
  afterAll(() => served.stop());

  const signals = (parameters: Record<string, string> = {}) => getJson<SignalsResponse>(served.qorgau.url, "/v1/signals", parameters);
  const precision = () => getJson<SignalPrecision>(served.qorgau.url, "/v1/signals/precision");
  const idOf = async (region: string) => (await signals({ state: "open" })).recorded.find((one) => one.region === region)!.id;
  const form = (page: Page) => page.getByRole("form", { name: "Say what became of it" });

  test("each as it was raised and as it is known now, with its state; how many were worth it", async () => {
    const shown = await served.inPage("?page=signals", async (page) => ({
      recorded: await tableOf(page, caption),
      precision: await tableOf(page, "How many signals were worth it"),
      states: await page.getByRole("region", { name: caption }).locator("tbody tr td:nth-child(5)").allTextContents(),
    }));
    const { recorded } = await signals();
    expect(recorded.map(({ scope }) => scope).toSorted()).toEqual(["accident", "country", "region", "sector"]);
    expect(shown.recorded).toEqual(recorded.map(cells));
    expect(shown.states).toEqual(["open", "open", "open", "open"]);
    const { raised, open, acknowledged, closed, confirmed, noCause, dataError, knownChange, ...of } = await precision();
    expect(shown.precision.flat()).toEqual([
      ...[raised, open, acknowledged, closed, confirmed, noCause, dataError, knownChange].map(String),
      ...[[of.precision], [of.lower, of.upper], [of.signalsPerMonth], [of.falseAlarms]].map(numbers),
    ]);
  });

  test("the first page names how many are open, and leads to them", async () => {
    const shown = await served.inPage("", async (page) => {
      const link = page.getByRole("link", { name: "Open: signals of series: 3; accidents that several died of: 1" });
      await link.click();
      await page.waitForURL(/\?page=signals&state=open/);
      return tableOf(page, caption);
    });
    expect(shown).toEqual((await signals({ state: "open" })).recorded.map(cells));
  });

  test("by keyboard alone: from the table to the signal, what became of it, and back", async () => {
    const id = await idOf("KZ-55");
    await served.inPage("?page=signals&lang=en", async (page) => {
      const table = page.getByRole("region", { name: caption });
      await table.getByRole("link", { name: nameOfRegion, exact: true }).focus();
      await page.keyboard.press("Enter");
      const heading = page.getByRole("heading", { name: nameOfRegion });
      await heading.waitFor();
      expect(new URL(page.url()).searchParams.get("signal")).toBe(id);
      expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
      // A signal that is closed has a verdict: the form asks for it before it sends anything.
      await page.keyboard.press("Tab");
      await form(page).getByLabel("It is").focus();
      await page.keyboard.type("closed");
      await form(page).getByLabel("Note").focus();
      await page.keyboard.type("Roof supports were overdue.");
      await page.keyboard.press("Enter");
      expect(
        await form(page)
          .getByLabel("What was found")
          .evaluate((element) => element.matches(":invalid")),
      ).toBe(true);
      await form(page).getByLabel("What was found").focus();
      await page.keyboard.type("a cause");
      await form(page).getByLabel("Note").focus();
      await page.keyboard.press("Enter");
      await page.getByText("It is in the log.").waitFor();
      await table.getByText(/^closed; a cause to act on; .*“Roof supports were overdue\.”$/).waitFor();
    });
    expect(await getJson<RecordedSignal>(served.qorgau.url, `/v1/signals/${id}`)).toMatchObject({
      state: "closed",
      acknowledgement: { revision: 1, verdict: "confirmed", note: "Roof supports were overdue.", by: null },
    });
    expect(await precision()).toMatchObject({ closed: 1, confirmed: 1, precision: 1 });
  });

  test("whoever was second is told so, and sends the next revision", async () => {
    const id = await idOf("KZ-63");
    const { page } = await openPage(served.browser, `${served.qorgau.url}/?page=signals&signal=${id}`);
    await form(page).waitFor();
    const sent = await fetch(`${served.qorgau.url}/v1/signals/${id}/acknowledgements`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ revision: 1, state: "acknowledged", note: "From the phone." }),
    });
    expect(sent.status).toBe(200);
    await form(page).getByRole("button").click();
    await page.getByText(/^It was not taken: QG-0642/).waitFor();
    // Of the signal itself: the list beside it may know it before the form does.
    await page
      .locator("section", { has: form(page) })
      .getByText(/“From the phone\.”$/)
      .waitFor();
    await form(page).getByLabel("Note").fill("From the office.");
    await form(page).getByRole("button").click();
    await page.getByText("It is in the log.").waitFor();
    expect(await getJson<RecordedSignal>(served.qorgau.url, `/v1/signals/${id}`)).toMatchObject({
      acknowledgement: { revision: 2, state: "acknowledged", note: "From the office." },
    });
    await page.context().close();
  });

  test("a signal leads to its accidents, as they were known then and as they are known now", async () => {
    const { id, watermark, observed } = (await signals({ region: "KZ-55" })).recorded[0]!;
    const counts = await served.inPage(`?page=signals&signal=${id}`, async (page) => {
      const followed = async (name: string) => {
        await page.getByRole("link", { name }).click();
        const number = page.locator("main dd[data-value]").first();
        await number.waitFor();
        const seen = [await number.getAttribute("data-value"), new URL(page.url()).searchParams.get("cut")];
        await page.goBack();
        await form(page).waitFor();
        return seen;
      };
      return [await followed("Its accidents as known then"), await followed("Its accidents as known now")];
    });
    expect(counts[0]).toEqual([String(observed), watermark]);
    expect(counts[1]?.[0]).toBe(String(observed));
  });

  test("of a past cut nothing can be said", async () => {
    const { recorded, watermark } = await signals();
    await served.inPage(`?page=signals&signal=${recorded[0]!.id}&asOf=${encodeURIComponent(watermark)}`, async (page) => {
      await page.getByRole("region", { name: "Then and now" }).waitFor();
      expect(await form(page).count()).toBe(0);
    });
  });

  test.each([
    ["light", "kk"],
    ["dark", "ru"],
    ["dark", "en"],
  ] as const)("nothing serious for axe-core and nothing cut off: %s, %s", async (colorScheme, lang) => {
    const { recorded } = await signals();
    for (const { id } of recorded.filter(({ scope }) => scope === "accident" || scope === "region")) {
      await served.inPage(
        `?page=signals&signal=${id}&lang=${lang}`,
        async (page) => {
          await page.locator("form.controls").waitFor();
          await page.locator(".figure .table").nth(3).waitFor();
          expect(await seriousFaults(page)).toEqual([]);
          await page.setViewportSize({ width: 360, height: 800 });
          expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
        },
        { colorScheme, reducedMotion: "reduce" },
      );
    }
  });

  test("where callers are asked who they are, an acknowledgement names whose token it was sent with", async () => {
    const file = join(served.directory, "tokens.json");
    const token = await makeToken(file, "--figures", "--name", "the department");
    await served.qorgau.stop();
    await served.startAgain({ QORGAU_FALSE_ALARMS: "1", QORGAU_TOKENS_FILE: file });
    const headers = { authorization: `Bearer ${token}` };
    const read = async () => (await (await fetch(`${served.qorgau.url}/v1/signals?state=open`, { headers })).json()) as SignalsResponse;
    await untilReady(served.qorgau.url);
    const { id } = (await read()).recorded.find(({ scope }) => scope === "country")!;
    const { page } = await openPage(served.browser, `${served.qorgau.url}/?page=signals&signal=${id}`);
    await page.getByLabel("Your token:").fill(token);
    await page.getByRole("button", { name: "Show" }).click();
    await form(page).getByRole("button").click();
    await page.getByText("It is in the log.").waitFor();
    const response = await fetch(`${served.qorgau.url}/v1/signals/${id}`, { headers });
    const { acknowledgement } = (await response.json()) as RecordedSignal;
    expect(acknowledgement).toMatchObject({ revision: 1, state: "acknowledged" });
    expect(acknowledgement?.by).toMatch(/^[0-9a-f]{8}$/);
    await page
      .getByRole("region", { name: caption })
      .getByText(new RegExp(`by ${acknowledgement?.by}$`))
      .waitFor();
    await page.context().close();
  });
});
