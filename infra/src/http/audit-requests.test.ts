import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditEntry } from "@qorgau/schemas/access/audit-response";
import type { FastifyRequest } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAuditTrail } from "../audit/audit-trail.ts";
import { createLogger } from "../process/logger.ts";
import { auditAct, auditRead, readAudit } from "./audit-requests.ts";
import { createHttpServer } from "./http-server.ts";

const directory = await mkdtemp(join(tmpdir(), "qorgau-audited-"));
const auditTrail = openAuditTrail({ directory, days: 0 });
const server = createHttpServer({ logger: createLogger({ level: "silent" }), auditTrail });
const everything = { from: null, to: null, token: null, limit: 1000, at: null };
let port: number;

const showCase = (request: FastifyRequest) => auditRead(request, { cut: null, records: 1 }).then(() => ({}));
const release = (request: FastifyRequest) => auditAct(request, { name: "a&year=2020", year: 2026 }).then(() => ({}));

beforeAll(async () => {
  server.get("/v1/explain", { config: { scope: ["cases"] } }, async (request, reply) => {
    reply.header("link", '<?cursor=of-the-last-row>; rel="next"');
    await auditRead(request, { cut: null, records: 1 });
    return {};
  });
  server.get("/v1/cases/:id", { config: { scope: ["cases"] } }, showCase);
  server.post("/v1/releases", { config: { scope: ["release"] } }, release);
  server.get("/v1/audit", { config: { scope: ["operate"] } }, (request) => readAudit(request, everything));
  await server.listen({ port: 0, host: "127.0.0.1" });
  port = (server.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/** The target goes out as it is, which `fetch` does not do. */
async function ask(target: string, method = "GET"): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const outgoing = send({ port, path: target, method }, (response) => {
    response.resume().on("end", () => resolve(response.statusCode ?? 0));
  });
  outgoing.on("error", reject).end();
  return promise;
}

async function lastEntry(): Promise<AuditEntry | undefined> {
  return (await auditTrail.read(everything)).entries.at(-1);
}

test.each([
  ["/v1/explain?region=KZ-35", "/v1/explain", "region=KZ-35"],
  ["/v1/explain#qorgau_secret-850808310738?region=KZ-35", "/v1/explain", "region=KZ-35"],
  ["/v1/%65xplain/?region=KZ-35", "/v1/explain", "region=KZ-35"],
  ["//v1/explain?region=KZ-35", "/v1/explain", "region=KZ-35"],
  ["http://850808310738.example/v1/explain?region=KZ-35", "/v1/explain", "region=KZ-35"],
  ["/v1/cases/N-1%2F2", "/v1/cases/N-1%2F2", ""],
  ["/v1/cases/850808310738", "/v1/cases/%23", ""],
])("the address %s is put down as %s", async (target, route, parameters) => {
  expect(await ask(target)).toBe(200);
  expect(await lastEntry()).toMatchObject({ route, parameters });
  const [file] = (await auditTrail.read(everything)).entries.map(({ at }) => `${at.slice(0, 10)}.ndjson`);
  const text = await readFile(join(directory, file!), "utf8");
  expect(text).not.toMatch(/secret|850808310738/);
});

test("a value that holds what parts parameters reads as that value", async () => {
  const sent = { subject: "x&source=urn:kz:bin:990140000004", limit: "5=5", employer: "50%2B1+1", name: "Шахта 7" };
  expect(await ask(`/v1/explain?${new URLSearchParams(sent).toString()}&cursor=abc`)).toBe(200);
  const { parameters = "" } = (await lastEntry()) ?? {};
  expect(Object.fromEntries(new URLSearchParams(parameters))).toEqual(sent);
  expect(parameters).toContain("name=Шахта 7");
  expect(await ask("/v1/explain?subject=850808310738%26x")).toBe(200);
  expect(await lastEntry()).toMatchObject({ parameters: "subject=#%26x" });
  expect(await ask("/v1/releases", "POST")).toBe(200);
  expect(await lastEntry()).toMatchObject({ action: "operate", parameters: "name=a%26year%3D2020&year=2026" });
});

test("where the trail cannot be written or read, the refusal says so, and nothing of what is not shown", async () => {
  await rm(directory, { recursive: true });
  await writeFile(directory, "");
  for (const url of ["/v1/explain", "/v1/audit"]) {
    const refused = await server.inject(url);
    expect([url, refused.statusCode, refused.json().errors[0].rule, refused.headers["retry-after"]]).toEqual([url, 503, "QG-0850", "30"]);
    expect(refused.headers["link"]).toBeUndefined();
  }
});
