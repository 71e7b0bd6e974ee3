/** After the load: a statement every one to three seconds, so that the picture moves. */
import { setTimeout as delay } from "node:timers/promises";
import { sendEvents } from "../import/send-events.ts";
import { drawLiveCase, liveStory } from "./stories/live-story.ts";
import type { Telling } from "./stories/live-story.ts";
import { createRandom } from "./plan/random.ts";

const pauseMs = { shortest: 1000, longest: 3000 } as const;
/** More stories than this are not kept open at a time: the oldest goes on first. */
const openStoriesMax = 12;
const newCaseShare = 0.4;

export interface TrickleOptions {
  readonly url: string;
  readonly seed: string;
  readonly signal: AbortSignal;
}

/** Ends when the signal says so; throws `ImportError` where the door stays silent. */
export async function trickle({ url, seed, signal }: TrickleOptions): Promise<void> {
  // Live cases of one start must not meet those of another: the clock is part of their names and of their chance.
  const started = Date.now().toString(36);
  const random = createRandom(`${seed}/live/${started}`);
  const open: Telling[][] = [];
  for (let count = 1; !signal.aborted; count++) {
    await delay(random.integer(pauseMs.shortest, pauseMs.longest), undefined, { signal });
    if (open.length === 0 || (open.length < openStoriesMax && random.chance(newCaseShare))) {
      open.push(liveStory(drawLiveCase(`L-${started}-${count}`, Date.now(), random), random));
    }
    const story = random.pick([open[0], open.at(-1)]) as Telling[];
    const telling = story.shift() as Telling;
    if (story.length === 0) open.splice(open.indexOf(story), 1);
    await sendEvents([telling(Date.now()).event], { url, signal });
  }
}
