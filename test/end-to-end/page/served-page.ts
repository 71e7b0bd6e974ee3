/** The program and a browser for the tests of one file. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import type { SentOn } from "../../generators/claims-history.ts";
import { bringHistory } from "../program/bring-history.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openPage, startBrowser } from "./browser.ts";

export interface ServedPage {
  /** The program's folder; its own data lie in there. */
  readonly directory: string;
  readonly browser: Browser;
  /** The program that runs now. */
  readonly qorgau: QorgauProcess;
  /** Starts the program again on its data and its port, where it was stopped, with further settings. */
  readonly startAgain: (settings?: Readonly<Record<string, string>>) => Promise<void>;
  /** What is seen on a page of its own, of which the browser had nothing to complain; `path` follows the `/`. */
  readonly inPage: <Seen>(path: string, look: (page: Page) => Promise<Seen>, options?: BrowserContextOptions) => Promise<Seen>;
  readonly stop: () => Promise<void>;
}

/** On a folder of its own, with nothing reported but the history that is brought in before it starts. */
export async function servePage(history: readonly SentOn[] = []): Promise<ServedPage> {
  const directory = await temporaryDirectory();
  if (history.length > 0) await bringHistory(directory, history);
  let qorgau = await startQorgau(directory);
  const browser = await startBrowser();
  return {
    directory,
    browser,
    get qorgau() {
      return qorgau;
    },
    async startAgain(settings = {}) {
      qorgau = await startQorgau(directory, { QORGAU_PORT: new URL(qorgau.url).port, ...settings });
    },
    async inPage(path, look, options = {}) {
      const { page, complaints } = await openPage(browser, `${qorgau.url}/${path}`, options);
      const seen = await look(page);
      expect(complaints).toEqual([]);
      await page.context().close();
      return seen;
    },
    async stop() {
      await browser.close();
      await qorgau.stop();
      await removeDirectory(directory);
    },
  };
}
