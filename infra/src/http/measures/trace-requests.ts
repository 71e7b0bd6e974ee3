/** Requests as spans, by route: a trace that a caller names (`traceparent`) goes on here. Addresses, bodies and callers are in no span. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { beginSpan, isTracing } from "../../traces/spans.ts";
import type { OpenSpan } from "../../traces/spans.ts";

/** Requested every few seconds by whoever watches the process; a stream looks at the store twice a second, and its trace would have no end. */
const untraced: readonly (string | undefined)[] = ["/healthz", "/readyz", "/metrics", "/v1/live"];

/** Adds hooks where somebody traces: a span begins with the head of a request, its handler runs within it, and it ends with the response. */
export function traceRequests(server: FastifyInstance): void {
  if (!isTracing()) return;
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  server.addHook("onRequest", (request, reply, done) => {
    const route = request.is404 ? undefined : request.routeOptions.url;
    if (!untraced.includes(route)) {
      const span = beginSpan(route === undefined ? request.method : `${request.method} ${route}`, () => spanOf(request, route));
      if (span !== null) {
        spans.set(request, span);
        reply.raw.once("close", () => endWith(span, reply.raw.writableFinished ? reply.statusCode : null));
      }
    }
    done();
  });
  // What was read of a body meanwhile came by events of its socket, which are within nothing.
  server.addHook("preHandler", (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else span.within(done);
  });
}

function spanOf({ method, headers }: FastifyRequest, route: string | undefined) {
  const { traceparent } = headers;
  return {
    kind: "server",
    attributes: { "http.request.method": method, ...(route === undefined ? {} : { "http.route": route }) },
    ...(typeof traceparent === "string" ? { parent: traceparent } : {}),
  } as const;
}

/** `status` is null where the caller left before the end of its response. */
function endWith(span: OpenSpan, status: number | null): void {
  if (status === null) span.set({ "error.type": "caller_gone" });
  else span.set({ "http.response.status_code": status });
  if (status !== null && status >= 500) span.fail({ code: String(status) });
  span.end();
}
