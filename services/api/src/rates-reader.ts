/** What the read API asks of the published figures: every answer is computed from one cut, read in one statement. */
import type { AnnualRollupAnswer, AnnualRollupQuery } from "@qorgau/schemas/annual-rollup";
import type { RatesAnswer, RatesQuery } from "@qorgau/schemas/rates";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import type { Store } from "@qorgau/infra/store/store";

export interface RatesReader {
  rates(query: RatesQuery): Promise<RatesAnswer>;
  annualRollup(query: AnnualRollupQuery): Promise<AnnualRollupAnswer>;
  /** The cut that is published now; null before anything was. */
  cut(): Promise<PublishedCut | null>;
}

export function createRatesReader(_options: { readonly store: Store }): RatesReader {
  throw new Error("not built yet");
}
