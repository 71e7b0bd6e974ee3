/** What a standardised rate is made of: its strata, and the cells of all of them as its denominator. */
import type { Stratum as ReportedStratum } from "@qorgau/schemas/responses/explain-response";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { exposureBook } from "../../exposure/domain/exposure-book.ts";
import type { LoggedExposure } from "./explain-exposure.ts";
import type { NamedRow } from "./explain-row.ts";
import { standardFinder } from "../../rates/domain/standard.ts";

/** The row itself, and no strata, where its rate is crude or there is none. */
export function stratifiedRow(
  named: NamedRow,
  { exposureBasis }: RatesRow,
  active: readonly LoggedExposure[],
): { readonly named: NamedRow; readonly strata: readonly ReportedStratum[] | null } {
  if (named.query.choices.standard === null || exposureBasis === null) return { named, strata: null };
  const finder = standardFinder(exposureBook(active.map(({ statement }) => statement)), named.query);
  const stratified = finder.strataOf(named.values)(exposureBasis, named.period);
  if (stratified === null) return { named, strata: null };
  const strata = stratified.strata.map(({ section, workers, weight, exposure }) => ({ sector: section, workers, weight, exposure }));
  return { named: { ...named, cells: finder.cellsOf(named.values, exposureBasis) }, strata };
}
