/** `GET /v1/feed`: releases and their revisions for feed readers. */
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { ProblemError } from "@qorgau/infra/http/problem";
import { readSent, refuseFaults } from "@qorgau/infra/http/responses/plain-parameters";
import { acceptsMediaType } from "@qorgau/infra/http/responses/response-form";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { faultsOfNames } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import type { OpenFigures } from "../disclosure/open-figures.ts";
import { permit } from "../http/permit.ts";
import type { Releases } from "../releases/releases.ts";
import { atomMediaType, feedDocument } from "./feed-document.ts";

export interface FeedDependencies {
  readonly releases: Pick<Releases, "all">;
  readonly openFigures?: OpenFigures | undefined;
  readonly logName?: string | undefined;
}

/** Adds `GET /v1/feed`; open without a token where releases are. */
export function feedRoutes(server: ScopedServer, { releases, openFigures, logName = "" }: FeedDependencies): void {
  const config = { ...routeAccess("GET /v1/feed"), isPublic: openFigures !== undefined };
  server.get("/v1/feed", { config }, async (request, reply) => {
    if (!acceptsMediaType(request.headers.accept, atomMediaType))
      throw new ProblemError(406, [fault("QG-0701", "", { forms: atomMediaType })]);
    const { presentation, parameters, faults } = readSent(request, "json");
    refuseFaults([...faults, ...faultsOfNames(parameters, [])]);
    permit(request, { of: "published" });
    const { language } = presentation;
    const { releases: made } = await releases.all();
    const body = feedDocument(made, { language, authority: logName, madeUp: server.madeUp });
    return sendBytes(
      reply.header("content-language", language),
      { body, mediaType: `${atomMediaType}; charset=utf-8` },
      { immutable: false },
    );
  });
}
