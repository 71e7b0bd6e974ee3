/** Reads what an answer is computed from. Exposure statements stay in memory until a cut says that one of them changed. */
import { exposureStatementSchema } from "@qorgau/schemas/statement";
import type { Store } from "@qorgau/infra/store/store";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { emptyBook, exposureBook } from "../domain/exposure-book.ts";
import type { ExposureBook } from "../domain/exposure-book.ts";
import { cutOf, exposuresPart, snapshotQuery } from "./snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "./snapshot-statement.ts";

export interface ReadSnapshot {
  readonly cut: PublishedCut | null;
  readonly exposures: ExposureBook;
  readonly rows: readonly SnapshotRow[];
}

const standingExposure = exposureStatementSchema.pick({ source: true, subject: true, role: true, data: true, derived: true });

export function createSnapshotReader(store: Store): (parts: readonly SnapshotPart[]) => Promise<ReadSnapshot> {
  let remembered: { readonly version: string; readonly book: ExposureBook } | null = null;
  return async (parts) => {
    const rows = await store.query(snapshotQuery(parts));
    const cut = cutOf(rows);
    if (cut === null) return { cut, exposures: emptyBook, rows };
    if (cut.exposureVersion === remembered?.version) return { cut, exposures: remembered.book, rows };
    // All of it again, and the statements with it: still one snapshot, so that no loop is needed to meet a version that moves.
    const fresh = await store.query(snapshotQuery([...parts, exposuresPart]));
    const freshCut = cutOf(fresh) ?? cut;
    const book = exposureBook(textsOf(fresh, "exposures").map((text) => standingExposure.parse(JSON.parse(text))));
    remembered = { version: freshCut.exposureVersion, book };
    return { cut: freshCut, exposures: book, rows: fresh };
  };
}

export function textsOf(rows: readonly SnapshotRow[], part: string): readonly string[] {
  return rows.find((row) => row.part === part)?.texts ?? [];
}

/** The cut alone, for those who wait for it. */
export async function readCut(store: Store): Promise<PublishedCut | null> {
  const [row] = await store.query(snapshotQuery([]));
  return row === undefined ? null : cutOf([row]);
}
