/**
 * Live responses that were computed already, within a bound of bytes: the same request, while nothing is published, gets the same response
 * for one short statement. A request that was never made before costs nothing more.
 */

export interface ResponseCache<ResponseContent> {
  /** The response at the published cut: the one that is remembered, or what `make` resolves with. Rejects as `make` and `readVersion` do. */
  get(requestParameters: string, make: () => Promise<Made<ResponseContent>>): Promise<ResponseContent>;
}

export interface Made<ResponseContent> {
  readonly response: ResponseContent;
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
export function createResponseCache<ResponseContent>({ readVersion, bytesMax }: ResponseCacheOptions): ResponseCache<ResponseContent> {
  // A map keeps the order in which keys were set: the first is the one that was used longest ago.
  const stored = new Map<string, Made<ResponseContent>>();
  let bytes = 0;

  const forget = (requestParameters: string) => {
    bytes -= stored.get(requestParameters)?.bytes ?? 0;
    stored.delete(requestParameters);
  };
  const keep = (requestParameters: string, made: Made<ResponseContent>) => {
    forget(requestParameters);
    if (made.version === null || made.bytes > bytesMax) return;
    stored.set(requestParameters, made);
    bytes += made.bytes;
    for (const [oldest] of stored) if (bytes > bytesMax) forget(oldest);
  };

  return {
    async get(requestParameters, make) {
      const known = stored.get(requestParameters);
      if (known !== undefined && known.version === (await readVersion())) {
        keep(requestParameters, known);
        return known.response;
      }
      const made = await make();
      keep(requestParameters, made);
      return made.response;
    },
  };
}
