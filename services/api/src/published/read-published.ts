/** Reads what a live response is computed from. Exposure statements stay in memory until a cut says that one of them changed. */
import { exposureStatementSchema } from "@qorgau/schemas/events/statement";
import { mapInPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { emptyBook, exposureBook } from "../exposure/domain/exposure-book.ts";
import type { ExposureBook } from "../exposure/domain/exposure-book.ts";
import type { ResponseCut } from "../rates/domain/snapshot.ts";
import { liveFigures } from "./figure-source.ts";
import type { FigureSource } from "./figure-source.ts";
import { publishedVersionOf, readSnapshot } from "./read-snapshot.ts";
import { cutOf, exposuresPart, textsInOrder } from "./snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "./snapshot-statement.ts";

/** What one statement read of one cut: the cut, its exposure, and the rows of the parts that were requested. */
export interface ReadSnapshot {
  readonly cut: ResponseCut;
  /** The last effective stamp of the cut, milliseconds since the epoch; null of an empty cut. */
  readonly lastStampMs: number | null;
  readonly exposures: ExposureBook;
  readonly rows: readonly SnapshotRow[];
}

/** The version of what is published now (`publishedVersionOf`). Rejects as `readSnapshot` does. */
export async function readPublishedVersion(store: Store): Promise<string | null> {
  return publishedVersionOf(await readSnapshot(store, []));
}

/** Reads these parts of one cut in one statement: the published one, or a past one. */
export type ReadFigures = (partsOf: (source: FigureSource) => readonly SnapshotPart[]) => Promise<ReadSnapshot>;

const effectiveExposure = exposureStatementSchema.pick({ source: true, subject: true, role: true, data: true, derived: true });

/** Parses the payloads of effective exposure statements. Rejects where a payload is not JSON or no exposure statement. */
export async function bookOf(payloads: readonly string[]): Promise<ExposureBook> {
  return exposureBook(await mapInPieces(payloads, (text) => effectiveExposure.parse(JSON.parse(text))));
}

/**
 * Reads the published cut, and its exposure statements only where `exposureVersion` has changed since. Rejects as `readSnapshot` does, and
 * as unavailable while the tables are of another folding code (QG-0841).
 */
export function createLiveReader(store: Store): ReadFigures {
  let remembered: { readonly version: string; readonly book: ExposureBook } | null = null;
  return async (partsOf) => {
    const parts = partsOf(liveFigures);
    const known = remembered;
    const readAll = () => readSnapshot(store, [...parts, exposuresPart]);
    // What is not known yet is read at once: some parts take seconds.
    const rows = await (known === null ? readAll() : readSnapshot(store, parts));
    const cut = cutOf(rows);
    if (cut === null) return { ...responded(cut), exposures: emptyBook, rows };
    if (cut.exposureVersion === known?.version) return { ...responded(cut), exposures: known.book, rows };
    // All of it again, and the statements with it: still one snapshot, so that no loop is needed to meet a version that moves.
    const fresh = known === null ? rows : await readAll();
    const freshCut = cutOf(fresh) ?? cut;
    remembered = { version: freshCut.exposureVersion, book: await bookOf(textsInOrder(fresh, "exposures")) };
    return { ...responded(freshCut), exposures: remembered.book, rows: fresh };
  };
}

function responded(cut: PublishedCut | null): Pick<ReadSnapshot, "cut" | "lastStampMs"> {
  return { cut: { asOf: null, watermark: cut?.watermark ?? "" }, lastStampMs: lastStampOf(cut) };
}

/** The last effective stamp of the cut, milliseconds since the epoch; null where nothing is published. */
export function lastStampOf(cut: PublishedCut | null): number | null {
  const stamps = Object.values(cut?.effectiveAt ?? {}).map((stamp) => Date.parse(stamp));
  return stamps.length === 0 ? null : Math.max(...stamps);
}

/** The published cut alone, null before anything was published. Rejects as `readSnapshot` does, and as unavailable (QG-0841). */
export async function readCut(store: Store): Promise<PublishedCut | null> {
  return (await readCutAndVersion(store)).cut;
}

/** The published cut and the version of what is published (`publishedVersionOf`). Rejects as `readCut` does. */
export async function readCutAndVersion(store: Store): Promise<{ readonly cut: PublishedCut | null; readonly version: string | null }> {
  const rows = await readSnapshot(store, []);
  return { cut: cutOf(rows), version: publishedVersionOf(rows) };
}
