/**
 * A proxy between the store and its server that passes everything on, or fails as a test demands. It sees bytes and no HTTP, but for the response
 * of a proxy without a server behind it, and the beginning of an INSERT.
 */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";

export type Weather =
  | "fine"
  /** Connections are refused as by a host without the service, and open ones are cut. */
  | "cut"
  /** A proxy sends 503 in words of its own. */
  | "unavailable"
  /** The server gets the request; its response gets lost, and the connection with it. */
  | "answers lost"
  /** Nothing comes back, and nothing ends. */
  | "silent";

export interface FaultyEndpoint {
  /** The URL that was given, through this endpoint. */
  readonly url: string;
  weather(now: Weather): void;
  /** Resolves when the server has sent something that did not get through. */
  responseLost(): Promise<void>;
  /** Resolves when the next INSERT has been passed on. */
  nextInsert(): Promise<void>;
  /** INSERTs that were passed on and of whose response no byte has come back. */
  insertsUnderWay(): number;
  close(): Promise<void>;
}

const refusal = "upstream connect error";
const unavailable = `HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: ${refusal.length}\r\nConnection: close\r\n\r\n${refusal}`;

/** The statement of an INSERT is in the URL. */
const insertHead = /^POST \S*query=INSERT(?:\+|%20)INTO/;
const headBytes = 16_384;

export async function startFaultyEndpoint(url: string): Promise<FaultyEndpoint> {
  let weather: Weather = "fine";
  const sockets = new Set<Socket>();
  const inserting = new Set<Socket>();
  const insertSeen: (() => void)[] = [];
  const lost: (() => void)[] = [];
  const target = new URL(url);

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  };
  const passOn = (caller: Socket, upstream: Socket) => {
    caller.on("close", () => upstream.destroy());
    upstream.on("close", () => {
      inserting.delete(upstream);
      caller.destroy();
    });
    caller.on("data", (bytes) => {
      if (weather === "unavailable") caller.end(unavailable);
      else if (weather !== "silent") upstream.write(bytes);
      if (!insertHead.test(bytes.toString("latin1", 0, headBytes))) return;
      inserting.add(upstream);
      for (const report of insertSeen.splice(0)) report();
    });
    upstream.on("data", (bytes) => {
      inserting.delete(upstream);
      if (weather !== "answers lost") {
        caller.write(bytes);
        return;
      }
      caller.destroy();
      for (const report of lost.splice(0)) report();
    });
  };
  const server = createServer((caller) => {
    keep(caller);
    if (weather === "cut") {
      caller.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    keep(upstream);
    passOn(caller, upstream);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const through = new URL(url);
  through.port = String((server.address() as { port: number }).port);
  return {
    url: through.href,
    weather(now) {
      weather = now;
      if (now === "cut") for (const socket of sockets) socket.destroy();
    },
    nextInsert: () => new Promise((resolve) => insertSeen.push(resolve)),
    insertsUnderWay: () => inserting.size,
    responseLost: () => new Promise((resolve) => lost.push(resolve)),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
