/**
 * One live request, shared by all who make it. The store is read once for each publication, at most every half second, however many listen;
 * each event is made once. What a listener misses while it is slow or away is made up for by a change or a snapshot.
 */
import { endWithCaller, forEverybody, whileWaitedFor } from "@qorgau/infra/process/caller-signal";
import { mapInPieces } from "@qorgau/infra/process/in-pieces";
import { withTimeout } from "@qorgau/infra/process/with-timeout";
import type { LiveEvent } from "@qorgau/schemas/responses/live-events";
import type { RateDimension, RatesResponse } from "@qorgau/schemas/responses/rates";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { Publication } from "../past/await-watermark.ts";
import type { RecentResults } from "../past/recent-results.ts";
import type { Made } from "../published/response-cache.ts";
import { unavailable } from "../published/response-error.ts";
import type { Lanes } from "./lanes.ts";
import type { Listener } from "./listener.ts";
import { createListening } from "./listening.ts";
import { stepFrom, versionedResponse } from "./versioned-response.ts";
import type { Sent, VersionedResponse } from "./versioned-response.ts";

export interface SubscriptionOptions {
  readonly by: readonly RateDimension[];
  /** The response of the published cut. */
  readonly read: () => Promise<Made<RatesResponse>>;
  /** The response of a past cut. */
  readonly readPast: (watermark: Watermark) => Promise<RatesResponse>;
  /** Changes since past cuts, for all who come back with the same one. */
  readonly pastSteps: RecentResults<Sent>;
  /** Of this subscription, among the keys of `pastSteps`. */
  readonly key: string;
  /** Where readings after the first wait for those of other subscriptions. */
  readonly lanes: Lanes;
  /** Has what is published looked at once more. */
  readonly lookAgain: () => void;
  /** A reading failed while there are listeners. Returns whether the next one may succeed; else all streams end. */
  readonly onFailure: (error: unknown) => boolean;
  readonly onSent: (event: LiveEvent) => void;
  /** Between two readings under a steady stream of publications. */
  readonly intervalMs?: number;
}

export interface Subscription {
  /** Resolves once there is a response that includes the watermark. Rejects as `read` does, or as unavailable (QG-0901) where none does. */
  ready(atLeast: Watermark): Promise<void>;
  /** What a caller missed who had the event of this id. Null: it needs a snapshot. Call it when `ready`. */
  resume(lastEventId: string): Promise<Resumed | null>;
  /** Sends the listener what it misses, and from then on everything new. Returns what has it looked after once it is ready again, and its end. */
  add(listener: Listener, resumed: Resumed | null): Added;
  /** What is published was looked at. */
  readonly onLook: (publication: Publication) => void;
  /** A new event `behind`, for all listeners. */
  reportBehind(frame: Buffer): void;
  /** Writes a comment to all who are ready. */
  beat(frame: Buffer): void;
  /** Ends every stream. */
  end(): void;
  /** About how many bytes it takes in memory. */
  bytes(): number;
}

/** `missed` leads to the response of this number; null where the caller has it. */
export interface Resumed {
  readonly number: number;
  readonly missed: Sent | null;
}

export interface Added {
  readonly bring: () => void;
  readonly leave: () => void;
}

const defaultIntervalMs = 500;
/** A snapshot is there at once: no longer is waited for something smaller. */
const resumeMsMax = 2_000;
/** The store may give an older cut for a moment where it has several replicas. */
const readingsMax = 3;

export function createSubscription(options: SubscriptionOptions): Subscription {
  const { by, read, readPast, pastSteps, key, lanes, lookAgain, onFailure, onSent, intervalMs = defaultIntervalMs } = options;
  const listening = new Map<Listener, () => void>();
  let current: VersionedResponse | null = null;
  let behind: Buffer | null = null;
  let reading: Promise<void> | null = null;
  let wasLookedAt = false;
  let begunMs = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  /** In pieces: a thousand sockets take a while. */
  const bringAll = () => void mapInPieces([...listening.values()], (bring) => bring());
  const readNext = async () => {
    begunMs = performance.now();
    const made = await read();
    if (current !== null && made.version === current.version) return;
    current = await versionedResponse(made, current, by);
    bringAll();
  };
  /** One reading at a time, for all; a look meanwhile may have seen more than it, so there is another one. */
  const renew = (): Promise<void> => {
    wasLookedAt = false;
    return (reading ??= forEverybody(readNext).finally(() => {
      reading = null;
      if (wasLookedAt) lookAgain();
    }));
  };
  const renewLater = () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        lanes(renew).catch((error: unknown) => {
          if (!onFailure(error)) end();
        });
      },
      Math.max(0, begunMs + intervalMs - performance.now()),
    );
  };
  const end = () => {
    for (const listener of listening.keys()) listener.end();
  };

  return {
    async ready(atLeast) {
      const isReached = () => current !== null && includes(current.watermark, atLeast);
      for (let readings = 0; readings < readingsMax && !isReached(); readings += 1) await whileWaitedFor(renew());
      if (!isReached()) throw unavailable("QG-0901", "atLeast");
    },
    async resume(lastEventId) {
      const since = parseWatermark(lastEventId);
      if (current === null || since === null || since.size === 0 || !includes(current.watermark, since)) return null;
      const { number, version, response, snapshot } = current;
      if (formatWatermark(since) === response.watermark) return { number, missed: null };
      const make = async () => stepFrom(await readPast(since), response, by, snapshot);
      try {
        const step = pastSteps.get(`${key} ${version} ${formatWatermark(since)}`, make);
        return { number, missed: await withTimeout(resumeMsMax, step, () => new Error("a past cut takes long to read")) };
      } catch {
        // Refused, or too much work, or a cut that never was: a snapshot says the same.
        endWithCaller();
        return null;
      }
    },
    add(listener, resumed) {
      if (current === null) throw new Error("a listener was added before there was a response");
      const has = resumed?.number ?? 0;
      if (resumed !== null && resumed.missed !== null) {
        listener.write(resumed.missed.frame);
        onSent(resumed.missed.event);
      }
      const bring = createListening({ listener, has, newest: () => ({ response: current!, behind }), onSent });
      listening.set(listener, bring);
      bring();
      return { bring, leave: () => void listening.delete(listener) };
    },
    onLook({ version }) {
      if (reading !== null) wasLookedAt = true;
      else if (current !== null && version !== current.version) renewLater();
    },
    reportBehind(frame) {
      behind = frame;
      bringAll();
    },
    beat: (frame) => void mapInPieces([...listening.keys()], (listener) => listener.write(frame)),
    end() {
      clearTimeout(timer);
      end();
    },
    // The response, and the snapshot that is made of it.
    bytes: () => 2 * (current?.bytes ?? 0),
  };
}
