/** The read API as one plugin: its routes and who may use them. Register it on a server of `createHttpServer`. */
import { defaultConnectionsMax } from "@qorgau/infra/http/http-sockets";
import type { FastifyPluginAsync } from "fastify";
import { createWatermarkGate } from "./past/await-watermark.ts";
import type { WatermarkGate } from "./past/await-watermark.ts";
import { openApiDocument } from "./openapi-document.ts";
import { createOneAtATime } from "./published/one-at-a-time.ts";
import type { RatesReader } from "./rates/rates-reader.ts";
import type { ApiDependencies } from "./api-dependencies.ts";
import { endWorkWithItsCaller } from "./http/aborted-once-gone.ts";
import { reportHowFarBehind } from "./http/behind.ts";
import { auditRoutes } from "./audit/audit-routes.ts";
import { demandPermits } from "./http/permit.ts";
import { claimsRoutes } from "./claims/claims-routes.ts";
import { deadLettersRoutes } from "./dead-letters/dead-letters-routes.ts";
import { docsRoutes } from "./http/docs-routes.ts";
import { enterpriseRoutes } from "./enterprises/enterprise-routes.ts";
import { createInspectionReader } from "./inspection/inspection-reader.ts";
import { inspectionRoutes } from "./inspection/inspection-routes.ts";
import { explainedMethods } from "./explained-methods.ts";
import { explainRoutes } from "./explain/explain-routes.ts";
import { fatalityFreeRoutes } from "./fatality-free/fatality-free-routes.ts";
import { createListenerPlaces } from "./live/listener-places.ts";
import { liveRoutes } from "./live/live-routes.ts";
import { createLiveStreams } from "./live/live-streams.ts";
import { createOpenStreams } from "./live/open-streams.ts";
import { funnelRoutes } from "./funnel/funnel-routes.ts";
import { nowcastRoutes } from "./nowcast/nowcast-routes.ts";
import { signalsRoutes } from "./signals/signals-routes.ts";
import { indicatorRoutes } from "./indicators/indicators-routes.ts";
import { headlineOf } from "./pages/headline-table.ts";
import { openHeadlineOf } from "./pages/open-headline.ts";
import { pageRoutes } from "./pages/page-routes.ts";
import { qualityRoutes } from "./quality/quality-routes.ts";
import { proofRoutes } from "./proof/proof-routes.ts";
import { createRequestCut } from "./http/request-cut.ts";
import { ratesRoutes } from "./rates/rates-routes.ts";
import { recordsRoutes } from "./records/records-routes.ts";
import { releasesRoutes } from "./releases/releases-routes.ts";
import { releaseQualityRoutes } from "./release-quality/release-quality-routes.ts";
import { sdmxDataRoutes, sdmxStructureRoutes } from "./sdmx/sdmx-routes.ts";
import { feedRoutes } from "./feed/feed-routes.ts";
import { webhookRoutes } from "./webhooks/webhook-routes.ts";
import { revisionsRoutes } from "./revisions/revisions-routes.ts";
import { statusRoutes } from "./status-routes.ts";
import { respondToOutages } from "./http/respond-to-outages.ts";

/** Requests that read every statement of their days are served one after the other; so many may wait. */
const longRequestsWaitingMax = 8;

/** Where every publication is notified, the store is looked at for followers without one as well, should a notification ever be missed. */
const notifiedFollowMs = 30_000;

/** A gate at the cut that the reader's live responses are of. `notified`: it is told of every publication (`notify`), so that it need not look for them. */
export function gateOf(reader: RatesReader, { notified = false }: { readonly notified?: boolean } = {}): WatermarkGate {
  return createWatermarkGate({ read: reader.publication, ...(notified ? { followMs: notifiedFollowMs } : {}) });
}

/** Returns a Fastify plugin with every route of the read API. Every route states its scope, and holds its question against the caller's rights. */
export function apiRoutes(dependencies: ApiDependencies): FastifyPluginAsync {
  return async (server) => {
    respondToOutages(server);
    demandPermits(server);
    endWorkWithItsCaller(server);
    server.addHook("onRequest", async ({ rights }, reply) => {
      reply.header("vary", rights === null ? "Accept" : "Accept, Authorization");
    });
    await server.register(figuresRoutes(dependencies));
    statusRoutes(server, dependencies);
    auditRoutes(server);
    webhookRoutes(server, dependencies);
    proofRoutes(server, dependencies.proofs ?? null);
    deadLettersRoutes(server, dependencies.deadLetters === undefined ? {} : { reading: dependencies.deadLetters });
    await server.register(openRoutes(dependencies));
  };
}

function figuresRoutes(dependencies: ApiDependencies): FastifyPluginAsync {
  const {
    reader,
    quality,
    journal,
    enterprises,
    supplements,
    releases,
    signals,
    cuts,
    behind,
    metrics,
    gate = gateOf(reader),
  } = dependencies;
  const { openFigures, logName } = dependencies;
  const { listenersMax = Math.floor(defaultConnectionsMax / 2) } = dependencies;
  const requestCut = createRequestCut({ gate, cuts });
  return async (server) => {
    if (behind !== undefined) reportHowFarBehind(server, behind);
    ratesRoutes(server, { reader, requestCut, openFigures });
    const onError = (error: unknown) => server.log.error({ err: error }, "live streams of a request have ended");
    const streams = createLiveStreams({ reader, gate, behind, metrics, onError });
    const openStreams = openFigures === undefined ? undefined : createOpenStreams(openFigures, onError);
    liveRoutes(server, { streams, openStreams, places: createListenerPlaces(listenersMax, metrics), requestCut });
    sdmxDataRoutes(server, { reader, cuts, releases, requestCut, oneAtATime: createOneAtATime(longRequestsWaitingMax) });
    funnelRoutes(server, { reader, requestCut });
    nowcastRoutes(server, { reader, requestCut, oneAtATime: createOneAtATime(longRequestsWaitingMax) });
    signalsRoutes(server, { reader, signals, requestCut, oneAtATime: createOneAtATime(longRequestsWaitingMax) });
    fatalityFreeRoutes(server, { reader, requestCut });
    const inspection = createInspectionReader({ supplements, quality, releases });
    const methods = explainedMethods({ reader, quality, enterprises, inspection, signals, cuts });
    explainRoutes(server, { journal, methods, requestCut });
    revisionsRoutes(server, { journal, requestCut });
    recordsRoutes(server, { journal, cuts, requestCut });
    releasesRoutes(server, { releases, cuts, openFigures });
    feedRoutes(server, { releases, reader, events: signals.events, openFigures, logName });
    releaseQualityRoutes(server, { quality, releases, reader, oneAtATime: createOneAtATime(longRequestsWaitingMax) });
    const ofTheJournal = { quality, cuts, requestCut, oneAtATime: createOneAtATime(longRequestsWaitingMax) };
    qualityRoutes(server, ofTheJournal);
    claimsRoutes(server, { ...ofTheJournal, reader, ibnrAtATime: createOneAtATime(longRequestsWaitingMax) });
    const ofEnterprises = { ...ofTheJournal, enterprises, oneAtATime: createOneAtATime(longRequestsWaitingMax) };
    enterpriseRoutes(server, ofEnterprises);
    inspectionRoutes(server, { ...ofTheJournal, inspection, oneAtATime: createOneAtATime(longRequestsWaitingMax) });
  };
}

/** Routes without figures: pages, which request theirs like any other caller, and documents. */
function openRoutes({ reader, releases, openFigures, tokensRequired = false, licence = null }: ApiDependencies): FastifyPluginAsync {
  return async (server) => {
    const headline = openFigures === undefined ? (tokensRequired ? null : headlineOf(reader)) : openHeadlineOf(openFigures);
    await pageRoutes(server, { headline, isPublic: openFigures !== undefined });
    sdmxStructureRoutes(server);
    indicatorRoutes(server, { reader, releases, openFigures, tokensRequired, licence });
    docsRoutes(server, { makeDocument: openApiDocument });
  };
}
