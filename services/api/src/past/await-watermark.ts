/**
 * `atLeast`: a response that waits until the published figures include the requested watermark. One poller serves all who wait and
 * stops while nobody does; an aggregator in the same process calls `notify`, and the cut is read at once.
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

/** Lets requests wait until the published cut includes a watermark. */
export interface WatermarkGate {
  /**
   * True once the cut includes `wanted`; false when the time is up or too many wait already. `waitMs` (milliseconds) replaces the usual time.
   * Rejects as `readCut` does, and with the reason of the caller's signal once it is aborted.
   */
  readonly until: (wanted: Watermark, waitMs?: number) => Promise<boolean>;
  /** Something was published: the cut is read at once. */
  readonly notify: () => void;
}

export interface WatermarkGateOptions {
  /** The cut that a response made now would be of. It must resolve or reject: the next look waits for it. */
  readonly readCut: () => Promise<Watermark>;
  /** DESIGN, section 4: "a few seconds at most". */
  readonly waitMsMax?: number;
  /** Between two looks at the store while someone waits: well below a flush, so that it adds little to the wait. */
  readonly pollMs?: number;
  readonly waitersMax?: number;
}

/**
 * The cut is read every `pollMs` milliseconds (40) while someone waits, and after `notify`. A wait ends after `waitMsMax` milliseconds
 * (5,000), or rejects with the reason of its caller's signal.
 */
export function createWatermarkGate(options: WatermarkGateOptions): WatermarkGate {
  const { readCut, waitMsMax = 5000, pollMs = 40, waitersMax = 10_000 } = options;
  const waiters = new Set<Waiter>();
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
      const timer = setTimeout(resolve, pollMs);
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
      const cut = await readCut();
      for (const waiter of present.filter(({ wanted }) => includes(cut, wanted))) {
        leave(waiter);
        waiter.resolve(true);
      }
    } catch (error) {
      for (const waiter of present) {
        leave(waiter);
        waiter.reject(error);
      }
    }
  };
  const poll = async () => {
    polling = true;
    while (waiters.size > 0) {
      await look();
      if (waiters.size > 0 && !noticed) await pause();
    }
    polling = false;
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
        if (polling) notify();
        // One look serves all who wait: it ends with none of them.
        else void forEverybody(poll);
      }),
    notify,
  };
}
