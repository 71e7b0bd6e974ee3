/**
 * A program with the packed client: `node use-sdk.js URL` validates, sends one and many, reads rates and follows them live, through a relay that
 * refuses the first request, breaks within the answers to the second and the fourth, takes one statement of a batch at a time and breaks the first stream, and
 * prints what it found as JSON. Under `/busy-N` it refuses once, with a Retry-After of each form.
 */
import { createServer, request as forward } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { QorgauClient, Refused } from "@qorgau/client";
import type { BatchResult, Statement } from "@qorgau/client";

const url = new URL(process.argv[2] ?? "");

const refusals = { post: 0, stream: 0 };

/** Seconds, and the three forms of a date, whose second after next begins in one to two seconds. */
function retryAfters(): readonly string[] {
  const fixed = new Date(Date.now() + 2000).toUTCString();
  const [day = "", date = "", month = "", year = "", time = ""] = fixed.split(/,? /);
  const weekday = new Date(fixed).toLocaleDateString("en", { weekday: "long", timeZone: "UTC" });
  return [
    "1",
    fixed,
    `${weekday}, ${date}-${month}-${year.slice(2)} ${time} GMT`,
    `${day} ${month} ${String(Number(date)).padStart(2)} ${time} ${year}`,
  ];
}
const forms = retryAfters().map((_, form) => form);
/** By form: when it was refused, and when it came again. */
const busy: number[][] = forms.map(() => []);

function beBusy(form: number, response: ServerResponse): void {
  const came = busy[form] ?? [];
  came.push(performance.now());
  if (came.length > 1) response.writeHead(200, { "content-type": "application/json" }).end("{}");
  else response.writeHead(503, { "retry-after": retryAfters()[form] }).end();
}

async function ask(path: string, type: string, body: string) {
  const reply = await fetch(new URL(path, url), { method: "POST", headers: { "content-type": type, accept: "application/json" }, body });
  return { status: reply.status, text: await reply.text() };
}

/** What the second and the fourth POST, and every batch, are answered. */
async function respondInPart(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const type = request.headers["content-type"] ?? "";
  let body = "";
  for await (const part of request.setEncoding("utf8")) body += part;
  if (!type.includes("batch")) {
    const { status, text } = await ask(request.url ?? "", type, body);
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    response.write(text.slice(0, -5), () => response.destroy());
    return;
  }
  const [first, ...others] = JSON.parse(body) as Statement[];
  const { status, text } = await ask(request.url ?? "", type, JSON.stringify([first]));
  const { results } = JSON.parse(text) as { results: BatchResult[] };
  const again = others.map((_, place) => ({ index: place + 1, status: "retry" }));
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ results: [...results, ...again] }));
}

const relay = createServer((request, response) => {
  const [, form] = /^\/busy-(\d)/.exec(request.url ?? "") ?? [];
  if (form !== undefined) {
    beBusy(Number(form), response);
    return;
  }
  if (request.method === "POST" && refusals.post++ === 0) {
    request.resume();
    response.writeHead(503, { "retry-after": "0", "content-type": "application/problem+json" }).end('{"title":"Busy","errors":[]}');
    return;
  }
  if (request.method === "POST" && ([2, 4].includes(refusals.post) || request.headers["content-type"]?.includes("batch"))) {
    void respondInPart(request, response);
    return;
  }
  const isStream = request.url?.startsWith("/v1/live") ?? false;
  // The service answers those who name this machine.
  const headers = { ...request.headers, host: url.host };
  const passed = forward(new URL(request.url ?? "", url), { method: request.method ?? "GET", headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 500, reply.headers);
    reply.pipe(response);
    if (isStream && refusals.stream++ === 0) reply.once("data", () => setImmediate(() => response.destroy()));
  });
  response.once("close", () => passed.destroy());
  passed.once("error", () => response.destroy());
  request.pipe(passed);
});
await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
const relayed = { url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`, pauseMs: 10 };
const client = new QorgauClient({ ...relayed, language: "ru" });
// Of a batch of three it is told to send some again twice, each time fewer.
const hasty = new QorgauClient({ ...relayed, triesMax: 2 });

const statement = (subject: string, severity: "light" | "severe" | "fatal"): Statement => ({
  specversion: "1.0",
  id: subject,
  source: "urn:kz:bin:200140000004",
  type: "kz.qorgau.case.reported.v1",
  subject,
  revision: 1,
  data: { occurredAt: "2026-02-03", kind: "accident", severity, region: "KZ-33", sector: "B", employer: { bin: "200140000004" } },
});

const refused = await client.validate({ ...statement("sdk-0", "light"), revision: 0 }).then(
  () => [],
  (error: unknown) =>
    error instanceof Refused ? error.errors.map(({ rule, pointer, message }) => [rule, pointer, /[а-я]/.test(message)]) : [String(error)],
);
const validated = await client.validate(statement("sdk-0", "light"));
const sent = await client.send(statement("sdk-1", "severe"));

const many: BatchResult[] = [];
const several = [statement("sdk-2", "light"), { ...statement("sdk-3", "light"), revision: 0 }, statement("sdk-4", "fatal")];
for await (const result of hasty.sendMany([...several, statement("sdk-2", "light")], { batchSize: 3 })) many.push(result);

const positions = [sent, ...many].flatMap(({ position }) => position ?? []);
// Of each partition its last.
const atLeast = [...new Map(positions.map((position) => [position.split(":")[0], position])).values()].join();
const { rows } = await client.rates({ region: ["KZ-33"], by: ["severity"], from: "2026-01-01", to: "2026-12-31", per: "none", atLeast });

// The stream breaks after its snapshot; what is told meanwhile comes by the one that is begun in its place.
const live: number[] = [];
for await (const event of client.live({ region: ["KZ-33"], from: "2026-01-01", to: "2026-12-31", per: "none" })) {
  if (event.event === "snapshot" && live.length === 0) await client.send(statement("sdk-5", "light"));
  if (event.event === "snapshot") live.push(...event.data.rows.map(({ count }) => count ?? -1));
  if (event.event === "change") live.push(...event.data.changed.map(({ row }) => row.count));
  if (live.at(-1) === 4) break;
}
await Promise.all(forms.map((form) => new QorgauClient({ ...relayed, url: `${relayed.url}/busy-${form}` }).rates()));
relay.closeAllConnections();
relay.close();
console.log(
  JSON.stringify({
    refused,
    validated: [validated.status, "position" in validated],
    sent: sent.status,
    many: many.map(({ index, status }) => [index, status]),
    rows: rows.map(({ severity, count }) => [severity, count]),
    live: [...new Set(live)],
    streams: refusals.stream,
    paused: busy.map(([first = 0, again = 0]) => again - first >= 1000),
  }),
);
