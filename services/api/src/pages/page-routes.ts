/** The page (`services/dashboard`), as its build has left it in `dist/`; where it is not built, a page that says how to. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { signInMeta } from "@qorgau/schemas/access/sign-in";
import type { SignIn } from "@qorgau/schemas/access/sign-in";
import { openToAll } from "@qorgau/infra/http/http-access";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { callerLanguage } from "@qorgau/infra/http/caller-language";
import { addVary } from "@qorgau/infra/http/compress-responses";
import { withTimeout } from "@qorgau/infra/process/with-timeout";
import type { Language } from "@qorgau/schemas/languages";
import type { Headline } from "./headline-markup.ts";

const folder = fileURLToPath(new URL("../../../dashboard/dist/", import.meta.url));

/**
 * Nothing but this server's own files, no inline script and no inline style. Pictures of charts are drawn from `blob:`. Where people sign in, the page asks
 * the issuer for their token.
 */
const policyOf = (signIn: SignIn | null) =>
  `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'${
    signIn === null ? "" : ` ${new URL(signIn.token).origin}`
  }; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", '"': "&quot;", "<": "&lt;" };
const signInMark = (signIn: SignIn) =>
  `<meta name="${signInMeta}" content="${JSON.stringify(signIn).replaceAll(/[&"<]/g, (character) => escapes[character] ?? "")}" />`;

const headlinePlace = "<!--headline-->";
const madeUpMark = '<meta name="qorgau-made-up" content="demo" />';
const publicMark = '<meta name="qorgau-public" content="yes" />';
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
  readonly headline: Headline | null;
  /** Whoever comes without a token reads protected figures. */
  readonly isPublic?: boolean;
}

/** Gives the figures of the headline: those of now, or where they are late those that were read last; null where none were. */
function latestHeadline(headline: Headline): () => Promise<((language: Language) => string) | null> {
  let latest: ((language: Language) => string) | null = null;
  return async () => {
    const read = headline.read().then((table) => (latest = table));
    return withTimeout(headlineMsMax, read, () => new Error("the figures are late")).catch(() => latest);
  };
}

/** Adds `/` and the page's files below `/assets/`. Names of files hold a checksum of what is in them, so that they are kept for ever. */
export async function pageRoutes(server: FastifyInstance, { headline, isPublic = false }: PageOptions): Promise<void> {
  const latest = headline === null ? null : latestHeadline(headline);
  const routes: ScopedServer = server;
  routes.get("/", { config: routeAccess("GET /") }, async (request, reply) => {
    const page = builtPage();
    addVary(reply, "Accept-Language");
    const signIn = server.signIn();
    reply.header("content-security-policy", policyOf(signIn)).header("cache-control", "no-cache").type("text/html; charset=utf-8");
    if (page === null) return reply.send(notBuilt);
    const table = (await latest?.())?.(callerLanguage(request)) ?? "";
    const marks = [
      ...(server.madeUp ? [madeUpMark] : []),
      ...(isPublic ? [publicMark] : []),
      ...(signIn === null ? [] : [signInMark(signIn)]),
    ].map((mark) => `  ${mark}\n  `);
    return reply.send(page.replace("</head>", () => `${marks.join("")}</head>`).replace(headlinePlace, () => table));
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
