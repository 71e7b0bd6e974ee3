/** Where the cases of each row of a response of rates are: of the row, and of what it is compared with at that one's own cut. */
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import { rateDimensions } from "@qorgau/schemas/responses/rates";
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { spanOfLabel } from "../../time/periods.ts";
import { codesOfRow, recordAddresses, recordsOfRows } from "./record-addresses.ts";

export function addressesOfRates(
  response: Pick<RatesResponse, "rows" | "watermark" | "measure">,
  sent: URLSearchParams,
): MethodStatement["records"] {
  const counted = { measure: response.measure };
  const cut = (name: "from" | "to", day: string) => {
    const requested = sent.get(name);
    return requested === null || (name === "from" ? requested < day : requested > day) ? day : requested;
  };
  return recordsOfRows(response.rows, (row: RatesRow) => {
    const codes = codesOfRow(row, rateDimensions);
    const { from, to } = spanOfLabel(row.period);
    const own = recordAddresses(sent, {
      watermark: response.watermark,
      days: { from: cut("from", from), to: cut("to", to) },
      codes,
      counted,
    });
    const { previous } = row;
    if (previous?.watermark === undefined) return own;
    return [...own, ...recordAddresses(sent, { watermark: previous.watermark, days: spanOfLabel(previous.period), codes, counted })];
  });
}
