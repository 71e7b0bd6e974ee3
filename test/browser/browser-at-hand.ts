/**
 * The browser that the tests of the page run in: Debian's Chromium, or whatever `QORGAU_TEST_CHROMIUM` names. The headless shell comes first: it
 * has no windows to draw, and opens a page in a fifth of the processor's time (0.11 s instead of 0.55 s). A machine without a browser is told
 * what it did not run, unless it is CI's.
 */
import { delimiter, join } from "node:path";
import { isOnPath } from "../broker/broker-at-hand.ts";

const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/** The browser's file; null where this machine has none. */
export function chromiumPath(environment: NodeJS.ProcessEnv = process.env): string | null {
  const given = environment["QORGAU_TEST_CHROMIUM"] ?? "";
  if (given !== "") return given;
  const path = environment["PATH"] ?? "";
  const [name] = names.filter((one) => isOnPath(one, path));
  const folder = path.split(delimiter).find((one) => name !== undefined && isOnPath(name, one));
  return name === undefined || folder === undefined ? null : join(folder, name);
}

/** Whether the tests of the page are to run: wherever they can, and wherever they must. */
export function isBrowserWanted(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment["QORGAU_TEST_BROWSER"] === "required" || (environment["CI"] ?? "") !== "" || chromiumPath(environment) !== null;
}
