/**
 * Takes late blocks out of the counts: whatever they wrote and nobody replaced since is counted again from the journal at the published cut,
 * cases first and months as the sum of their cases; and their rows of the epoch say that it is done. Figures of another version of the
 * folding code are rebuilt as a whole anyway.
 */
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { Store } from "@qorgau/infra/store/store";
import { correctionOf } from "./correction.ts";
import type { Correction } from "./correction.ts";
import { cellsOfBlocks, mendedRow } from "../tables/late-blocks.ts";
import { watermarkRow } from "../tables/published.ts";
import type { VersionedCut } from "../tables/published.ts";

/**
 * The block that corrects what the versions `late` wrote and marks them as mended, built on `published`. Of outdated figures it holds the cut and
 * the marks alone. Rejects with `StoreError`.
 */
export async function mendingBlock(store: Store, published: VersionedCut, late: readonly bigint[]): Promise<Correction> {
  const { cells, months, epochs } = await cellsOfBlocks(store, late);
  const isOutdated = published.cut.fold !== foldVersion;
  const correction = isOutdated ? nothingBut(published) : await correctionOf(store, published, { cells, months });
  const { version } = correction.published;
  const mended = epochs.flatMap((cell) => {
    const lateVersion = late.find((one) => BigInt(cell.slice(0, 20)) === one >> 32n);
    return lateVersion === undefined ? [] : [mendedRow(cell, lateVersion, version)];
  });
  return { ...correction, rows: [...correction.rows, ...mended] };
}

function nothingBut({ cut, version }: VersionedCut): Correction {
  const next = { cut, version: version + 1n };
  return { corrected: 0, rows: [watermarkRow(next.cut, next.version)], published: next };
}
