/** Once before all suites: a machine without the tools of the broker suites, or without a browser, is told what it does not run. */
import { isBrowserWanted } from "../browser/browser-at-hand.ts";
import { isBrokerWanted, missingTools } from "./broker-at-hand.ts";

export function setup(): void {
  if (!isBrowserWanted()) process.stderr.write("\nNOT RUN: the tests of the page, for want of Chromium. CI runs them.\n\n");
  if (isBrokerWanted()) return;
  const missing = missingTools().join(" and ");
  process.stderr.write(`\nNOT RUN: the suites on a real Kafka broker (*.kafka.ts), for want of ${missing}. CI runs them.\n\n`);
}
