/** Chromium on the page of a running program. Whatever the browser complains of is kept, so that a test can say that there was nothing. */
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { chromiumPath } from "../../browser/browser-at-hand.ts";

export async function startBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error("no Chromium on this machine; QORGAU_TEST_CHROMIUM may name one");
  // Tests run as root in a container, where the sandbox cannot be set up.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, and answers that were refused, in the order in which they came. */
  readonly complaints: readonly string[];
}

/** A page of its own context: English and 1280 px wide unless told. */
export async function openPage(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(address);
  return { page, complaints };
}
