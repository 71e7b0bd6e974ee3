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
import { isOpenTo, refuseCutOfOpen } from "../http/permit.ts";
import type { OpenFigures } from "../disclosure/open-figures.ts";
import { ratesTable } from "../render/rates-table.ts";
import { linkDescription, sendResponse } from "@qorgau/infra/http/responses/send-response";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";

export interface RatesDependencies {
  readonly reader: RatesReader;
  readonly requestCut: RequestCut;
  /** What callers without a token read; absent where nothing is open to them. */
  readonly openFigures?: OpenFigures | undefined;
}

/**
 * Adds `GET /v1/rates` and `GET /v1/rollups/annual/{year}`. Faults of the parameters are a 400. A response with `asOf` is immutable. Callers without a
 * token get the figures that are open to all, in every form.
 */
export function ratesRoutes(server: ScopedServer, { reader, requestCut, openFigures }: RatesDependencies): void {
  const config = { ...routeAccess("GET /v1/rates"), isPublic: openFigures !== undefined, isCube: true };
  server.get("/v1/rates", { config }, async (request, reply) => {
    const requestParameters = readRequestParameters(request);
    const query = queryOf(request, requestParameters, parseRatesQuery(requestParameters.parameters), figuresOf);
    if (isOpenTo(request, openFigures)) {
      refuseCutOfOpen(requestParameters);
      const json = await openFigures.rates(query);
      return sendResponse(reply, requestParameters.form, { json, table: () => ratesTable(json, query.by), fileName: "qorgau-rates" });
    }
    const past = await requestCut(requestParameters);
    const json = await reader.rates(query, past);
    const response = { json, table: () => ratesTable(json, query.by), fileName: "qorgau-rates" };
    return sendResponse(reply, requestParameters.form, response, { immutable: past !== undefined });
  });

  server.get<{ Params: { year: string } }>(
    "/v1/rollups/annual/:year",
    { config: { ...routeAccess("GET /v1/rollups/annual/{year}"), isCube: true } },
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
      if (requestParameters.form === "csv") linkDescription(reply);
      return sendBytes(reply, bytes, { immutable: past !== undefined });
    },
  );
}
