/**
 * Reads what an answer of a past cut is computed from. What it starts from and what changed since then is worked out once and kept for
 * the next questions of the same cut; one statement then reads the figures, and sees whether that start still is what stands in the
 * store: a rebuild makes all versions anew.
 */
import type { Store } from "@qorgau/infra/store/store";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { dayOfStamp } from "../domain/calendar.ts";
import { emptyBook } from "../domain/exposure-book.ts";
import type { ExposureBook } from "../domain/exposure-book.ts";
import { unavailable } from "../http/unavailable.ts";
import type { FigureSource } from "../published/figure-source.ts";
import { bookOf } from "../published/read-published.ts";
import type { ReadFigures } from "../published/read-published.ts";
import { readSnapshot } from "../published/read-snapshot.ts";
import { cutOf, textsOf } from "../published/snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "../published/snapshot-statement.ts";
import type { AskedCut } from "./asked-cut.ts";
import { baseCutOf, baseCutPart } from "./base-cut.ts";
import type { BaseCut } from "./base-cut.ts";
import { changesBetween } from "./changes-since.ts";
import { lastStampOfCut } from "./last-stamp-of-cut.ts";
import { pastExposuresPart, pastFigures } from "./past-figures.ts";
import { createRecentResults } from "./recent-results.ts";

interface Past {
  readonly base: BaseCut;
  readonly source: FigureSource;
  readonly exposuresPart: SnapshotPart;
  readonly lastStampMs: number;
  /** Known from the first answer on. */
  book: ExposureBook | null;
}

/** Each holds the cases that changed within some thousand records: about a megabyte. */
const pastsMax = 16;
/** A rebuild puts its tables in place once; more would be something else. */
const triesMax = 3;

export function createPastReader(store: Store): (asked: AskedCut) => ReadFigures {
  const pasts = createRecentResults<Past>(pastsMax);
  return ({ asOf, watermark }) => {
    const cut = { asOf, watermark: formatWatermark(watermark) };
    const isAsked = baseCutPart(watermark);
    return async (partsOf) => {
      if (watermark.size === 0) return { cut, lastStampMs: null, exposures: emptyBook, rows: [] };
      for (let tries = 0; tries < triesMax; tries += 1) {
        const past = await pasts.get(cut.watermark, () => pastAt(store, watermark));
        const parts = [isAsked, ...partsOf(past.source), ...(past.book === null ? [past.exposuresPart] : [])];
        const rows = await readSnapshot(store, parts);
        if (baseCutOf(rows).version === past.base.version && isPublished(rows, watermark)) {
          past.book ??= bookOf(textsOf(rows, "exposures"));
          return { cut, lastStampMs: past.lastStampMs, exposures: past.book, rows };
        }
        pasts.forget(cut.watermark);
      }
      throw unavailable("QG-0803", "asOf");
    };
  };
}

async function pastAt(store: Store, asked: Watermark): Promise<Past> {
  const base = baseCutOf(await readSnapshot(store, [baseCutPart(asked)]));
  const changes = await changesBetween(store, base.watermark, asked);
  const lastStampMs = await lastStampOfCut(store, asked);
  if (lastStampMs === null) throw unavailable("QG-0803", "asOf");
  const source = pastFigures(base, changes, dayOfStamp(lastStampMs));
  return { base, source, exposuresPart: pastExposuresPart(base, changes), lastStampMs, book: null };
}

/** Tables made anew hold all that the ones before them held; until they do, nothing can be said of the cut. */
function isPublished(rows: readonly SnapshotRow[], asked: Watermark): boolean {
  return includes(parseWatermark(cutOf(rows)?.watermark ?? "") ?? new Map(), asked);
}
