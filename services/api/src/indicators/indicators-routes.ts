/** What indicators are: `GET /v1/indicators`, `/v1/indicators/{code}`, and the same as pages without a script at `/indicators`. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { callerLanguage } from "@qorgau/infra/http/caller-language";
import { addVary } from "@qorgau/infra/http/compress-responses";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";
import { presentedJson } from "@qorgau/infra/http/responses/send-response";
import { plainPresentation } from "@qorgau/infra/http/responses/presentation";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import type { Language } from "@qorgau/schemas/languages";
import { faultsOfNames, readValues } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { OpenFigures } from "../disclosure/open-figures.ts";
import { isOpenTo, permit } from "../http/permit.ts";
import { refuseFaults } from "../http/request-parameters.ts";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import type { Releases } from "../releases/releases.ts";
import { indicatorResponse, indicatorsResponse } from "./domain/indicator.ts";
import type { IndicatorCircumstances } from "./domain/indicator.ts";
import { indicatorOf } from "./domain/indicator-list.ts";
import type { Indicator } from "./domain/indicator-list.ts";
import { indicatorPage, indicatorsPage } from "./indicator-page.ts";
import { indicatorParameters } from "./indicator-parameters.ts";
import { plainPagePolicy, plainSheet } from "../render/plain-page.ts";

export interface IndicatorDependencies {
  readonly reader: Pick<RatesReader, "rates">;
  readonly releases: Pick<Releases, "all">;
  readonly openFigures: OpenFigures | undefined;
  /** Callers need a token: pages, which nobody is asked for one at, name no cut. */
  readonly tokensRequired: boolean;
  readonly licence: string | null;
}

type IndicatorFacts = Omit<IndicatorCircumstances, "origin">;
type ByCode = { Params: { code: string } };

const sheet = plainSheet(new URL("./indicator-page.css", import.meta.url));

/** Adds the routes. A code that there is not is a 404 (QG-0727). */
export function indicatorRoutes(server: ScopedServer, dependencies: IndicatorDependencies): void {
  const { openFigures, tokensRequired } = dependencies;
  const isPublic = openFigures !== undefined;
  const access = (route: "GET /v1/indicators" | "GET /v1/indicators/{code}") => ({ ...routeAccess(route), isPublic });

  server.get("/v1/indicators", { config: access("GET /v1/indicators") }, async (request, reply) => {
    const language = languageOf(request);
    permit(request, { of: "published" });
    return sendJson(reply, indicatorsResponse(language));
  });

  server.get<ByCode>("/v1/indicators/:code", { config: access("GET /v1/indicators/{code}") }, async (request, reply) => {
    const language = languageOf(request);
    permit(request, { of: "published" });
    const indicator = requestedIndicator(request);
    const told = isOpenTo(request, openFigures) ? await openCircumstances(dependencies) : await circumstancesOf(indicator, dependencies);
    return sendJson(reply, indicatorResponse(indicator, language, { ...told, origin: originOf(request) }));
  });

  server.get("/indicators", { config: routeAccess("GET /indicators") }, async (request, reply) => {
    const language = languageOf(request);
    return sendPage(reply, indicatorsPage(indicatorsResponse(language), language, server.madeUp));
  });

  server.get<ByCode>("/indicators/:code", { config: routeAccess("GET /indicators/{code}") }, async (request, reply) => {
    const language = languageOf(request);
    const indicator = requestedIndicator(request);
    const read = isPublic
      ? openCircumstances(dependencies)
      : tokensRequired
        ? withoutCut(dependencies)
        : circumstancesOf(indicator, dependencies);
    // What an indicator is can be read while the figures cannot.
    const told = await Promise.resolve(read).catch(() => withoutCut(dependencies));
    const json = indicatorResponse(indicator, language, { ...told, origin: originOf(request) });
    return sendPage(reply, indicatorPage(json, language, server.madeUp));
  });

  server.get("/docs/indicator.css", { config: routeAccess("GET /openapi.json") }, async (_request, reply) =>
    reply.header("cache-control", "no-cache").type("text/css; charset=utf-8").send(sheet),
  );
}

/** 400 for any other parameter or value. */
function languageOf(request: FastifyRequest): Language {
  const [, query = ""] = request.url.split(/\?(.*)/s);
  const search = new URLSearchParams(query);
  const { faults } = readValues(indicatorParameters, search);
  refuseFaults([...faultsOfNames(search, Object.keys(indicatorParameters.shape)), ...faults]);
  return callerLanguage(request);
}

/** As the caller has reached this service. */
const originOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}`;

function requestedIndicator({ params: { code } }: FastifyRequest<ByCode>): Indicator {
  const indicator = indicatorOf(code);
  if (indicator === null) throw new ProblemError(404, [fault("QG-0727", "code")]);
  return indicator;
}

const withoutCut = ({ licence }: IndicatorDependencies): IndicatorFacts => ({
  asOf: null,
  exposureBasis: null,
  year: null,
  releases: [],
  citesRelease: false,
  licence,
});

/** How the log grows between releases is open to nobody. */
async function openCircumstances(dependencies: IndicatorDependencies): Promise<IndicatorFacts> {
  const { releases } = await dependencies.releases.all();
  return { ...withoutCut(dependencies), releases, citesRelease: true };
}

async function circumstancesOf({ table }: Indicator, dependencies: IndicatorDependencies): Promise<IndicatorFacts> {
  const parsed = parseRatesQuery(new URLSearchParams({ ...table, period: "year" }));
  if ("errors" in parsed) throw new Error(parsed.errors.map(({ message }) => message).join(" "));
  const [{ releases }, { watermark, exposureBasis = null, rows }] = await Promise.all([
    dependencies.releases.all(),
    dependencies.reader.rates(parsed.query),
  ]);
  return {
    ...withoutCut(dependencies),
    asOf: watermark === "" ? null : watermark,
    exposureBasis,
    year: rows.at(-1)?.period ?? null,
    releases,
  };
}

async function sendJson(reply: FastifyReply, json: object): Promise<FastifyReply> {
  addVary(reply, "Accept-Language");
  const body = JSON.stringify(await presentedJson(json, { ...plainPresentation, madeUp: reply.server.madeUp }));
  return sendBytes(reply, { body, mediaType: "application/json; charset=utf-8" }, { immutable: false });
}

function sendPage(reply: FastifyReply, body: string): FastifyReply {
  addVary(reply, "Accept-Language");
  reply.header("content-security-policy", plainPagePolicy);
  return sendBytes(reply, { body, mediaType: "text/html; charset=utf-8" }, { immutable: false });
}
