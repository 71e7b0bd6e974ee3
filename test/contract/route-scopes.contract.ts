/**
 * Who gets in where: every route that is registered is asked with a token of each scope, and every route of figures beyond the limits of its caller, in
 * every form. The whole program in this process, so that its routes can be seen.
 */
import { channel } from "node:diagnostics_channel";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grant } from "@qorgau/infra/access/grant";
import { makeToken } from "@qorgau/infra/access/token";
import { changeTokensFile } from "@qorgau/infra/access/tokens-file";
import type { HttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings } from "@qorgau/infra/settings/settings";
import type { StartedService } from "@qorgau/infra/service/start-service";
import { routeCosts } from "@qorgau/schemas/access/route-costs";
import type { RouteCost } from "@qorgau/schemas/access/route-costs";
import { routeScopes } from "@qorgau/schemas/access/route-scopes";
import { scopes } from "@qorgau/schemas/access/scopes";
import type { RouteScope } from "@qorgau/schemas/access/scopes";
import type { QualityResponse } from "@qorgau/schemas/responses/quality-response";
import type { RecordResponse } from "@qorgau/schemas/responses/record-response";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { start } from "../../start.ts";
import { caseEvent } from "../generators/events.ts";

const insurer = "urn:kz:insurer:annuity";
const enterprise = "urn:kz:bin:200140000004";
const grants = {
  send: { send: [insurer] },
  own: { own: [insurer] },
  figures: { scopes: ["figures"] },
  cases: { scopes: ["cases"] },
  inspect: { scopes: ["inspect"] },
  inspectCases: { scopes: ["inspect", "cases"] },
  release: { scopes: ["release"] },
  operate: { scopes: ["operate"] },
  read: "read",
  region: { scopes: ["figures", "cases"], limits: { regions: ["KZ-35"] } },
  sector: { scopes: ["figures", "cases"], limits: { sectors: ["B"] } },
  enterprise: { send: [enterprise], scopes: ["figures", "cases"], limits: { employers: ["200140000004"] } },
} as const satisfies Readonly<Record<string, Grant>>;
type Caller = keyof typeof grants;

interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
  readonly scope: RouteScope | undefined;
  readonly cost: RouteCost | undefined;
}

const routes = new Map<string, RegisteredRoute>();
const tokens = new Map<string, string>();
let directory: string;
let service: StartedService;

/** fastify tells of every instance on this channel, before anything is registered on it. */
function noteRoutes(message: unknown): void {
  const { fastify } = message as { readonly fastify: HttpServer };
  const registered: {
    readonly method: string | string[];
    readonly url: string;
    readonly config?: Partial<Pick<RegisteredRoute, "scope" | "cost">>;
  }[] = [];
  fastify.addHook("onRoute", (route) => void registered.push(route));
  fastify.addHook("onReady", async () => {
    for (const { method, url, config } of registered) {
      // What refuses every request until the service has started is no route of it.
      const methods = url === "/*" ? [] : [method].flat();
      for (const one of methods)
        if (one !== "TRACE") routes.set(`${one} ${url}`, { method: one, url, scope: config?.scope, cost: config?.cost });
    }
  });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-scopes-"));
  const file = join(directory, "tokens.json");
  for (const [caller, grant] of Object.entries(grants)) {
    const { token, stored } = makeToken({ grant, name: caller });
    tokens.set(caller, token);
    await changeTokensFile(file, (before) => [...before, stored]);
  }
  channel("fastify.initialization").subscribe(noteRoutes);
  const settings = readSettings({ QORGAU_DATA: join(directory, "data"), QORGAU_PORT: "0", QORGAU_TOKENS_FILE: file });
  service = await start(settings, createLogger({ level: "silent" }));
  await service.started;
  channel("fastify.initialization").unsubscribe(noteRoutes);
  const sent = await ask("enterprise", "/v1/events", {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body: JSON.stringify(caseEvent({ region: "KZ-35", sector: "05", employer: { bin: "200140000004" } }, { source: enterprise })),
  });
  const { position } = (await sent.json()) as { readonly position: string };
  expect((await ask("read", `/v1/rates?atLeast=${position}`)).status).toBe(200);
});
afterAll(async () => {
  await service?.stop();
  await rm(directory, { recursive: true, force: true });
});

const ask = (caller: Caller | null, path: string, init: RequestInit = {}) => {
  const headers = new Headers(init.headers);
  if (caller !== null) headers.set("authorization", `Bearer ${tokens.get(caller)}`);
  return fetch(`${service.url}${path}`, { ...init, headers, redirect: "manual" });
};

interface Outcome {
  readonly status: number;
  readonly rules: readonly string[];
  /** Refused before anything of the request was read. */
  readonly isScopeRefused: boolean;
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const { status, headers } = response;
  const isProblem = headers.get("content-type")?.startsWith("application/problem+json") === true;
  const isRefused = (isProblem || new URL(response.url).pathname.startsWith("/sdmx/")) && status >= 400 && response.body !== null;
  if (!isRefused) await response.body?.cancel();
  const text = isRefused ? await response.text() : "";
  // An error of SDMX has the rule in its text.
  const ofSdmx = () => [...text.matchAll(/(?:<com:Text [^>]*>[^<]*?|"detail":")(QG-\d{4})/g)].map(([, rule]) => rule!);
  const ofProblem = () => (JSON.parse(text) as { errors: { rule: string }[] }).errors.map(({ rule }) => rule);
  const rules = text === "" ? [] : isProblem ? ofProblem() : ofSdmx();
  return { status, rules, isScopeRefused: status === 403 && headers.has("www-authenticate") };
}

/** A double colon is one that is meant. */
const addressOf = (url: string) =>
  url
    .replace("::", ":")
    .replace(":year", "2026")
    .replace(":id", "annual-2026")
    .replace(":signal", "0".repeat(64))
    .replace(":programme", "union")
    .replace(":code", "INJ_FATL_RT")
    .replace("*", "x")
    .replace(":flow", "DF_INJ")
    .replace(":key", "A.KZ-10.INJ_FATL_NB.ECO_ISIC4_C...")
    .replace(":provider", "all");

const asDocumented = (url: string) => url.replace("::", ":").replaceAll(/(?<=\/):(\w+)/g, "{$1}");

test("every route states its scope, and a token of another scope is refused at each", async () => {
  expect(routes.size).toBeGreaterThan(45);
  expect([...routes.values()].filter(({ scope }) => scope === undefined)).toEqual([]);
  const seen: string[] = [];
  const expected: string[] = [];
  for (const { method, url, scope } of routes.values()) {
    // The rebuild would change the tables under the other questions.
    if (method === "POST" && url.startsWith("/v1/operations/")) continue;
    const nobody = await outcomeOf(await ask(null, addressOf(url), { method }));
    seen.push(`${method} ${url} nobody ${nobody.status === 401}`);
    expected.push(`${method} ${url} nobody ${scope !== "open"}`);
    for (const one of scopes) {
      const { status, isScopeRefused } = await outcomeOf(await ask(one, addressOf(url), { method }));
      const isIncluded = scope === "open" || scope!.includes(one) || (one === "send" && scope!.includes("own"));
      seen.push(`${method} ${url} ${one} ${status === 401 || isScopeRefused ? "refused" : "in"}`);
      // Whoever operates does everything but to send.
      const mayAsOperator = one === "operate" && scope !== "open" && scope!.some((needed) => needed !== "send" && needed !== "own");
      expected.push(`${method} ${url} ${one} ${isIncluded || mayAsOperator ? "in" : "refused"}`);
      expect([method, url, status < 500 || status === 503]).toEqual([method, url, true]);
    }
  }
  expect(seen).toEqual(expected);
});

test("the jobs are for operators alone", async () => {
  for (const name of ["rebuild", "reconciliation"]) {
    for (const one of scopes.filter((scope) => scope !== "operate")) {
      expect((await ask(one, `/v1/operations/${name}`, { method: "POST" })).status).toBe(403);
    }
  }
  expect((await ask("operate", "/v1/operations/reconciliation", { method: "POST" })).status).toBe(202);
});

test("the document states the scopes that the routes are registered with, and no route is missing in either", async () => {
  const document = (await (await ask(null, "/openapi.json")).json()) as {
    readonly paths: Readonly<
      Record<string, Readonly<Record<string, { readonly security: readonly { readonly token?: readonly string[] }[] }>>>
    >;
  };
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security }]) => {
      const needed = security.flatMap(({ token = [] }) => token);
      return [`${method.toUpperCase()} ${path}`, needed.length === 0 ? "open" : needed] as const;
    }),
  );
  const registered = [...routes.values()]
    .filter(({ method }) => method !== "HEAD")
    .map(({ method, url, scope }) => [`${method} ${asDocumented(url)}`, scope] as const);
  const files = /^GET \/(?:assets|docs\/.+)/;
  const own = registered.filter(([name]) => !files.test(name));
  expect(new Map(own.filter(([, scope]) => scope !== undefined))).toEqual(new Map(described as [string, RouteScope][]));
  expect(registered.filter(([name, scope]) => files.test(name) && scope !== "open")).toEqual([]);
  expect(new Set(own.map(([name]) => name))).toEqual(new Set(Object.keys(routeScopes)));
});

test("every route states what it costs where it is registered, and files alone cost nothing beside what probes ask", () => {
  const registered = [...routes.values()].filter(({ method, url }) => method !== "HEAD" && !/^\/(?:assets|docs\/.+)/.test(url));
  const stated = registered.map(({ method, url, cost }) => [`${method} ${asDocumented(url)}`, cost] as const);
  expect(new Map(stated)).toEqual(new Map(Object.entries(routeCosts)));
  const free = [...routes.values()].filter(({ cost }) => cost === "free").map(({ url }) => url);
  expect(free.filter((url) => !/^\/(?:assets\/.*|healthz|readyz)$/.test(url))).toEqual([]);
});

/** What lies beyond the limits of each caller, at every address that has figures or cases. */
const beyond: Readonly<Record<string, Readonly<Record<"region" | "sector" | "enterprise", string>>>> = {
  "/v1/rates": { region: "region=KZ-10", sector: "sector=C", enterprise: "employer=990140000004" },
  "/v1/live": { region: "region=KZ-10", sector: "sector=C", enterprise: "employer=990140000004" },
  "/sdmx/2.1/data/DF_INJ": { region: "none", sector: "none", enterprise: "none" },
  "/sdmx/2.1/data/DF_INJ/A.KZ-10.INJ_FATL_NB.ECO_ISIC4_C...": { region: "", sector: "", enterprise: "none" },
  "/sdmx/2.1/data/DF_INJ/A.KZ-10.INJ_FATL_NB.ECO_ISIC4_C.../all": { region: "", sector: "", enterprise: "none" },
  "/v1/funnel": { region: "by=region", sector: "by=division&sector=C", enterprise: "employer=990140000004" },
  "/v1/nowcast": { region: "region=KZ-10", sector: "sector=C", enterprise: "none" },
  "/v1/signals": { region: "", sector: "", enterprise: "none" },
  "/v1/signals/precision": { region: "", sector: "", enterprise: "none" },
  // Of signals; releases are beyond nobody's limits.
  "/v1/feed": { region: "of=signals&region=KZ-35,KZ-10", sector: "of=signals", enterprise: "none" },
  [`/v1/signals/${"0".repeat(64)}`]: { region: "", sector: "", enterprise: "none" },
  "/v1/fatality-free-days": { region: "by=region", sector: "by=sector", enterprise: "by=employer" },
  "/v1/explain": { region: "region=KZ-10", sector: "sector=C", enterprise: "employer=990140000004" },
  "/v1/revisions": { region: "", sector: "", enterprise: "" },
  "/v1/rollups/annual/2026": { region: "", sector: "", enterprise: "none" },
  "/v1/programmes/union": { region: "by=region", sector: "by=sector", enterprise: "none" },
  "/v1/reports/c81/2026": { region: "none", sector: "", enterprise: "none" },
  "/v1/riskmap": { region: "none", sector: "none", enterprise: "none" },
  "/v1/clocks": { region: "by=region", sector: "by=sector", enterprise: "by=employer" },
  "/v1/claims": { region: "unmatched=true", sector: "by=sector", enterprise: "by=employer" },
  "/v1/claims/ibnr": { region: "region=KZ-10", sector: "none", enterprise: "none" },
  "/v1/records": { region: `source=${insurer}`, sector: `source=${insurer}&subject=1`, enterprise: `source=${insurer}` },
  "/v1/quality": { region: "", sector: "table=disputed", enterprise: `source=${insurer}` },
  "/v1/dead-letters": { region: `source=${insurer}`, sector: `source=${insurer}`, enterprise: `source=${insurer}` },
  "/v1/releases/annual-2026": { region: "verify=true", sector: "verify=true", enterprise: "none" },
  "/v1/releases/annual-2026/quality": { region: "", sector: "", enterprise: "none" },
  "/v1/releases/annual-2026/differences": { region: "", sector: "", enterprise: "" },
};
const tableForms = ["csv", "xlsx", "parquet", "csvw"];
const sdmxForms = ["genericdata", "structurespecificdata", "jsondata", "csvdata"];
/** Of each address. */
function formsOf(path: string): readonly string[] {
  if (path.startsWith("/sdmx/")) return ["json", ...sdmxForms];
  if (path.endsWith("/quality") && path !== "/v1/quality") return ["json", "esms", "xlsx"];
  return ["/v1/live", "/v1/feed"].includes(path) ? ["json"] : ["json", ...tableForms];
}
/**
 * Of whole years that the ministry publishes, of how the service fares, and of the hashes that prove the log nothing is beyond anybody's limits;
 * operators have none. What a subscription is of is held against them where it is made, and at each delivery (`webhooks.contract.ts`).
 */
const withoutLimits = [
  "/v1/indicators",
  "/v1/indicators/INJ_FATL_RT",
  "/v1/releases",
  "/v1/releases/annual-2026/signature",
  "/v1/webhooks",
  "/v1/webhooks/annual-2026",
  "/v1/webhooks/annual-2026/attempts",
  "/v1/status",
  "/v1/proofs",
  "/v1/checkpoints",
  "/v1/audit",
  "/metrics",
];

/** What lies beyond the limits of its caller and is not refused for that, by any address and form. */
async function notRefused(askAs: typeof ask): Promise<string[]> {
  const found: string[] = [];
  for (const [path, ofCallers] of Object.entries(beyond)) {
    for (const [caller, search] of Object.entries(ofCallers)) {
      if (search === "none") continue;
      for (const form of formsOf(path)) {
        const address = `${path}?${search}${form === "json" ? "" : `&format=${form}`}`;
        const { status, rules } = await outcomeOf(await askAs(caller as Caller, address));
        if (status !== 403 || rules.join() !== "QG-0846") found.push(`${caller} ${address} ${status} ${rules.join()}`);
      }
    }
  }
  return found;
}

describe("what lies beyond the limits of a caller", () => {
  test("is refused at every address and in every form, by a rule", async () => {
    expect(await notRefused(ask)).toEqual([]);
  });

  test("is noticed where CSV is given without a look at the limits", async () => {
    const found = await notRefused((caller, path) => ask(path.includes("format=csv") ? "read" : caller, path));
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter((address) => !address.includes("format=csv"))).toEqual([]);
    expect(found).toContainEqual(expect.stringMatching(/^region \/v1\/rates\?region=KZ-10&format=csv 200 $/));
  });

  test("is known of every address: a new one has to be put in here", () => {
    const limited = Object.entries(routeScopes).flatMap(([name, scope]) => {
      const [method, path] = name.split(" ");
      const isRead = method === "GET" && scope !== "open" && !path!.startsWith("/v1/operations/");
      return isRead ? [addressOf(path!.replaceAll(/\{(\w+)\}/g, ":$1"))] : [];
    });
    expect(new Set([...Object.keys(beyond), ...withoutLimits])).toEqual(new Set(limited));
  });

  test("is no reason to refuse what lies within, in any form", async () => {
    const within: Readonly<Record<string, string>> = { region: "region=KZ-35", sector: "sector=B", enterprise: "employer=200140000004" };
    for (const [caller, search] of Object.entries(within)) {
      for (const form of ["json", ...tableForms]) {
        for (const path of ["/v1/rates", "/v1/explain", "/v1/fatality-free-days"]) {
          const day = path === "/v1/explain" ? "&period=year&from=2026-01-01&to=2026-12-31" : "";
          const response = await ask(caller as Caller, `${path}?${search}${day}&format=${form}`);
          expect([caller, path, form, response.status]).toEqual([caller, path, form, 200]);
          await response.body?.cancel();
        }
      }
      const stream = await ask(caller as Caller, `/v1/live?${search}`);
      expect([caller, stream.status]).toEqual([caller, 200]);
      await stream.body?.cancel();
    }
  });

  test("is given as an aggregate of the whole", async () => {
    for (const caller of ["region", "sector", "enterprise"] as const) {
      const countFor = async (one: Caller) =>
        ((await (await ask(one, "/v1/rates?per=none&period=year")).json()) as { rows: { count: number }[] }).rows.at(-1)?.count;
      expect(await countFor(caller)).toBe(await countFor("read"));
      expect(await countFor(caller)).toBeGreaterThan(0);
      expect(await outcomeOf(await ask(caller, "/v1/rates?by=mine"))).toMatchObject({ status: 403, rules: ["QG-0848"] });
      expect(await outcomeOf(await ask(caller, "/v1/live?period=day"))).toMatchObject({ status: 403, rules: ["QG-0848"] });
    }
  });
});

describe("the risk map", () => {
  const table = "secret-table-of-the-inspection";
  beforeAll(async () => {
    const assessment = { table, gross: 1, significantAsked: 1, significantViolated: 1, minorAsked: 1, minorViolated: 1 };
    const data = {
      employer: { bin: "200140000004", region: "KZ-35" },
      sector: "05",
      programme: "risk_map",
      from: "2026-01-01",
      assessment,
    };
    const event = { ...caseEvent({}, { source: insurer, subject: table, type: "kz.qorgau.enterprise.status.reported.v1" }), data };
    const headers = { "content-type": "application/cloudevents+json" };
    const sent = await ask("send", "/v1/events", { method: "POST", headers, body: JSON.stringify(event) });
    expect(sent.status).toBe(202);
    const { position } = (await sent.json()) as { readonly position: string };
    expect((await ask("read", `/v1/rates?atLeast=${position}`)).status).toBe(200);
  });

  test("reaches whoever may inspect, and the enterprise itself, and nobody else in any form", async () => {
    for (const address of ["/v1/riskmap?employer=200140000004", "/v1/explain?of=risk_map&employer=200140000004"]) {
      for (const caller of ["inspect", "enterprise"] as const) expect(await (await ask(caller, address)).text()).toContain(table);
      for (const caller of ["send", "own", "figures", "cases", "release", "read", "region", "sector"] as const) {
        for (const form of ["json", "csv", "xlsx"]) {
          const { status, rules } = await outcomeOf(await ask(caller, `${address}&format=${form}`));
          expect([address, caller, form, status, rules]).toEqual([address, caller, form, 403, ["QG-0853"]]);
        }
      }
    }
  });

  test("is all of an explanation that `inspect` opens, and what is explained of others is within the limits of the caller", async () => {
    const requests = [
      "of=nowcast",
      "of=signals",
      "of=claims_ibnr",
      "of=programme&programme=union",
      "of=c81&year=2026",
      "of=days_between&by=region",
    ];
    for (const search of ["", ...requests]) {
      expect([search, (await outcomeOf(await ask("inspect", `/v1/explain?${search}`))).rules]).toEqual([search, ["QG-0853"]]);
    }
    for (const search of requests) {
      expect([search, (await outcomeOf(await ask("cases", `/v1/explain?${search}`))).status]).toEqual([search, 200]);
      const { status, rules } = await outcomeOf(await ask("region", `/v1/explain?${search}`));
      expect([search, status, rules]).toEqual([search, 403, ["QG-0846"]]);
    }
    expect((await outcomeOf(await ask("region", "/v1/explain?of=nowcast&region=KZ-35"))).status).toBe(200);
  });

  test("stands in the response of no other address", async () => {
    const addresses = Object.keys(routeScopes).flatMap((name) => {
      const [method, path] = name.split(" ");
      const isRead = method === "GET" && !["/v1/riskmap", "/v1/live", "/v1/audit"].includes(path!);
      return isRead ? [addressOf(path!.replaceAll(/\{(\w+)\}/g, ":$1"))] : [];
    });
    const addressed = [
      ...addresses,
      `/v1/records?source=${insurer}&subject=${table}`,
      `/v1/records?source=${insurer}`,
      "/v1/rates?by=employer",
    ];
    expect(addressed.length).toBeGreaterThan(20);
    for (const address of addressed) {
      for (const caller of ["cases", "read", "figures", "own"] as const) {
        // A reporter sees its own.
        if (caller === "own" && address.startsWith("/v1/records")) continue;
        const text = await (await ask(caller, address)).text();
        expect([address, caller, text.includes(table) && !address.includes(table)]).toEqual([address, caller, false]);
      }
    }
    // Nor does a count tell that there is one.
    for (const caller of ["cases", "inspectCases"] as const) {
      const quality = (await (await ask(caller, "/v1/quality?table=supplements")).json()) as QualityResponse;
      expect([caller, quality.supplements]).toEqual([caller, { rows: [], nextCursor: null }]);
    }
    expect((await ask("read", "/v1/programmes/risk_map")).status).toBe(400);
  });

  test("is made of records that their reporter and the inspection see, and nobody else who reads cases", async () => {
    const list = `/v1/records?source=${insurer}`;
    for (const address of [list, `${list}&entity=enterprise.status`, `${list}&subject=${table}`]) {
      expect(await (await ask("own", address)).text()).toContain("enterprise.status.reported");
      expect(await (await ask("inspectCases", address)).text()).toContain("enterprise.status.reported");
    }
    for (const caller of ["cases", "read"] as const) {
      expect(await (await ask(caller, list)).text()).not.toContain("enterprise.status");
      expect(await outcomeOf(await ask(caller, `${list}&subject=${table}`))).toMatchObject({ status: 404, rules: ["QG-0813"] });
      const outcome = await outcomeOf(await ask(caller, `${list}&entity=enterprise.status`));
      expect(outcome).toMatchObject({ status: 403, rules: ["QG-0853"] });
    }
  });
});

test("a reporter sees its own records by the token it sends with, and no other's", async () => {
  const own = await ask("enterprise", `/v1/records?source=${enterprise}`);
  expect(((await own.json()) as { rows: object[] }).rows).toHaveLength(1);
  for (const address of ["/v1/records?", "/v1/quality?", "/v1/claims?unmatched=true&", "/v1/dead-letters?"]) {
    expect([address, (await outcomeOf(await ask("send", `${address}source=${insurer}`))).status]).toEqual([address, 200]);
    const others = await outcomeOf(await ask("send", `${address}source=${enterprise}`));
    expect([address, others.status, others.rules]).toEqual([address, 403, ["QG-0847"]]);
  }
});

test("a reporter that joins a case learns in which fields it is told otherwise, not what is told", async () => {
  const told = { occurredAt: "2026-02-04", region: "KZ-35", sector: "05", employer: { bin: "200140000004" } };
  const stranger = caseEvent(
    { ...told, severity: "fatal", workRelated: "yes", worker: { ref: "a", sex: "female" } },
    { source: enterprise, subject: "stranger" },
  );
  const sameAs = { source: enterprise, subject: "stranger" };
  const joined = caseEvent(
    { ...told, severity: "light", worker: { ref: "b", sex: "male" }, claim: { status: "filed" }, sameAs },
    { source: insurer, type: "kz.qorgau.claim.reported.v1", subject: "joined" },
  );
  let position = "";
  for (const [caller, event] of [
    ["enterprise", stranger],
    ["send", joined],
  ] as const) {
    const headers = { "content-type": "application/cloudevents+json" };
    const sent = await ask(caller, "/v1/events", { method: "POST", headers, body: JSON.stringify(event) });
    expect([caller, sent.status]).toEqual([caller, 202]);
    ({ position } = (await sent.json()) as { readonly position: string });
  }
  expect((await ask("read", `/v1/rates?atLeast=${position}`)).status).toBe(200);
  const rowsOf = async (caller: Caller, table: string) => {
    const response = await ask(caller, `/v1/quality?source=${insurer}&table=${table}`);
    return ((await response.json()) as Record<string, { rows: Record<string, unknown>[] }>)[table]!.rows;
  };
  const whole = await rowsOf("cases", "disagreements");
  expect(whole).toContainEqual(expect.objectContaining({ field: "worker.sex", source: enterprise, value: "female", otherValue: "male" }));
  const own = await rowsOf("send", "disagreements");
  expect(own).toEqual(whole.map((row) => ({ ...row, value: null })));
  const csv = await (await ask("send", `/v1/quality?source=${insurer}&table=disagreements&format=csv`)).text();
  expect(csv).toContain("worker.sex");
  expect(csv).not.toContain("female");
  const caseOf = async (caller: Caller) => {
    const response = await ask(caller, `/v1/records?source=${insurer}&subject=joined`);
    return ((await response.json()) as RecordResponse).records[0]!.case;
  };
  expect(await caseOf("cases")).toMatchObject({ severity: "fatal", workRelated: "yes" });
  expect(await caseOf("send")).toEqual({ ...(await caseOf("cases")), severity: null, workRelated: null });
});

test("each reader is shown pseudonyms of its own, in JSON and in CSV, and no event may hold one", async () => {
  const event = caseEvent({ worker: { iin: "850808310738" } }, { source: enterprise, subject: "pseudonym" });
  const send = (one: object) =>
    ask("enterprise", "/v1/events", {
      method: "POST",
      headers: { "content-type": "application/cloudevents+json" },
      body: JSON.stringify(one),
    });
  const { position } = (await (await send(event)).json()) as { readonly position: string };
  const pseudonymOf = async (caller: Caller, form: string) => {
    const response = await ask(caller, `/v1/records?source=${enterprise}&subject=pseudonym&atLeast=${position}${form}`);
    return /qg1:\w+:[0-9a-f]{64}/.exec(await response.text())?.[0] ?? "";
  };
  const shown = await pseudonymOf("enterprise", "");
  expect(shown).toMatch(/^qg1:reader:/);
  expect(await pseudonymOf("enterprise", "&format=csv")).toBe(shown);
  const other = await pseudonymOf("cases", "");
  expect(other).toMatch(/^qg1:reader:/);
  expect(other).not.toBe(shown);
  const copied = caseEvent({ worker: { ref: shown } }, { source: enterprise, subject: "copied" });
  expect(await outcomeOf(await send(copied))).toMatchObject({ status: 422, rules: ["QG-0326"] });
});

test("whoever releases a year reads the releases, and no figures", async () => {
  expect((await ask("release", "/v1/releases")).status).toBe(200);
  expect(await outcomeOf(await ask("release", "/v1/releases/annual-2026"))).toMatchObject({ status: 404, rules: ["QG-0864"] });
  expect(await outcomeOf(await ask("release", "/v1/releases/annual-2026?verify=true"))).toMatchObject({ status: 403, rules: ["QG-0853"] });
});

test("claims without a case, with their enterprises and acts, are not shown to who has figures alone", async () => {
  expect((await ask("figures", "/v1/claims")).status).toBe(200);
  expect(await outcomeOf(await ask("figures", "/v1/claims?unmatched=true"))).toMatchObject({ status: 403, rules: ["QG-0853"] });
  expect(await outcomeOf(await ask("figures", "/v1/claims?by=employer"))).toMatchObject({ status: 403, rules: ["QG-0853"] });
});

// Last, since it reports a case that other tests do not count.
test("every kind of response says what is left of the caller's budget", async () => {
  const sent = (events: readonly object[], type: string) => ({
    method: "POST",
    headers: { "content-type": type },
    body: events.map((event) => JSON.stringify(event)).join("\n"),
  });
  const event = caseEvent({}, { source: insurer });
  const tag = (await ask("figures", "/v1/rates")).headers.get("etag") ?? "";
  const kinds: readonly [number, string, Caller, string, RequestInit?][] = [
    [200, "reads", "figures", "/v1/rates"],
    [200, "reads", "figures", "/v1/rates?format=csv"],
    [200, "reads", "figures", "/v1/rates?format=xlsx"],
    [200, "reads", "figures", "/v1/live"],
    [404, "dear_reads", "figures", "/sdmx/2.1/data/DF_INJ/A.KZ-10.INJ_FATL_NB.ECO_ISIC4_C..."],
    [200, "reads", "figures", "/v1/feed"],
    [200, "reads", "figures", "/metrics"],
    [304, "reads", "figures", "/v1/rates", { headers: { "if-none-match": tag } }],
    [400, "reads", "figures", "/v1/rates?region=KZ-99"],
    [403, "reads", "region", "/v1/rates?region=KZ-10"],
    [403, "dear_reads", "figures", "/v1/explain"],
    [404, "reads", "figures", "/v1/releases/annual-2026"],
    [200, "dear_reads", "cases", `/v1/records?source=${insurer}`],
    [202, "events", "send", "/v1/events", sent([event], "application/cloudevents+json")],
    [422, "events", "send", "/v1/events", sent([{}], "application/cloudevents+json")],
    [200, "events", "send", "/v1/events", sent([event, {}], "application/x-ndjson")],
    [403, "events", "figures", "/v1/events", sent([event], "application/cloudevents+json")],
  ];
  for (const [status, budget, caller, path, init] of kinds) {
    const response = await ask(caller, path, init);
    const stated = /^"(\w+)";r=\d+;t=\d+$/.exec(response.headers.get("ratelimit") ?? "")?.[1];
    await response.body?.cancel();
    expect([path, response.status, stated]).toEqual([path, status, budget]);
    expect(response.headers.get("ratelimit-policy")).toMatch(new RegExp(`^"${budget}";q=\\d+;w=60$`));
  }
});
