/** What is known of enterprises: together in `GET /v1/programmes/{programme}`, by name in `GET /v1/riskmap`. */
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { columnsOf, cubeOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { caveatsInWords } from "@qorgau/schemas/responses/methods/method-caveats";
import { programmeDimensions, programmeResponseSchema, programmeRowSchema } from "@qorgau/schemas/responses/inspection/programme-response";
import type { ProgrammeQuery, ProgrammeResponse } from "@qorgau/schemas/responses/inspection/programme-response";
import { riskMapResponseSchema, riskTableSchema } from "@qorgau/schemas/responses/inspection/riskmap-response";
import type { RiskMapResponse } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { seesFewEnterprises } from "../access/domain/access-refusal.ts";
import { programmeOf, riskMapOf } from "../access/domain/access-target.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { CutResolver } from "../past/requested-cut.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import { requestedColumns, timeAndPlaces } from "../render/cited-table.ts";
import { parseProgrammeQuery } from "./domain/programme-parameters.ts";
import { parseRiskMapQuery } from "./domain/riskmap-parameters.ts";
import type { EnterpriseReader } from "./enterprise-reader.ts";
import { readProgramme, readRiskMap } from "./read-enterprises.ts";

export interface EnterpriseDependencies {
  readonly enterprises: EnterpriseReader;
  readonly cuts: CutResolver;
  readonly requestCut: RequestCut;
  /** A response reads every enterprise. */
  readonly oneAtATime: OneAtATime;
}

/** Adds `GET /v1/programmes/{programme}` and `GET /v1/riskmap`. Faults of the parameters are a 400. A response with `asOf` is immutable. */
export function enterpriseRoutes(server: ScopedServer, { enterprises, cuts, requestCut, oneAtATime }: EnterpriseDependencies): void {
  server.get<{ Params: { programme: string } }>(
    "/v1/programmes/:programme",
    { config: { ...routeAccess("GET /v1/programmes/{programme}"), isCube: true } },
    async (request, reply) => {
      const sent = readRequestParameters(request);
      const query = queryOf(request, sent, parseProgrammeQuery(request.params.programme, sent.parameters), programmeOf);
      const past = await requestCut(sent);
      const showsFew = seesFewEnterprises(request.rights);
      const json = await oneAtATime(async () => readProgramme(enterprises, query, past ?? (await cuts.live()), showsFew));
      return sendResponse(
        reply,
        sent.form,
        { json, table: () => programmeTable(json, query), fileName: `qorgau-${query.programme.replaceAll("_", "-")}` },
        { immutable: past !== undefined },
      );
    },
  );

  server.get("/v1/riskmap", { config: routeAccess("GET /v1/riskmap") }, async (request, reply) => {
    const sent = readRequestParameters(request);
    const query = queryOf(request, sent, parseRiskMapQuery(sent.parameters), riskMapOf);
    const past = await requestCut(sent);
    const json = await oneAtATime(async () => readRiskMap(enterprises, query, past ?? (await cuts.live())));
    return sendResponse(
      reply,
      sent.form,
      { json, table: () => riskTable(json), fileName: "qorgau-riskmap", records: json.rows.length },
      { immutable: past !== undefined },
    );
  });
}

const programmeMeanings = meaningsOf(programmeResponseSchema, programmeRowSchema);
const riskMeanings = meaningsOf(riskMapResponseSchema, riskTableSchema());

/** A row for each code; each repeats what it is of. The caveats are in the JSON form and beside the figures on the page. */
function programmeTable({ rows, caveats, method: _method, ...provenance }: ProgrammeResponse, { by }: ProgrammeQuery): Table {
  const columns = requestedColumns(programmeRowSchema, programmeDimensions, by);
  const told = { ...provenance, caveats: caveatsInWords(caveats) };
  return {
    columns: [...columns, ...Object.keys(told)],
    rows: rowsOf(rows, (row) => ({ ...row, ...told })),
    meanings: programmeMeanings,
    cube: cubeOf(columns, programmeMeanings, { dimensions: by, ...timeAndPlaces(by) }),
  };
}

/** A row for each enterprise. Sections with few light accidents are in the JSON form. */
function riskTable({ rows, asOf, watermark, rules, from, to, caveats }: RiskMapResponse): Table {
  const told = { from, to, asOf, watermark, rules, caveats: caveatsInWords(caveats) };
  const columns = columnsOf(riskTableSchema());
  return {
    columns: [...columns, ...Object.keys(told)],
    rows: rowsOf(rows, (row) => ({ ...row, ...told })),
    meanings: riskMeanings,
  };
}
