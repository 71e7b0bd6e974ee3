/** The figures as statistical offices read them: SDMX REST 2.1, `/sdmx/2.1/data/…` and the structure that describes them. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { fault } from "@qorgau/schemas/rules/rules";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { ProblemError } from "@qorgau/infra/http/http-server";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { csvPieces } from "@qorgau/infra/http/responses/csv-table";
import { jsonPieces } from "@qorgau/infra/http/responses/json-pieces";
import { preferredOf } from "@qorgau/infra/http/responses/response-form";
import { readSent } from "@qorgau/infra/http/responses/plain-parameters";
import { packed } from "@qorgau/infra/http/responses/send-response";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";
import type { FastifyReply, FastifyRequest } from "fastify";
import { figuresOf } from "../access/domain/access-target.ts";
import { abortedOnceGone } from "../http/aborted-once-gone.ts";
import { permit } from "../http/permit.ts";
import { readCut, refuseFaults } from "../http/request-parameters.ts";
import type { RequestCut } from "../http/request-cut.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import { csvTable, genericMessage, jsonMessage, structureSpecificMessage } from "./data-messages.ts";
import { agency, artefacts, dataflows, otherArtefacts, version } from "./domain/data-structure.ts";
import type { Artefact, Dataflow } from "./domain/data-structure.ts";
import { renderSdmxError } from "./error-message.ts";
import type { MessageHeader } from "./message-header.ts";
import { dataForms, dataMediaTypes, dataParameters, structureMediaType, structureParameters } from "./sdmx-parameters.ts";
import type { DataForm } from "./sdmx-parameters.ts";
import { daysOfPeriod } from "./domain/sdmx-period.ts";
import { parseKey, tablesOf } from "./domain/series-query.ts";
import { bounded } from "./domain/series.ts";
import type { Dataset, ObservationBounds } from "./domain/series.ts";
import { idsOfArtefact, structureMessage } from "./structure-message.ts";
import { readDatasets } from "./read-dataset.ts";
import { refuseUnmet } from "./requirements.ts";
import type { DatasetDependencies } from "./read-dataset.ts";
import { xmlDeclaration, xmlText } from "./xml-text.ts";

export interface SdmxDependencies extends DatasetDependencies {
  readonly requestCut: RequestCut;
  /** A key may ask for a hundred tables. */
  readonly oneAtATime: OneAtATime;
}

type DataPath = { readonly flow: string; readonly key?: string; readonly provider?: string };
type StructurePath = { readonly artefact: string; readonly agency?: string; readonly id?: string; readonly version?: string };

/** By their addresses, as they are named in the document. */
const dataRoutes = {
  "/sdmx/2.1/data/:flow": "GET /sdmx/2.1/data/{flow}",
  "/sdmx/2.1/data/:flow/:key": "GET /sdmx/2.1/data/{flow}/{key}",
  "/sdmx/2.1/data/:flow/:key/:provider": "GET /sdmx/2.1/data/{flow}/{key}/{provider}",
} as const;
const structureRoutes = {
  "/sdmx/2.1/:artefact": "GET /sdmx/2.1/{artefact}",
  "/sdmx/2.1/:artefact/:agency": "GET /sdmx/2.1/{artefact}/{agency}",
  "/sdmx/2.1/:artefact/:agency/:id": "GET /sdmx/2.1/{artefact}/{agency}/{id}",
  "/sdmx/2.1/:artefact/:agency/:id/:version": "GET /sdmx/2.1/{artefact}/{agency}/{id}/{version}",
} as const;
const notFound = (pointer: string) => new ProblemError(404, [fault("QG-0721", pointer)]);
const configOf = (route: Parameters<typeof routeAccess>[0]) => ({ ...routeAccess(route), renderProblem: renderSdmxError });

/**
 * Adds the data resource. What is not there is a 404 (QG-0721, QG-0728), what a key or a period does not say a 400, what is too large a 413; each is an error
 * of SDMX. A response with `asOf` is immutable. Every table that a key asks for is held against the rights of the caller before any is read.
 */
export function sdmxDataRoutes(server: ScopedServer, dependencies: SdmxDependencies): void {
  for (const [path, route] of Object.entries(dataRoutes)) {
    server.get<{ Params: DataPath }>(path, { config: configOf(route) }, (request, reply) => sendData(dependencies, request, reply));
  }
}

/** Adds the resources of structure, which tell nothing of a figure. */
export function sdmxStructureRoutes(server: ScopedServer): void {
  for (const [path, route] of Object.entries(structureRoutes)) {
    server.get<{ Params: StructurePath }>(path, { config: configOf(route) }, (request, reply) => sendStructure(request, reply));
  }
}

async function sendData(
  { requestCut, oneAtATime, ...reading }: SdmxDependencies,
  request: FastifyRequest<{ Params: DataPath }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const flow = flowOf(request.params);
  const { parameters, faults: ofLook } = readSent(request, "json");
  const cut = readCut(parameters);
  const { values, faults } = readParameters(dataParameters, parameters, ["asOf", "atLeast", "partial"]);
  const { startPeriod, endPeriod, detail, format, updatedAfter } = values;
  const includeHistory = values.includeHistory === "true";
  const form = format ?? preferredOf(request.headers.accept, acceptedTypes);
  if (form === null) throw new ProblemError(406, [fault("QG-0701", "", { forms: Object.values(dataMediaTypes).join(", ") })]);
  const key = parseKey(request.params.key ?? "all", flow);
  const both = includeHistory && updatedAfter !== null ? [fault("QG-0725", "includeHistory")] : [];
  refuseFaults([...ofLook, ...cut.faults, ...faults, ...both, ...("fault" in key ? [key.fault] : [])]);
  if ("fault" in key) throw new Error("a key with a fault is refused");
  const from = startPeriod === undefined ? null : (daysOfPeriod(startPeriod)?.from ?? null);
  const to = endPeriod === undefined ? null : (daysOfPeriod(endPeriod)?.to ?? null);
  const requested = tablesOf(flow, { ...key, from, to });
  if ("errors" in requested) throw new ProblemError(400, requested.errors);
  for (const { query } of requested.tables) permit(request, figuresOf(query));
  if (requested.tables.length === 0) permit(request, { of: "published" });
  const past = await requestCut(cut);
  const gone = abortedOnceGone(reply);
  const { tables } = requested;
  const refuseUnmetAt = (cut: RequestedCut | undefined) => refuseUnmet(reading.reader, flow, tables, cut);
  const read = await oneAtATime(() =>
    readDatasets(reading, { tables, detail, past, updatedAfter, includeHistory, refuseUnmet: refuseUnmetAt }, gone),
  );
  const datasets = boundedDatasets(read.datasets, { first: values.firstNObservations, last: values.lastNObservations });
  const header = headerOf(flow.id, read.day, request.server.madeUp);
  const body = await inPieces(packed(await piecesOf(form, { header, flow, datasets })));
  const response = { ...body, mediaType: dataMediaTypes[form], ...(form === "csvdata" ? { fileName: `${flow.id}.csv` } : {}) };
  return sendBytes(reply, response, { immutable: past !== undefined });
}

/** Throws a 404 (QG-0728) where no dataset has a series. */
function boundedDatasets(datasets: readonly Dataset[], bounds: ObservationBounds): Dataset[] {
  if (datasets.every(({ series }) => series.length === 0)) throw new ProblemError(404, [fault("QG-0728", "")]);
  return datasets.map((dataset) => ({ ...dataset, series: dataset.series.map((one) => bounded(one, bounds)) }));
}

/** Beside the media types of SDMX those that a program sends that knows no more than XML, JSON or CSV. */
const acceptedTypes: readonly (readonly [DataForm, string])[] = [
  ...dataForms.map((form) => [form, dataMediaTypes[form].split(";", 1)[0] ?? ""] as const),
  ["genericdata", "application/xml"],
  ["genericdata", "text/xml"],
  ["jsondata", "application/json"],
  ["csvdata", "text/csv"],
];

function flowOf({ flow, provider = "all" }: DataPath): Dataflow {
  const parts = flow.split(",");
  const [ofAgency = "all", id = "", ofVersion = "latest"] = parts.length === 1 ? ["all", ...parts] : parts;
  const found = dataflows.find((one) => one.id === id);
  if (found === undefined || parts.length > 3 || !isAgency(ofAgency) || !isVersion(ofVersion)) throw notFound("flow");
  if (!isAgency(provider)) throw notFound("provider");
  return found;
}

const isAgency = (text: string): boolean => text === "all" || text === agency;
const isVersion = (text: string): boolean => ["all", "latest", version].includes(text);

/** The instant of a message is of its cut, so that the same cut has the same bytes. */
const headerOf = (id: string, day: string | null, madeUp: boolean): MessageHeader => ({
  id,
  prepared: `${day ?? "1970-01-01"}T00:00:00+05:00`,
  test: madeUp,
});

async function piecesOf(
  form: DataForm,
  { header, flow, datasets }: { readonly header: MessageHeader; readonly flow: Dataflow; readonly datasets: readonly Dataset[] },
): Promise<Iterable<string>> {
  if (form === "csvdata") return csvPieces(csvTable(flow, datasets));
  if (form === "jsondata") return jsonPieces(await inPieces(jsonMessage(header, flow, datasets)));
  return form === "genericdata" ? genericMessage(header, flow, datasets) : structureSpecificMessage(header, flow, datasets);
}

function sendStructure(request: FastifyRequest<{ Params: StructurePath }>, reply: FastifyReply): FastifyReply {
  const { artefact, agency: ofAgency = "all", id = "all", version: ofVersion = "latest" } = request.params;
  if (otherArtefacts.includes(artefact)) throw new ProblemError(501, [fault("QG-0729", "artefact", { artefacts: artefacts.join(", ") })]);
  if (!isArtefact(artefact)) throw notFound("artefact");
  const { parameters, faults: ofLook } = readSent(request, "json");
  const { values, faults } = readParameters(structureParameters, parameters, []);
  refuseFaults([...ofLook, ...faults]);
  const ids = idsOfArtefact(artefact, id);
  if (ids.length === 0 || !isAgency(ofAgency) || !isVersion(ofVersion)) throw notFound("id");
  // It changes with the program alone.
  const message = structureMessage(headerOf(artefact, null, request.server.madeUp), { artefact, ids, ...values });
  const body = `${xmlDeclaration}${xmlText(message)}`;
  return sendBytes(reply, { body, mediaType: structureMediaType }, { immutable: false });
}

const isArtefact = (text: string): text is Artefact => (artefacts as readonly string[]).includes(text);
