/** A request about one row of `/v1/rates`: its parameters, and the page of the response. Every page is of the cut of the first one. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { readValues } from "@qorgau/schemas/requests/read-parameters";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { casesOf } from "../access/domain/access-target.ts";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";
import { readRowCursor } from "../paging/domain/row-cursor.ts";
import type { RowAddress } from "../paging/domain/row-cursor.ts";
import type { Page } from "./journal-reader.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import { withCutOfCursor } from "../http/response-pages.ts";
import { cutNames, pageParameters } from "../http/domain/shared-parameters.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { RequestParameters } from "../http/request-parameters.ts";
import type { RequestCut } from "../http/request-cut.ts";

/** Each reads all of the journal: a second one at the same time would only slow the first, and the requests for figures. */
export const waitingMax = 16;

export interface RowParameters {
  readonly requestParameters: RequestParameters;
  readonly query: RatesQuery;
  readonly page: Page;
  readonly past: RequestedCut | undefined;
}

/** Beside those of `/v1/rates`, narrowed by filters and bounds to one row. */
export const pagedRowParameters = z.object({
  limit: pageParameters.limit.meta({
    description:
      "So much of the answer at once: cases of `/v1/explain`, changes of `/v1/revisions`, where the values of one instant are never parted.",
    examples: [20],
  }),
  cursor: pageParameters.cursor.meta({
    description:
      "`nextCursor` of the page before, with the same parameters: every page is of the cut of the first one. It fits no other question and no other address.",
    examples: ["MDo4MTI7NDI"],
  }),
});

/**
 * Rejects with a `ProblemError` (400) that has every fault of the request, or (403) where the caller may not see the cases, and as `requestCut`
 * does, which it waits for. `requestedOf` leaves out what another question at the address would be asked with.
 */
export async function readRowParameters(
  address: RowAddress,
  request: FastifyRequest,
  requestCut: RequestCut,
  requestedOf = (sent: URLSearchParams) => sent,
): Promise<RowParameters> {
  const sent = readRequestParameters(request);
  const requestParameters = { ...sent, parameters: requestedOf(sent.parameters) };
  const { values, faults: ofPage } = readValues(pagedRowParameters, requestParameters.parameters);
  const parsed = parseRatesQuery(requestParameters.parameters, [...Object.keys(pagedRowParameters.shape), ...cutNames]);
  const cursor = values.cursor !== null && "query" in parsed ? readRowCursor(values.cursor, address, parsed.query) : null;
  // A request that is faulty itself has no cursor.
  const ofCursor = values.cursor !== null && cursor === null ? [fault("QG-0817", "cursor")] : [];
  const faults = [...requestParameters.faults, ...ofPage, ...ofCursor];
  const query = queryOf(request, { faults }, parsed, casesOf);
  const past = await requestCut(withCutOfCursor(requestParameters, cursor === null ? null : formatWatermark(cursor.watermark)));
  if (cursor !== null && past !== undefined && formatWatermark(past.watermark) !== formatWatermark(cursor.watermark)) {
    throw new ProblemError(400, [fault("QG-0817", "cursor")]);
  }
  return { requestParameters, query, page: { limit: values.limit, after: cursor?.after ?? null }, past };
}
