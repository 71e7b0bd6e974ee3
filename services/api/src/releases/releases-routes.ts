/**
 * Releases: `POST /v1/releases` freezes a year under a name, `GET /v1/releases` lists them, `/v1/releases/{id}` gives the bytes of one for
 * ever, and, with `verify=true`, whether it still holds; `/v1/releases/{id}/signature` its signature, `/v1/releases/{id}/differences` what has changed since.
 */
import { auditAct } from "@qorgau/infra/http/audit-requests";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { audienceOf } from "@qorgau/schemas/access/scopes";
import { wholeYear } from "../access/domain/access-target.ts";
import { columnsOf, meaningsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { presentationSent } from "@qorgau/infra/http/responses/plain-parameters";
import { refuseElsewhere } from "@qorgau/infra/http/responses/refuse-elsewhere";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";
import { ProblemError } from "@qorgau/infra/http/problem";
import {
  changedCaseRowSchema,
  figureDifferenceSchema,
  releaseDifferencesSchema,
  releaseSchema,
  releaseVerificationSchema,
} from "@qorgau/schemas/responses/releases";
import type { Release, ReleaseDifferences, ReleaseVerification, StoredForm } from "@qorgau/schemas/responses/releases";
import { readValues } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { OpenFigures } from "../disclosure/open-figures.ts";
import { isOpenTo, permit } from "../http/permit.ts";
import type { CutResolver } from "../past/requested-cut.ts";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import { bytesOf } from "./release-event.ts";
import type { Releases } from "./releases.ts";
import { faultsOfNames, readRequestParameters, refuseFaults } from "../http/request-parameters.ts";
import type { RequestParameters } from "../http/request-parameters.ts";
import { parseCell, parseReleaseBody } from "./release-request.ts";
import { verifyParameters } from "./release-parameters.ts";
import { waitingMax } from "../explain/row-parameters.ts";

type ById = { Params: { id: string } };

const releaseColumns = columnsOf(releaseSchema);
const releaseMeanings = meaningsOf(releaseSchema);
const differenceColumns = columnsOf(figureDifferenceSchema);
const verificationMeanings = meaningsOf(releaseVerificationSchema, figureDifferenceSchema);
const differenceMeanings = meaningsOf(releaseDifferencesSchema, changedCaseRowSchema, figureDifferenceSchema);

/**
 * Adds the routes of releases. `POST` needs a token with the scope `release` or, where tokens are not in use, a caller on the same machine; it responds
 * 201 to a new release and 200 to one that is there already.
 */
export function releasesRoutes(
  server: ScopedServer,
  {
    releases,
    cuts,
    openFigures,
  }: { readonly releases: Releases; readonly cuts: CutResolver; readonly openFigures?: OpenFigures | undefined },
): void {
  const oneAtATime = createOneAtATime(waitingMax);
  const isPublic = openFigures !== undefined;
  const releaseOf = async (request: FastifyRequest<ById>): Promise<Release> => {
    const release = await releases.find(request.params.id);
    if (release === null) throw new ProblemError(404, [fault("QG-0864", "id")]);
    return release;
  };

  server.post("/v1/releases", { config: routeAccess("POST /v1/releases"), bodyLimit: 16 * 1024 }, async (request, reply) => {
    refuseElsewhere(request);
    permit(request, { of: "operation" });
    const { form } = readReleaseParameters(request, ["format"]);
    const body = parseReleaseBody(request.body);
    if ("errors" in body) throw new ProblemError(400, body.errors);
    const { name, query, asOf, succession } = body.read;
    await auditAct(request, { name, year: query.year });
    const cut = asOf === null ? await cuts.live() : await cuts.resolve(asOf);
    const { release, isNew } = await oneAtATime(() => releases.make({ name, query, cut, succession, madeUp: server.madeUp }));
    reply.code(isNew ? 201 : 200).header("location", `/v1/releases/${release.name}`);
    return sendResponse(reply, form, { json: release, table: () => releasesTable([release]), fileName: `qorgau-${release.name}` });
  });

  server.get("/v1/releases", { config: { ...routeAccess("GET /v1/releases"), isPublic } }, async (request, reply) => {
    const { form } = readReleaseParameters(request, ["format"]);
    permit(request, { of: "published" });
    markExact(request, reply);
    const known = await releases.all();
    // Of the newest release, and of no later cut: how the log grows is open to nobody.
    const json = isOpenTo(request, openFigures) ? { ...known, watermark: known.releases.at(-1)?.watermark ?? "" } : known;
    return sendResponse(reply, form, { json, table: () => releasesTable(json.releases), fileName: "qorgau-releases" });
  });

  server.get<ById>("/v1/releases/:id", { config: { ...routeAccess("GET /v1/releases/{id}"), isPublic } }, async (request, reply) => {
    if (!isVerification(request)) {
      const stored = readStoredForm(request);
      permit(request, { of: "published" });
      markExact(request, reply);
      const release = await releaseOf(request);
      return sendStored(nameNeighbours(reply, release), releases, release, stored);
    }
    const requestParameters = readReleaseParameters(request, ["format", "verify"]);
    permit(request, wholeYear);
    const release = await releaseOf(request);
    const json = await oneAtATime(() => releases.verify(release));
    return sendResponse(nameNeighbours(reply, release), requestParameters.form, {
      json,
      table: () => verificationTable(json),
      fileName: `qorgau-${release.name}-verification`,
    });
  });

  server.get<ById>(
    "/v1/releases/:id/signature",
    { config: { ...routeAccess("GET /v1/releases/{id}/signature"), isPublic } },
    async (request, reply) => {
      const form = readStoredForm(request, ["format"]);
      permit(request, { of: "published" });
      const release = await releaseOf(request);
      const { signature } = await storedForm(releases, release, form);
      if (signature === undefined) throw new ProblemError(404, [fault("QG-0945", "id")]);
      return sendBytes(reply, { body: Buffer.from(signature), mediaType: "application/jose" }, { immutable: true, stored: true });
    },
  );

  server.get<ById>("/v1/releases/:id/differences", { config: routeAccess("GET /v1/releases/{id}/differences") }, async (request, reply) => {
    const { form, parameters, faults } = readRequestParameters(request);
    const cell = parseCell(parameters);
    refuseFaults([...faults, ...cell.faults]);
    permit(request, { of: "all_cases" });
    const release = await releaseOf(request);
    const json = await oneAtATime(() => releases.differences(release, cell.requested));
    const records = json.differences.reduce((sum, { cases }) => sum + cases.length, 0);
    return sendResponse(reply, form, {
      json,
      table: () => differencesTable(json),
      fileName: `qorgau-${release.name}-differences`,
      records,
    });
  });
}

/** Beside protected figures a release says that its own are exact: it is published by a decision of whoever makes it (METHODS, section 9.5). */
function markExact({ rights }: FastifyRequest, reply: FastifyReply): void {
  if (audienceOf(rights ?? null) === "open") reply.header("qorgau-disclosure", "exact");
}

/** The successor and the predecessor of a release, as links of RFC 5829. */
function nameNeighbours(reply: FastifyReply, { supersedes, supersededBy }: Release): FastifyReply {
  const link = (name: string | undefined, relation: string) => (name === undefined ? [] : [`</v1/releases/${name}>; rel="${relation}"`]);
  const links = [...link(supersededBy, "successor-version"), ...link(supersedes, "predecessor-version")];
  return links.length === 0 ? reply : reply.header("link", links.join(", "));
}

function readReleaseParameters(request: FastifyRequest, known: readonly string[]): RequestParameters {
  const requestParameters = readRequestParameters(request);
  refuseFaults([...requestParameters.faults, ...faultsOfNames(requestParameters.parameters, known)]);
  return requestParameters;
}

function isVerification(request: FastifyRequest): boolean {
  const { values, faults } = readValues(verifyParameters, readRequestParameters(request).parameters);
  refuseFaults(faults);
  return values.verify;
}

/** The name of the stored form: `json`, `csv`, `xlsx-kk`. */
function readStoredForm(request: FastifyRequest, known = ["format", "verify"]): string {
  const { form, presentation, parameters, faults } = readRequestParameters(request);
  // Stored bytes are given as they were made: without names, and in one form of CSV.
  const ofLook = faultsOfNames(presentationSent(request), [...known, "lang"]).filter(({ rule }) => rule === "QG-0601");
  refuseFaults([...faults, ...faultsOfNames(parameters, known), ...ofLook]);
  return form === "xlsx" ? `${form}-${presentation.language}` : form;
}

async function storedForm(releases: Releases, release: Release, form: string): Promise<StoredForm> {
  const stored = await releases.form(release, form);
  if (stored === null) throw new ProblemError(404, [fault("QG-0866", "format", { forms: release.forms.join(", ") })]);
  return stored;
}

async function sendStored(reply: FastifyReply, releases: Releases, release: Release, form: string): Promise<FastifyReply> {
  const stored = await storedForm(releases, release, form);
  const [ending = "", language] = form.split("-");
  const mark = reply.server.madeUp ? ["made-up"] : [];
  const fileName = ["qorgau", release.name, ...mark, ...(language === undefined ? [] : [language])].join("-");
  const named = form === "json" ? {} : { fileName: `${fileName}.${ending}` };
  return sendBytes(reply, { body: bytesOf(stored), mediaType: stored.mediaType, ...named }, { immutable: true, stored: true });
}

function releasesTable(releases: readonly Release[]): Table {
  return {
    columns: releaseColumns,
    rows: releases.map(({ forms, ...release }) => ({ ...release, forms: forms.join(" ") })),
    meanings: releaseMeanings,
  };
}

/** One line per figure that differs; none where it holds. */
function verificationTable({ differences, ...verified }: ReleaseVerification): Table {
  const columns = [...differenceColumns, "number", "name", "watermark", "intact", "holds", "identical"];
  return { columns, rows: differences.map((difference) => ({ ...difference, ...verified })), meanings: verificationMeanings };
}

/** One line for each case of a figure that differs, and one where there is none. */
function differencesTable({ differences, releasedWatermark, watermark, number, name }: ReleaseDifferences): Table {
  const provenance = { number, name, releasedWatermark, watermark };
  const columns = [...differenceColumns, "case", "delta", "records", ...Object.keys(provenance)];
  const rows = differences.flatMap(({ cases, ...difference }) => {
    const reported = cases.map(({ case: id, delta, records }) => ({
      case: id,
      delta,
      records: records.map(({ source, entity, subject }) => `${source} ${entity} ${subject}`).join("; "),
    }));
    return (reported.length === 0 ? [{}] : reported).map((one) => ({ ...difference, ...one, ...provenance }));
  });
  return { columns, rows, meanings: differenceMeanings };
}
