/** What the read API asks of the published figures: every answer is computed from one cut, read in one statement. */
import type { Store } from "@qorgau/infra/store/store";
import type { AnnualRollupAnswer, AnnualRollupQuery } from "@qorgau/schemas/annual-rollup";
import type { RatesAnswer, RatesQuery } from "@qorgau/schemas/rates";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { annualRollup } from "./domain/annual-rollup.ts";
import { ratesAnswer } from "./domain/rates.ts";
import { readAnnual } from "./published/read-annual.ts";
import { createSnapshotReader, readCut } from "./published/read-published.ts";
import { readRates } from "./published/read-rates.ts";

/** All reject with a `StoreError` where the store cannot be read. */
export interface RatesReader {
  rates(query: RatesQuery): Promise<RatesAnswer>;
  annualRollup(query: AnnualRollupQuery): Promise<AnnualRollupAnswer>;
  /** The cut that is published now; null before anything was. */
  cut(): Promise<PublishedCut | null>;
}

export function createRatesReader({ store }: { readonly store: Store }): RatesReader {
  const read = createSnapshotReader(store);
  return {
    rates: async (query) => ratesAnswer(query, await readRates(query, read)),
    annualRollup: async (query) => annualRollup(query, await readAnnual(query, read)),
    cut: () => readCut(store),
  };
}
