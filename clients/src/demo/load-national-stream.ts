/** Sends the national stream through the HTTP ingest endpoint, like any other reporter would. */
import { startProgress } from "@qorgau/infra/cli/progress";
import { sendEvents } from "../import/send-events.ts";
import type { BatchOutcome } from "../import/send-events.ts";
import type { Watermark } from "@qorgau/schemas/watermark";
import { statementsOf, yearsOf } from "./stories/national-stream.ts";

const batchEvents = 1000;
/** So many requests are under way at once: the ingest endpoint works on one while the log writes another. */
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
  /** The highest position that an accepted statement took, by partition. */
  readonly watermark: Watermark;
}

/** Throws `ImportError` where the ingest endpoint stays silent. */
export async function loadNationalStream(options: LoadOptions): Promise<LoadSummary> {
  const years = yearsOf(options).filter((year) => year >= options.sinceYear);
  const progress = startProgress({ title: "loading the national stream", total: years.length * progressPerYear });
  const totals = { statements: 0, rejected: 0, watermark: new Map<number, number>() };
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
  return totals;
}

function count(totals: { statements: number; rejected: number; watermark: Map<number, number> }, outcomes: readonly BatchOutcome[]): void {
  for (const { accepted, rejections, watermark } of outcomes) {
    totals.statements += accepted + rejections.length;
    totals.rejected += rejections.length;
    for (const [partition, offset] of watermark) {
      totals.watermark.set(partition, Math.max(offset, totals.watermark.get(partition) ?? -1));
    }
  }
}
