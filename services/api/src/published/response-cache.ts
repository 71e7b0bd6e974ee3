/**
 * Live responses that were computed already, within a bound of bytes: the same request, while nothing is published, gets the same response
 * for one short statement. A request that was never made before costs nothing more.
 */

export interface ResponseCache<Result> {
  /** The response at the published cut: the one that is remembered, or what `make` resolves with. Rejects as `make` and `readVersion` do. */
  get(key: string, make: () => Promise<Made<Result>>): Promise<Result>;
  /** What `make` resolves with, remembered: for who knows that something was published. Rejects as `make` does. */
  renew(key: string, make: () => Promise<Made<Result>>): Promise<Made<Result>>;
}

export interface Made<Result> {
  readonly response: Result;
  /** Of what it was read from (`publishedVersionOf`); null: it is not remembered. */
  readonly version: string | null;
  /** About what it takes in memory. */
  readonly bytes: number;
}

export interface ResponseCacheOptions {
  /** The version of what is published now. */
  readonly readVersion: () => Promise<string | null>;
  readonly bytesMax: number;
}

/** Remembers responses of at most `bytesMax` bytes together, those used last. Two requests at the same time may both call `make`. */
export function createResponseCache<Result>({ readVersion, bytesMax }: ResponseCacheOptions): ResponseCache<Result> {
  // A map keeps the order in which keys were set: the first is the one that was used longest ago.
  const stored = new Map<string, Made<Result>>();
  let bytes = 0;

  const forget = (key: string) => {
    bytes -= stored.get(key)?.bytes ?? 0;
    stored.delete(key);
  };
  const keep = (key: string, made: Made<Result>) => {
    forget(key);
    if (made.version === null || made.bytes > bytesMax) return;
    stored.set(key, made);
    bytes += made.bytes;
    for (const [oldest] of stored) if (bytes > bytesMax) forget(oldest);
  };

  const renew = async (key: string, make: () => Promise<Made<Result>>) => {
    const made = await make();
    keep(key, made);
    return made;
  };

  return {
    renew,
    async get(key, make) {
      const known = stored.get(key);
      if (known !== undefined && known.version === (await readVersion())) {
        keep(key, known);
        return known.response;
      }
      return (await renew(key, make)).response;
    },
  };
}
