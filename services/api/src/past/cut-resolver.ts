/** From the text of `asOf` to the cut it names, waiting where that takes a moment and appending ticks where nothing else comes. */
import { setTimeout as delay } from "node:timers/promises";
import { withTimeout } from "@qorgau/infra/process/with-timeout";
import type { Store } from "@qorgau/infra/store/store";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { WatermarkGate } from "./await-watermark.ts";
import { ResponseError, unavailable } from "../published/response-error.ts";
import { readCut } from "../published/read-published.ts";
import { parseAsOf } from "./as-of.ts";
import type { RequestedCut, CutResolver } from "./requested-cut.ts";
import { readInstantWatermark } from "./instant-watermark.ts";
import { createRecentResults } from "./recent-results.ts";
import { settlementOf } from "./settlement.ts";

/** What of the log is needed to settle an instant. */
export interface PastTools {
  /** The last durable offset of every partition that holds records. */
  readonly end: () => Promise<Watermark>;
  /** Gives the place of a record behind `after`, the last that is known: it appends one where none comes (`ticker.ts`). */
  readonly tick: (partition: number, after?: number) => Promise<{ readonly partition: number; readonly offset: number }>;
}

export interface CutResolverOptions {
  readonly store: Store;
  /** Where published cuts are waited for. */
  readonly gate: Pick<WatermarkGate, "until">;
  readonly log: PastTools;
  readonly clock?: () => number;
  /** DESIGN, section 4: "a few seconds at most". */
  readonly waitMsMax?: number;
}

/** An instant takes two short texts; a page asks for a handful, an archive for hundreds. */
const instantsMax = 1000;
const lookAgainMs = 20;

/**
 * An instant may take `waitMsMax` milliseconds (5,000) to settle, in which ticks are appended to the log. The cuts of the last 1,000
 * instants are remembered, since they never change.
 */
export function createCutResolver({ store, gate, log, clock = Date.now, waitMsMax = 5000 }: CutResolverOptions): CutResolver {
  const settled = createRecentResults<Watermark>(instantsMax);

  /** Resolves with the published cut once the instant is settled at it. */
  const settle = async (instantMs: number): Promise<PublishedCut> => {
    const deadlineMs = performance.now() + waitMsMax;
    const restMs = () => deadlineMs - performance.now();
    const inTime = <Result>(work: Promise<Result>) => withTimeout(restMs(), work, notYet);
    for (;;) {
      // In this order: what is durable at the end can only be more than what is published.
      const cut = (await readCut(store)) ?? nothingPublished;
      const moment = { cut, published: watermarkOf(cut), end: await inTime(log.end()), nowMs: clock() };
      const settlement = settlementOf(instantMs, moment);
      if (settlement.state === "settled") return cut;
      if (settlement.state === "to_come") throw new ResponseError("answer_refused", [fault("QG-0802", "asOf")]);
      if (restMs() <= 0) throw notYet();
      const { records, ticks } = settlement;
      const wanted = new Map([...records, ...(await inTime(ticked(log, ticks, moment.end)))]);
      // A tick that is shared with others may be published already and be older than the instant: the next one comes soon.
      if (!includes(moment.published, wanted)) await published(wanted, restMs());
      else await delay(Math.min(restMs(), Math.max(lookAgainMs, instantMs + 1 - moment.nowMs)));
    }
  };

  /** The end is read anew: what was acknowledged a moment ago is held. Where the log does not say, what is waited for may still come. */
  const refuseUnheld = async (wanted: Watermark, pointer: string) => {
    if (includes(watermarkOf((await readCut(store)) ?? nothingPublished), wanted)) return;
    const end = await withTimeout(waitMsMax, log.end(), notYet).catch(() => null);
    if (end === null || includes(end, wanted)) return;
    throw new ResponseError("answer_refused", [fault("QG-0872", pointer, { end: formatWatermark(end) })]);
  };

  const published = async (wanted: Watermark, waitMs = waitMsMax) => {
    if (!(await gate.until(wanted, waitMs))) throw notYet();
  };

  return {
    refuseUnheld,
    async live() {
      return { asOf: null, watermark: watermarkOf((await readCut(store)) ?? nothingPublished), live: true };
    },
    async resolve(text): Promise<RequestedCut> {
      const requested = parseAsOf(text);
      if (requested === null) throw new ResponseError("answer_refused", [fault("QG-0801", "asOf")]);
      if ("watermark" in requested) {
        const reached = published(requested.watermark);
        // Both at once: what the log does not hold is not waited for, and a log that does not say takes no time of its own.
        await Promise.race([reached, refuseUnheld(requested.watermark, "asOf").then(() => reached)]);
        return { asOf: null, watermark: inOrder(requested.watermark), live: false };
      }
      const { instant, instantMs } = requested;
      const read = async () => readInstantWatermark(store, instantMs, watermarkOf(await settle(instantMs)));
      const watermark = await settled.get(instant, read);
      return { asOf: instant, watermark, live: false };
    },
  };
}

/** Before the aggregator has written its first cut there are no partitions to be settled, so nothing ever is. */
const nothingPublished: PublishedCut = {
  watermark: "",
  partitions: 1,
  effectiveAt: {},
  fold: 0,
  exposureVersion: "0",
  recordsSinceCut: 0,
};

function watermarkOf({ watermark }: PublishedCut): Watermark {
  return parseWatermark(watermark) ?? new Map<number, number>();
}

/** Partitions ascending, as every response has them. */
function inOrder(watermark: Watermark): Watermark {
  return parseWatermark(formatWatermark(watermark)) ?? watermark;
}

async function ticked(log: PastTools, partitions: readonly number[], end: Watermark): Promise<Watermark> {
  try {
    const ticks = await Promise.all(partitions.map((partition) => log.tick(partition, end.get(partition) ?? -1)));
    return new Map(ticks.map(({ partition, offset }) => [partition, offset]));
  } catch (cause) {
    throw notYet(cause);
  }
}

function notYet(cause?: unknown): ResponseError {
  return unavailable("QG-0803", "asOf", cause);
}
