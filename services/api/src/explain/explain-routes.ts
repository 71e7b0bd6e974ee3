/** `GET /v1/explain`: where the number of one row comes from, or with `of` the answer of a method. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { contributingCaseSchema, explainResponseSchema } from "@qorgau/schemas/responses/explain-response";
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import { ProblemError } from "@qorgau/infra/http/problem";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { methodExplanationSchema, methodTableRowSchema } from "@qorgau/schemas/responses/methods/method-explanation";
import type { MethodExplanation } from "@qorgau/schemas/responses/methods/method-explanation";
import { readValues } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyReply, FastifyRequest } from "fastify";
import { abortedOnceGone } from "../http/aborted-once-gone.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { RequestParameters } from "../http/request-parameters.ts";
import type { ExplainedMethods } from "./explained-method.ts";
import { methodParameter, requestedOf, withMethodOf } from "./method-parameters.ts";
import { chosenIn } from "../render/rates-table.ts";
import type { JournalReader } from "./journal-reader.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { columnsOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import { linkNextPage } from "../http/response-pages.ts";
import { readRowParameters, waitingMax } from "./row-parameters.ts";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";

const provenanceColumns = ["period", "measure", "per", "asOf", "watermark", "rules"];
const caseColumns = columnsOf(contributingCaseSchema.omit({ attributes: true }));
const meanings = meaningsOf(explainResponseSchema.omit({ row: true }), contributingCaseSchema);

export interface ExplainDependencies {
  readonly journal: JournalReader;
  readonly methods: ExplainedMethods;
  readonly requestCut: RequestCut;
}

/** Adds `GET /v1/explain`. Requests are served one at a time; where 16 wait already, the response is a 503 (QG-0833). */
export function explainRoutes(server: ScopedServer, { journal, methods, requestCut }: ExplainDependencies): void {
  const oneAtATime = createOneAtATime(waitingMax);

  server.get("/v1/explain", { config: routeAccess("GET /v1/explain") }, async (request, reply) => {
    const sent = readRequestParameters(request);
    const parameters = withMethodOf(sent.parameters);
    if (parameters.has("of")) return sendMethod(request, reply, { ...sent, parameters });
    const { requestParameters, query, page, past } = await readRowParameters("/v1/explain", request, requestCut, (all) =>
      requestedOf(null, all),
    );
    const json = await oneAtATime(() => journal.explain(query, page, past));
    linkNextPage(reply, requestParameters, json.nextCursor);
    const response = { json, table: () => casesTable(json), fileName: "qorgau-explain", records: json.cases.length };
    return sendResponse(reply, requestParameters.form, response, { immutable: past !== undefined });
  });

  async function sendMethod(request: FastifyRequest, reply: FastifyReply, sent: RequestParameters): Promise<FastifyReply> {
    const { values, faults } = readValues(methodParameter, sent.parameters);
    const { of: method } = values;
    const twice = ofTheAddress.flatMap((name) => (sent.parameters.getAll(name).length > 1 ? [fault("QG-0602", name)] : []));
    if (method === null) throw new ProblemError(400, [...sent.faults, ...faults, ...twice]);
    const parsed = methods[method](requestedOf(method, sent.parameters));
    const { explain } = queryOf(request, { faults: [...sent.faults, ...twice] }, parsed, ({ target }) => target);
    const past = await requestCut(sent);
    const gone = abortedOnceGone(reply);
    const json = await oneAtATime(() => explain({ past, rights: request.rights ?? null, gone }));
    const records = json.records.length;
    const response = { json, table: () => methodTable(json), fileName: `qorgau-explain-${method.replaceAll("_", "-")}`, records };
    return sendResponse(reply, sent.form, response, { immutable: past !== undefined });
  }
}

/** What stands in the path of the method's own route, and which method it is. */
const ofTheAddress = ["of", "programme", "year"];

const methodColumns = columnsOf(methodTableRowSchema);
const methodProvenance = ["of", "route", "asOf", "watermark", "rules", "methods"];
const methodMeanings = meaningsOf(methodExplanationSchema, methodTableRowSchema);

/** Everything but the answer itself, which the route of the method gives as a file. */
function methodTable(json: MethodExplanation): Table {
  const { parameters, formulas, symbols, source, caveats, records } = json;
  const lines = [
    ...Object.entries(parameters).map(([name, value]) => ({ part: "parameter", name, value: [value].flat().join(" ") })),
    ...formulas.map(({ gives, text }) => ({ part: "formula", name: gives, value: text })),
    ...symbols.map(({ symbol, means, at }) => ({ part: "symbol", name: symbol, value: means, at })),
    ...[source.section, ...source.literature].map((value) => ({ part: "source", value })),
    ...caveats.map(({ code, text }) => ({ part: "caveat", name: code, value: text.en })),
    ...records.map(({ row, address }) => ({ part: "records", name: row, value: address })),
  ];
  const { of, route, asOf, watermark, rules, methods } = json;
  const told = { of, route, asOf, watermark, rules, methods };
  return {
    meanings: methodMeanings,
    columns: [...methodColumns, ...methodProvenance],
    rows: rowsOf(lines, (line) => ({ ...line, ...told })),
  };
}

/** One line per contributing case; `statements` are the positions of its active statements, the highest-ranking first. */
function casesTable(response: ExplainResponse): Table {
  const { cases, row, measure, per, asOf, watermark, rules } = response;
  const chosen = chosenIn(response);
  return {
    meanings,
    columns: [...caseColumns, ...provenanceColumns, ...Object.keys(chosen)],
    rows: rowsOf(cases, ({ statements, attributes: _attributes, ...reported }) => ({
      ...reported,
      statements: statements.map(({ position }) => position).join(" "),
      period: row.period,
      measure,
      per,
      asOf,
      watermark,
      rules,
      ...chosen,
    })),
  };
}
