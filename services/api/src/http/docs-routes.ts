/** The contract for machines (`/openapi.json`) and for people (`/docs`), both served without anything from elsewhere. */
import { readFileSync } from "node:fs";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { referencePage } from "../openapi/reference-page.ts";
import type { ReferenceDocument } from "../openapi/reference-page.ts";

/** A sheet and an icon, and nothing else. */
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const part = (ending: "css" | "svg") => readFileSync(new URL(`../openapi/reference-page.${ending}`, import.meta.url), "utf8");

/** Adds `/openapi.json` (also `/docs/json`, and `/docs/yaml`, since any JSON text is YAML too: 1.2, section 1.3) and `/docs`, the same as a page. */
export function docsRoutes(server: ScopedServer, { document }: { readonly document: object }): void {
  const json = JSON.stringify(document);
  // A valid document is of this form, and a validator holds that it is one.
  const shown = document as ReferenceDocument;
  const pages = { "/docs": referencePage(shown, "./"), "/docs/": referencePage(shown, "../") };
  const serve = (url: string, mediaType: string, body: string) =>
    server.get(url, { config: routeAccess("GET /openapi.json") }, async (_request, reply) =>
      reply.header("cache-control", "no-cache").type(`${mediaType}; charset=utf-8`).send(body),
    );
  serve("/openapi.json", "application/json", json);
  serve("/docs/json", "application/json", json);
  serve("/docs/yaml", "application/yaml", json);
  serve("/docs/reference.css", "text/css", part("css"));
  serve("/docs/icon.svg", "image/svg+xml", part("svg"));
  server.get("/docs", { config: routeAccess("GET /docs") }, async ({ url }, reply) =>
    reply
      .header("content-security-policy", policy)
      .header("cache-control", "no-cache")
      .type("text/html; charset=utf-8")
      .send(pages[/^\/docs\/(\?|$)/.test(url) ? "/docs/" : "/docs"]),
  );
}
