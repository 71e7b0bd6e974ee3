/** The sockets below every HTTP server of ours: their number and their times, and an answer where what comes is no HTTP. */
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { fault } from "@qorgau/schemas/rules/rules";
import type { RuleId } from "@qorgau/schemas/rules/rules";
import { problemDocument } from "./problem.ts";
import type { Refusals } from "./refusals.ts";

const stalledSocketMs = 120_000;
/** Longer than what proxies keep a connection for, so that none sends into one that is being closed. */
const keepAliveMs = 72_000;
/** A head is a few hundred bytes: a connection that does not bring it in this time, or brings nothing at all, is closed. */
const headersMs = 15_000;
const lookMs = 2_500;
/** Each holds some ten kilobytes; ten times as many as the services and reporters of a country have open. */
export const connectionsMaxUsual = 2_000;

export interface SocketsOptions {
  readonly connectionsMax?: number | undefined;
  readonly refusals?: Refusals | undefined;
}

export function createSockets(listener: RequestListener, { connectionsMax = connectionsMaxUsual, refusals }: SocketsOptions = {}): Server {
  const times = {
    // A body may be of many gigabytes: it has a lowest rate instead (`request-body.ts`). Node takes 0 over for the head where nothing is said.
    requestTimeout: 0,
    headersTimeout: headersMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: lookMs,
  };
  const server = createServer(times, listener);
  server.maxConnections = connectionsMax;
  server.setTimeout(stalledSocketMs);
  server.on("drop", (dropped) => refusals?.refuse("connections", { from: dropped?.remoteAddress, connectionsMax }));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const isSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    if (isSlow) refusals?.refuse("head_too_slow");
    if (!socket.writable) return socket.destroy();
    const rule: RuleId = isSlow ? "QG-0133" : "QG-0105";
    const status = isSlow ? "408 Request Timeout" : "400 Bad Request";
    const body = JSON.stringify(problemDocument(Number.parseInt(status, 10), [fault(rule, "")]));
    const head = `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
    // Once it has gone, whatever else is sent is not read.
    return socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`, () => socket.destroy());
  });
  return server;
}
