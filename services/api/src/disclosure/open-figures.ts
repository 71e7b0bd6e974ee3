/**
 * The figures that are open to all, as the last batch left them. The batches are in the log; what each process has in memory is a function of them and
 * of the cuts that they name, so that all processes show the same, whenever they started (decision 0016).
 */
import type { EventLog } from "@qorgau/infra/log/event-log";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { repeatedLook } from "@qorgau/infra/process/repeated-look";
import type { RepeatedLook } from "@qorgau/infra/process/repeated-look";
import { sharedWork } from "@qorgau/infra/process/shared-work";
import type { Store } from "@qorgau/infra/store/store";
import type { Readiness } from "@qorgau/schemas/responses/health";
import type { OpenRatesResponse, RatesQuery } from "@qorgau/schemas/responses/rates";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { emptyBook } from "../exposure/domain/exposure-book.ts";
import type { ExposureBook } from "../exposure/domain/exposure-book.ts";
import type { Follower, Publication, WatermarkGate } from "../past/await-watermark.ts";
import type { PastReader } from "../past/read-past.ts";
import { createResponseCache } from "../published/response-cache.ts";
import type { Made } from "../published/response-cache.ts";
import { unavailable } from "../published/response-error.ts";
import { dayOfStamp } from "../time/calendar.ts";
import { appendBatch, readBatches } from "./batch-log.ts";
import { areasToPublish, changedCases, lastBatchOfAreas, noDigests } from "./domain/batches.ts";
import type { Batch, OpenArea, PublishedArea } from "./domain/batches.ts";
import { defaultNoise } from "./domain/noise.ts";
import { countryArea } from "./domain/open-cells.ts";
import { openRatesSteps } from "./domain/open-rates.ts";
import type { OpenState } from "./domain/open-rates.ts";
import { structureOf } from "./domain/structure.ts";
import { readOpenAreas } from "./read-open-areas.ts";
import { refuseAnotherKey } from "./release-key.ts";
import type { ReleaseKey } from "./release-key.ts";

export interface OpenFigures extends RepeatedLook {
  /** The response to one of the open tables. Rejects as unavailable (QG-0891) until the last batch is read, and with `TooManyRows`. */
  rates(query: RatesQuery): Promise<OpenRatesResponse>;
  /** The same, with the batch as its version. */
  madeRates(query: RatesQuery): Promise<Made<OpenRatesResponse>>;
  /** Calls the follower with every batch from now on, and with the last one at once; returns what ends that. */
  readonly follow: WatermarkGate["follow"];
  /** Reads batches that are new, and makes one where one is due. Never rejects; what hinders it is given to `onFailure`. */
  look(): Promise<void>;
}

export interface OpenFiguresOptions {
  readonly store: Store;
  readonly past: PastReader;
  readonly publication: () => Promise<Publication>;
  readonly gate: Pick<WatermarkGate, "until">;
  readonly log: Pick<EventLog, "append">;
  readonly releaseKey: ReleaseKey;
  /** No first batch is made of a log that is folded in part. */
  readonly readiness: () => Promise<Readiness>;
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds since the epoch: of which day a batch is. */
  readonly clock?: () => number;
  readonly lookMs?: number;
}

/** An area, and the batch that it was renewed with. */
interface RenewedArea extends OpenArea {
  readonly batch: Batch;
}

interface Open {
  readonly batches: readonly Batch[];
  readonly areas: ReadonlyMap<string, RenewedArea>;
  readonly state: OpenState;
}

const noState: OpenState = {
  batch: "",
  day: null,
  noise: defaultNoise,
  areas: new Map(),
  exposures: emptyBook,
  structure: structureOf(emptyBook),
};

const storedBytesMax = 16 * 2 ** 20;
const bytesPerRow = 400;
const defaultLookMs = 2_000;
/** What changed is counted case by case, which takes seconds where there are a million. */
const countAgainMs = 60 * 60 * 1_000;

export function createOpenFigures(options: OpenFiguresOptions): OpenFigures {
  const { store, past, publication, gate, log, releaseKey, readiness, onFailure, clock = Date.now, lookMs = defaultLookMs } = options;
  const followers = new Set<Follower>();
  let open: Open | null = null;
  let countedMs = -Infinity;
  let countedDay = "";

  const readAt = (watermark: Watermark, areas: readonly string[] | null) =>
    readOpenAreas(past({ asOf: null, watermark, live: false }), releaseKey.key, areas);
  const present = ({ state: { batch } }: Open): Publication => ({ watermark: parseWatermark(batch) ?? new Map(), version: batch });
  const stored = createResponseCache<OpenRatesResponse>({
    readVersion: async () => open?.state.batch ?? null,
    bytesMax: storedBytesMax,
  });
  const make = async (query: RatesQuery): Promise<Made<OpenRatesResponse>> => {
    if (open === null) throw unavailable("QG-0891", "");
    const { state } = open;
    const response = await inPieces(openRatesSteps(query, state));
    return { response, version: state.batch, bytes: 1_000 + bytesPerRow * response.rows.length };
  };

  /** Reads every area of the batches that is not in memory as its last batch left it. */
  const take = async (batches: readonly Batch[]): Promise<Open> => {
    const last = batches.at(-1);
    if (last === undefined) return { batches, areas: new Map(), state: noState };
    for (const { keyId } of batches) refuseAnotherKey(releaseKey, keyId);
    const areas = new Map<string, RenewedArea>();
    const missing = new Map<Batch, string[]>();
    for (const [area, batch] of lastBatchOfAreas(batches)) {
      const known = open?.areas.get(area);
      if (known?.batch.number === batch.number) areas.set(area, known);
      else missing.set(batch, [...(missing.get(batch) ?? []), area]);
    }
    let ofLast: { readonly exposures: ExposureBook; readonly lastStampMs: number | null } | null = null;
    for (const batch of new Set([...missing.keys(), last])) {
      const wanted = missing.get(batch) ?? [];
      const found = await readAt(parseWatermark(batch.watermark) ?? new Map(), wanted);
      for (const area of wanted) {
        const read = found.areas.get(area) ?? { digests: noDigests, tables: new Map() };
        areas.set(area, { ...read, batch });
      }
      if (batch === last) ofLast = found;
    }
    const exposures = ofLast?.exposures ?? emptyBook;
    const stampMs = ofLast?.lastStampMs ?? null;
    return {
      batches,
      areas,
      state: {
        batch: last.watermark,
        day: stampMs === null ? null : dayOfStamp(stampMs),
        noise: last.noise,
        areas: new Map([...areas].map(([area, { tables }]) => [area, tables])),
        exposures,
        structure: structureOf(exposures),
      },
    };
  };

  /** The batch that is due on this day, at the published cut; null where none is. */
  const dueBatch = async ({ batches, areas }: Open, watermark: Watermark, day: string): Promise<Batch | null> => {
    const [first] = batches;
    const last = batches.at(-1);
    const now = await readAt(watermark, null);
    const published = new Map<string, PublishedArea>();
    for (const area of new Set([countryArea, ...areas.keys(), ...now.areas.keys()])) {
      const before = areas.get(area);
      const changed = await inPieces(changedCases(before?.digests ?? noDigests, now.areas.get(area)?.digests ?? noDigests));
      published.set(area, { day: before?.batch.day ?? first?.day ?? day, changed });
    }
    const due = areasToPublish(published, day, last?.day ?? null);
    if (due.length === 0) return null;
    return {
      number: (last?.number ?? 0) + 1,
      day,
      watermark: formatWatermark(watermark),
      keyId: releaseKey.keyId,
      noise: defaultNoise,
      areas: due.toSorted(),
    };
  };

  /** What is open at this published cut; nothing is, while reports are there and no batch is. */
  const refresh = async (watermark: Watermark): Promise<Open> => {
    const batches = await readBatches(store, formatWatermark(watermark));
    if (open !== null && open.batches.length >= batches.length) return open;
    const taken = await take(batches);
    if (batches.length === 0 && watermark.size > 0) return taken;
    open = taken;
    for (const { onLook } of followers) onLook(present(taken));
    return taken;
  };

  const lookOnce = async () => {
    if (!(await readiness()).ready) return;
    const { watermark } = await publication();
    const known = await refresh(watermark);
    const day = dayOfStamp(clock());
    const isCounted = countedDay === day && performance.now() - countedMs < countAgainMs;
    if (watermark.size === 0 || isCounted || (known.batches.at(-1)?.day ?? "") >= day) return;
    const batch = await dueBatch(known, watermark, day);
    if (batch === null) {
      [countedMs, countedDay] = [performance.now(), day];
      return;
    }
    const { partition, offset } = await appendBatch(log, batch);
    await gate.until(new Map([[partition, offset]]));
    await refresh((await publication()).watermark);
  };

  const look = sharedWork(() =>
    lookOnce().catch((error: unknown) => {
      onFailure(error);
      for (const follower of followers) follower.onFailure(error);
    }),
  );

  return {
    rates: (query) => stored.get(JSON.stringify(query), () => make(query)),
    madeRates: (query) => stored.renew(JSON.stringify(query), () => make(query)),
    follow(follower) {
      followers.add(follower);
      if (open !== null) follower.onLook(present(open));
      return () => void followers.delete(follower);
    },
    look,
    ...repeatedLook(look, lookMs),
  };
}
