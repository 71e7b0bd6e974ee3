/** `npm run demo`: the service plus a national stream calibrated to the published totals, then a live trickle. All of it is made up. */
import { setTimeout as delay } from "node:timers/promises";
import { includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { loadNationalStream } from "./load-national-stream.ts";
import { firstYear } from "./stories/national-stream.ts";
import { figuresOf } from "./plan/published-figures.ts";
import { trickle } from "./trickle.ts";

const demoSeed = "qorgau";
const readyIntervalMs = 250;
const readyAttemptsMax = 240;

export interface DemoOptions {
  /** Where the service listens. */
  readonly url: string;
  /** How many times faster than the country's time runs after the load. */
  readonly speed: number;
  /** Ends the demo, quietly. */
  readonly signal: AbortSignal;
  /** For a person; standard error where absent. */
  readonly say?: (line: string) => void;
}

/** Runs until the signal says stop. Throws `ImportError` where the ingest endpoint stays silent. */
export async function runDemo({ url, speed, signal, say = (line) => void process.stderr.write(`${line}\n`) }: DemoOptions): Promise<void> {
  try {
    const nowMs = Date.now();
    const thisYear = new Date(nowMs).getUTCFullYear();
    const isThere = await isLoaded(url, signal);
    if (isThere) say("The national stream is there already; sending what is new.");
    const sinceYear = isThere ? thisYear - 1 : firstYear;
    const startedMs = performance.now();
    const { statements, rejected, watermark } = await loadNationalStream({ url, seed: demoSeed, nowMs, signal, sinceYear });
    const seconds = () => ((performance.now() - startedMs) / 1000).toFixed(1);
    say(
      `${statements} statements are in the log after ${seconds()} s${rejected === 0 ? "" : `, ${rejected} refused`}; now they are counted.`,
    );
    await untilCounted(url, watermark, signal);
    say(`The national stream is loaded and in the figures, after ${seconds()} s.`);
    say(
      `Now live: about ${Math.round(4 * speed)} injured a day${speed === 1 ? ", as in the country; npm run demo -- --speed=1000 for a few a minute" : ""}. ` +
        "Everything in this demo is made up but the published totals it adds up to.",
    );
    await trickle({ url, seed: demoSeed, signal, speed });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Resolves once the published figures include all that was sent. */
async function untilCounted(url: string, sent: Watermark, signal: AbortSignal): Promise<void> {
  for (;;) {
    const response = await fetch(new URL("/v1/status", url), { signal });
    const { watermark = "" } = response.ok ? ((await response.json()) as { watermark?: string }) : {};
    if (includes(parseWatermark(watermark) ?? new Map(), sent)) return;
    await delay(readyIntervalMs, undefined, { signal });
  }
}

/** The first year is loaded last, so where its total is published, all are. Wrongly taken for empty, it is sent again, which is harmless. */
async function isLoaded(url: string, signal: AbortSignal): Promise<boolean> {
  await untilReady(url, signal);
  const request = new URL(`/v1/rates?per=none&from=${firstYear}-01-01&to=${firstYear}-12-31`, url);
  const response = await fetch(request, { signal });
  if (!response.ok) return false;
  const { rows } = (await response.json()) as { rows: ReadonlyArray<{ count: number }> };
  const expected = figuresOf(firstYear).cumulative.at(-1)?.injured ?? 0;
  return rows.reduce((sum, { count }) => sum + count, 0) >= expected;
}

/** What an earlier run left in the log must be folded before the request makes sense. Goes on in any case after a minute. */
async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < readyAttemptsMax; attempt++) {
    const { ok } = await fetch(new URL("/readyz", url), { signal });
    if (ok) return;
    await delay(readyIntervalMs, undefined, { signal });
  }
}
