/** The sockets below every HTTP server of ours: their times, and an answer where what comes is no HTTP. */
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { fault } from "@qorgau/schemas/rules/rules";
import { problemDocument } from "./problem.ts";

const stalledSocketMs = 120_000;
/** Longer than what proxies keep a connection for, so that none sends into one that is being closed. */
const keepAliveMs = 72_000;

export function createSockets(listener: RequestListener): Server {
  // Long enough for a body of many gigabytes on a slow line; a stalled socket ends by its own time.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: keepAliveMs }, listener);
  server.setTimeout(stalledSocketMs);
  server.on("clientError", (_error, socket) => {
    if (!socket.writable) return socket.destroy();
    const body = JSON.stringify(problemDocument(400, [fault("QG-0105", "")]));
    const head = `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
    return socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n\r\n${body}`);
  });
  return server;
}
