/** Clients of HTTP in JavaScript, Python and TypeScript with their defaults, and what is made of /openapi.json, against the real program. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { acceptedResponseSchema, problemDocumentSchema } from "@qorgau/schemas/events/acknowledgement";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mergePositions, rates } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { areClientsRequired, homeOf, isInstalled, pythonWithClients, runPython } from "./installed-clients.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..", "..");
const isLeftOut = (language: "python" | "typescript") => !areClientsRequired() && !isInstalled(language);

let directory: string;
let qorgau: QorgauProcess;
beforeAll(async () => {
  directory = await temporaryDirectory();
  qorgau = await startQorgau(join(directory, "data"));
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

/** The bodies of the answers. */
function emitByJavaScript(events: readonly object[], ...mode: "structured"[]): Promise<unknown[]> {
  const program = join(import.meta.dirname, "cloudevents-sdk-client.js");
  const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
  const client = execFile(process.execPath, [program, `${qorgau.url}/v1/events`, ...mode], (error, stdout) => {
    if (error === null) resolve((JSON.parse(stdout) as string[]).map((body) => JSON.parse(body) as unknown));
    else reject(error);
  });
  client.stdin?.end(JSON.stringify(events));
  return promise;
}

const event = (subject: string, changes: object = {}) => ({
  source: "urn:kz:bin:200140000004",
  type: "kz.qorgau.case.reported.v1",
  subject,
  revision: 1,
  time: "2026-02-03T12:10:00+05:00",
  data: {
    occurredAt: "2026-02-03T07:40:00+05:00",
    kind: "accident",
    severity: "severe",
    region: "KZ-63",
    employer: { bin: "200140000004" },
    injury: { type: "010" },
  },
  ...changes,
});

test("the SDK for JavaScript: both modes are accepted and counted, and what is refused says why in the body", async () => {
  const binary = await emitByJavaScript([event("binary-1"), event("binary-2", { datacontenttype: "application/json" })]);
  const structured = await emitByJavaScript([event("structured-1")], "structured");
  const accepted = [...binary, ...structured].map((body) => acceptedResponseSchema.parse(body));
  const atLeast = accepted.map(({ position }) => position ?? "").reduce(mergePositions);
  const { rows } = await rates(qorgau.url, { atLeast, region: "KZ-63", from: "2026-01-01", to: "2026-12-31" });
  expect(rows[0]).toMatchObject({ period: "2026", count: 3 });

  const [withdrawn, wrong] = await emitByJavaScript([
    event("binary-1", { type: "kz.qorgau.case.withdrawn.v1", revision: 2, data: {} }),
    event("binary-3", { revision: 0 }),
  ]);
  expect(acceptedResponseSchema.parse(withdrawn).status).toBe("accepted");
  expect(problemDocumentSchema.parse(wrong).errors).toMatchObject([{ rule: "QG-0215", pointer: "/revision" }]);
});

test.skipIf(isLeftOut("python"))("the SDK for Python with requests: both modes are accepted and counted", async () => {
  const { refused, ...responses } = await runPython<Record<string, object>>("send_over_http.py", [`${qorgau.url}/v1/events`]);
  expect(problemDocumentSchema.parse(refused).errors).toMatchObject([{ rule: "QG-0421", pointer: "/data/severity" }]);
  expect(Object.entries(responses).filter(([, response]) => !("status" in response) || response.status !== "accepted")).toEqual([]);
  const accepted = Object.values(responses).map((response) => acceptedResponseSchema.parse(response));
  const atLeast = accepted.map(({ position }) => position ?? "").reduce(mergePositions);
  const { rows } = await rates(qorgau.url, { atLeast, region: "KZ-35", from: "2026-01-01", to: "2026-12-31" });
  expect([accepted.length, rows[0]]).toMatchObject([14, { count: 14 }]);
});

/** What may stand in an answer of any operation: as it was answered, and nothing that the document does not have. */
interface Reported {
  readonly status: number;
  readonly model: string;
  readonly same: boolean;
  readonly undocumented: readonly string[];
}

test.skipIf(isLeftOut("python"))("openapi-python-client: every answer is parsed into its model", async () => {
  const { python, env } = pythonWithClients();
  const generate = ["-m", "openapi_python_client", "generate", "--url", `${qorgau.url}/openapi.json`, "--output-path", "generated"];
  const { stdout, stderr } = await run(python, generate, { cwd: directory, env, maxBuffer: 16 * 1024 * 1024 });
  // The generator knows neither NDJSON nor ranges of media types, nor a JWS, nor an XML of SDMX. All else it takes.
  const unknown = ["events", "events:validate"].flatMap((name) =>
    ["application/*", "application/x-ndjson"].flatMap((type) => [
      `WARNING parsing POST /v1/${name} within events.`,
      `Unsupported content type ${type}`,
    ]),
  );
  const ofStructure = ["{artefact}", "{agency}", "{id}", "{version}"].map(
    (_, place, names) => `WARNING parsing GET /sdmx/2.1/${names.slice(0, place + 1).join("/")} within sdmx.`,
  );
  expect(`${stdout}${stderr}`.match(/^WARNING.*$|^Unsupported.*$|^Unable.*$/gm)?.toSorted()).toEqual(
    [
      ...unknown,
      ...ofStructure,
      "WARNING parsing GET /v1/releases/{id}/signature within figures.",
      "WARNING parsing GET /v1/feed within figures.",
    ].toSorted(),
  );
  const install = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", "installed"];
  await run(python, [...install, "./generated"], { cwd: directory, env });
  const responses = await runPython<Record<string, Reported>>("use_generated_client.py", [join(directory, "installed"), qorgau.url]);
  const expected = Object.fromEntries(
    Object.entries(models).map(([name, model]) => {
      const [stated] = /^\d{3}(?= )/.exec(model) ?? [];
      const status = model === "Problem" ? 400 : name === "send_events" ? 202 : Number(stated ?? 200);
      return [name, { status, model: model.replace(/^\d{3} /, ""), same: true, undocumented: [] }];
    }),
  );
  expect(responses).toEqual(expected);
});

/** By function of the client, and what else it was asked for. */
const models: Readonly<Record<string, string>> = {
  send_events: "Accepted",
  "send_events many": "BatchAnswer",
  validate_events: "Accepted",
  "validate_events many": "BatchAnswer",
  make_release: "201 Release",
  make_webhook: "201 MadeWebhook",
  list_webhooks: "Webhooks",
  get_webhook: "Webhook",
  list_webhook_attempts: "WebhookAttempts",
  replay_webhook: "Webhook",
  rotate_webhook_secret: "MadeWebhook",
  remove_webhook: "204 NoneType",
  get_records: "RecordAnswer",
  explain_row: "ExplainAnswer",
  get_annual_rollup: "AnnualRollup",
  get_audit: "Audit",
  get_async_api: "GetAsyncApiResponse200",
  list_schemas: "Schemas",
  get_schema: "GetSchemaResponse200",
  get_checkpoints: "Checkpoints",
  get_claims: "Claims",
  get_claims_ibnr: "ClaimsIbnr",
  get_clocks: "Clocks",
  get_dead_letters: "DeadLetters",
  get_fatality_free_days: "FatalityFree",
  get_funnel: "Funnel",
  list_indicators: "Indicators",
  get_indicator: "Indicator",
  get_indicators_page: "str",
  get_indicator_page: "str",
  get_nowcast: "Nowcast",
  get_signals: "Signals",
  get_signal_precision: "SignalPrecision",
  get_signal: "404 Problem",
  acknowledge_signal: "404 Problem",
  get_c81_report: "C81Report",
  get_programme: "Programme",
  get_proof: "InclusionProof",
  get_quality: "Quality",
  get_rates: "RatesAnswer",
  get_release: "AnnualRollup",
  get_risk_map: "RiskMap",
  get_release_quality: "ReleaseQuality",
  get_release_differences: "ReleaseDifferences",
  get_revisions: "RevisionsAnswer",
  list_releases: "Releases",
  get_rebuild: "RebuildStatus",
  get_reconciliation: "ReconciliationStatus",
  start_rebuild: "202 RebuildStatus",
  start_reconciliation: "202 ReconciliationStatus",
  get_docs: "str",
  get_health: "Health",
  get_metrics: "str",
  get_open_api: "GetOpenApiResponse200",
  get_overview: "str",
  get_readiness: "Readiness",
  get_rules: "Rules",
  get_status: "PipelineStatus",
  "get_rates by": "RatesAnswer",
  "get_rates refused": "Problem",
  "get_claims unmatched": "UnmatchedClaims",
  "get_records of a source": "RecordList",
};

test.skipIf(isLeftOut("typescript"))("openapi-fetch with the types of openapi-typescript: compiled, and run", async () => {
  const folder = join(directory, "typescript");
  const home = homeOf("typescript");
  await mkdir(folder);
  await symlink(join(home, "node_modules"), join(folder, "node_modules"));
  for (const file of ["package.json", "tsconfig.json", "ask.ts"])
    await copyFile(join(import.meta.dirname, "typescript", file), join(folder, file));
  const bin = (name: string) => join(home, "node_modules", ".bin", name);
  await run(bin("openapi-typescript"), [`${qorgau.url}/openapi.json`, "-o", "schema.ts"], { cwd: folder });
  await run(bin("tsc"), [], { cwd: folder });
  const { stdout } = await run(process.execPath, ["ask.js", qorgau.url], { cwd: folder });
  const { subjects, ...reported } = JSON.parse(stdout) as { subjects: string[] };
  expect(reported).toEqual({
    counts: [{ period: "2026", region: "KZ-19", sector: "B", count: 5 }],
    batch: ["accepted", "accepted", "rejected"],
    status: 400,
    faults: [{ rule: "QG-0605", pointer: "from" }],
  });
  expect(subjects.toSorted()).toEqual(["ts-1", "ts-2", "ts-3", "ts-4", "ts-5"]);
});

/** What a program with a packed client sees and tells, whatever its language. */
const doneByPackedClient = {
  refused: [["QG-0215", "/revision", true]],
  validated: ["accepted", false],
  sent: "accepted",
  many: [
    [0, "accepted"],
    [1, "rejected"],
    [2, "accepted"],
    [3, "accepted"],
  ],
  rows: [
    ["fatal", 1],
    ["light", 1],
    ["severe", 1],
  ],
  live: [3, 4],
  streams: 2,
  // Retry-After in each of its forms.
  paused: [true, true, true, true],
};

test.skipIf(isLeftOut("typescript"))("the packed client, as installed from its tarball: compiled, and run", async () => {
  const folder = join(directory, "sdk");
  const modules = join(homeOf("typescript"), "node_modules");
  await mkdir(folder);
  const { stdout: packed } = await run(process.execPath, [join(root, "sdk/pack.ts"), "--tools", modules, "--out", folder]);
  const install = ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--install-links", packed.trim()];
  await writeFile(join(folder, "package.json"), '{"type": "module", "private": true}');
  await run("npm", install, { cwd: folder });
  await symlink(join(modules, "@types"), join(folder, "node_modules", "@types"));
  await copyFile(join(import.meta.dirname, "typescript", "use-sdk.ts"), join(folder, "use-sdk.ts"));
  const { compilerOptions } = JSON.parse(await readFile(join(import.meta.dirname, "typescript", "tsconfig.json"), "utf8")) as {
    compilerOptions: object;
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use-sdk.ts"] }));
  await run(join(modules, ".bin", "tsc"), [], { cwd: folder });
  const { stdout } = await run(process.execPath, ["use-sdk.js", qorgau.url], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual(doneByPackedClient);
});

test.skipIf(isLeftOut("python"))("the packed client in Python, as installed from its wheel into a new environment, and run", async () => {
  const folder = join(directory, "sdk-python");
  const environment = join(folder, "environment");
  const { python, env } = pythonWithClients();
  await mkdir(folder);
  const pack = [join(root, "sdk/pack.ts"), "--python", "--tools", homeOf("python"), "--out", folder];
  const { stdout: packed } = await run(process.execPath, pack);
  const [wheel = "", sources = ""] = packed.trim().split("\n");
  const { stdout: listed } = await run("tar", ["-tzf", sources]);
  expect(listed).toMatch(/\/src\/qorgau_client\/models\.py$/m);
  // Nothing is there but the client: it needs no other package.
  await run(python, ["-m", "venv", "--without-pip", environment]);
  const own = join(environment, "bin", "python");
  const install = ["--python", own, "--disable-pip-version-check", "install", "--quiet", "--no-index", wheel];
  await run(python, ["-m", "pip", ...install], { env });
  const { stdout } = await run(own, [join(import.meta.dirname, "python", "use_sdk.py"), qorgau.url], { cwd: folder, env });
  expect(JSON.parse(stdout)).toEqual({
    ...doneByPackedClient,
    waited: true,
    untyped: [],
    from: expect.stringContaining(environment) as unknown,
  });
});

test.skipIf(isLeftOut("typescript"))("redocly reads the document without an error", async () => {
  const redocly = join(homeOf("typescript"), "node_modules", ".bin", "redocly");
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const words = ["lint", `${qorgau.url}/openapi.json`, "--format", "json"];
  const { stdout } = await run(redocly, words, { cwd: directory, env, maxBuffer: 64 * 1024 * 1024 });
  const { totals } = JSON.parse(stdout.slice(stdout.indexOf("{"), stdout.lastIndexOf("}") + 1)) as { totals: object };
  expect(totals).toMatchObject({ errors: 0 });
});
