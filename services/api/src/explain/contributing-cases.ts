/** The cases of one row, a page of them: which ones the published figures say, what each is made of the journal. */
import { readLinkedOfRecords, recordsOfCells } from "@qorgau/infra/store/journal/read-linked";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import type { ContributingCase } from "@qorgau/schemas/responses/explain-response";
import type { Watermark } from "@qorgau/schemas/watermark";
import { contributingCases } from "./domain/explain-cases.ts";
import type { NamedRow } from "./domain/explain-row.ts";

/** What of these cases is in the row at the cut, ascending by id: each of them, where the ids are those of the row. Rejects with a `StoreError`. */
export async function casesOfIds(store: Store, named: NamedRow, cut: Watermark, ids: readonly string[]): Promise<ContributingCase[]> {
  if (ids.length === 0) return [];
  const { statements, limits } = await readLinkedOfRecords(store, await recordsOfCells(store, ids, cut), cut);
  const requested = new Set(ids);
  return (await inPieces(contributingCases(named, statements, limits))).filter(({ id }) => requested.has(id));
}
