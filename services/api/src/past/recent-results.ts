/**
 * Remembers the results of the last few keys asked for, so that what cannot change is worked out once, also for those who ask at the
 * same time.
 */

export interface RecentResults<Result> {
  /** What was made for the key, or what `make` makes. A failure is not remembered. */
  get(key: string, make: () => Promise<Result>): Promise<Result>;
  forget(key: string): void;
}

export function createRecentResults<Result>(resultsMax: number): RecentResults<Result> {
  // A map keeps the order in which keys were set: the first is the one that was used longest ago.
  const results = new Map<string, Promise<Result>>();
  return {
    get(key, make) {
      const result = results.get(key) ?? make();
      results.delete(key);
      results.set(key, result);
      result.catch(() => results.get(key) === result && results.delete(key));
      for (const oldest of results.keys()) {
        if (results.size <= resultsMax) break;
        results.delete(oldest);
      }
      return result;
    },
    forget: (key) => void results.delete(key),
  };
}
