/** The contract for machines (`/openapi.json`) and for people (`/docs`), both served without anything from elsewhere. */
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";

/** Swagger UI styles its elements inline; scripts come from here alone. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** All that Swagger UI needs of `@fastify/swagger`: a function that gives the finished document. Any JSON text is YAML too (1.2, section 1.3). */
function finishedDocument(document: object) {
  const text = JSON.stringify(document, null, 2);
  return plugin(
    async (server: FastifyInstance) => {
      server.decorate("swagger", (requested?: { readonly yaml?: boolean }) => (requested?.yaml === true ? text : document));
    },
    { name: "@fastify/swagger" },
  );
}

/** Adds `/openapi.json` and `/docs`, both of this OpenAPI document. Resolves once the plugins of Swagger UI are registered. */
export async function docsRoutes(server: FastifyInstance, { document }: { readonly document: object }): Promise<void> {
  const body = JSON.stringify(document);
  server.get("/openapi.json", async (_request, reply) =>
    reply.header("cache-control", "no-cache").type("application/json; charset=utf-8").send(body),
  );
  await server.register(finishedDocument(document));
  await server.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: policy,
    theme: { title: "Qorgau API" },
    // Without the bar on top, which asks for the address of some other document.
    uiConfig: { layout: "BaseLayout", docExpansion: "list", defaultModelsExpandDepth: 0, tryItOutEnabled: true },
  });
}
