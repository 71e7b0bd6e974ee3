/** Who may ask what, on the real program: every address of its own document, by every kind of caller. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeToken } from "../program/make-token.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";
import { openPaths } from "./open-paths.ts";

const source = "urn:kz:bin:200140000004";
let directory: string;
let file: string;
let qorgau: QorgauProcess;
const tokens = { stranger: "qorgau_of-nobody", reporter: "", reader: "", operator: "" };
type Caller = keyof typeof tokens | "nobody";

beforeAll(async () => {
  directory = await temporaryDirectory();
  file = join(directory, "tokens.json");
  tokens.reporter = await makeToken(file, "--source", source);
  tokens.reader = await makeToken(file, "--read", "--name", "the ministry");
  tokens.operator = await makeToken(file, "--operate");
  qorgau = await startQorgau(join(directory, "data"), {
    QORGAU_TOKENS_FILE: file,
    QORGAU_LOG_LEVEL: "debug",
    // A stranger asks at every address, one after the other.
    QORGAU_FAILED_AUTHENTICATIONS_PER_MINUTE: "0",
  });
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

interface Operation {
  readonly security?: readonly object[];
}

const headersOf = (caller: Caller): Record<string, string> => (caller === "nobody" ? {} : { authorization: `Bearer ${tokens[caller]}` });
const ask = (caller: Caller, path: string, init: RequestInit = {}) =>
  fetch(`${qorgau.url}${path}`, { ...init, headers: { ...headersOf(caller), ...(init.headers as Record<string, string>) } });

function send(caller: Caller, events: readonly object[], path = "/v1/events") {
  const body = events.map((event) => JSON.stringify(event)).join("\n");
  return ask(caller, path, { method: "POST", headers: { "content-type": "application/x-ndjson" }, body });
}

const reported = (subject: string, by = source) => ({
  specversion: "1.0",
  id: subject,
  source: by,
  type: "kz.qorgau.case.reported.v1",
  subject,
  revision: 1,
  data: { occurredAt: "2026-02-03", kind: "accident", severity: "severe", region: "KZ-35", employer: { bin: "200140000004" } },
});

/** Of these a reporter is shown what concerns its own source; it is named here by nobody. */
const ofReporters: Readonly<Record<string, "in" | 403>> = {
  "/v1/status": "in",
  "/v1/proofs": "in",
  "/v1/checkpoints": "in",
  "/v1/records": "in",
  "/v1/dead-letters": "in",
  "/v1/quality": 403,
  "/v1/claims": 403,
  "/v1/claims/ibnr": 403,
};
const expectedOf = (path: string, method: string): Readonly<Record<Caller, "in" | 401 | 403>> => {
  const everybody = { nobody: "in", stranger: "in", reporter: "in", reader: "in", operator: "in" } as const;
  const strangers = { nobody: 401, stranger: 401 } as const;
  if (openPaths.includes(path)) return everybody;
  if (path.startsWith("/v1/events")) return { ...strangers, reporter: "in", reader: 403, operator: 403 };
  // What they may subscribe to is decided by its type.
  if (path.startsWith("/v1/webhooks")) return { ...strangers, reporter: "in", reader: "in", operator: "in" };
  // Whoever reads figures says what came of a signal.
  if (path === "/v1/signals/{signal}/acknowledgements") return { ...strangers, reporter: 403, reader: "in", operator: "in" };
  if (method !== "get" || path === "/v1/audit") return { ...strangers, reporter: 403, reader: 403, operator: "in" };
  // Enterprises by name: for inspectors alone.
  if (path === "/v1/riskmap") return { ...strangers, reporter: 403, reader: 403, operator: "in" };
  if (path in ofReporters) return { ...strangers, reporter: ofReporters[path]!, reader: "in", operator: "in" };
  return { ...strangers, reporter: 403, reader: "in", operator: "in" };
};

describe("every address of the document", () => {
  test("lets in whom it is for, and nobody else", async () => {
    const document = (await (await ask("nobody", "/openapi.json")).json()) as { paths: Record<string, Record<string, Operation>> };
    const paths = Object.entries(document.paths);
    const operations = paths.flatMap(([path, methods]) => Object.keys(methods).map((method) => [path, method] as const));
    const open = paths.filter(([, methods]) => Object.values(methods).every(({ security }) => security?.length === 0));
    expect(open.map(([path]) => path).toSorted()).toEqual(openPaths.toSorted());
    expect(operations.length).toBeGreaterThan(15);
    for (const [path, method] of operations) {
      const expected = expectedOf(path, method);
      for (const caller of Object.keys(expected) as Caller[]) {
        const { status } = await ask(caller, path.replaceAll(/\{\w+\}/g, "2026"), { method: method.toUpperCase() });
        const seen = status === 401 || status === 403 ? status : "in";
        expect([method, path, caller, seen]).toEqual([method, path, caller, expected[caller]]);
      }
    }
  });

  test("the status says that tokens are asked for, and loopback makes no difference", async () => {
    expect(await (await ask("reader", "/v1/status")).json()).toMatchObject({ access: "tokens" });
    expect((await ask("nobody", "/v1/status")).status).toBe(401);
    expect((await ask("reader", "/metrics")).status).toBe(200);
  });
});

describe("a reporter", () => {
  test("speaks for its own source only; the rest of a body goes on", async () => {
    const response = await send("reporter", [reported("own-1"), reported("other-1", "urn:kz:bin:990140000004"), reported("own-2")]);
    expect(response.status).toBe(200);
    const { accepted, rejected, results } = (await response.json()) as {
      accepted: number;
      rejected: number;
      results: { errors?: { rule: string; pointer: string }[] }[];
    };
    expect([accepted, rejected]).toEqual([2, 1]);
    expect(results[1]?.errors).toEqual([expect.objectContaining({ rule: "QG-0854", pointer: "/source" })]);
  });

  test("is told the same by a single event and by one that is only looked at", async () => {
    const one = (path: string) =>
      ask("reporter", path, {
        method: "POST",
        headers: { "content-type": "application/cloudevents+json" },
        body: JSON.stringify(reported("other-2", "urn:kz:bin:990140000004")),
      });
    for (const path of ["/v1/events", "/v1/events:validate"]) {
      const response = await one(path);
      expect(response.status).toBe(422);
      expect(((await response.json()) as { errors: { rule: string }[] }).errors.map(({ rule }) => rule)).toEqual(["QG-0854"]);
    }
  });
});

test("a job is started with a token from wherever it is asked for", async () => {
  const requested = await ask("operator", "/v1/operations/reconciliation", { method: "POST", headers: { "sec-fetch-site": "cross-site" } });
  expect(requested.status).toBe(202);
});

test("the rebuild's command shows its token", async () => {
  const refused = await runCommand(["rebuild.ts", "--url", qorgau.url]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("QG-0851")]);
  const done = await runCommand(["rebuild.ts", "--url", qorgau.url], { QORGAU_TOKEN: tokens.operator });
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining("made all tables anew") });
});

test("a token that is taken back is refused without a restart", async () => {
  const token = await makeToken(file, "--read");
  const requested = () => fetch(`${qorgau.url}/v1/status`, { headers: { authorization: `Bearer ${token}` } });
  await vi.waitFor(async () => expect((await requested()).status).toBe(200), { timeout: 10_000, interval: 100 });
  const list = await runCommand(["infra/src/access/tokens.ts", "list", "--file", file]);
  const id = list.stdout.trim().split("\n").at(-1)!.split(" ", 1)[0]!;
  expect((await runCommand(["infra/src/access/tokens.ts", "revoke", id, "--file", file])).code).toBe(0);
  await vi.waitFor(async () => expect((await requested()).status).toBe(401), { timeout: 10_000, interval: 100 });
  expect((await runCommand(["infra/src/access/tokens.ts", "revoke", id, "--file", file])).code).toBe(1);
});

test("a token is rotated: the old one and the new one are valid, and no third; what each may do, until when and when it was used is listed", async () => {
  const requested = async (token: string) =>
    (await fetch(`${qorgau.url}/v1/status`, { headers: { authorization: `Bearer ${token}` } })).status;
  const command = (...words: string[]) => runCommand(["infra/src/access/tokens.ts", ...words, "--file", file]);
  const old = await makeToken(file, "--figures", "--region", "KZ-35,KZ-62", "--name", "the department", "--expires", "30d");
  const listed = async (word: string) => (await command("list")).stdout.split("\n").filter((line) => line.includes(word));
  const [line] = await listed("the department");
  expect(line).toMatch(/^[0-9a-f]{8} {2}[\d-]{10} {2}until [\d-]{10}T[\d:]{5}Z {2}not used {2}figures in KZ-35,KZ-62 {2}the department$/);
  const id = line!.slice(0, 8);
  await vi.waitFor(async () => expect(await requested(old)).toBe(200), { timeout: 10_000, interval: 100 });
  await vi.waitFor(async () => expect((await listed("the department"))[0]).toContain("  used 20"), { timeout: 10_000, interval: 100 });
  const rotated = await command("rotate", id, "--overlap", "2");
  expect(rotated.code).toBe(0);
  const next = rotated.stdout.trim();
  await vi.waitFor(async () => expect([await requested(old), await requested(next)]).toEqual([200, 200]), {
    timeout: 10_000,
    interval: 100,
  });
  const both = await listed("the department");
  expect(both.map((one) => one.includes(`in place of ${id}`))).toEqual([false, true]);
  for (const one of both) expect((await command("rotate", one.slice(0, 8))).code).toBe(1);
  expect((await command("revoke", id)).code).toBe(0);
  await vi.waitFor(async () => expect(await requested(old)).toBe(401), { timeout: 10_000, interval: 100 });
  expect((await command("rotate", both[1]!.slice(0, 8), "--overlap", "0")).code).toBe(0);
  await vi.waitFor(async () => expect(await requested(next)).toBe(401), { timeout: 10_000, interval: 100 });
});

test("a pseudonym key beside the log is warned of where callers are asked for tokens", () => {
  expect(qorgau.output()).toContain("the pseudonym key is in the data folder");
});

test("no token stands in any log line, and none in the list", async () => {
  const list = await runCommand(["infra/src/access/tokens.ts", "list"], { QORGAU_TOKENS_FILE: file });
  for (const token of Object.values(tokens)) {
    expect(qorgau.output()).not.toContain(token);
    expect(list.stdout).not.toContain(token);
  }
  expect(list.stdout).toContain("the ministry");
});

test.each([
  [["add"], 2],
  [["add", "--operate", "--region", "KZ-35"], 2],
  [["add", "--figures", "--region", "KZ-99"], 2],
  [["add", "--figures", "--expires", "2020-01-01"], 2],
  [["add", "--figures", "--expires", "soon"], 2],
  [["add", "--figures", "--expires", "2999-02-31"], 2],
  [["add", "--figures", "--overlap", "3"], 2],
  [["rotate", "00000000", "--figures"], 2],
  [["rotate", "00000000", "--region", "KZ-35"], 2],
  [["rotate", "00000000", "--name", "another"], 2],
  [["revoke", "00000000", "--source", source], 2],
  [["revoke", "00000000", "--expires", "2d"], 2],
  [["list", "--operate"], 2],
  [["rotate"], 2],
  [["rotate", "00000000"], 1],
  [["add", "--source", "no uri"], 2],
  [["add", "--source", "urn:kz:iin:850808310738"], 2],
  [["grant"], 2],
  [[], 2],
  [["revoke"], 2],
  [["revoke", "00000000"], 1],
  [["--help"], 0],
])("npm run tokens -- %j ends with %i", async (words, code) => {
  const outcome = await runCommand(["infra/src/access/tokens.ts", ...words], { QORGAU_TOKENS_FILE: file });
  expect([outcome.code, outcome.stdout.startsWith("qorgau_")]).toEqual([code, false]);
});
