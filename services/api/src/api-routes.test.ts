import { healthRoutes } from "@qorgau/infra/http/health-routes";
import type { Readiness } from "@qorgau/schemas/responses/health";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { StoreError } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import { rules } from "@qorgau/schemas/rules/rules";
import { rulesResponseSchema } from "@qorgau/schemas/responses/rules-response";
import { pipelineStatusSchema } from "@qorgau/schemas/responses/status";
import { parse } from "csv-parse/sync";
import { afterAll, describe, expect, it } from "vitest";
import { createQualityReader } from "./quality/quality-reader.ts";
import { createRatesReader } from "./rates/rates-reader.ts";
import { createReleases } from "./releases/releases.ts";
import { createSignalLog } from "./signals/signal-log.ts";
import { createEnterpriseReader } from "./enterprises/enterprise-reader.ts";
import { createSupplementReader } from "./inspection/supplement-reader.ts";
import { createJournalReader } from "./explain/journal-reader.ts";
import { createCutResolver } from "./past/cut-resolver.ts";
import type { ApiDependencies } from "./api-dependencies.ts";
import { apiRoutes, gateOf } from "./api-routes.ts";
import { operationsElsewhere } from "./http/operations-elsewhere.ts";

/** A store that is away: what needs it must say so, what does not need it must not notice. */
const away = () => Promise.reject(new StoreError("store_unavailable", "connection refused"));
const store: Store = { query: away, insert: away, insertIf: away, command: away, close: () => Promise.resolve() };
const pipeline = {
  watermark: "0:3",
  end: "0:5",
  lag: 2,
  freshness: 0.25,
  newestAt: "2026-02-03T07:10:00.482Z",
  accepted: 6,
  rejected: 1,
  deadLetters: 0,
  access: "loopback",
} as const;
let readiness: Readiness = { ready: false, reason: "2 records of the log are not folded yet" };

const metrics = createMetrics();
const server = createHttpServer({ logger: createLogger({ level: "silent" }), metrics });
const reader = createRatesReader({ store });
const gate = gateOf(reader);
const cuts = createCutResolver({ store, gate, log: { end: away, tick: away } });
const dependencies: ApiDependencies = {
  reader,
  quality: createQualityReader({ store }),
  journal: createJournalReader({ store, reader }),
  enterprises: createEnterpriseReader({ store, reader }),
  supplements: createSupplementReader({ store }),
  releases: createReleases({ store, reader, gate, log: { append: away }, signer: null }),
  signals: createSignalLog({ store, gate, log: { append: away } }),
  cuts,
  pipeline: () => Promise.resolve(pipeline),
};
await server.register(apiRoutes(dependencies));
healthRoutes(server, { readiness: () => readiness, metrics });
await server.register(operationsElsewhere);
afterAll(() => server.close());

const ask = (url: string, accept?: string) => server.inject({ url, headers: accept === undefined ? {} : { accept } });
const rulesOf = (response: { json(): { errors: { rule: string; pointer: string }[] } }) =>
  response.json().errors.map(({ rule, pointer }) => `${rule} ${pointer}`);

describe("questions that cannot be answered", () => {
  it("tells all faults of one question together, each with its rule", async () => {
    const response = await ask("/v1/rates?measure=all&format=xml&atLeast=5&colour=red");
    expect(response.statusCode).toBe(400);
    expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(rulesOf(response).toSorted()).toEqual(["QG-0601 colour", "QG-0603 format", "QG-0603 measure", "QG-0703 atLeast"]);
  });

  it.each([
    ["/v1/rollups/annual/26", "QG-0704 year"],
    ["/v1/rates?period=day&from=1900-01-01&to=2299-12-31", "QG-0870 "],
    ["/v1/rates?asOf=", "QG-0801 asOf"],
    ["/v1/records?source=a&subject=b&atLeast=", "QG-0703 atLeast"],
    ["/v1/rollups/annual/2026?per=case", "QG-0603 per"],
    ["/v1/rollups/annual/2026?by=region", "QG-0601 by"],
    ["/v1/rates?format=csv&format=csv", "QG-0602 format"],
    ["/v1/rates?period=month&period=month", "QG-0602 period"],
    ["/v1/rates?by=region&by=region", "QG-0612 by"],
    ["/v1/rates?kind=any&kind=disease", "QG-0613 kind"],
    ["/v1/claims?employer=200140000004&employer=200140000004", "QG-0612 employer"],
    ["/v1/fatality-free-days?from=2026-01-01&from=2026-01-02", "QG-0602 from"],
    ["/v1/funnel?by=sector", "QG-0633 by"],
    ["/v1/nowcast?window=5", "QG-0635 window"],
    ["/v1/signals?falseAlarms=0", "QG-0636 falseAlarms"],
    ["/v1/signals?falseAlarms=1.25", "QG-0636 falseAlarms"],
    ["/v1/signals?region=KZ-99", "QG-0603 region"],
    ["/v1/signals?from=2026-02-01&to=2026-01-01", "QG-0606 from"],
    ["/v1/nowcast?severity=fatal", "QG-0601 severity"],
    ["/v1/rates?by=sector&smooth=gamma_poisson", "QG-0634 smooth"],
    ["/v1/dead-letters", "QG-0812 source"],
    ["/v1/funnel?by=region&by=mine", "QG-0603 by"],
    ["/v1/rates?lang=de", "QG-0603 lang"],
    ["/v1/rules?lang=kk&lang=ru", "QG-0602 lang"],
    ["/v1/rates?atLeast=0:1,0:2", "QG-0703 atLeast"],
    ["/v1/rates?asOf=yesterday", "QG-0801 asOf"],
    ["/v1/rollups/annual/2026?asOf=2026-02-03T07:40:00", "QG-0801 asOf"],
    ["/v1/rates?asOf=0:5&atLeast=0:6", "QG-0804 asOf"],
    ["/v1/rates?asOf=0:5&asOf=0:6", "QG-0602 asOf"],
    ["/v1/status?watch=1", "QG-0601 watch"],
    ["/v1/rules?format=", "QG-0603 format"],
  ])("%s is %s", async (url, rule) => {
    const response = await ask(url);
    expect([response.statusCode, ...rulesOf(response)]).toEqual([400, rule]);
  });

  it.each(["/v1/webhooks", "/v1/webhooks/5f2b", "/v1/webhooks/5f2b/attempts"])(
    "%s, which shows addresses of receivers, is for this machine alone where nobody is asked who they are",
    async (url) => {
      const elsewhere = await server.inject({ url, remoteAddress: "192.0.2.7" });
      expect([elsewhere.statusCode, ...rulesOf(elsewhere)]).toEqual([403, "QG-0842 "]);
      expect((await ask(url)).statusCode).toBe(404);
    },
  );

  it.each([
    "/v1/rates?by=region&by=sector&severity=fatal&severity=severe&exposureBasis=employed&exposureBasis=contracts",
    "/v1/funnel?region=KZ-35&region=KZ-63&severity=fatal&lang=kk",
    "/v1/explain?region=KZ-35&region=KZ-63&by=sex",
    "/v1/fatality-free-days?by=region&by=sector&region=KZ-35&region=KZ-63",
    "/v1/claims?by=region&by=sector&employer=200140000004&employer=960440000019",
    "/v1/clocks?by=region&by=sector",
    "/v1/rates?lang=kk",
    "/v1/rollups/annual/2026?lang=ru",
    "/v1/rollups/annual/2026?format=csv&lang=kk",
    "/v1/quality?lang=en",
    "/v1/records?source=urn:x:y&subject=1&lang=kk",
    "/v1/revisions?lang=kk",
    "/v1/releases?lang=kk",
  ])("%s asks nothing wrong: the store alone is missing", async (url) => {
    const response = await ask(url);
    expect([response.statusCode, ...rulesOf(response)]).toEqual([503, expect.stringMatching(/^QG-0[79]/)]);
  });

  it("takes a language where nothing needs the store", async () => {
    for (const url of ["/v1/rules?lang=kk", "/v1/status?lang=ru"]) expect((await ask(url)).statusCode).toBe(200);
  });

  it("never repeats an identifier that was sent", async () => {
    const response = await ask("/v1/rates?850808310738=1&measure=850808310738&atLeast=850808310738");
    expect(response.statusCode).toBe(400);
    expect(response.body).not.toContain("850808310738");
  });

  it("refuses an Accept header that takes neither form, unless format= says which", async () => {
    expect((await ask("/v1/rules", "image/png")).statusCode).toBe(406);
    expect((await ask("/v1/rules?format=csv", "image/png")).statusCode).toBe(200);
  });

  it("is 405 with Allow for another method, 404 for another address", async () => {
    const response = await server.inject({ method: "POST", url: "/v1/rates" });
    expect([response.statusCode, response.headers["allow"]]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect((await ask("/v1/rate")).statusCode).toBe(404);
  });
});

describe("a store that is away", () => {
  it.each(["/v1/rates", "/v1/rollups/annual/2026", "/v1/rates?atLeast=0:1", "/v1/rates?asOf=0:1", "/v1/rates?asOf=2026-02-03T07:40:00Z"])(
    "makes %s a 503 that says when to repeat",
    async (url) => {
      const response = await ask(url);
      expect([response.statusCode, ...rulesOf(response)]).toEqual([503, "QG-0791 "]);
      expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
    },
  );
});

describe("GET /v1/rules and /v1/status", () => {
  it("gives every rule in three languages", async () => {
    const response = rulesResponseSchema.parse((await ask("/v1/rules")).json());
    expect(response.rules.map(({ id }) => id)).toEqual(Object.keys(rules).toSorted());
  });

  it("gives the same as CSV, by Accept or by format=", async () => {
    const [byAccept, byFormat] = [await ask("/v1/rules", "text/csv"), await ask("/v1/rules?format=csv")];
    expect(byAccept.headers["content-type"]).toMatch(/^text\/csv; charset=utf-8/);
    expect(byAccept.headers["vary"]).toBe("Accept");
    expect(byAccept.body).toBe(byFormat.body);
    const rows: Record<string, string>[] = parse(byAccept.body, { columns: true });
    const first = rows.find(({ id }) => id === "QG-0104");
    expect(first?.["messageKk"]).toBe(rules["QG-0104"].message.kk);
  });

  it("tells how the pipeline stands", async () => {
    expect(pipelineStatusSchema.parse((await ask("/v1/status")).json())).toEqual(pipeline);
    expect((await ask("/v1/status?format=csv")).body.split("\r\n")[1]).toBe("0:3,0:5,2,0.25,2026-02-03T07:10:00.482Z,6,1,0,loopback");
  });
});

describe("what operators ask", () => {
  it("is alive although it is not ready, and ready once it says so", async () => {
    expect((await ask("/healthz")).statusCode).toBe(200);
    const before = await ask("/readyz");
    expect([before.statusCode, before.json()]).toEqual([503, readiness]);
    readiness = { ready: true };
    expect((await ask("/readyz")).json()).toEqual({ ready: true });
  });

  it("measures its requests for Prometheus", async () => {
    await ask("/v1/rollups/annual/2026");
    const response = await ask("/metrics");
    expect(response.headers["content-type"]).toMatch(/^text\/plain/);
    expect(response.body).toMatch(
      /qorgau_http_request_duration_seconds_count\{method="GET",route="\/v1\/rollups\/annual\/:year",status="503"\} \d+/,
    );
  });
});

describe("pages", () => {
  it("serves the page and everything it loads, nothing from elsewhere", async () => {
    const page = await ask("/", "text/html");
    expect(page.headers["content-type"]).toMatch(/^text\/html/);
    expect(page.headers["content-security-policy"]).toContain("script-src 'self'; style-src 'self';");
    expect(page.body).not.toMatch(/https?:\/\/|style=|<script>|onclick/);
    const linked = [...page.body.matchAll(/(?:src|href)="\.(\/[^"]*)"/g)].map(([, url]) => url?.replaceAll("&amp;", "&") ?? "");
    const loaded = new Set(linked.filter((url) => url.startsWith("/assets/")));
    for (const url of loaded) {
      const { statusCode, headers, body } = await ask(url);
      expect([url, statusCode, headers["cache-control"]]).toEqual([url, 200, "public, max-age=31536000, immutable"]);
      for (const [, name] of body.matchAll(/"\.\/([\w-]+\.js)"/g)) loaded.add(`/assets/${name}`);
    }
    expect(loaded.size).toBeGreaterThan(2);
  });

  it("serves the document and the page of the API without anything from elsewhere", async () => {
    const document = await ask("/openapi.json");
    expect(document.json().openapi).toBe("3.1.1");
    expect((await ask("/docs/json")).json()).toEqual(document.json());
    const page = await ask("/docs");
    expect(page.statusCode).toBe(200);
    expect(page.headers["content-security-policy"]).not.toContain("unsafe");
    for (const path of ["/docs", "/indicators", "/indicators/INJ_FATL_RT"]) {
      const allowed = (await ask(path)).headers["content-security-policy"];
      expect([path, allowed]).toEqual([path, expect.stringContaining("style-src 'self'; img-src 'self'")]);
    }
    expect(page.body).not.toMatch(/(?:src|href)="https?:|<script|style=/);
    for (const [path, root] of [
      ["/docs", "./"],
      ["/docs/", "../"],
    ] as const) {
      const { body } = await ask(path);
      const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, link]) => link!);
      const below = links.filter((link) => !link.startsWith("#"));
      expect(below).toContain(`${root}docs/reference.css`);
      for (const link of below) expect([link, (await ask(link.replace(root, "/"))).statusCode]).toEqual([link, 200]);
      const anchors = links.filter((link) => link.startsWith("#"));
      expect(anchors.length).toBeGreaterThan(40);
      for (const link of new Set(anchors)) expect(body, link).toContain(`id="${link.slice(1)}"`);
    }
  });
});

interface DocumentedParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: DocumentedSchema;
}
interface DocumentedSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: DocumentedSchema;
  readonly anyOf?: readonly DocumentedSchema[];
  readonly examples?: readonly (readonly string[])[];
}
interface DocumentedRead {
  /** With what the request cannot be without. */
  readonly address: string;
  readonly parameters: readonly DocumentedParameter[];
  readonly mediaTypes: readonly string[];
}

const codesOf = ({ enum: codes = [], items, anyOf = [] }: DocumentedSchema): readonly string[] => [
  ...codes,
  ...(items === undefined ? [] : codesOf(items)),
  ...anyOf.flatMap(codesOf),
];

describe("the document", () => {
  const needed: Readonly<Record<string, string>> = { source: "urn:kz:insurer:annuity", subject: "C-1", partition: "0" };
  const readsOf = async (): Promise<DocumentedRead[]> => {
    const { paths } = (await ask("/openapi.json")).json();
    return Object.entries(
      paths as Record<string, { get?: { parameters?: DocumentedParameter[]; responses: Record<string, unknown> } }>,
    ).flatMap(([path, { get }]) => {
      if (get === undefined || !path.startsWith("/v1/") || path === "/v1/live" || path.startsWith("/v1/operations")) return [];
      const parameters = (get.parameters ?? []).filter((one) => one.in === "query");
      const required = parameters.filter((one) => one.required === true).map(({ name }) => `${name}=${needed[name]}`);
      const address = `${path.replace("{year}", "2026").replace("{id}", "annual-2026").replace("{programme}", "union").replace("{code}", "INJ_FATL_RT")}?${required.map((one) => `${one}&`).join("")}`;
      const { content = {} } = get.responses["200"] as { content?: object };
      return [{ address, parameters, mediaTypes: Object.keys(content) }];
    });
  };
  /** What methods alone are requested, and no row. */
  const ofMethods: Readonly<Record<string, string>> = {
    layer: "of=risk_map&",
    programme: "of=programme&",
    state: "of=signals&",
    band: "of=claims_ibnr&",
  };
  const nameFaults = async (url: string) => {
    const response = await ask(url);
    return response.statusCode === 400 ? rulesOf(response).filter((one) => /QG-060[123]/.test(one)) : [];
  };

  it("calls a list what may be sent as one name several times, and nothing else", async () => {
    let lists = 0;
    for (const { address, parameters } of await readsOf()) {
      for (const { name, schema } of parameters) {
        const [first, second] = [...codesOf(schema), ...(schema.examples ?? []).flat()].filter((code) => code !== "any");
        if (second === undefined) continue;
        const of = address.startsWith("/v1/explain?") ? (ofMethods[name] ?? "") : "";
        const faults = await nameFaults(`${address}${of}${name}=${first}&${name}=${second}`);
        if (schema.type === "array") lists += 1;
        const expected = schema.type === "array" ? [] : [expect.stringMatching(`^QG-060[23] ${name}$`)];
        expect([address, name, faults]).toEqual([address, name, expected]);
      }
    }
    expect(lists).toBeGreaterThan(50);
  });

  it("says of every route of figures that it is 503 until what was in the log at the start is folded, and of no other", async () => {
    const starting = createHttpServer({ logger: createLogger({ level: "silent" }) });
    const behind = {
      records: () => Promise.resolve(799_075),
      recordsAfter: away,
      readiness: () => Promise.resolve({ ready: false, reason: "799075 records are not folded yet" }),
    };
    await starting.register(apiRoutes({ ...dependencies, behind }));
    const isRefused = async (url: string) => {
      const response = await starting.inject({ url });
      const refused = response.statusCode === 503 && rulesOf(response).includes("QG-0912 ");
      expect([url, response.headers["qorgau-behind"]]).toEqual([url, without.some((one) => url.startsWith(one)) ? undefined : "799075"]);
      return refused;
    };
    const without = [
      "/v1/rules",
      "/v1/indicators",
      "/v1/status",
      "/v1/dead-letters",
      "/v1/audit",
      "/v1/proofs",
      "/v1/checkpoints",
      "/v1/webhooks",
    ];
    let figures = 0;
    for (const { address, parameters } of await readsOf()) {
      const isOfFigures = !without.some((one) => address.startsWith(one));
      expect([address, await isRefused(address)]).toEqual([address, isOfFigures]);
      if (!parameters.some(({ name }) => name === "partial")) continue;
      figures += 1;
      for (const [partial, refused] of [
        ["true", false],
        ["false", true],
      ] as const)
        expect([address, partial, await isRefused(`${address}partial=${partial}`)]).toEqual([address, partial, refused]);
    }
    expect(figures).toBeGreaterThan(9);
    expect(await isRefused("/v1/live?per=none")).toBe(true);
    await starting.close();
  });

  it("has a workbook, names and a spreadsheet's CSV of every table, and a language of every answer", async () => {
    let tables = 0;
    for (const { address, parameters, mediaTypes } of await readsOf()) {
      const known = parameters.map(({ name }) => name);
      expect([address, known]).toEqual([address, expect.arrayContaining(["lang"])]);
      expect(await nameFaults(`${address}lang=kk`)).toEqual([]);
      // Bytes that were stored are what they are.
      if (!mediaTypes.includes("text/csv") || address.startsWith("/v1/releases/annual-2026?")) continue;
      tables += 1;
      expect([address, mediaTypes]).toEqual([address, expect.arrayContaining([expect.stringMatching(/spreadsheetml\.sheet$/)])]);
      expect([address, known]).toEqual([address, expect.arrayContaining(["format", "names", "excel"])]);
      for (const look of [
        "format=parquet",
        "format=csvw&names=true",
        "format=xlsx&lang=kk",
        "format=csv&names=true&lang=ru",
        "format=csv&excel=true",
        "excel=true&names=true&lang=kk",
      ])
        expect([address, look, await nameFaults(address + look)]).toEqual([address, look, []]);
    }
    expect(tables).toBeGreaterThan(12);
  });

  it("describes the addresses that are there, and only those", async () => {
    const { paths } = (await ask("/openapi.json")).json();
    const responded = Object.keys(paths).filter((path) => !path.startsWith("/v1/events"));
    for (const path of responded) {
      const method = "delete" in paths[path] ? "PUT" : "DELETE";
      const response = await server.inject({ method, url: path.replace("{year}", "2026").replace("{programme}", "union") });
      expect([path, response.statusCode]).toEqual([path, 405]);
    }
  });
});
