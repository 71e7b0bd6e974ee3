/** The sockets below every HTTP server: their number, their timeouts, and the response to what is not HTTP. */
import { createServer } from "node:http";
import { STATUS_CODES } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { Duplex } from "node:stream";
import { fault } from "@qorgau/schemas/rules/rules";
import { headBytesMax, parserProblem } from "./http-request-head.ts";
import { problemDocument, ProblemError } from "./problem.ts";
import type { Refusals } from "./refusals.ts";

const stalledSocketMs = 120_000;
/** Longer than proxies hold a connection open, so that none sends into one that is being closed. */
const keepAliveMs = 72_000;
/** A head is a few hundred bytes: a connection that does not bring it in this time, or brings nothing at all, is closed. */
const headersMs = 15_000;
const lookMs = 2_500;
/** Each holds some ten kilobytes; ten times as many as the services and reporters of a country have open. */
export const defaultConnectionsMax = 2_000;

/** `connectionsMax` is 2000 where absent; a further connection is closed. `refusals` counts what the sockets refuse. */
export interface SocketsOptions {
  readonly connectionsMax?: number | undefined;
  readonly refusals?: Refusals | undefined;
}

/**
 * Gives a Node server that does not listen yet. A head may take 15 s; an idle connection is closed after 72 s, a silent one after 120 s. CONNECT,
 * an unknown Expect and what is not HTTP get a problem document, and the connection ends.
 */
export function createSockets(
  listener: RequestListener,
  { connectionsMax = defaultConnectionsMax, refusals }: SocketsOptions = {},
): Server {
  const times = {
    // A body may be of many gigabytes: it has a lowest rate instead (`request-body.ts`). Node takes 0 over for the head where nothing is said.
    requestTimeout: 0,
    headersTimeout: headersMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: lookMs,
    maxHeaderSize: headBytesMax,
    // A request without `Host` gets a fault as any other does.
    requireHostHeader: false,
  };
  const server = createServer(times, listener);
  server.maxConnections = connectionsMax;
  server.setTimeout(stalledSocketMs);
  server.on("drop", (dropped) => refusals?.refuse("connections", { from: dropped?.remoteAddress, connectionsMax }));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const problem = parserProblem(error);
    if (problem.status === 408) refusals?.refuse("head_too_slow");
    endWithProblem(socket, problem);
  });
  server.on("connect", (_request, socket) => endWithProblem(socket, noProxy()));
  server.on("checkExpectation", (_request, response) => {
    const problem = new ProblemError(417, [fault("QG-0140", "")]);
    const body = bodyOf(problem);
    const head = { "content-type": "application/problem+json", "content-length": Buffer.byteLength(body), connection: "close" };
    response.writeHead(problem.status, head).end(body);
  });
  return server;
}

const noProxy = () => new ProblemError(405, [fault("QG-0702", "", { methods: "GET, HEAD, POST, OPTIONS" })]);

const bodyOf = ({ status, faults }: ProblemError) => JSON.stringify(problemDocument(status, faults));

/** A client that sends everything before it reads would lose its response to a reset connection, so what it still sends is read for this long. */
const lingerMs = 1_000;
const responded = new WeakSet<Duplex>();

/** For what is no request that a route could handle. The parser reports one head as often as more of it comes. */
function endWithProblem(socket: Duplex, problem: ProblemError): void {
  if (responded.has(socket)) return;
  responded.add(socket);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = bodyOf(problem);
  const allow = problem.status === 405 ? "Allow: GET, HEAD, POST, OPTIONS\r\n" : "";
  const head = `${allow}Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head}\r\n\r\n${body}`);
  const lingering = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once("end", () => socket.destroy()).once("close", () => clearTimeout(lingering));
}
