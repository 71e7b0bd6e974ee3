/** Sends the national stream through the HTTP door, like any other reporter would. */
import { startProgress } from "@qorgau/infra/cli/progress";
import { sendEvents } from "../import/send-events.ts";
import type { BatchOutcome } from "../import/send-events.ts";
import { statementsOf, yearsOf } from "./stories/national-stream.ts";

const batchEvents = 1000;
/** So many requests are under way at once: the door works on one while the log writes another. */
const requestsAtOnce = 4;
const progressPerYear = 1000;

export interface LoadOptions {
  readonly url: string;
  readonly seed: string;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** Years before this one are left out. */
  readonly sinceYear: number;
}

export interface LoadSummary {
  readonly statements: number;
  readonly rejected: number;
  readonly tookMs: number;
}

/** Throws `ImportError` where the door stays silent. */
export async function loadNationalStream(options: LoadOptions): Promise<LoadSummary> {
  const startedMs = performance.now();
  const years = yearsOf(options).filter((year) => year >= options.sinceYear);
  const progress = startProgress({ title: "loading the national stream", total: years.length * progressPerYear });
  const totals = { statements: 0, rejected: 0 };
  try {
    for (const [index, year] of years.entries()) {
      const events = statementsOf(year, options).map(({ event }) => event);
      for (let from = 0; from < events.length; from += batchEvents * requestsAtOnce) {
        const batches = Array.from({ length: requestsAtOnce }, (_, batch) =>
          events.slice(from + batch * batchEvents, from + (batch + 1) * batchEvents),
        );
        const outcomes = await Promise.all(batches.filter((batch) => batch.length > 0).map((batch) => sendEvents(batch, options)));
        count(totals, outcomes);
        const share = Math.min(1, (from + batchEvents * requestsAtOnce) / events.length);
        progress.update((index + share) * progressPerYear, `${year}, ${totals.statements} statements`);
      }
    }
  } finally {
    progress.stop();
  }
  return { ...totals, tookMs: performance.now() - startedMs };
}

function count(totals: { statements: number; rejected: number }, outcomes: readonly BatchOutcome[]): void {
  for (const { accepted, rejections } of outcomes) {
    totals.statements += accepted + rejections.length;
    totals.rejected += rejections.length;
  }
}
