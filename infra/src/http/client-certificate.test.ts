import { X509Certificate } from "node:crypto";
import { generate } from "selfsigned";
import { beforeAll, expect, test } from "vitest";
import { rightsOf } from "../access/grant.ts";
import { findCertificate, findToken, indexTokens, storedCertificate } from "../access/token.ts";
import { createLogger } from "../process/logger.ts";
import { createHttpServer } from "./http-server.ts";

const source = "urn:kz:bin:200140000004";
const header = "client-cert";
let known: X509Certificate;
let stranger: X509Certificate;
const make = async () => new X509Certificate((await generate([{ name: "commonName", value: "insurer" }], { keyType: "ec" })).cert);

beforeAll(async () => {
  [known, stranger] = [await make(), await make()];
});

const byStandard = ({ raw }: X509Certificate) => `:${raw.toString("base64")}:`;
const byNginx = (certificate: X509Certificate) => encodeURIComponent(certificate.toString());

function serve(isConfigured = true) {
  const access = {
    rightsOf: async (token: string) => (token === "reader" ? rightsOf("read") : null),
    rightsOfCertificate: async (der: Uint8Array) => (known.raw.equals(der) ? rightsOf({ source }) : null),
  };
  const trustedProxies = ["10.0.0.0/8", "2001:db8::7"];
  const logger = createLogger({ level: "silent" });
  const server = createHttpServer({ logger, access, trustedProxies, clientCertificateHeader: isConfigured ? header : null });
  server.get("/own", { config: { scope: ["own"] } }, ({ caller, rights }) => ({ caller, owns: rights?.owns }));
  server.get("/figures", { config: { scope: ["figures"] } }, () => ({}));
  server.post("/send", { config: { scope: ["send"] } }, () => ({}));
  interface Sent {
    readonly from?: string;
    readonly url?: string;
    readonly method?: "GET" | "POST";
    readonly headers?: Record<string, string>;
  }
  return async (value: string, { from = "10.1.2.3", url = "/own", method = "GET", headers = {} }: Sent = {}) => {
    const response = await server.inject({ url, method, remoteAddress: from, headers: { [header]: value, ...headers } });
    const body = response.json<{ errors?: { rule: string }[]; owns?: string[]; caller?: string }>();
    return { status: response.statusCode, rules: body.errors?.map(({ rule }) => rule), ...body };
  };
}

test("a certificate that a trusted proxy names is its holder, in both forms of the header", async () => {
  const ask = serve();
  for (const form of [byStandard, byNginx])
    expect(await ask(form(known))).toMatchObject({
      status: 200,
      owns: [source],
      caller: known.fingerprint256.replaceAll(":", "").slice(0, 8).toLowerCase(),
    });
  expect((await ask(byStandard(known), { from: "::ffff:10.1.2.3" })).status).toBe(200);
  expect((await ask(byStandard(known), { from: "2001:db8::7" })).status).toBe(200);
  expect(await ask(byStandard(known), { url: "/figures" })).toMatchObject({ status: 403, rules: ["QG-0853"] });
});

test("from any other address, or where no header is configured, it counts for nothing", async () => {
  const ask = serve();
  for (const from of ["192.0.2.7", "127.0.0.1", "2001:db8::8"])
    expect(await ask(byStandard(known), { from })).toMatchObject({ status: 401, rules: ["QG-0851"] });
  expect((await ask(byStandard(known), { from: "192.0.2.7", headers: { "x-forwarded-for": "10.1.2.3" } })).status).toBe(401);
  expect(await serve(false)(byStandard(known))).toMatchObject({ status: 401, rules: ["QG-0851"] });
});

test("one that nobody knows, or nobody can read, lets nobody in; none at all is no certificate", async () => {
  const ask = serve();
  expect(await ask(byStandard(stranger))).toMatchObject({ status: 401, rules: ["QG-0886"] });
  for (const nonsense of [":AAAA:", "%E0%A4%A", "-----BEGIN CERTIFICATE-----", known.fingerprint256])
    expect([nonsense, await ask(nonsense)]).toMatchObject([nonsense, { status: 401, rules: ["QG-0886"] }]);
  expect(await ask("")).toMatchObject({ status: 401, rules: ["QG-0851"] });
});

test("a token goes before it, and a page of another site sends nothing with it", async () => {
  const ask = serve();
  expect((await ask(byStandard(known), { url: "/figures", headers: { authorization: "Bearer reader" } })).status).toBe(200);
  const send = (headers: Record<string, string>) => ask(byStandard(known), { url: "/send", method: "POST", headers });
  expect((await send({})).status).toBe(200);
  expect(await send({ "sec-fetch-site": "cross-site" })).toMatchObject({ status: 403, rules: ["QG-0131"] });
});

test("the fingerprint of a certificate is no token, and a token no certificate", () => {
  const stored = storedCertificate(known.raw, { grant: "read", name: null, expiresAt: "2099-01-01T00:00:00.000Z" });
  const index = indexTokens([stored]);
  expect(findCertificate(index, known.raw)).toBe(stored);
  expect([findToken(index, stored.hash), findToken(index, known.raw.toString("latin1")), findCertificate(index, stranger.raw)]).toEqual([
    null,
    null,
    null,
  ]);
});
