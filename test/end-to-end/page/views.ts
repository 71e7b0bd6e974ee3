/** An address of every view, and what has to be reported so that each of them shows something. */
import type { Page } from "playwright-core";
import { claimsHistory } from "../../generators/claims-history.ts";
import { caseEvent, cases, exposureEvent } from "../../generators/events.ts";
import { enterpriseEvents } from "./enterprise-events.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { rates, sendAll } from "../program/client.ts";
import { servePage } from "./served-page.ts";
import type { ServedPage } from "./served-page.ts";

export const views = [
  "",
  "?form=tiles",
  "?lang=kk",
  "?lang=ru",
  "?page=year&year=2024",
  "?page=year&year=2025&form=rates&lang=ru",
  "?page=explore&view=map&year=2025",
  "?page=explore&view=tiles&year=2025&lang=kk",
  "?page=explore&view=series&by=severity&lang=ru",
  "?page=explore&view=multiples&per=none",
  "?page=explore&view=funnel&year=2025&lang=kk",
  "?page=explore&view=mining&year=2025&per=none",
  "?page=explore&view=severity",
  "?page=explore&view=years&lang=ru",
  "?page=explore&view=series&period=month&per=none",
  "?page=signals",
  "?page=signals&region=KZ-35&lang=kk",
  "?page=programmes",
  "?page=programmes&view=insured&by=size&lang=ru",
  "?page=riskmap",
  "?page=riskmap&view=administrative&lang=kk",
  "?page=claims",
  "?page=claims&measure=paid&by=insurer&lang=kk",
  "?page=unit&unit=region&code=KZ-35&lang=kk",
  "?page=unit&unit=mine&code=kostenko",
  "?page=explain&period=year&from=2025-01-01&to=2025-12-31&region=KZ-35&lang=ru",
  "?page=desk&source=urn:kz:bin:200140000004&lang=kk",
];

/** The program and a browser with all that they need in the figures. */
export async function serveViews(): Promise<ServedPage> {
  const served = await servePage(claimsHistory());
  const { url } = served.qorgau;
  const occurredAt = new Date().toISOString().slice(0, 10);
  const { positions } = await sendAll(url, [
    ...nationalSample(7, 2_000).events,
    ...enterpriseEvents(),
    ...["KZ-10", "KZ-35", "KZ-62", "KZ-63", "KZ-75"].flatMap((region) => [
      caseEvent({ occurredAt, region, mining: { mine: "kostenko", method: "underground" } }),
      ...cases(2, { fatal: 2 }, { occurredAt, region, sector: "F", accident: `two-dead-${region}` }),
      ...["2024", "2025"].map((period) => exposureEvent({ period, region, workers: 400_000 })),
    ]),
  ]);
  await rates(url, { atLeast: positions });
  return served;
}

const loadingTexts = /^(loading|загрузка|жүктелуде)$/;

/** Resolves once a view shows its figures, and what is dear to compute as well, which comes after the rest; not those that came with the document. */
export async function untilShown(page: Page): Promise<void> {
  await page.locator("main :is(svg, tbody, .desk):visible").first().waitFor();
  await page.locator(".headline").waitFor({ state: "hidden" });
  await page.getByText(loadingTexts).first().waitFor({ state: "hidden" });
}
