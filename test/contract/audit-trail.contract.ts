/** Who read cases and what operators did is put down, whatever form it was read in, and shown to operators alone. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grant } from "@qorgau/infra/access/grant";
import { makeToken } from "@qorgau/infra/access/token";
import { changeTokensFile } from "@qorgau/infra/access/tokens-file";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings } from "@qorgau/infra/settings/settings";
import type { StartedService } from "@qorgau/infra/service/start-service";
import type { AuditEntry, AuditResponse } from "@qorgau/schemas/access/audit-response";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { start } from "../../start.ts";
import { caseEvent } from "../generators/events.ts";

const source = "urn:kz:bin:200140000004";
type Caller = "reporter" | "reader" | "operator";
const callers: Readonly<Record<Caller, Grant>> = { reporter: { send: [source] }, reader: "read", operator: "operate" };

const tokens = new Map<string, string>();
const ids = new Map<string, string>();
let directory: string;
let service: StartedService;
let cut: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-audited-"));
  const file = join(directory, "tokens.json");
  for (const [caller, grant] of Object.entries(callers)) {
    const { token, stored } = makeToken({ grant, name: caller });
    tokens.set(caller, token);
    ids.set(caller, stored.id);
    await changeTokensFile(file, (before) => [...before, stored]);
  }
  const settings = readSettings({ QORGAU_DATA: join(directory, "data"), QORGAU_PORT: "0", QORGAU_TOKENS_FILE: file });
  service = await start(settings, createLogger({ level: "silent" }));
  await service.started;
  const sent = await ask("reporter", "/v1/events", {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body: JSON.stringify(caseEvent({ worker: { iin: "850808310738" } }, { source, subject: "N-1" })),
  });
  const { position } = (await sent.json()) as { readonly position: string };
  cut = ((await (await ask("reader", `/v1/rates?atLeast=${position}`)).json()) as { watermark: string }).watermark;
});
afterAll(async () => {
  await service?.stop();
  await rm(directory, { recursive: true, force: true });
});

function ask(caller: Caller, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${tokens.get(caller)}`);
  return fetch(`${service.url}${path}`, { ...init, headers });
}

async function trail(search = ""): Promise<AuditResponse> {
  return (await (await ask("operator", `/v1/audit?${search}`)).json()) as AuditResponse;
}
/** What is new in the trail since the last look, but that look. */
let seen = 0;
async function entries(): Promise<readonly AuditEntry[]> {
  const { rows } = await trail("limit=1000");
  const added = rows.slice(seen).filter(({ route }) => route !== "/v1/audit");
  seen = rows.length;
  return added;
}
const row = "period=year&from=2026-01-01&to=2026-12-31";

test.each<[Caller, string, string, number]>([
  ["reader", `/v1/explain?${row}`, "GET", 1],
  ["reader", `/v1/explain?${row}&format=csv`, "GET", 1],
  ["reader", `/v1/explain?${row}&format=xlsx`, "GET", 1],
  ["reader", `/v1/explain?${row}`, "HEAD", 1],
  ["operator", `/v1/revisions?${row}`, "GET", 1],
  ["reporter", `/v1/records?source=${source}`, "GET", 1],
  ["reporter", `/v1/records?source=${source}&subject=N-1`, "GET", 1],
  ["reader", "/v1/quality?table=reporters", "GET", 1],
  ["reader", "/v1/claims?unmatched=true", "GET", 0],
])("%s reading %s by %s (%#) is put down with the cut and %i records", async (caller, path, method, records) => {
  await entries();
  const response = await ask(caller, path, { method });
  expect(response.status).toBe(200);
  await response.bytes();
  const [route, parameters] = path.split("?");
  expect(await entries()).toEqual([
    { at: expect.stringMatching(/Z$/), token: ids.get(caller), action: "read", method, route, parameters, cut, records },
  ]);
});

test("figures, faulty requests and what is refused show no case, and are not put down", async () => {
  await entries();
  for (const [caller, path] of [
    ["reader", "/v1/rates?by=region"],
    ["reader", "/v1/claims?by=status"],
    ["reader", "/v1/explain?measure=none"],
    ["reporter", `/v1/explain?${row}`],
    ["reporter", "/v1/records?source=urn:x:y"],
    ["reader", "/v1/status"],
  ] as const) {
    await (await ask(caller, path)).bytes();
  }
  expect(await entries()).toEqual([]);
});

test("an answer that the caller has already is a read like any other", async () => {
  const first = await ask("reader", `/v1/explain?${row}&asOf=${cut}`);
  const etag = first.headers.get("etag")!;
  await entries();
  expect((await ask("reader", `/v1/explain?${row}&asOf=${cut}`, { headers: { "if-none-match": etag } })).status).toBe(304);
  expect(await entries()).toMatchObject([{ action: "read", records: 1 }]);
});

test.each([
  [`/v1/explain?${row}`, "private, no-store", "private, no-store"],
  [`/v1/records?source=${source}`, "private, no-store", "private, no-store"],
  ["/v1/rates?by=region", "private, no-cache", "private, max-age=31536000, immutable"],
])("%s of a caller with a token is kept by nobody else: %s, of a past cut %s", async (path, live, past) => {
  for (const [url, expected] of [
    [path, live],
    [`${path}&asOf=${cut}`, past],
  ] as const) {
    const { status, headers } = await ask("reader", url, { headers: { "accept-encoding": "identity" } });
    expect([status, headers.get("cache-control"), headers.get("vary")]).toEqual([200, expected, "Accept, Authorization"]);
  }
});

test("an operator's acts are put down before they are done", async () => {
  await entries();
  expect((await ask("operator", "/v1/operations/reconciliation", { method: "POST" })).status).toBe(202);
  const made = await ask("operator", "/v1/releases", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "annual-2026", year: 2026, per: "none" }),
  });
  expect(made.status).toBe(201);
  expect(await entries()).toMatchObject([
    { action: "operate", route: "/v1/operations/reconciliation", token: ids.get("operator"), cut: null, records: null },
    { action: "operate", method: "POST", route: "/v1/releases", parameters: "name=annual-2026&year=2026" },
  ]);
});

test("the trail itself is read page by page, of one token too, by operators alone, and says who read it", async () => {
  expect((await ask("reader", "/v1/audit")).status).toBe(403);
  const first = await trail("limit=2");
  expect(first.rows).toHaveLength(2);
  const second = await trail(`limit=2&cursor=${first.nextCursor}`);
  expect(second.rows[0]!.at >= first.rows[1]!.at).toBe(true);
  expect(second.rows).not.toContainEqual(first.rows[1]);
  const { rows } = await trail(`limit=1000&token=${ids.get("operator")}`);
  expect(new Set(rows.map(({ token }) => token))).toEqual(new Set([ids.get("operator")]));
  expect(rows.at(-1)).toMatchObject({ action: "read", route: "/v1/audit", parameters: "limit=2" });
  const csv = await (await ask("operator", "/v1/audit?format=csv&limit=1")).text();
  expect(csv.split("\r\n")[0]).toBe("at,token,action,method,route,parameters,cut,records");
  expect(JSON.stringify(rows) + csv).not.toContain("850808310738");
});

describe("a trail that cannot be written", () => {
  test("shows no case and starts no job; figures go on", async () => {
    const audit = join(directory, "data", "audit");
    await rm(audit, { recursive: true });
    await writeFile(audit, "");
    for (const [caller, path, method] of [
      ["reader", `/v1/explain?${row}`, "GET"],
      ["operator", "/v1/operations/reconciliation", "POST"],
      ["operator", "/v1/audit", "GET"],
    ] as const) {
      const response = await ask(caller, path, { method });
      expect([path, response.status, response.headers.get("retry-after")]).toEqual([path, 503, "30"]);
      expect(((await response.json()) as { errors: { rule: string }[] }).errors[0]?.rule).toBe("QG-0850");
    }
    expect((await ask("reader", "/v1/rates")).status).toBe(200);
    await rm(audit);
    expect((await ask("reader", `/v1/explain?${row}`)).status).toBe(200);
  });
});
