/** The cases of one row, page by page, in the order of the keys of the records that date them. */
import { readLinkedOfRecords } from "@qorgau/infra/store/journal/read-linked";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import type { ContributingCase } from "@qorgau/schemas/responses/explain-response";
import type { Watermark } from "@qorgau/schemas/watermark";
import { contributingCases } from "./domain/explain-cases.ts";
import type { LedCase } from "./domain/explain-cases.ts";
import type { NamedRow } from "./domain/explain-row.ts";
import { candidateRecords } from "./candidate-records.ts";

export interface CasePage {
  readonly cases: ContributingCase[];
  /** The key after which the next page begins; null where there is nothing left. */
  readonly next: bigint | null;
}

/** So few candidates are not looked up by themselves: a scan of the journal costs more than to fold some in vain. */
const candidatesMin = 200;
/** By a day that not every statement has, candidates are found by the day alone, and most are of other rows. */
const undatedMin = 2000;
/** Where most candidates are of other rows, each look takes more of them, since a look costs as much as hundreds. */
const growth = 4;
const candidatesMax = 3200;

/**
 * At most `limit` cases after the key `after`. Work is bounded by the page, not by the row: a case is listed at the record that dates it, which
 * is always a candidate. Rejects with a `StoreError`.
 */
export async function casePage(
  store: Store,
  named: NamedRow,
  cut: Watermark,
  { limit, after }: { readonly limit: number; readonly after: bigint | null },
): Promise<CasePage> {
  const found: LedCase[] = [];
  let range = Math.max(limit + 1, named.query.choices.yearOf === "accident" ? candidatesMin : undatedMin);
  for (let last = after; ;) {
    const candidates = await candidateRecords(store, named, cut, { after: last, limit: range });
    const among = new Set(candidates);
    const { statements, limits } = await readLinkedOfRecords(store, candidates, cut);
    const contributing = await inPieces(contributingCases(named, statements, limits));
    for (const one of contributing) if (among.has(one.key)) found.push(one);
    if (found.length > limit) {
      const page = found.slice(0, limit);
      return { cases: page.map(({ reported }) => reported), next: page.at(-1)!.key };
    }
    if (candidates.length < range) return { cases: found.map(({ reported }) => reported), next: null };
    last = candidates.at(-1)!;
    range = Math.max(range, Math.min(growth * range, candidatesMax));
  }
}
