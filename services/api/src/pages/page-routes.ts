/** The page (`services/dashboard`), as its build has left it in `dist/`; where it is not built, a page that says how to. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { openToAll } from "@qorgau/infra/http/http-access";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { callerLanguage } from "@qorgau/infra/http/caller-language";
import { addVary } from "@qorgau/infra/http/compress-responses";
import { withTimeout } from "@qorgau/infra/process/with-timeout";
import type { RatesReader } from "../rates/rates-reader.ts";
import { headlineTable, readHeadline } from "./headline-table.ts";
import type { HeadlineFigures } from "./headline-table.ts";

const folder = fileURLToPath(new URL("../../../dashboard/dist/", import.meta.url));

/** Nothing but this server's own files, no inline script and no inline style. Pictures of charts are drawn from `blob:`. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const headlinePlace = "<!--headline-->";
const madeUpMark = '<meta name="qorgau-made-up" content="demo" />';
const notBuilt = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Qorgau</title></head>
  <body>
    <h1>Qorgau</h1>
    <p>The page is not built here: the install left out development packages, optional packages or scripts. In the project's folder:</p>
    <pre>npm ci
npm start</pre>
    <p>The API works without it: <a href="./docs">documentation</a>, <a href="./v1/rates?period=ytd&amp;format=csv">figures as CSV</a>.</p>
  </body>
</html>
`;

/** The page's document, as it was built last; null where it is not built. */
function builtPage(): string | null {
  try {
    return readFileSync(`${folder}index.html`, "utf8");
  } catch {
    return null;
  }
}

/** The page is not kept waiting for its figures, which it asks for itself. */
const headlineMsMax = 500;

export interface PageOptions {
  /** Figures are readable without a token, so that those of the headline stand in the document itself; null where they are not. */
  readonly headlineReader: Pick<RatesReader, "rates"> | null;
}

/** Gives the figures of the headline: those of now, or where they are late those that were read last; null where none were. */
function latestHeadline(reader: Pick<RatesReader, "rates">): () => Promise<HeadlineFigures | null> {
  let latest: HeadlineFigures | null = null;
  return async () => {
    const read = readHeadline(reader).then((figures) => (latest = figures));
    return withTimeout(headlineMsMax, read, () => new Error("the figures are late")).catch(() => latest);
  };
}

/** Adds `/` and the page's files below `/assets/`. Names of files hold a checksum of what is in them, so that they are kept for ever. */
export async function pageRoutes(server: FastifyInstance, { headlineReader }: PageOptions): Promise<void> {
  const headline = headlineReader === null ? null : latestHeadline(headlineReader);
  const routes: ScopedServer = server;
  routes.get("/", { config: routeAccess("GET /") }, async (request, reply) => {
    const page = builtPage();
    addVary(reply, "Accept-Language");
    reply.header("content-security-policy", policy).header("cache-control", "no-cache").type("text/html; charset=utf-8");
    if (page === null) return reply.send(notBuilt);
    const figures = (await headline?.()) ?? null;
    const table = figures === null ? "" : headlineTable(figures, callerLanguage(request));
    return reply.send(
      page.replace("</head>", server.madeUp ? `  ${madeUpMark}\n  </head>` : "</head>").replace(headlinePlace, () => table),
    );
  });
  if (!existsSync(`${folder}assets/`)) return;
  server.addHook("onRoute", openToAll);
  await server.register(fastifyStatic, {
    root: `${folder}assets/`,
    prefix: "/assets/",
    preCompressed: true,
    immutable: true,
    maxAge: "365d",
    index: false,
    cacheControl: true,
  });
}
