/** Where a number is explained: the page that shows one row of a rates request with everything it comes from. */
import type { RateDimension, RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { daysOf } from "../time/periods.ts";
import { addressOfPage, filterNames } from "./page-state.ts";
import type { PageState } from "./page-state.ts";

/** The row whose number is explained: its period, and its code of each dimension that was asked by. */
export type ExplainedRow = Pick<RatesRow, "period" | "partial"> & Pick<Partial<RatesRow>, RateDimension>;

/**
 * The address that explains a row of an answer to `parameters`: its period named by days, its cell by filters in place of `by`, and the cut and
 * the basis that it was computed with.
 */
export function addressOfExplanation(
  parameters: Readonly<Record<string, string | undefined>>,
  { watermark, exposureBasis }: Pick<RatesResponse, "watermark" | "exposureBasis">,
  row: ExplainedRow,
): string {
  const by = (parameters["by"] ?? "").split(",").filter((name) => name !== "") as RateDimension[];
  const shown: Record<string, string | undefined> = {};
  for (const name of ["measure", "per", "period", ...filterNames]) shown[name] = parameters[name];
  for (const name of by) shown[name] = String(row[name] ?? "unknown");
  const [from, to] = daysOf(row.period);
  if (row.partial === true) {
    if ((parameters["from"] ?? "") > from) shown["from"] = parameters["from"];
    if ((parameters["to"] ?? "9") < to) shown["to"] = parameters["to"];
  }
  return addressOfPage({ page: "explain", from, to, ...shown, exposureBasis, cut: watermark } as PageState);
}
