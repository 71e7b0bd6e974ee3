/** What recent periods will be once late reports are in: `GET /v1/nowcast`. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { cubeOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { caveatsInWords } from "@qorgau/schemas/responses/methods/method-caveats";
import { nowcastDimensions, nowcastResponseSchema, nowcastRowSchema } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { NowcastResponse } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { figuresOf } from "../access/domain/access-target.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { requestedColumns, timeAndPlaces } from "../render/cited-table.ts";
import { chosenIn } from "../render/rates-table.ts";
import { parseNowcastQuery } from "./domain/nowcast-parameters.ts";
import { readNowcast } from "./read-nowcast.ts";

/** Adds `GET /v1/nowcast`. Faults of the parameters are a 400. A response with `asOf` is immutable. */
export function nowcastRoutes(
  server: ScopedServer,
  { reader, requestCut, oneAtATime }: { readonly reader: RatesReader; readonly requestCut: RequestCut; readonly oneAtATime: OneAtATime },
): void {
  server.get("/v1/nowcast", { config: { ...routeAccess("GET /v1/nowcast"), isCube: true } }, async (request, reply) => {
    const sent = readRequestParameters(request);
    const query = queryOf(request, sent, parseNowcastQuery(sent.parameters), ({ rates }) => figuresOf(rates));
    const past = await requestCut(sent);
    const json = await oneAtATime(() => readNowcast(query, reader, past));
    return sendResponse(
      reply,
      sent.form,
      { json, table: () => nowcastTable(json, query.rates.by), fileName: "qorgau-nowcast" },
      { immutable: past !== undefined },
    );
  });
}

const provenanceColumns = ["of", "measure", "per", "lastPeriod", "additive", "asOf", "watermark", "rules", "methods", "caveats"];

const meanings = meaningsOf(nowcastResponseSchema, nowcastRowSchema);

/** A row for each period and cell; each repeats what the nowcast is of. */
function nowcastTable(
  { rows, cells: _cells, method: _method, by: _by, caveats, ...provenance }: NowcastResponse,
  by: readonly string[],
): Table {
  const columns = requestedColumns(nowcastRowSchema, nowcastDimensions, by);
  const dimensions = ["period", ...by];
  return {
    meanings,
    cube: cubeOf(columns, meanings, { dimensions, ...timeAndPlaces(dimensions) }),
    columns: [...columns, ...provenanceColumns, ...Object.keys(chosenIn(provenance))],
    rows: rowsOf(rows, (row) => ({ ...row, ...provenance, caveats: caveatsInWords(caveats) })),
  };
}
