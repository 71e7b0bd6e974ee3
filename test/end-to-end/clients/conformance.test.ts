/** The conformance kit, copied away as others would take it, against the real program: fresh, and with statements. And it tells what does not hold. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePorts } from "../../broker/free-ports.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const root = join(import.meta.dirname, "..", "..", "..");
let directory: string;
let qorgau: QorgauProcess;
beforeAll(async () => {
  directory = await temporaryDirectory();
  await cp(join(root, "conformance"), join(directory, "kit"), { recursive: true });
  qorgau = await startQorgau(join(directory, "data"), { QORGAU_CHECKPOINT_SECONDS: "1" });
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runKit(...words: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(directory, "kit", "run.mjs"), ...words], { cwd: directory }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr }),
    );
  });
}
const notHeld = ({ stdout }: Outcome) => stdout.slice(Math.max(0, stdout.indexOf("not ok")));

test("a fresh server holds to every case; one with statements, those of runs before among them, to all that do not need a fresh one", async () => {
  const fresh = await runKit("--url", qorgau.url, "--empty");
  expect(fresh.code, notHeld(fresh)).toBe(0);
  expect(fresh.stdout).toMatch(/^# \d\d passed, 0 failed, 0 skipped$/m);
  const again = await runKit(
    "--url",
    qorgau.url,
    ...["1-", "3-records/two", "4-rates/family", "5-cuts/w", "6-year", "7-", "8-", "9-"].flatMap((name) => ["--only", name]),
  );
  expect(again.code, notHeld(again)).toBe(0);
  expect(again.stdout).toMatch(/^# 16 passed, 0 failed, 4 skipped$/m);
});

test("a figure that is another in its last digit is told, with the step and the place", async () => {
  const file = join(directory, "kit", "cases", "4-rates.json");
  const cases = await readFile(file, "utf8");
  const planted = cases.replace('"rate": 0.305411', '"rate": 0.305412');
  expect(planted).not.toBe(cases);
  await writeFile(join(directory, "4-rates.json"), planted);
  const { code, stdout } = await runKit(
    "--url",
    qorgau.url,
    "--only",
    "4-rates/interval",
    "--only",
    "4-rates/hours",
    join(directory, "4-rates.json"),
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^not ok 1 - 4-rates\/interval: .*\n {2}---\n {2}step: 2\n {2}request: "GET .*\/v1\/rates\?.*\n {2}differences:\n {4}- "\/rows\/0\/rate: expected 0.305412, found 0.305411"\n {2}\.\.\.$/m,
  );
  expect(stdout).toMatch(/^ok 2 - 4-rates\/hours/m);
  expect(stdout).toContain("# 1 passed, 1 failed, 0 skipped");
});

type Tamper = (path: string, content: string) => string;

/** The real server as somebody hands it on who changes what it says. */
async function handOn(request: IncomingMessage, response: ServerResponse, tamper: Tamper): Promise<void> {
  const { method = "GET", url: path = "/", headers } = request;
  const sent = ["content-type", "last-event-id"].flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]]));
  const leaving = new AbortController();
  response.on("close", () => leaving.abort());
  const body = method === "GET" ? null : await text(request);
  const received = await fetch(`${qorgau.url}${path}`, { method, headers: Object.fromEntries(sent), body, signal: leaving.signal });
  const mediaType = received.headers.get("content-type") ?? "";
  response.writeHead(received.status, { "content-type": mediaType, "retry-after": received.headers.get("retry-after") ?? "1" });
  if (!mediaType.startsWith("text/event-stream")) return void response.end(tamper(path, await received.text()));
  for await (const piece of received.body!) response.write(tamper(path, Buffer.from(piece).toString()));
  response.end();
}

/** The kit's outcome against the server as it is handed on. */
async function runThrough(
  hand: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ...words: readonly string[]
): Promise<Outcome> {
  const proxy = createServer((request, response) => void hand(request, response).catch(() => response.destroy()));
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const { port } = proxy.address() as AddressInfo;
  const outcome = await runKit("--url", `http://127.0.0.1:${port}`, ...words);
  proxy.closeAllConnections();
  proxy.close();
  return outcome;
}

/** The first bit of the first hash of the path is another. */
const otherHash = (content: string) => content.replace(/(?<="path":\[")./, (first) => (first === "A" ? "g" : "A"));
const inProof =
  (parameter: string, change: (content: string) => string): Tamper =>
  (path, content) =>
    path.startsWith("/v1/proofs") && path.includes(parameter) ? change(content) : content;

/** A path that leads to another root, which the proof names. */
const ofOwnTree = (members: (proof: Readonly<Record<string, unknown>>) => object) => (content: string) => {
  const proof = JSON.parse(content) as Readonly<Record<string, unknown>>;
  return JSON.stringify({ ...proof, path: [], ...members(proof) });
};

test.each<[string, Tamper, string, RegExp]>([
  [
    "a root of a proof's own",
    inProof(
      "size=",
      ofOwnTree(({ leaf }) => ({ offset: 0, size: 1, root: leaf })),
    ),
    "9-proofs/log",
    /expected a path that leads from the leaf/,
  ],
  [
    "a later root of a proof's own",
    inProof(
      "from=",
      ofOwnTree(({ from, fromRoot }) => ({ to: from, toRoot: fromRoot })),
    ),
    "9-proofs/log",
    /expected a path that shows that the tree/,
  ],
  ["a path to the root", inProof("size=", otherHash), "9-proofs/log", /expected a path that leads from the leaf/],
  ["a path between two trees", inProof("from=", otherHash), "9-proofs/log", /expected a path that shows that the tree/],
  [
    "a signed note",
    inProof("size=", (content) => content.replace(/(?<=qorgau [^"]{20})./, (one) => (one === "A" ? "B" : "A"))),
    "9-proofs/log",
    /checkpoint: expected a note of \d+ records/,
  ],
  [
    "a digit of SDMX-CSV",
    (path, content) => (path.includes("csvdata") ? content.replace(/\d(?=,PER_)/, (digit) => String((Number(digit) + 1) % 10)) : content),
    "7-forms/digits",
    /rows: expected a list that holds .*ECO_ISIC4_B/,
  ],
  [
    "a digit of SDMX-JSON",
    (path, content) => (path.includes("jsondata") ? content.replace(/\d(?=,"A",)/, (digit) => String((Number(digit) + 1) % 10)) : content),
    "7-forms/digits",
    /rows: expected a list that holds .*ECO_ISIC4_B/,
  ],
  [
    "a cell of JSON-stat",
    (path, content) => (path.includes("jsonstat") ? content.replace('"value":[', '"value":[1') : content),
    "7-forms/digits",
    /rows\/0\/count: expected \d+, found 1\d+/,
  ],
  [
    "a change of a stream",
    (path, content) => (path.startsWith("/v1/live") ? content.replace('"count":2', '"count":5') : content),
    "8-live/follow",
    /rows\/0\/count: expected 2, found 5/,
  ],
  [
    "the cut that a change leads from",
    (path, content) => (path.startsWith("/v1/live") ? content.replace('"since":"', '"since":"9:9,') : content),
    "8-live/follow",
    /a change since 9:9,\S+ came to a reader that holds/,
  ],
])("%s that is another than the server's is told", async (_what, tamper, name, difference) => {
  const hand = (request: IncomingMessage, response: ServerResponse) => handOn(request, response, tamper);
  const { code, stdout } = await runThrough(hand, "--only", name, "--timeout", "10");
  expect(code, stdout).toBe(1);
  expect(stdout).toMatch(difference);
});

/** SDMX-ML as another writer has it: attributes between single quotes, and in the other order. */
const otherWriting: Tamper = (path, content) =>
  path.startsWith("/sdmx/") && content.startsWith("<?xml")
    ? content
        .replaceAll(/ id="([^"]*)" value="([^"]*)"/g, " value='$2' id='$1'")
        .replaceAll(/(?<=ObsValue) value="([^"]*)"/g, " value='$1'")
    : content;

test("a right server that is slow, or writes otherwise, or holds figures of others, holds to the cases", async () => {
  const refused = new Set<string>();
  const slow = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url?.split("?")[0] ?? "";
    if (path !== "/v1/live" || refused.has(path)) return handOn(request, response, otherWriting);
    refused.add(path);
    response.writeHead(503, { "retry-after": "0", "content-type": "application/problem+json" }).end("{}");
  };
  // A region of its own, since the run before has left its figures in the other.
  const file = join(directory, "7-forms.json");
  const cases = await readFile(join(directory, "kit", "cases", "7-forms.json"), "utf8");
  await writeFile(file, cases.replaceAll("KZ-55", "KZ-27"));
  const others = {
    specversion: "1.0",
    id: "others",
    // Of two statements of one role the one of the smaller name is taken.
    source: "urn:a:other-statistics",
    type: "kz.qorgau.exposure.reported.v1",
    subject: "others",
    revision: 1,
    time: "2026-06-20T10:00:00+05:00",
    data: { basis: "employed", status: "final", period: "2019", region: "KZ-11", sector: "B", workers: 50_000 },
  };
  const headers = { "content-type": "application/cloudevents+json" };
  expect((await fetch(`${qorgau.url}/v1/events`, { method: "POST", headers, body: JSON.stringify(others) })).status).toBe(202);
  const forms = await runThrough(slow, "--empty", "--only", "7-forms", file);
  expect(forms.code, notHeld(forms)).toBe(0);
  const live = await runThrough(slow, "--only", "8-live/follow");
  expect(live.code, notHeld(live)).toBe(0);
  expect([...refused]).toEqual(["/v1/live"]);
});

/** What `/healthz` says, expected otherwise, in every way in which something can be expected; `{"alive":true}`. */
const wrong: Readonly<Record<string, object>> = {
  status: { status: 204 },
  value: { body: { alive: "true" } },
  missing: { body: { alive: true, well: true } },
  null: { body: { alive: null } },
  absent: { body: { alive: { $absent: true } } },
  any: { body: { alive: { $any: "string" } } },
  anyValue: { body: { well: { $any: "value" } } },
  pattern: { body: { alive: { $pattern: "true" } } },
  near: { body: { alive: { $near: [1, 1] } } },
  least: { body: { alive: { $least: 0 } } },
  oneOf: { body: { alive: { $oneOf: [false, null] } } },
  contains: { body: { $contains: [true] } },
  length: { body: { $length: 1 } },
  exactly: { body: { $exactly: {} } },
  not: { body: { alive: { $not: true } } },
  severalMatchers: { body: { alive: { $any: "boolean", $oneOf: [false] } } },
  list: { body: [true] },
  notAnObject: { body: { alive: { well: true } } },
  header: { headers: { "content-type": "text/plain" } },
  headerMissing: { headers: { "x-none": { $any: "string" } } },
  text: { text: '{"alive": true}' },
  rows: { rows: [] },
  digits: { body: { alive: { $digits: true } } },
  inclusion: { body: { $inclusion: { leaf: "AAAA", offset: 0, size: 1, root: "AAAA" } } },
  consistency: { body: { $consistency: { from: 1, to: 1, fromRoot: "AAAA", toRoot: "AAAA" } } },
  checkpoint: { text: { $checkpoint: { publicKey: "", size: 1, root: "" } } },
};

test("every kind of expectation can fail", async () => {
  const step = { request: { path: "/healthz" } };
  const right = { status: 200, headers: { "content-type": { $pattern: "json" } }, body: { alive: true }, text: '{"alive":true}' };
  const cases = [
    ...Object.entries({ ...wrong, right }).map(([id, expect]) => ({ id, title: id, steps: [{ ...step, expect }] })),
    { id: "saved", title: "saved", steps: [{ ...step, save: { nothing: "/well" } }] },
    { id: "unmet", title: "unmet", needs: "/nowhere", steps: [{ ...step, expect: { status: 500 } }] },
    {
      id: "later",
      title: "later",
      steps: [
        { ...step, save: { it: "text" } },
        { ...step, expect: { text: { $not: "${it}" } } },
      ],
    },
  ];
  const file = join(directory, "wrong.json");
  await writeFile(file, JSON.stringify({ title: "wrong", cases }));
  const { code, stdout } = await runKit("--url", qorgau.url, "--json", file);
  const { cases: results } = JSON.parse(stdout) as { cases: { name: string; outcome: string }[] };
  expect([code, results.filter(({ outcome }) => outcome !== "failed").map(({ name }) => name)]).toEqual([
    1,
    ["wrong/right", "wrong/unmet"],
  ]);
  expect(results).toHaveLength(cases.length);
});

test("what it cannot run it refuses, by its exit code", async () => {
  const file = join(directory, "unknown.json");
  await writeFile(file, JSON.stringify({ cases: [{ id: "a", title: "a", steps: [{ request: { path: "/${nothing}" } }] }] }));
  const refused = [
    ["--url", "nowhere"],
    ["--url", qorgau.url, "--colour"],
    ["--url", qorgau.url, "--only", "none-such"],
    ["--url", qorgau.url, file],
  ];
  for (const words of refused)
    expect(await runKit(...words), words.join(" ")).toMatchObject({ code: 2, stderr: expect.stringContaining("Usage: ") as string });
  expect(await runKit("--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage: ") as string });
  const [port] = await freePorts(1);
  expect(await runKit("--url", `http://127.0.0.1:${port}`, "--timeout", "1")).toMatchObject({ code: 3, stdout: "" });
});
