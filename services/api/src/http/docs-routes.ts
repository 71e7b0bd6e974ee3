/**
 * The contract for machines (`/openapi.json`, `/asyncapi.json`, the JSON Schemas at `/schemas`) and for people (`/docs`), all served without anything
 * from elsewhere.
 */
import { readFileSync } from "node:fs";
import type { FastifyReply } from "fastify";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import type { ScopedRoute } from "@qorgau/schemas/access/route-scopes";
import type { SchemasResponse } from "@qorgau/schemas/events/schemas-response";
import { fault } from "@qorgau/schemas/rules/rules";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { ProblemError } from "@qorgau/infra/http/problem";
import { asyncApiDocument } from "../asyncapi/asyncapi-document.ts";
import { jsonSchemaOf, namedSchemas } from "../asyncapi/event-schemas.ts";
import { referencePage } from "../openapi/reference-page.ts";
import type { ReferenceDocument } from "../openapi/reference-page.ts";
import { plainPagePolicy, plainSheet } from "../render/plain-page.ts";

const partAt = (ending: "css" | "svg") => new URL(`../openapi/reference-page.${ending}`, import.meta.url);

/**
 * Adds `/openapi.json` (also `/docs/json`, and `/docs/yaml`, since any JSON text is YAML too: 1.2, section 1.3) and `/docs`, the same as a page.
 * Each text is made when it is first requested: together they are a tenth of a start's work, and most starts are asked for none.
 */
export function docsRoutes(server: ScopedServer, { makeDocument }: { readonly makeDocument: () => object }): void {
  const document = onceWanted(makeDocument);
  const json = onceWanted(() => JSON.stringify(document()));
  // A valid document is of this form, and a validator holds that it is one.
  const pageAt = (up: "./" | "../") => onceWanted(() => referencePage(document() as ReferenceDocument, up));
  const pages = { "/docs": pageAt("./"), "/docs/": pageAt("../") };
  const serve = (url: string, mediaType: string, body: () => string) =>
    serveDocument(server, "GET /openapi.json", { url, mediaType, body });
  serve("/openapi.json", "application/json", json);
  serve("/docs/json", "application/json", json);
  serve("/docs/yaml", "application/yaml", json);
  const sheet = plainSheet(partAt("css"));
  serve("/docs/reference.css", "text/css", () => sheet);
  const icon = readFileSync(partAt("svg"), "utf8");
  serve("/docs/icon.svg", "image/svg+xml", () => icon);
  messageContractRoutes(server);
  server.get("/docs", { config: routeAccess("GET /docs") }, async ({ url }, reply) =>
    reply
      .header("content-security-policy", plainPagePolicy)
      .header("cache-control", "no-cache")
      .type("text/html; charset=utf-8")
      .send(pages[/^\/docs\/(\?|$)/.test(url) ? "/docs/" : "/docs"]()),
  );
}

interface ServedDocument {
  readonly url: string;
  readonly mediaType: string;
  readonly body: () => string;
}

/** Makes a value when it is first wanted, and gives the same from then on. */
function onceWanted<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function serveDocument(server: ScopedServer, route: ScopedRoute, { url, ...document }: ServedDocument): void {
  server.get(url, { config: routeAccess(route) }, async (_request, reply) => sendDocument(reply, document));
}

function sendDocument(reply: FastifyReply, { mediaType, body }: Omit<ServedDocument, "url">): FastifyReply {
  return reply.header("cache-control", "no-cache").type(`${mediaType}; charset=utf-8`).send(body());
}

/** Adds `/asyncapi.json`, the list of JSON Schemas at `/schemas` and each of them below it. */
function messageContractRoutes(server: ScopedServer): void {
  const asyncApi = onceWanted(() => JSON.stringify(asyncApiDocument()));
  const bodies = new Map(
    namedSchemas.map((named) => [`${named.name}.json`, onceWanted(() => JSON.stringify(jsonSchemaOf(named, "draft-2020-12")))]),
  );
  const list = JSON.stringify({
    schemas: namedSchemas.map(({ name, of, title, description }) => ({ name, of, title, description, address: `/schemas/${name}.json` })),
  } satisfies SchemasResponse);
  serveDocument(server, "GET /asyncapi.json", { url: "/asyncapi.json", mediaType: "application/json", body: asyncApi });
  serveDocument(server, "GET /schemas", { url: "/schemas", mediaType: "application/json", body: () => list });
  server.get<{ Params: { name: string } }>("/schemas/:name", { config: routeAccess("GET /schemas/{name}") }, async ({ params }, reply) => {
    const body = bodies.get(params.name);
    if (body === undefined) throw new ProblemError(404, [fault("QG-0104", "")]);
    return sendDocument(reply, { mediaType: "application/schema+json", body });
  });
}
