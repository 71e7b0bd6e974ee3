/** The overview page and its parts: files of this folder, read once, and the names of codes from the code lists. */
import { readFileSync } from "node:fs";
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { regions } from "@qorgau/schemas/codes/regions";
import type { FastifyInstance } from "fastify";

const folder = new URL("./", import.meta.url);
const mediaTypes = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml" } as const;
const parts = [
  "overview.css",
  "overview.js",
  "follow-state.js",
  "texts.js",
  "token.js",
  "download.js",
  "questions.js",
  "figures.js",
  "tables.js",
  "chart.js",
  "icon.svg",
] as const;

/** Nothing but this server's own files, no inline script and no inline style. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function mediaTypeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf(".") + 1) as keyof typeof mediaTypes;
  return `${mediaTypes[ending]}; charset=utf-8`;
}

function namesByCode(listed: ReadonlyArray<{ readonly code: string; readonly names: object }>): Record<string, object> {
  return Object.fromEntries(listed.map(({ code, names }) => [code, names]));
}

const codeNames = JSON.stringify({
  region: namesByCode(regions.map(({ iso, names }) => ({ code: iso, names }))),
  sector: namesByCode(sections),
  division: namesByCode(divisions),
});

/** Adds `/` and the files below `/pages/`, all read at this call. Throws where a file is missing. */
export function pageRoutes(server: FastifyInstance): void {
  const serve = (url: string, mediaType: string, body: string) =>
    server.get(url, async (_request, reply) =>
      reply.header("content-security-policy", policy).header("cache-control", "no-cache").type(mediaType).send(body),
    );
  const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

  serve("/", mediaTypeOf("overview.html"), read("overview.html"));
  for (const name of parts) serve(`/pages/${name}`, mediaTypeOf(name), read(name));
  serve("/pages/code-names.json", "application/json; charset=utf-8", codeNames);
}
