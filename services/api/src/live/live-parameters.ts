/** The parameters of `GET /v1/live` beside those of the figures, and how all of them are read. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import type { Fault } from "@qorgau/schemas/faults";
import { readValues } from "@qorgau/schemas/requests/read-parameters";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import type { Watermark } from "@qorgau/schemas/watermark";
import { cutParameters } from "../http/cut-parameters.ts";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";

/** Without the past cut: that never changes. */
export const liveCutParameters = cutParameters.omit({ asOf: true });
/** How the JSON of the rows looks; there is no other form. */
export const liveFormParameters = formParameters.pick({ lang: true, names: true });

export interface LiveRequest {
  readonly query: RatesQuery;
  /** Empty where nothing is waited for. */
  readonly atLeast: Watermark;
}

/** Gives the request, or all faults at once. `sent` is without the parameters of the presentation. */
export function parseLiveRequest(sent: URLSearchParams): LiveRequest | { readonly errors: readonly Fault[] } {
  const { values, faults } = readValues(liveCutParameters, sent);
  const parsed = parseRatesQuery(sent, Object.keys(liveCutParameters.shape));
  const errors = [...faults, ...("errors" in parsed ? parsed.errors : [])];
  return "errors" in parsed || errors.length > 0 ? { errors } : { query: parsed.query, atLeast: values.atLeast };
}
