/** Which series to look at: `GET /v1/signals`. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { columnsOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { signalRowSchema, signalsResponseSchema } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { signalsOf } from "../access/domain/access-target.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { parseSignalsQuery } from "./domain/signals-parameters.ts";
import { readSignals } from "./read-signals.ts";

/** Adds `GET /v1/signals`. Faults of the parameters are a 400. A response with `asOf` is immutable. */
export function signalsRoutes(
  server: ScopedServer,
  { reader, requestCut }: { readonly reader: RatesReader; readonly requestCut: RequestCut },
): void {
  server.get("/v1/signals", { config: routeAccess("GET /v1/signals") }, async (request, reply) => {
    const sent = readRequestParameters(request);
    const query = queryOf(request, sent, parseSignalsQuery(sent.parameters), signalsOf);
    const past = await requestCut(sent);
    const json = await readSignals(query, reader, past);
    return sendResponse(
      reply,
      sent.form,
      { json, table: () => signalsTable(json), fileName: "qorgau-signals" },
      { immutable: past !== undefined },
    );
  });
}

const provenanceColumns = ["falseAlarms", "declared", "runLength", "lagWeeks", "exposureBasis", "asOf", "watermark", "rules", "methods"];
const columns = [...columnsOf(signalRowSchema), ...provenanceColumns];
const meanings = meaningsOf(signalsResponseSchema, signalRowSchema);

/** A row for each signal; each repeats the budget. */
function signalsTable({
  rows,
  series: _series,
  groupFatalities: _groupFatalities,
  from: _from,
  to: _to,
  ...provenance
}: SignalsResponse): Table {
  return { meanings, columns, rows: rowsOf(rows, (row) => ({ ...row, ...provenance })) };
}
