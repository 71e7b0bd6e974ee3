/** Claims counted as claims, an insurer's worklist, claims not filed yet, and the statutory deadlines: `GET /v1/claims`, `/v1/claims/ibnr`, `/v1/clocks`. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { claimsOf, deadlinesOf, ibnrOf, reporterOf } from "../access/domain/access-target.ts";
import { ProblemError } from "@qorgau/infra/http/http-server";
import { ibnrDimensions, ibnrResponseSchema, ibnrRowSchema } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { IbnrResponse } from "@qorgau/schemas/responses/claims-ibnr-response";
import { claimDimensions, claimRowSchema, unmatchedClaimSchema } from "@qorgau/schemas/responses/claims-response";
import { deadlineRowSchema } from "@qorgau/schemas/responses/deadlines-response";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { caveatsInWords } from "@qorgau/schemas/responses/methods/method-caveats";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { parseClaimsQuery, parseDeadlinesQuery, parseUnmatchedQuery } from "./domain/claims-query.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import { claimsResponse, deadlinesResponse, unmatchedClaimsResponse } from "./claims-responses.ts";
import { abortedOnceGone } from "../http/aborted-once-gone.ts";
import { linkNextPage, withCutOfCursor } from "../http/response-pages.ts";
import { citedCells, citedTable, requestedColumns, timeAndPlaces } from "../render/cited-table.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import type { QualityDependencies } from "../quality/quality-routes.ts";
import { parseIbnrQuery } from "./domain/ibnr-parameters.ts";
import { readIbnr } from "./read-ibnr.ts";
import type { IbnrSources } from "./read-ibnr.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { RequestParameters } from "../http/request-parameters.ts";
import { cubeOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";

const unmatchedMeanings = meaningsOf(unmatchedClaimSchema);

type ClaimsDependencies = QualityDependencies &
  IbnrSources & {
    /** IBNR reads claims alone: it waits for no request that folds the cases of its days. */
    readonly ibnrAtATime: OneAtATime;
  };

/** Adds the routes. `GET /v1/claims` returns the worklist where `unmatched` is sent. Faults of the parameters are a 400. */
export function claimsRoutes(server: ScopedServer, dependencies: ClaimsDependencies): void {
  const { quality, requestCut, ibnrAtATime } = dependencies;

  server.get("/v1/claims/ibnr", { config: { ...routeAccess("GET /v1/claims/ibnr"), isCube: true } }, async (request, reply) => {
    const sent = readRequestParameters(request);
    const query = queryOf(request, sent, parseIbnrQuery(sent.parameters), ibnrOf);
    const past = await requestCut(sent);
    const gone = abortedOnceGone(reply);
    const json = await ibnrAtATime(() => readIbnr(query, dependencies, past, gone));
    const table = () => ibnrTable(json, query.by);
    return sendResponse(reply, sent.form, { json, table, fileName: "qorgau-claims-ibnr" }, { immutable: past !== undefined });
  });

  server.get("/v1/clocks", { config: { ...routeAccess("GET /v1/clocks"), isCube: true } }, async (request, reply) => {
    const sent = readRequestParameters(request);
    const query = queryOf(request, sent, parseDeadlinesQuery(sent.parameters), deadlinesOf);
    const { json, past } = await responseOf(dependencies, reply, sent, (cut, gone) => deadlinesResponse(quality, query, cut, gone));
    const cells = {
      row: deadlineRowSchema,
      columns: requestedColumns(deadlineRowSchema, ["region", "sector", "employer"], query.by),
      dimensions: ["period", ...query.by, "clock"],
    };
    return sendResponse(
      reply,
      sent.form,
      { json, table: () => citedCells(json, cells, json.rows), fileName: "qorgau-clocks" },
      { immutable: past },
    );
  });

  server.get("/v1/claims", { config: { ...routeAccess("GET /v1/claims"), isCube: true } }, async (request, reply) => {
    const sent = readRequestParameters(request);
    if (sent.parameters.has("unmatched")) return sendUnmatched(dependencies, request, reply);
    const query = queryOf(request, sent, parseClaimsQuery(sent.parameters), claimsOf);
    const { json, past } = await responseOf(dependencies, reply, sent, (cut, gone) => claimsResponse(quality, query, cut, gone));
    const cells = {
      row: claimRowSchema,
      columns: requestedColumns(claimRowSchema, claimDimensions, query.by),
      dimensions: ["period", ...query.by],
    };
    return sendResponse(
      reply,
      sent.form,
      { json, table: () => citedCells(json, cells, json.rows), fileName: "qorgau-claims" },
      { immutable: past },
    );
  });
}

const ibnrMeanings = meaningsOf(ibnrResponseSchema, ibnrRowSchema);
const ofIbnr = ["measure", "source", "regions", "bands", "lastPeriod", "additive", "asOf", "watermark", "rules", "methods", "caveats"];

/** A row for each month and cell; each repeats what it is of. */
function ibnrTable({ rows, cells: _cells, method: _method, by: _by, caveats, ...provenance }: IbnrResponse, by: readonly string[]): Table {
  const columns = requestedColumns(ibnrRowSchema, ibnrDimensions, by);
  const dimensions = ["period", ...by];
  return {
    meanings: ibnrMeanings,
    cube: cubeOf(columns, ibnrMeanings, { dimensions, ...timeAndPlaces(dimensions) }),
    columns: [...columns, ...ofIbnr],
    rows: rowsOf(rows, (row) => ({ ...row, ...provenance, caveats: caveatsInWords(caveats) })),
  };
}

async function sendUnmatched(dependencies: QualityDependencies, request: FastifyRequest, reply: FastifyReply) {
  const sent = readRequestParameters(request);
  const query = queryOf(request, sent, parseUnmatchedQuery(sent.parameters), reporterOf);
  const firstCut = query.cursor === null ? null : formatWatermark(query.cursor.watermark);
  const requested = withCutOfCursor(sent, firstCut);
  const { json, past } = await responseOf(dependencies, reply, requested, (cut, gone) => {
    if (firstCut !== null && firstCut !== formatWatermark(cut.watermark)) throw new ProblemError(400, [fault("QG-0831", "cursor")]);
    return unmatchedClaimsResponse(dependencies.quality, query, cut, gone);
  });
  linkNextPage(reply, sent, json.nextCursor);
  const columns = requestedColumns(unmatchedClaimSchema, [], []);
  const response = {
    json,
    table: () => citedTable(json, { columns, rows: json.rows, meanings: unmatchedMeanings }),
    fileName: "qorgau-unmatched-claims",
    records: json.rows.length,
  };
  return sendResponse(reply, sent.form, response, { immutable: past });
}

async function responseOf<Result>(
  { cuts, requestCut, oneAtATime }: QualityDependencies,
  reply: FastifyReply,
  sent: RequestParameters,
  response: (cut: RequestedCut, gone: AbortSignal) => Promise<Result>,
): Promise<{ readonly json: Result; readonly past: boolean }> {
  const past = await requestCut(sent);
  const gone = abortedOnceGone(reply);
  const json = await oneAtATime(async () => response(past ?? (await cuts.live()), gone));
  return { json, past: past !== undefined };
}
