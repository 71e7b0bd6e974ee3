/** Which areas differ more than chance allows: `GET /v1/funnel`. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { figuresOf } from "../access/domain/access-target.ts";
import { cubeOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { funnelDimensions, funnelResponseSchema, funnelRowSchema } from "@qorgau/schemas/responses/funnel-response";
import type { FunnelResponse } from "@qorgau/schemas/responses/funnel-response";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { parseFunnelQuery } from "./domain/funnel-parameters.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { RequestCut } from "../http/request-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { requestedColumns, timeAndPlaces } from "../render/cited-table.ts";
import { chosenIn } from "../render/rates-table.ts";
import { readFunnel } from "./read-funnel.ts";

/** Adds `GET /v1/funnel`. Faults of the parameters are a 400. A response with `asOf` is immutable. */
export function funnelRoutes(
  server: ScopedServer,
  { reader, requestCut }: { readonly reader: RatesReader; readonly requestCut: RequestCut },
): void {
  server.get("/v1/funnel", { config: { ...routeAccess("GET /v1/funnel"), isCube: true } }, async (request, reply) => {
    const sent = readRequestParameters(request);
    const query = queryOf(request, sent, parseFunnelQuery(sent.parameters), ({ rates }) => figuresOf(rates));
    const past = await requestCut(sent);
    const json = await readFunnel(query, reader, past);
    return sendResponse(
      reply,
      sent.form,
      { json, table: () => funnelTable(json), fileName: "qorgau-funnel" },
      { immutable: past !== undefined },
    );
  });
}

const provenanceColumns = [
  "measure",
  "per",
  "period",
  "running",
  "target",
  "phi",
  "phiLimit",
  "overdispersed",
  "asOf",
  "watermark",
  "rules",
];

const meanings = meaningsOf(funnelResponseSchema, funnelRowSchema);

/** A row for each area; each repeats what the funnel is of. The curves are not in it. */
function funnelTable({ rows, curves: _curves, method: _method, ...provenance }: FunnelResponse): Table {
  const columns = requestedColumns(funnelRowSchema, funnelDimensions, [provenance.by]);
  const dimensions = [provenance.by];
  return {
    meanings,
    cube: cubeOf(columns, meanings, { dimensions, ...timeAndPlaces(dimensions) }),
    columns: [...columns, ...provenanceColumns, ...Object.keys(chosenIn(provenance))],
    rows: rowsOf(rows, (row) => ({ ...row, ...provenance })),
  };
}
