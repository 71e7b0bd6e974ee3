/** Tokens of an issuer that answers over HTTP, and may be away or make new keys. */
import { createServer } from "node:http";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { JWK, JWTPayload } from "jose";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createLogger } from "../../process/logger.ts";
import { openAccess } from "../access.ts";
import type { Access } from "../access.ts";
import { rightsOf } from "../grant.ts";
import { followIssuer, isSafeUrl } from "./issuer-keys.ts";
import { issuerTokens } from "./issuer-tokens.ts";
import { readClaimRules } from "./claim-rules.ts";

const logger = createLogger({ level: "silent" });
const audience = "https://qorgau.example";
const requested: string[] = [];
let isAway = false;
let keys: JWK[] = [];
let issuer = "";
let calledItself = "";
const server = createServer((request, response) => {
  requested.push(request.url ?? "");
  if (isAway) response.statusCode = 503;
  const metadata = {
    issuer: calledItself,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
  };
  response.end(JSON.stringify(request.url === "/jwks" ? { keys } : metadata));
});

async function makeKey(kid: string, alg = "ES256") {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: "sig" };
  const sign = (claims: JWTPayload, typ = "at+jwt") =>
    new SignJWT({ iss: issuer, aud: audience, sub: "850808310738", exp: Math.floor(Date.now() / 1000) + 300, ...claims })
      .setProtectedHeader({ alg, kid, typ })
      .sign(privateKey);
  return { jwk, sign };
}

let directory: string;
let rulesFile: string;
let first: Awaited<ReturnType<typeof makeKey>>;
let access: Access;
const settings = () => ({ issuer, audience, rulesFile, subjectKeyFile: join(directory, "subject.key"), signIn: null });

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  calledItself = issuer;
  directory = await mkdtemp(join(tmpdir(), "qorgau-issuer-"));
  rulesFile = join(directory, "rules.json");
  const rules = [
    { claims: { groups: "operators" }, grant: { scopes: ["operate"] } },
    { claims: { "realm_access.roles": "inspector", region: "KZ-35" }, grant: { scopes: ["cases"], limits: { regions: ["KZ-35"] } } },
    { claims: { scope: "figures.read" }, grant: { scopes: ["figures"] } },
    { claims: { azp: "annuity" }, grant: { send: ["urn:kz:insurer:annuity"] } },
  ];
  await writeFile(rulesFile, JSON.stringify({ rules }), { mode: 0o600 });
  first = await makeKey("first");
  keys = [first.jwk];
  access = await openAccess({ file: null, issuer: settings(), logger });
  await vi.waitFor(async () => expect(await access.rightsOf(await first.sign({}))).toBe("unassigned"));
});
afterAll(async () => {
  access?.close?.();
  server.close();
  await rm(directory, { recursive: true, force: true });
});

test("the first rule whose claims all hold says what a token is for, as one of our own says it", async () => {
  const rightsFor = async (claims: JWTPayload) => access.rightsOf(await first.sign(claims));
  const subject = expect.stringMatching(/^[0-9a-f]{16}$/) as string;
  expect(await rightsFor({ groups: ["staff", "operators"] })).toEqual({ ...rightsOf({ scopes: ["operate"] }), subject });
  const inspector = { scopes: ["cases"], limits: { regions: ["KZ-35"] } } as const;
  expect(await rightsFor({ realm_access: { roles: ["inspector"] }, region: "KZ-35" })).toEqual({
    ...rightsOf({ scopes: [...inspector.scopes], limits: { regions: ["KZ-35"] } }),
    subject,
  });
  expect(await rightsFor({ realm_access: { roles: ["inspector"] }, region: "KZ-10" })).toBe("unassigned");
  expect(await rightsFor({ scope: "openid figures.read" })).toMatchObject({ scopes: new Set(["figures"]) });
  expect(await rightsFor({ scope: "openid figures.reader" })).toBe("unassigned");
  expect(await rightsFor({ azp: "annuity" })).toMatchObject({ sends: ["urn:kz:insurer:annuity"] });
  expect(await rightsFor({ constructor: "x" })).toBe("unassigned");
});

test("who signs in is known by an id that is the same each time and says nothing of them", async () => {
  const subjectOf = async (sub: string) =>
    ((await access.rightsOf(await first.sign({ sub, groups: "operators" }))) as { subject: string }).subject;
  const [one, again, other] = [await subjectOf("850808310738"), await subjectOf("850808310738"), await subjectOf("850808310739")];
  expect([one === again, one === other]).toEqual([true, false]);
  expect(one).not.toContain("850808");
});

test("what is not for this service, of this issuer, valid now or signed by its key lets nobody in", async () => {
  const operators = { groups: "operators" };
  const now = Math.floor(Date.now() / 1000);
  const stranger = await makeKey("first");
  const tokenOf = (header: object, claims: object) =>
    `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.${Buffer.from("x").toString("base64url")}`;
  const whole = { iss: issuer, aud: audience, sub: "1", exp: now + 300, ...operators };
  const refused = {
    audience: await first.sign({ ...operators, aud: "https://other.example" }),
    issuer: await first.sign({ ...operators, iss: "https://other.example" }),
    "not yet": await first.sign({ ...operators, nbf: now + 100 }),
    "no subject": await first.sign({ ...operators, sub: undefined as unknown as string }),
    "no end": await first.sign({ ...operators, exp: undefined as unknown as number }),
    type: await first.sign(operators, "logout+jwt"),
    signature: await stranger.sign(operators),
    none: tokenOf({ alg: "none" }, whole),
    "shared secret": tokenOf({ alg: "HS256", kid: "first" }, whole),
  };
  for (const [what, token] of Object.entries(refused)) expect([what, await access.rightsOf(token)]).toEqual([what, null]);
  expect(await access.rightsOf(await first.sign({ ...operators, exp: now - 60 }))).toBe("expired");
  // Clocks differ a little.
  expect(await access.rightsOf(await first.sign({ ...operators, exp: now - 5 }))).toMatchObject({ scopes: expect.anything() });
});

test("a look at a token asks nobody; a new key is found, and one that is not there is not looked for by each who names it", async () => {
  const before = requested.length;
  for (let round = 0; round < 20; round += 1) await access.rightsOf(await first.sign({ groups: "operators" }));
  expect(requested.length).toBe(before);
  const following = followIssuer({ issuer, logger, timesMs: { betweenLooks: 200 } });
  const rules = await readClaimRules(rulesFile);
  const known = issuerTokens({ issuer, audience, keys: following, rules: () => rules, subjectKey: "k" });
  await vi.waitFor(() => expect(following.keys()).not.toBeNull());
  const second = await makeKey("second", "RS256");
  keys = [first.jwk, second.jwk];
  await vi.waitFor(
    async () => expect(await known(await second.sign({ groups: "operators" }))).toMatchObject({ scopes: expect.anything() }),
    {
      timeout: 5_000,
    },
  );
  const unknown = await makeKey("unknown");
  const sinceNow = requested.length;
  for (let round = 0; round < 20; round += 1) expect(await known(await unknown.sign({}))).toBeNull();
  expect(requested.length - sinceNow).toBeLessThanOrEqual(4);
  following.close();
});

test("an issuer that is away keeps nobody out whose key is known, and one that never was there is told as such", async () => {
  isAway = true;
  expect(await access.rightsOf(await first.sign({ groups: "operators" }))).toMatchObject({ scopes: expect.anything() });
  const late = await openAccess({ file: null, issuer: settings(), logger });
  expect(await late.rightsOf(await first.sign({ groups: "operators" }))).toBe("issuer_away");
  isAway = false;
  await vi.waitFor(
    async () => expect(await late.rightsOf(await first.sign({ groups: "operators" }))).toMatchObject({ scopes: expect.anything() }),
    {
      timeout: 20_000,
    },
  );
  late.close?.();
});

test("one that calls itself otherwise is not believed", async () => {
  calledItself = "https://other.example";
  const lines: string[] = [];
  const noting = { info: () => undefined, warn: (facts: { reason: string }) => lines.push(facts.reason) } as unknown as typeof logger;
  const following = followIssuer({ issuer, logger: noting });
  await vi.waitFor(() => expect(lines).toEqual([expect.stringContaining("another name")]));
  expect([following.keys(), following.endpoints()]).toEqual([null, null]);
  following.close();
  calledItself = issuer;
});

test("an issuer is reached over https, or on this machine", () => {
  for (const url of ["https://login.example.kz/realms/x", "http://127.0.0.1:8080", "http://localhost/x", "http://[::1]:1"])
    expect([url, isSafeUrl(url)]).toEqual([url, true]);
  for (const url of [
    "http://login.example.kz",
    "http://127.example.kz",
    "https://user:password@login.example.kz",
    "file:///etc/passwd",
    "x",
  ])
    expect([url, isSafeUrl(url)]).toEqual([url, false]);
});

test("rules take effect when they change; what cannot be used is told by its place and leaves those from before", async () => {
  const token = await first.sign({ groups: "auditors" });
  expect(await access.rightsOf(token)).toBe("unassigned");
  await writeFile(rulesFile, JSON.stringify({ rules: [{ claims: { groups: "auditors" }, grant: { scopes: ["figures"] } }] }));
  await vi.waitFor(async () => expect(await access.rightsOf(token)).toMatchObject({ scopes: new Set(["figures"]) }), { timeout: 5_000 });
  await writeFile(rulesFile, JSON.stringify({ rules: [{ claims: {}, grant: { scopes: ["secret-word"] } }] }));
  await expect(readClaimRules(rulesFile)).rejects.toThrow(/\/rules\/0\/claims.*\/rules\/0\/grant/s);
  await expect(readClaimRules(rulesFile)).rejects.not.toThrow("secret-word");
  expect(await access.rightsOf(token)).toMatchObject({ scopes: new Set(["figures"]) });
  await chmod(rulesFile, 0o622);
  await expect(readClaimRules(rulesFile)).rejects.toThrow("chmod 600");
});
