/** For tests: an ingest endpoint on a real socket that answers as told, so that faults which a healthy service hardly shows can be had at will. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { OutboundEvent } from "./outbound-event.ts";

export interface EndpointResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: the connection is cut instead. */
  readonly body: unknown;
}
type Script = (events: readonly OutboundEvent[], request: number) => EndpointResponse;

export interface ScriptedEndpoint extends AsyncDisposable {
  readonly url: string;
  readonly requests: ReadonlyArray<readonly OutboundEvent[]>;
}

export async function openScriptedEndpoint(script: Script): Promise<ScriptedEndpoint> {
  const requests: OutboundEvent[][] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const events = body
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as OutboundEvent);
      requests.push(events);
      const responseBody = script(events, requests.length);
      if (responseBody.body === null) request.socket.destroy();
      else response.writeHead(responseBody.status, responseBody.headers).end(JSON.stringify(responseBody.body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Every event judged by `statusOf`. */
export function judged(
  events: readonly OutboundEvent[],
  statusOf: (event: OutboundEvent) => "accepted" | "rejected" | "retry",
): EndpointResponse {
  const results = events.map((event, index) => {
    const status = statusOf(event);
    const errors = [{ rule: "QG-0421", pointer: "/data/severity", message: "as told" }];
    const position = `${index % 2}:${index}`;
    return { index, id: event.id, status, ...(status === "accepted" ? { position } : {}), ...(status === "rejected" ? { errors } : {}) };
  });
  return { status: 200, body: { results } };
}
