/**
 * Looks at what is published, for all who wait for more: responses that wait until the figures include the requested watermark (`atLeast`), and
 * followers, who hear of every look. One poller serves all of them and stops while there is nobody; an aggregator in the same process calls
 * `notify`, and what is published is looked at once more without waiting.
 */
import { callerSignal, forEverybody } from "@qorgau/infra/process/caller-signal";
import { includes } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";

interface Waiter {
  readonly wanted: Watermark;
  readonly resolve: (included: boolean) => void;
  readonly reject: (reason: unknown) => void;
  readonly deadline: NodeJS.Timeout;
}

/** What a look at the store found. */
export interface Publication {
  /** The cut that a response made now would be of. */
  readonly watermark: Watermark;
  /** Changes with everything that is published (`publishedVersionOf`); null before anything was. */
  readonly version: string | null;
}

/** Who hears of every look, whether or not anything was published since the one before. Neither function may throw. */
export interface Follower {
  readonly onLook: (publication: Publication) => void;
  /** The store could not be read; the next look comes by itself. */
  readonly onFailure: (error: unknown) => void;
}

/** Lets requests wait until the published cut includes a watermark, and others follow what is published. */
export interface WatermarkGate {
  /**
   * True once the cut includes `wanted`; false when the time is up or too many wait already. `waitMs` (milliseconds) replaces the usual time.
   * Rejects as `read` does, and with the reason of the caller's signal once it is aborted.
   */
  readonly until: (wanted: Watermark, waitMs?: number) => Promise<boolean>;
  /** Calls the follower after every look from now on, the first one at once; returns what ends that. */
  readonly follow: (follower: Follower) => () => void;
  /** Something was published: it is looked at once more without waiting. */
  readonly notify: () => void;
}

export interface WatermarkGateOptions {
  /** It must resolve or reject: the next look waits for it. */
  readonly read: () => Promise<Publication>;
  /** DESIGN, section 4: "a few seconds at most". */
  readonly waitMsMax?: number;
  /** Between two looks at the store while someone waits: well below a flush, so that it adds little to the wait. */
  readonly pollMs?: number;
  /** The same while there are followers alone, who are many and stay for hours; longer where whatever is published is notified. */
  readonly followMs?: number;
  readonly waitersMax?: number;
}

/**
 * What is published is read every `pollMs` milliseconds (40) while someone waits, every `followMs` (500) while there are followers alone, and after
 * `notify`. A wait ends after `waitMsMax` milliseconds (5,000), or rejects with the reason of its caller's signal.
 */
export function createWatermarkGate(options: WatermarkGateOptions): WatermarkGate {
  const { read, waitMsMax = 5000, pollMs = 40, followMs = 500, waitersMax = 10_000 } = options;
  const waiters = new Set<Waiter>();
  const followers = new Set<Follower>();
  let polling = false;
  let noticed = false;
  let wake = () => {};
  const notify = () => {
    noticed = true;
    wake();
  };

  const leave = (waiter: Waiter) => {
    clearTimeout(waiter.deadline);
    waiters.delete(waiter);
  };
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waiters.size > 0 ? pollMs : followMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const look = async () => {
    // A request that joins while the cut is being read waits for the next look: this cut may be older than the one its caller has seen.
    const present = [...waiters];
    noticed = false;
    try {
      const publication = await read();
      for (const waiter of present.filter(({ wanted }) => includes(publication.watermark, wanted))) {
        leave(waiter);
        waiter.resolve(true);
      }
      for (const follower of followers) follower.onLook(publication);
    } catch (error) {
      for (const waiter of present) {
        leave(waiter);
        waiter.reject(error);
      }
      for (const follower of followers) follower.onFailure(error);
    }
  };
  const isNeeded = () => waiters.size > 0 || followers.size > 0;
  const poll = async () => {
    polling = true;
    while (isNeeded()) {
      await look();
      if (isNeeded() && !noticed) await pause();
    }
    polling = false;
  };
  // One look serves all who wait: it ends with none of them.
  const lookSoon = () => {
    if (polling) notify();
    else void forEverybody(poll);
  };

  return {
    until: (wanted, waitMs = waitMsMax) =>
      new Promise<boolean>((resolve, reject) => {
        if (wanted.size === 0) return resolve(true);
        if (waiters.size >= waitersMax) return resolve(false);
        const caller = callerSignal();
        if (caller?.aborted === true) return reject(caller.reason);
        const deadline = setTimeout(() => {
          leave(waiter);
          resolve(false);
        }, waitMs);
        const waiter: Waiter = { wanted, resolve, reject, deadline };
        waiters.add(waiter);
        const onLeft = () => {
          if (!waiters.has(waiter)) return;
          leave(waiter);
          reject(caller?.reason);
        };
        caller?.addEventListener("abort", onLeft, { once: true });
        lookSoon();
      }),
    follow(follower) {
      followers.add(follower);
      lookSoon();
      return () => {
        followers.delete(follower);
        // The poller ends where nobody is left.
        if (!isNeeded()) wake();
      };
    },
    notify,
  };
}
