/**
 * Stands between the program and its store and gives some statements far less time than they were asked with, so that the engine stops
 * them wherever they are by then: reads while rows come, inserts before or after their block is there.
 */
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface LimitingEndpoint {
  readonly url: string;
  /** How many statements were stopped for their time, as the engine said. */
  stopped(): { readonly reads: number; readonly writes: number };
  /** Nothing is limited from now on. */
  rest(): void;
  close(): Promise<void>;
}

export interface LimitingOptions {
  /** From 0 to 1: which part of the reads, and of the inserts, are given less time. */
  readonly reads: number;
  readonly writes: number;
  /** The time that they are given, at most. */
  readonly secondsMax: number;
  readonly random: () => number;
}

/** The engine's number for a statement that took too long. */
const timeoutExceeded = "159";

export async function startLimitingEndpoint(
  url: string,
  { reads, writes, secondsMax, random }: LimitingOptions,
): Promise<LimitingEndpoint> {
  const target = new URL(url);
  const stopped = { reads: 0, writes: 0 };
  let isResting = false;
  const pass = (caller: IncomingMessage, response: ServerResponse) => {
    const requested = new URL(caller.url ?? "/", target);
    const kind = /^INSERT\b/.test(requested.searchParams.get("query") ?? "") ? "writes" : "reads";
    if (!isResting && random() < (kind === "reads" ? reads : writes)) {
      requested.searchParams.set("max_execution_time", (0.001 + random() * secondsMax).toFixed(3));
    }
    const { hostname, port } = target;
    const upstream = request(
      { hostname, port, method: caller.method, path: `${requested.pathname}${requested.search}`, headers: caller.headers },
      (got) => {
        if (got.headers["x-clickhouse-exception-code"] === timeoutExceeded) stopped[kind] += 1;
        response.writeHead(got.statusCode ?? 502, got.headers);
        got.pipe(response);
      },
    );
    upstream.on("error", () => response.destroy());
    response.on("close", () => upstream.destroy());
    caller.pipe(upstream);
  };
  const server = createServer(pass);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const through = new URL(url);
  through.port = String((server.address() as { port: number }).port);
  return {
    url: through.href,
    stopped: () => stopped,
    rest: () => void (isResting = true),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
