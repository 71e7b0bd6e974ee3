/**
 * Reads what a response of a past cut is computed from. Its checkpoint and what changed since then are computed once and remembered for
 * the next requests for the same cut; one statement then reads the figures, and sees whether the checkpoint still is in the
 * store: a rebuild makes all versions anew.
 */
import type { Store } from "@qorgau/infra/store/store";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { dayOfStamp } from "../time/calendar.ts";
import { emptyBook } from "../exposure/domain/exposure-book.ts";
import type { ExposureBook } from "../exposure/domain/exposure-book.ts";
import { ResponseError, unavailable } from "../published/response-error.ts";
import type { FigureSource } from "../published/figure-source.ts";
import { bookOf, readCut } from "../published/read-published.ts";
import type { ReadFigures } from "../published/read-published.ts";
import { readSnapshot } from "../published/read-snapshot.ts";
import { cutOf, textsInOrder } from "../published/snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "../published/snapshot-statement.ts";
import type { RequestedCut } from "./requested-cut.ts";
import { checkpointParts, isCheckpointPublished, nearestCutOf, nearestCutPart } from "./checkpoint.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { changesBetween } from "./changes-since.ts";
import { readInstantWatermark } from "./instant-watermark.ts";
import { lastStampOfCut } from "./last-stamp-of-cut.ts";
import { pastExposuresPart, pastFigures } from "./past-figures.ts";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import { createRecentResults } from "./recent-results.ts";

interface Past {
  readonly checkpoint: Checkpoint;
  readonly source: FigureSource;
  readonly exposuresPart: SnapshotPart;
  /** Of the requested cut, milliseconds since the epoch. */
  readonly lastStampMs: number;
  /** Known from the first response on. */
  book: ExposureBook | null;
  /** About what it takes in memory. */
  bytes: number;
}

/** Reads figures of past cuts, within bounds that hold for one reader: all that read past cuts of a store share it. */
export type PastReader = (requested: RequestedCut) => ReadFigures;

const pastsMax = 16;
const pastBytesMax = 64 * 2 ** 20;
/** A cut that was never published takes at most so many records to fold: half a second. */
const recordsMax = 5_000;
/** Folding is the same few tables over and over: one after the other is as fast, and takes the memory of one. */
const waitingMax = 16;
/** A rebuild puts its tables in place once; more would be something else. */
const triesMax = 3;

/**
 * The reader of a cut rejects with a `StoreError`, or a `ResponseError`: refused where too much lies between the cut and a checkpoint
 * (QG-0873), unavailable where the tables do not hold the cut yet (QG-0803), queue full where 16 wait (QG-0833).
 */
export function createPastReader(store: Store): PastReader {
  const pasts = createRecentResults<Past>(pastsMax, { bytesOf: ({ bytes }) => bytes, bytesMax: pastBytesMax });
  const oneAtATime = createOneAtATime(waitingMax);
  return ({ asOf, watermark }) => {
    const cut = { asOf, watermark: formatWatermark(watermark) };
    return async (partsOf) => {
      if (watermark.size === 0) return { cut, lastStampMs: null, exposures: emptyBook, rows: [] };
      for (let tries = 0; tries < triesMax; tries += 1) {
        const past = await pasts.get(cut.watermark, () => oneAtATime(() => pastAt(store, watermark)));
        const { checkpoint, source, exposuresPart, book } = past;
        const parts = [...checkpointParts(checkpoint), ...partsOf(source), ...(book === null ? [exposuresPart] : [])];
        const rows = await readSnapshot(store, parts);
        if (isCheckpointPublished(rows, checkpoint) && isPublished(rows, watermark)) {
          const exposures = book ?? (await readBook(past, textsInOrder(rows, "exposures")));
          return { cut, lastStampMs: past.lastStampMs, exposures, rows };
        }
        pasts.forget(cut.watermark);
      }
      throw unavailable("QG-0803", "asOf");
    };
  };
}

async function readBook(past: Past, payloads: readonly string[]): Promise<ExposureBook> {
  const book = await bookOf(payloads);
  if (past.book === null) past.bytes += bytesOfTexts(payloads);
  return (past.book ??= book);
}

/**
 * Refuses a cut that was never published and would be folded without bound (QG-0873). Published cuts lie between neighbouring checkpoints;
 * those of instants, and those that earlier tables published, are close to the cut of an instant: of their own last stamp.
 */
async function pastAt(store: Store, requested: Watermark): Promise<Past> {
  const { checkpoint, records, isBetween } = nearestCutOf(await readSnapshot(store, [nearestCutPart(requested)]), requested);
  const isOfResponse = isBetween || records <= recordsMax || (await recordsFromInstant(store, requested)) <= recordsMax;
  if (!isOfResponse) throw new ResponseError("answer_refused", [fault("QG-0873", "asOf", { records, recordsMax })]);
  const changes = await changesBetween(store, checkpoint.watermark, requested);
  const lastStampMs = await lastStampOfCut(store, requested);
  if (lastStampMs === null) throw unavailable("QG-0803", "asOf");
  const source = pastFigures(checkpoint, changes, dayOfStamp(lastStampMs));
  const exposuresPart = pastExposuresPart(checkpoint, changes);
  const texts = [source, exposuresPart].flatMap(({ parameters }) => Object.values(parameters).flat());
  return { checkpoint, source, exposuresPart, lastStampMs, book: null, bytes: bytesOfTexts(texts) };
}

/** By how many records the cut differs from that of its own last stamp. */
async function recordsFromInstant(store: Store, requested: Watermark): Promise<number> {
  const lastStampMs = await lastStampOfCut(store, requested);
  if (lastStampMs === null) return Infinity;
  const published = parseWatermark((await readCut(store))?.watermark ?? "") ?? new Map<number, number>();
  const instant = await readInstantWatermark(store, lastStampMs, published);
  const partitions = new Set([...requested.keys(), ...instant.keys()]);
  return [...partitions].reduce((sum, one) => sum + Math.abs((requested.get(one) ?? -1) - (instant.get(one) ?? -1)), 0);
}

/** A parsed text, or one of two bytes a letter, takes some times its length. */
const bytesPerCharacter = 4;

function bytesOfTexts(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length * bytesPerCharacter, 0);
}

/** Whether the published cut includes the requested one: a rebuild's tables hold all that those before held, and until then the cut is not known. */
function isPublished(rows: readonly SnapshotRow[], requested: Watermark): boolean {
  return includes(parseWatermark(cutOf(rows)?.watermark ?? "") ?? new Map(), requested);
}
