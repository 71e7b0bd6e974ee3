/** `GET /v1/feed`: releases and their revisions, or signals and what became of them, for feed readers. */
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { ProblemError } from "@qorgau/infra/http/problem";
import { readSent } from "@qorgau/infra/http/responses/plain-parameters";
import { acceptsMediaType } from "@qorgau/infra/http/responses/response-form";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { fault } from "@qorgau/schemas/rules/rules";
import { signalsOf } from "../access/domain/access-target.ts";
import type { OpenFigures } from "../disclosure/open-figures.ts";
import { queryOf } from "../http/request-parameters.ts";
import type { Releases } from "../releases/releases.ts";
import { readRaised } from "../signals/read-signals.ts";
import type { SignalSources } from "../signals/read-signals.ts";
import { atomMediaType } from "./atom-feed.ts";
import type { FeedOptions } from "./atom-feed.ts";
import { parseFeedQuery } from "./feed-parameters.ts";
import type { FeedQuery } from "./feed-parameters.ts";
import { releasesFeed } from "./releases-feed.ts";
import { signalsFeed } from "./signals-feed.ts";

export interface FeedDependencies extends SignalSources {
  readonly releases: Pick<Releases, "all">;
  readonly openFigures?: OpenFigures | undefined;
  readonly logName?: string | undefined;
}

/** Adds `GET /v1/feed`. Releases are open without a token where they are elsewhere; signals are for whoever may see those of the places asked for. */
export function feedRoutes(server: ScopedServer, dependencies: FeedDependencies): void {
  const { openFigures, logName = "" } = dependencies;
  const config = { ...routeAccess("GET /v1/feed"), isPublic: openFigures !== undefined };
  server.get("/v1/feed", { config }, async (request, reply) => {
    if (!acceptsMediaType(request.headers.accept, atomMediaType))
      throw new ProblemError(406, [fault("QG-0701", "", { forms: atomMediaType })]);
    const sent = readSent(request, "json");
    const query = queryOf(request, sent, parseFeedQuery(sent.parameters), (one) =>
      one.of === "signals" ? signalsOf(one) : { of: "published" },
    );
    const { language } = sent.presentation;
    const body = await feedOf(query, dependencies, { language, authority: logName, madeUp: server.madeUp });
    return sendBytes(
      reply.header("content-language", language),
      { body, mediaType: `${atomMediaType}; charset=utf-8` },
      { immutable: false },
    );
  });
}

async function feedOf(query: FeedQuery, { releases, reader, events }: FeedDependencies, options: FeedOptions): Promise<string> {
  if (query.of === "releases") return releasesFeed((await releases.all()).releases, options);
  return signalsFeed(await readRaised({ reader, events }), query, options);
}
