/** Days without a fatality: `GET /v1/fatality-free-days`, by mine, region, sector or any other dimension of `/v1/rates`. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { spellsOf } from "../access/domain/access-target.ts";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { rowsOf } from "@qorgau/infra/http/responses/csv-table";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { fatalityFreeDimensions, fatalityFreeRowSchema } from "@qorgau/schemas/responses/fatality-free-response";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import type { RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { responseRowsMax, TooManyCells, TooManyRows } from "../paging/domain/response-rows.ts";
import { fatalityFreeSteps, observationOf } from "./domain/fatality-free.ts";
import { parseFatalityFreeQuery } from "./domain/fatality-free-parameters.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { citedCells, requestedColumns } from "../render/cited-table.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { RequestCut } from "../http/request-cut.ts";

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
      const json = await responseOf(query, reader, past);
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

async function responseOf(query: RatesQuery, reader: RatesReader, past?: RequestedCut): Promise<FatalityFreeResponse> {
  // What was stated of later days says that a cell was not silent on the requested ones.
  const wanted: RatesQuery = { ...query, to: null, wholeReach: true };
  const { response, day, lastStatedOf } = await withinDays(() => reader.ratesWithLastStated(wanted, past, daysMax));
  const { rows, asOf, watermark, rules } = response;
  const { from, to } = query;
  // Of an empty cut nothing was observed, and there are no rows.
  if (day === null) return { asOf, watermark, rules, from, until: to ?? "", rows: [] };
  const observation = observationOf(query, day);
  const observed = rows.filter(({ period }) => period <= observation.until);
  const accidents = await fatalAccidents(wanted, watermark, reader, past);
  const cells = await inPieces(fatalityFreeSteps(observed, query.by, observation, lastStatedOf, accidents));
  if (cells.length > responseRowsMax) throw new TooManyRows(cells.length);
  return { asOf, watermark, rules, ...observation, rows: cells };
}

/** Days times cells: from so many the spells are made. */
const daysMax = 60_000;

/** Of the cut of the deaths: where more was published since these were read, of that past one. */
async function fatalAccidents(
  query: RatesQuery,
  watermark: string,
  reader: RatesReader,
  past: RequestedCut | undefined,
): Promise<readonly RatesRow[]> {
  const wanted: RatesQuery = { ...query, measure: "accidents", filters: { ...query.filters, severity: ["fatal"] } };
  const read = (cut: RequestedCut | undefined) => withinDays(() => reader.rates(wanted, cut, daysMax));
  const response = await read(past);
  if (response.watermark === watermark) return response.rows;
  const cut = { asOf: null, watermark: parseWatermark(watermark) ?? new Map<number, number>(), live: false };
  return (await read(cut)).rows;
}

async function withinDays<Read>(read: () => Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof TooManyRows ? new TooManyCells(error.rows, daysMax) : error;
  }
}
