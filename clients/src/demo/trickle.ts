/** After the load: cases at the pace of the country, about four injured a day, or so many times faster. */
import { setTimeout as delay } from "node:timers/promises";
import { sendEvents } from "../import/send-events.ts";
import { createRandom } from "./plan/random.ts";
import { drawLiveCase, liveStory } from "./stories/live-story.ts";
import type { Report } from "./stories/live-story.ts";

const hourMs = 3_600_000;
/** 1,408 victims in 2024: 3.9 a day (`plan/published-figures.ts`). */
export const injuredPerDay = 4;
/** From one statement of a case to the next. */
const hoursBetweenStatements = 12;
/** Timers hold no more. */
const longestWaitMs = 24 * hourMs;

export interface TrickleOptions {
  readonly url: string;
  readonly seed: string;
  readonly signal: AbortSignal;
  /** How many times faster than the country's. */
  readonly speed: number;
}

interface Due {
  readonly atMs: number;
  readonly story: readonly Report[];
}

/** Goes on until the signal aborts, and then rejects with its reason, or resolves; throws `ImportError` where the ingest endpoint stays silent. */
export async function trickle({ url, seed, signal, speed }: TrickleOptions): Promise<void> {
  // Live cases of one start must not meet those of another: the clock is part of their names and of their chance.
  const started = Date.now().toString(36);
  const random = createRandom(`${seed}/live/${started}`);
  const after = (hours: number) => Date.now() + waitMs(hours, speed, random.next());
  let nextCaseMs = after(24 / injuredPerDay);
  let open: Due[] = [];
  for (let count = 1; !signal.aborted;) {
    const nextMs = Math.min(nextCaseMs, ...open.map(({ atMs }) => atMs));
    await delay(Math.min(longestWaitMs, Math.max(0, nextMs - Date.now())), undefined, { signal });
    if (Date.now() < nextMs) continue;
    if (nextCaseMs === nextMs) {
      open.push({ atMs: nextMs, story: liveStory(drawLiveCase(`L-${started}-${count}`, Date.now(), random), random) });
      count += 1;
      nextCaseMs = after(24 / injuredPerDay);
    }
    const due = open.find(({ atMs }) => atMs === nextMs);
    open = open.filter((one) => one !== due);
    const [report, ...story] = due?.story ?? [];
    if (report === undefined) continue;
    if (story.length > 0) open.push({ atMs: after(hoursBetweenStatements), story });
    await sendEvents([report(Date.now()).event], { url, signal });
  }
}

/** Waits of events that do not know of each other: exponential, of that mean. `chance` is 0 up to, not including, 1. */
export function waitMs(meanHours: number, speed: number, chance: number): number {
  return (-Math.log(1 - chance) * meanHours * hourMs) / speed;
}
