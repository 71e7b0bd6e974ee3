/** What the records between a checkpoint and a later cut change, folded again from the journal. */
import { readLinked } from "@qorgau/infra/store/journal/read-linked";
import { statementsBetween } from "@qorgau/infra/store/journal/journal";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import { foldChangeInSteps } from "@qorgau/schemas/cases/fold-change";
import type { UnversionedRow } from "@qorgau/schemas/rows/published";
import type { Watermark } from "@qorgau/schemas/watermark";

/** Absolute rows of the cases and exposure records that differ at the later cut. */
export interface PastChanges {
  readonly cases: readonly UnversionedRow[];
  readonly exposures: readonly UnversionedRow[];
}

/**
 * Returns the rows that the statements after `from` and up to `to` change, folded from the journal. `from` lies within `to`. Rejects with a
 * `StoreError`.
 */
export async function changesBetween(store: Store, from: Watermark, to: Watermark): Promise<PastChanges> {
  const between = await statementsBetween(store, from, to);
  if (between.length === 0) return { cases: [], exposures: [] };
  const { statements, limits } = await readLinked(store, between, from);
  return inPieces(foldChangeInSteps(statements, ({ partition, offset }) => offset <= (from.get(partition) ?? -1), limits));
}
