/**
 * All live streams of this process: one subscription for each request, however many make it, and one look at the store for all of them. A
 * second look, at the end of the log, says every second how far the figures are behind.
 */
import { presentedJson } from "@qorgau/infra/http/responses/send-response";
import type { Presentation } from "@qorgau/infra/http/responses/presentation";
import type { Metrics } from "@qorgau/infra/process/metrics";
import { liveEvents } from "@qorgau/schemas/responses/live-events";
import type { LiveBehind, LiveEvent } from "@qorgau/schemas/responses/live-events";
import type { RatesQuery, RatesResponse } from "@qorgau/schemas/responses/rates";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { Behind } from "../http/behind.ts";
import { outageRule } from "../http/respond-to-outages.ts";
import type { WatermarkGate } from "../past/await-watermark.ts";
import { createRecentResults } from "../past/recent-results.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { heartbeat } from "./domain/event-stream.ts";
import { eventFrame } from "./event-frame.ts";
import { createLanes } from "./lanes.ts";
import { createSubscription } from "./subscription.ts";
import type { Subscription } from "./subscription.ts";
import type { Sent } from "./versioned-response.ts";

export interface LiveStreamsOptions {
  readonly reader: Pick<RatesReader, "publishedRates" | "rates">;
  readonly gate: Pick<WatermarkGate, "follow" | "notify">;
  /** Absent where the figures are always those of the whole log. */
  readonly behind?: Pick<Behind, "recordsAfter" | "readiness"> | undefined;
  readonly metrics?: Metrics | undefined;
  /** Of an error that ends streams. */
  readonly onError: (error: unknown) => void;
  /** Between two readings of a request under a steady stream of publications. */
  readonly intervalMs?: number;
  /** Between two looks at how far the figures are behind. */
  readonly tickMs?: number;
}

export interface LiveStreams {
  /** The subscription of this request; `release` when it is needed no more. Null where those there are take all the memory there is for them. */
  subscribe(query: RatesQuery, look: Presentation): Subscribed | null;
  /** Ends every stream. */
  end(): void;
}

export interface Subscribed extends Omit<Subscription, "onLook" | "reportBehind" | "beat" | "end" | "bytes"> {
  readonly release: () => void;
}

interface Shared {
  readonly subscription: Subscription;
  users: number;
}

/** Readings at once, whatever is published: the other connections to the store are for requests. */
const readingsAtOnce = 2;
const responseBytesMax = 64 * 2 ** 20;
const pastStepsMax = 64;
const pastStepBytesMax = 16 * 2 ** 20;
const defaultTickMs = 1_000;
/** Proxies close what is silent for half a minute to a minute. */
const ticksPerHeartbeat = 15;

const heartbeatFrame = Buffer.from(heartbeat);

export function createLiveStreams(options: LiveStreamsOptions): LiveStreams {
  const { reader, gate, behind, metrics, onError, tickMs = defaultTickMs, ...pace } = options;
  const sent = metrics?.counter("qorgau_live_events_total", "Events of live streams sent to listeners, by name.", ["event"]);
  for (const event of liveEvents) sent?.inc({ event }, 0);
  const pastSteps = createRecentResults<Sent>(pastStepsMax, { bytesOf: ({ frame }) => frame.length, bytesMax: pastStepBytesMax });
  const lanes = createLanes(readingsAtOnce);
  const shared = new Map<string, Shared>();
  const each = (act: (subscription: Subscription) => void) => {
    for (const { subscription } of shared.values()) act(subscription);
  };

  let unfollow: (() => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let published: Watermark = new Map();
  let rule: string | null = null;
  let ticks = 0;
  let lastBehind = "";
  let lastFrame: Buffer | null = null;

  const onFailure = (error: unknown): boolean => {
    rule = outageRule(error);
    if (rule === null) onError(error);
    return rule !== null;
  };
  const lookBehind = async ({ recordsAfter, readiness }: Pick<Behind, "recordsAfter" | "readiness">) => {
    const [records, { ready }] = await Promise.all([recordsAfter(published).catch(() => null), readiness()]);
    const reported: LiveBehind = { records, ready, rule };
    if (JSON.stringify(reported) === lastBehind) return;
    lastBehind = JSON.stringify(reported);
    const frame = await eventFrame("behind", reported, null);
    lastFrame = frame;
    each((subscription) => subscription.reportBehind(frame));
  };
  let isLooking = false;
  const tick = () => {
    ticks += 1;
    if (ticks % ticksPerHeartbeat === 0) each((subscription) => subscription.beat(heartbeatFrame));
    if (behind === undefined || isLooking) return;
    isLooking = true;
    lookBehind(behind)
      .catch(onError)
      .finally(() => (isLooking = false));
  };
  const start = () => {
    unfollow = gate.follow({
      onLook: (publication) => {
        ({ watermark: published } = publication);
        rule = null;
        each((subscription) => subscription.onLook(publication));
      },
      onFailure: (error) => void onFailure(error),
    });
    timer = setInterval(tick, tickMs);
  };
  const stop = () => {
    unfollow?.();
    clearInterval(timer);
    [unfollow, lastBehind, lastFrame] = [null, "", null];
  };

  const make = (key: string, query: RatesQuery, look: Presentation): Shared => {
    const presented = (json: RatesResponse) => presentedJson(json, look);
    const subscription = createSubscription({
      ...pace,
      by: query.by,
      key,
      lanes,
      pastSteps,
      onFailure,
      lookAgain: gate.notify,
      onSent: (event: LiveEvent) => sent?.inc({ event }),
      async read() {
        const made = await reader.publishedRates(query);
        return { ...made, response: await presented(made.response) };
      },
      readPast: async (watermark) => presented(await reader.rates(query, { asOf: null, watermark, live: false })),
    });
    if (lastFrame !== null) subscription.reportBehind(lastFrame);
    return { subscription, users: 0 };
  };
  const isFull = () => [...shared.values()].reduce((sum, { subscription }) => sum + subscription.bytes(), 0) >= responseBytesMax;

  return {
    subscribe(query, look) {
      const key = JSON.stringify([query, look.names ? look.language : null]);
      const known = shared.get(key);
      if (known === undefined && isFull()) return null;
      const one = known ?? make(key, query, look);
      shared.set(key, one);
      one.users += 1;
      if (unfollow === null) start();
      const release = () => {
        one.users -= 1;
        if (one.users > 0) return;
        one.subscription.end();
        shared.delete(key);
        if (shared.size === 0) stop();
      };
      return { ...one.subscription, release };
    },
    end: () => each((subscription) => subscription.end()),
  };
}
