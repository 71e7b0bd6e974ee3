/**
 * ClickHouse's own HTTP interface before the embedded engine, as far as @clickhouse/client uses it: statements in URL or body, parameters,
 * settings by request, gzip, credentials, errors in ClickHouse's words. A response is complete before its first byte is sent, so that an error
 * that comes late is still an error and never half a result.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { EngineResponse, EngineConnections } from "./engine-connections.ts";
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

/** The URL holds settings and short parameters; what is long is in the body. */
const headerBytesMax = 2 ** 20;
/** Longer than the client holds an idle socket, so that the server never closes one under a request. */
const keepAliveMs = 60_000;
/** A head that does not come, or a body: of half a gibibyte at most, from this machine. */
const headMs = 10_000;
const bodyMs = 120_000;
const connectionsMax = 2_000;

/**
 * Gives a server that does not listen yet. A browser gets 403; a request without the credentials gets 403 too, except `/ping`. An error has
 * ClickHouse's form and its number in X-ClickHouse-Exception-Code.
 */
export function createEngineHttp(options: EngineHttpOptions): Server {
  const limits = { maxHeaderSize: headerBytesMax, keepAliveTimeout: keepAliveMs, requestTimeout: bodyMs, headersTimeout: headMs };
  const listener: RequestListener = (request, response) => {
    responseBody(request, response, options).catch((error: unknown) => sendError(request, response, engineErrorOf(error)));
  };
  const server = options.tls ? createTlsServer({ ...limits, ...options.tls }, listener) : createServer(limits, listener);
  server.maxConnections = connectionsMax;
  return server;
}

async function responseBody(request: IncomingMessage, response: ServerResponse, options: EngineHttpOptions): Promise<void> {
  refuseBrowsers(request);
  const url = new URL(request.url ?? "/", "http://engine");
  if (url.pathname === "/ping") return void response.end("Ok.\n");
  if (!isAuthorized(request, url, options)) throw new EngineError(516, "AUTHENTICATION_FAILED", "Authentication failed.");
  const body = await readEngineBody(request, options.bodyBytesMax);
  if (body.length === 0 && !url.searchParams.has("query")) return void response.end("Ok.\n");
  const engineRequest = readEngineRequest(url, body, options.database);
  const isStoppedWhenGone = url.searchParams.get("cancel_http_readonly_queries_on_client_close") === "1";
  const result = await options.connections.run({ ...engineRequest, gone: goneOf(response), isStoppedWhenGone });
  response.setHeader("X-ClickHouse-Query-Id", url.searchParams.get("query_id") ?? randomUUID());
  response.setHeader("X-ClickHouse-Timezone", "UTC");
  response.setHeader("X-ClickHouse-Summary", summaryOf(result));
  await sendBytes(request, response, url, result.bytes);
}

/**
 * A page in a browser of this machine may send to any port of it: by its own name, or by one that its owner lets point here. Two things
 * distinguish a browser from a program: its headers about the origin of a request, and a host name that is not this machine's.
 */
function refuseBrowsers({ headers }: IncomingMessage): void {
  const host = /^(.*?)(?::\d+)?$/.exec(headers.host ?? "localhost")?.[1]?.toLowerCase() ?? "";
  const isFromBrowser = headers.origin !== undefined || headers["sec-fetch-site"] !== undefined;
  if (isFromBrowser || !loopbackNames.has(host)) throw new EngineError(497, "ACCESS_DENIED", "Nothing is answered to a web page.");
}

const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Aborted when the connection closes before the response is sent. */
function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  response.once("close", () => gone.abort());
  return gone.signal;
}

function summaryOf({ elapsedSeconds, rowsRead, bytesRead }: EngineResponse): string {
  // The engine's library does not give the number of written rows.
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
