/** A receiver of webhooks on this machine that behaves as it is bid, and keeps what it has taken. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isGenuine } from "../../examples/webhook-receiver.ts";

export interface ReceivedMessage {
  readonly id: string;
  readonly body: string;
  readonly json: { readonly type: string; readonly data: { readonly since: string; readonly watermark: string } };
}

type Behaviour = "takes" | "refuses" | "throttles" | "hangs" | "drops" | "redirects" | "endless" | "gone";

export interface TestReceiver {
  readonly url: string;
  /** In the order in which they were taken, each id once. */
  readonly taken: ReceivedMessage[];
  /** Ids of all attempts that have come here, taken or not. */
  readonly attempts: string[];
  /** How many signatures each of them had. */
  readonly signatures: number[];
  /** From now on the receiver has these secrets. */
  checkBy(secrets: () => readonly string[]): void;
  /** What is under way ends, and from now on it does this. */
  behave(behaviour: Behaviour): void;
  /** Nobody listens any more; with `back` somebody does again, at the same address. */
  away(): Promise<void>;
  back(): Promise<void>;
  /** Resolves once so many attempts have come, or so many messages are taken. */
  until(what: "attempts" | "taken", count: number): Promise<void>;
  close(): void;
}

/** `secrets` are those that the receiver has, and one of which messages have to be signed with; known once the receiver is subscribed. */
export async function startTestReceiver(secrets: () => readonly string[]): Promise<TestReceiver> {
  const [taken, attempts, signatures]: [ReceivedMessage[], string[], number[]] = [[], [], []];
  let known = secrets;
  let behaviour: Behaviour = "takes";
  let changed = Promise.withResolvers<void>();
  let server: Server;
  let port = 0;
  const respond = (response: ServerResponse) => {
    if (behaviour === "takes") response.writeHead(204).end();
    else if (behaviour === "refuses") response.writeHead(500).end("no");
    else if (behaviour === "throttles") response.writeHead(429, { "retry-after": "1" }).end();
    else if (behaviour === "gone") response.writeHead(410).end();
    else if (behaviour === "redirects") response.writeHead(307, { location: "http://127.0.0.1:1/" }).end();
    else if (behaviour === "drops") response.destroy();
    else if (behaviour === "endless") response.writeHead(500).write("x".repeat(10_000));
  };
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces).toString("utf8");
    if (!known().some((secret) => isGenuine(secret, request.headers, body))) throw new Error("what came is not signed as it should be");
    const id = String(request.headers["webhook-id"]);
    attempts.push(id);
    signatures.push(String(request.headers["webhook-signature"]).split(" ").length);
    if (behaviour === "takes" && !taken.some((one) => one.id === id))
      taken.push({ id, body, json: JSON.parse(body) as ReceivedMessage["json"] });
    respond(response);
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const listen = async () => {
    server = createServer((request, response) => void receive(request, response).catch(() => response.destroy())).listen(port, "127.0.0.1");
    await once(server, "listening");
    ({ port } = server.address() as AddressInfo);
  };
  await listen();
  return {
    url: `http://127.0.0.1:${port}/hook`,
    taken,
    attempts,
    signatures,
    checkBy: (others) => void (known = others),
    behave(next) {
      behaviour = next;
      server.closeAllConnections();
    },
    async away() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
    back: listen,
    async until(what, count) {
      while ((what === "taken" ? taken : attempts).length < count) await changed.promise;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
