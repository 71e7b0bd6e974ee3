/** Days without a fatality: `GET /v1/fatality-free-days`, by mine, region, sector or any other dimension of `/v1/rates`. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { spellsOf } from "../access/domain/access-target.ts";
import { rowsOf } from "@qorgau/infra/http/responses/csv-table";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { fatalityFreeDimensions, fatalityFreeRowSchema } from "@qorgau/schemas/responses/fatality-free-response";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { parseFatalityFreeQuery } from "./domain/fatality-free-parameters.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { citedCells, requestedColumns } from "../render/cited-table.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { readFatalityFree } from "./read-fatality-free.ts";

export interface FatalityFreeDependencies {
  readonly reader: RatesReader;
  readonly requestCut: RequestCut;
}

/**
 * Adds `GET /v1/fatality-free-days`. It is a 400 where more than 60,000 rows of days would be read (QG-0871), or the response would have
 * more than 20,000 rows.
 */
export function fatalityFreeRoutes(server: ScopedServer, { reader, requestCut }: FatalityFreeDependencies): void {
  server.get(
    "/v1/fatality-free-days",
    { config: { ...routeAccess("GET /v1/fatality-free-days"), isCube: true } },
    async (request, reply) => {
      const sent = readRequestParameters(request);
      const query = queryOf(request, sent, parseFatalityFreeQuery(sent.parameters), spellsOf);
      const past = await requestCut(sent);
      const json = await readFatalityFree(query, reader, past);
      const columns = [...requestedColumns(fatalityFreeRowSchema, fatalityFreeDimensions, query.by), "from", "until"];
      const { from, until, rows } = json;
      const table = () =>
        citedCells(
          json,
          { row: fatalityFreeRowSchema, columns, dimensions: query.by },
          rowsOf(rows, (row) => ({ ...row, from, until })),
        );
      return sendResponse(reply, sent.form, { json, table, fileName: "qorgau-fatality-free-days" }, { immutable: past !== undefined });
    },
  );
}
