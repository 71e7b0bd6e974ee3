/** The figures: `GET /v1/rates` and `GET /v1/rollups/annual/{year}`. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { annualOf, figuresOf } from "../access/domain/access-target.ts";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { parseRatesQuery } from "./domain/parameters/rates-query.ts";
import type { RatesReader } from "./rates-reader.ts";
import { annualBytes } from "../annual/annual-forms.ts";
import { parseAnnualRollupParameters } from "../annual/domain/annual-parameters.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { ratesTable } from "../render/rates-table.ts";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";

/** Adds `GET /v1/rates` and `GET /v1/rollups/annual/{year}`. Faults of the parameters are a 400. A response with `asOf` is immutable. */
export function ratesRoutes(
  server: ScopedServer,
  { reader, requestCut }: { readonly reader: RatesReader; readonly requestCut: RequestCut },
): void {
  server.get("/v1/rates", { config: routeAccess("GET /v1/rates") }, async (request, reply) => {
    const requestParameters = readRequestParameters(request);
    const query = queryOf(request, requestParameters, parseRatesQuery(requestParameters.parameters), figuresOf);
    const past = await requestCut(requestParameters);
    const json = await reader.rates(query, past);
    const response = { json, table: () => ratesTable(json, query.by), fileName: "qorgau-rates" };
    return sendResponse(reply, requestParameters.form, response, { immutable: past !== undefined });
  });

  server.get<{ Params: { year: string } }>(
    "/v1/rollups/annual/:year",
    { config: routeAccess("GET /v1/rollups/annual/{year}") },
    async (request, reply) => {
      const requestParameters = readRequestParameters(request);
      const query = queryOf(
        request,
        requestParameters,
        parseAnnualRollupParameters(request.params.year, requestParameters.parameters),
        annualOf,
      );
      const past = await requestCut(requestParameters);
      const json = await reader.annualRollup(query, past);
      const bytes = await annualBytes(json, `qorgau-annual-${json.year}`, requestParameters.form, requestParameters.presentation);
      return sendBytes(reply, bytes, { immutable: past !== undefined });
    },
  );
}
