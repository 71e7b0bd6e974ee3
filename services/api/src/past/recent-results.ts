/**
 * Remembers the results of the last few requested keys, so that what cannot change is computed once, also for callers at the
 * same time. The work belongs to all who wait for it: it ends when the last of them has left.
 */
import { callerSignal, forCaller, whileWaitedFor } from "@qorgau/infra/process/caller-signal";

export interface RecentResults<Result> {
  /** What was made for the key, or what `make` resolves with. A failure is not remembered. Rejects as `make` does. */
  get(key: string, make: () => Promise<Result>): Promise<Result>;
  forget(key: string): void;
}

/** What a result takes, which may grow as it is used, and how much all of them may. */
export interface Weight<Result> {
  readonly bytesOf: (result: Result) => number;
  readonly bytesMax: number;
}

interface Entry<Result> {
  readonly promise: Promise<Result>;
  readonly leaving: AbortController;
  waiting: number;
  result: Result | undefined;
}

/**
 * Remembers at most `resultsMax` results, of at most `weight.bytesMax` bytes together; those used longest ago are forgotten first. Callers of one key
 * share one call of `make`.
 */
export function createRecentResults<Result>(resultsMax: number, weight?: Weight<Result>): RecentResults<Result> {
  // A map keeps the order in which keys were set: the first is the one that was used longest ago.
  const entries = new Map<string, Entry<Result>>();
  const bytesOf = ({ result }: Entry<Result>) => (result === undefined || weight === undefined ? 0 : weight.bytesOf(result));

  const dropOldest = () => {
    let bytes = [...entries.values()].reduce((sum, entry) => sum + bytesOf(entry), 0);
    for (const [key, entry] of entries) {
      if (entries.size <= resultsMax && bytes <= (weight?.bytesMax ?? Infinity)) return;
      bytes -= bytesOf(entry);
      entries.delete(key);
    }
  };

  const begin = (key: string, make: () => Promise<Result>): Entry<Result> => {
    const leaving = new AbortController();
    const entry: Entry<Result> = { promise: forCaller(leaving.signal, make), leaving, waiting: 0, result: undefined };
    const forget = () => entries.get(key) === entry && entries.delete(key);
    entry.promise.then((result) => {
      entry.result = result;
      dropOldest();
    }, forget);
    leaving.signal.addEventListener("abort", forget, { once: true });
    return entry;
  };

  return {
    async get(key, make) {
      const entry = entries.get(key) ?? begin(key, make);
      entries.delete(key);
      entries.set(key, entry);
      dropOldest();
      entry.waiting += 1;
      try {
        return await whileWaitedFor(entry.promise);
      } finally {
        entry.waiting -= 1;
        if (entry.waiting === 0 && entry.result === undefined) entry.leaving.abort(callerSignal()?.reason);
      }
    },
    forget: (key) => void entries.delete(key),
  };
}
