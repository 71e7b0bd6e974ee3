/** Once before all suites: a machine without the tools of the broker suites is told what it does not run. */
import { isBrokerWanted, missingTools } from "./broker-at-hand.ts";

export function setup(): void {
  if (isBrokerWanted()) return;
  const missing = missingTools().join(" and ");
  process.stderr.write(`\nNOT RUN: the suites on a real Kafka broker (*.kafka.ts), for want of ${missing}. CI runs them.\n\n`);
}
