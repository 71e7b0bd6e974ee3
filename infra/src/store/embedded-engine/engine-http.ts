/**
 * ClickHouse's own HTTP interface before the embedded engine, as far as @clickhouse/client uses it: statements in URL or body,
 * parameters, settings by request, gzip, credentials, errors in ClickHouse's words. An answer is complete before its first byte
 * leaves, so an error that comes late is still an error and never half a result.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { EngineAnswer, EngineConnections } from "./engine-connections.ts";
import { EngineError, engineErrorOf, errorText, httpStatusOf } from "./engine-error.ts";
import type { EngineTls } from "./engine-messages.ts";
import { isAuthorized, readEngineBody, readEngineRequest } from "./engine-request.ts";
import type { EngineCredentials } from "./engine-request.ts";

export interface EngineHttpOptions extends EngineCredentials {
  readonly connections: EngineConnections;
  readonly database: string;
  readonly bodyBytesMax: number;
  readonly tls?: EngineTls | undefined;
}

/** The URL holds settings and short parameters; what is long stands in the body. */
const headerBytesMax = 2 ** 20;
/** Longer than the client keeps an idle socket, so that it is never the one closed under a request. */
const keepAliveMs = 60_000;

export function createEngineHttp(options: EngineHttpOptions): Server {
  const limits = { maxHeaderSize: headerBytesMax, keepAliveTimeout: keepAliveMs, requestTimeout: 0 };
  const listener: RequestListener = (request, response) => {
    answer(request, response, options).catch((error: unknown) => sendError(request, response, engineErrorOf(error)));
  };
  return options.tls ? createTlsServer({ ...limits, ...options.tls }, listener) : createServer(limits, listener);
}

async function answer(request: IncomingMessage, response: ServerResponse, options: EngineHttpOptions): Promise<void> {
  const url = new URL(request.url ?? "/", "http://engine");
  if (url.pathname === "/ping") return void response.end("Ok.\n");
  if (!isAuthorized(request, url, options)) throw new EngineError(516, "AUTHENTICATION_FAILED", "Authentication failed.");
  const body = await readEngineBody(request, options.bodyBytesMax);
  if (body.length === 0 && !url.searchParams.has("query")) return void response.end("Ok.\n");
  const engineRequest = readEngineRequest(url, body, options.database);
  const result = await options.connections.run({ ...engineRequest, wanted: () => !response.destroyed });
  response.setHeader("X-ClickHouse-Query-Id", url.searchParams.get("query_id") ?? randomUUID());
  response.setHeader("X-ClickHouse-Timezone", "UTC");
  response.setHeader("X-ClickHouse-Summary", summaryOf(result));
  await sendBytes(request, response, url, result.bytes);
}

function summaryOf({ elapsedSeconds, rowsRead, bytesRead }: EngineAnswer): string {
  // The engine's library does not tell how many rows were written.
  return JSON.stringify({
    read_rows: String(rowsRead),
    read_bytes: String(bytesRead),
    written_rows: "0",
    written_bytes: "0",
    elapsed_ns: String(Math.round(elapsedSeconds * 1e9)),
  });
}

const gzipAsync = promisify(gzip);

async function sendBytes(request: IncomingMessage, response: ServerResponse, url: URL, bytes: Uint8Array): Promise<void> {
  const packed = url.searchParams.get("enable_http_compression") === "1" && /\bgzip\b/.test(String(request.headers["accept-encoding"]));
  if (packed) response.setHeader("Content-Encoding", "gzip");
  const content = packed ? await gzipAsync(bytes) : bytes;
  response.setHeader("Content-Length", content.byteLength);
  response.end(content);
}

function sendError(request: IncomingMessage, response: ServerResponse, error: EngineError): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(httpStatusOf(error), {
    "Content-Type": "text/plain; charset=UTF-8",
    "X-ClickHouse-Exception-Code": String(error.code),
    // An unread body would be taken for the next request of the connection.
    ...(request.complete ? {} : { Connection: "close" }),
  });
  response.end(errorText(error));
}
