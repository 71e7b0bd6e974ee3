/** How good the reporting is: `GET /v1/quality`, all tables at once as JSON or one of them, page by page, in either form. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { reporterOf } from "../access/domain/access-target.ts";
import { withoutOthersValues } from "../access/domain/withhold-others.ts";
import { ProblemError } from "@qorgau/infra/http/http-server";
import { qualityRowSchemas, qualityTables } from "@qorgau/schemas/responses/quality-response";
import type { QualityResponse, QualityTable } from "@qorgau/schemas/responses/quality-response";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import type { FastifyRequest } from "fastify";
import { parseQualityQuery } from "./domain/quality-query.ts";
import type { QualityRequest } from "./domain/quality-query.ts";
import { asSeenBy } from "../http/permit.ts";
import type { CutResolver } from "../past/requested-cut.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import type { QualityReader } from "./quality-reader.ts";
import { columnsOf, meaningsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { abortedOnceGone } from "../http/aborted-once-gone.ts";
import { linkNextPage, withCutOfCursor } from "../http/response-pages.ts";
import { citedTable } from "../render/cited-table.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { RequestParameters } from "../http/request-parameters.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";

/** What the routes that read the whole journal are given. */
export interface QualityDependencies {
  readonly quality: QualityReader;
  readonly cuts: CutResolver;
  readonly requestCut: RequestCut;
  /** A request reads every statement of its days; a second one at the same time would only slow the first, and the ingest endpoint with it. */
  readonly oneAtATime: OneAtATime;
}

/** Adds `GET /v1/quality`. A cursor together with an `asOf` of another cut is a 400 (QG-0831). */
export function qualityRoutes(server: ScopedServer, { quality, cuts, requestCut, oneAtATime }: QualityDependencies): void {
  server.get("/v1/quality", { config: routeAccess("GET /v1/quality") }, async (request, reply) => {
    const sent = readRequestParameters(request);
    const requestParameters = requestOf(request, sent);
    const past = await requestCut(withCutOfCursor(sent, cutOf(requestParameters)));
    refuseOtherCut(requestParameters, past?.watermark);
    const gone = abortedOnceGone(reply);
    const whole = await oneAtATime(async () => quality.response(requestParameters, past ?? (await cuts.live()), gone));
    const response = asSeenBy(request, whole, withoutOthersValues);
    const { table } = requestParameters.query;
    linkNextPage(reply, sent, table === null ? null : (response[table]?.nextCursor ?? null));
    const form = {
      json: response,
      table: () => qualityTable(response, table ?? "reporters"),
      fileName: `qorgau-quality-${table ?? "all"}`,
      records: qualityTables.reduce((sum, one) => sum + (response[one]?.rows.length ?? 0), 0),
    };
    return sendResponse(reply, sent.form, form, { immutable: past !== undefined });
  });
}

/** The request parameters, or 400 with every fault of them. A file holds one table: that of the reporters unless another is named. */
function requestOf(request: FastifyRequest, sent: RequestParameters): QualityRequest {
  const requested = queryOf(request, sent, parseQualityQuery(sent.parameters), ({ query }) => reporterOf(query));
  const { query, cursor } = requested;
  return sent.form === "json" ? requested : { cursor, query: { ...query, table: query.table ?? "reporters" } };
}

/** Of the first page; null where this is the first. */
function cutOf({ cursor }: QualityRequest): string | null {
  return cursor === null ? null : formatWatermark(cursor.watermark);
}

function refuseOtherCut(requestParameters: QualityRequest, watermark: ReadonlyMap<number, number> | undefined): void {
  const first = cutOf(requestParameters);
  if (first === null || watermark === undefined) return;
  if (first !== formatWatermark(watermark)) throw new ProblemError(400, [fault("QG-0831", "cursor")]);
}

function qualityTable(response: QualityResponse, table: QualityTable): Table {
  const row = qualityRowSchemas[table];
  return citedTable(response, { columns: columnsOf(row), rows: response[table]?.rows ?? [], meanings: meaningsOf(row) });
}
