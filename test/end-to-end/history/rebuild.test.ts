/** `npm run rebuild` on the real program: every answer has the same bytes before, meanwhile and afterwards, whoever does it and however it ends. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { RebuildStatus } from "@qorgau/schemas/responses/operations";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent } from "../../generators/events.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { seededRandom, testScale, testSeed } from "../../generators/random.ts";
import { sendAll } from "../program/client.ts";
import { profileSettings, removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openStoreOf } from "../program/store-profile.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const directory = await temporaryDirectory();
let qorgau: QorgauProcess;
let requests: readonly string[];
let expected: readonly string[];

beforeAll(async () => {
  qorgau = await startQorgau(directory);
  const { events } = nationalSample(testSeed, 12_000);
  const status = (programme: string) => ({
    ...caseEvent({}, { source: "urn:test:inspectorate", subject: programme, type: "kz.qorgau.enterprise.status.reported.v1" }),
    data: { employer: { bin: "200140000004", region: "KZ-35" }, programme, from: "2025-01-01" },
  });
  const statistics = {
    ...caseEvent({}, { source: "urn:test:inspectorate", subject: "2025", type: "kz.qorgau.inspection.statistics.reported.v1" }),
    data: { year: 2025, workersLiable: 1_200_000, workersVisited: 180_000 },
  };
  const early = await sendAll(qorgau.url, [...events.slice(0, 7_000), status("insured")]);
  const all = await sendAll(qorgau.url, [...events.slice(7_000), status("union"), status("risk_map"), statistics]);
  const tables = [
    "/v1/rates?per=none&by=region,sector,severity",
    "/v1/rates?period=month&measure=accidents&per=none&kind=any&by=method,sex",
    "/v1/rates?by=region",
    "/v1/rollups/annual/2025?per=1000_workers",
    "/v1/programmes/union?by=region",
    "/v1/riskmap?years=1",
    "/v1/reports/c81/2025?format=json",
  ];
  const cuts = [`atLeast=${all.positions}`, `asOf=${early.positions}`, `asOf=${all.positions}`];
  requests = tables.flatMap((table) => cuts.map((cut) => `${table}&${cut}`));
  expected = await responses();
}, 240_000);
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(directory);
});

const responses = () => Promise.all(requests.map(responseOf));

async function responseOf(requestParameters: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${qorgau.url}${requestParameters}`);
    const body = await response.text();
    if (response.status === 200) return body;
    if (response.status !== 503) throw new Error(`${requestParameters}: ${response.status} ${body}`);
  }
}

async function rebuild(words: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ["rebuild.ts", ...words], { cwd: root, env: { PATH: process.env["PATH"], ...settings } });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [output, errors, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { output, errors, exitCode };
}

test("the running service does it while it answers, and every answer keeps its bytes", async () => {
  expect(expected[0]?.length).toBeGreaterThan(10_000);
  expect(expected[1]).not.toBe(expected[2]);
  const over = new AbortController();
  const seen = new Set<string>();
  const reading = (async () => {
    while (!over.signal.aborted) for (const body of await responses()) seen.add(body);
  })();
  const { output, errors, exitCode } = await rebuild(["--url", qorgau.url]);
  over.abort();
  await reading;
  expect(exitCode, errors).toBe(0);
  expect(output).toMatch(/made all tables anew from 12\d{3} records/);
  for (const body of seen) expect(expected).toContain(body);
  expect(await responses()).toEqual(expected);
  const status = (await (await fetch(`${qorgau.url}/v1/operations/rebuild`)).json()) as RebuildStatus;
  expect(status).toMatchObject({ state: "done", folded: status.total });
});

test("the service is found by its settings, and one that answers elsewhere is asked for by name", async () => {
  const port = new URL(qorgau.url).port;
  expect(await rebuild([], { QORGAU_DATA: directory, QORGAU_PORT: port })).toMatchObject({ exitCode: 0 });
  const elsewhere = await rebuild([], { ...(await profileSettings(directory)), QORGAU_PORT: "1" });
  expect(elsewhere).toMatchObject({ exitCode: 3, output: "", errors: expect.stringContaining("--url") });
  expect(await rebuild(["--url", "http://127.0.0.1:1"])).toMatchObject({ exitCode: 4 });
  expect(await responses()).toEqual(expected);
});

test(
  "killed at any moment of a rebuild, it answers the same afterwards",
  async () => {
    const random = seededRandom(testSeed);
    for (let kill = 0; kill < 4 * testScale; kill += 1) {
      expect(await askForRebuild()).toBe(202);
      await new Promise((resolve) => setTimeout(resolve, random() * 2_000));
      await qorgau.kill();
      qorgau = await startQorgau(directory);
      expect(await responses(), `seed ${testSeed}`).toEqual(expected);
    }
  },
  testScale * 300_000,
);

/** After a kill on a cluster nobody holds the lease until the dead member's session and its claim are over: the answer is 503 with Retry-After then. */
async function askForRebuild(): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const responseBody = await fetch(`${qorgau.url}/v1/operations/rebuild`, { method: "POST" });
    if (responseBody.status !== 503 || tries === 10) return responseBody.status;
    expect(Number(responseBody.headers.get("retry-after"))).toBeGreaterThan(0);
  }
}

test("without a service it does it by itself", async () => {
  expect(await qorgau.stop()).toBe(0);
  const { output, errors, exitCode } = await rebuild([], { ...(await profileSettings(directory)), QORGAU_PORT: "1" });
  expect(exitCode, errors).toBe(0);
  expect(output).toContain("made anew");
  qorgau = await startQorgau(directory);
  expect(await responses()).toEqual(expected);
});

test("figures of another version of the folding code are made anew at the start; until then nothing is answered from them", async () => {
  await qorgau.stop();
  const opened = await openStoreOf(directory);
  await opened.store.command(`
    INSERT INTO published SELECT * REPLACE (version + 1 AS version, replaceOne(payload, '"fold":${foldVersion}', '"fold":1') AS payload)
    FROM published FINAL WHERE grain = 'watermark'`);
  await opened.store.command(
    "INSERT INTO published SELECT * REPLACE (version + 1 AS version, cases + 1 AS cases) FROM published FINAL WHERE grain = 'month'",
  );
  await opened.close();
  qorgau = await startQorgau(directory);
  const refused = await fetch(`${qorgau.url}/v1/rates`);
  expect(await refused.json()).toMatchObject({ errors: [{ rule: "QG-0912" }] });
  const partial = await fetch(`${qorgau.url}/v1/rates?partial=true`);
  expect([partial.status, await partial.json()]).toMatchObject([503, { errors: [{ rule: "QG-0841" }] }]);
  const readiness = await fetch(`${qorgau.url}/readyz`);
  expect([refused.status, readiness.status]).toEqual([503, 503]);
  expect(await readiness.json()).toMatchObject({ reason: expect.stringMatching(/made anew under rules 2: \d+ of \d+ records/) });
  expect(await responses()).toEqual(expected);
  await expect.poll(async () => (await fetch(`${qorgau.url}/readyz`)).status).toBe(200);
});

test("wrong arguments, wrong settings and a folder without a log are told apart, and nothing is made", async () => {
  expect(await rebuild(["--help"])).toMatchObject({ exitCode: 0, output: expect.stringContaining("Exit codes") });
  expect(await rebuild(["--all"])).toMatchObject({ exitCode: 2 });
  expect(await rebuild(["--url", "here"])).toMatchObject({ exitCode: 2 });
  expect(await rebuild([], { QORGAU_PORT: "many" })).toMatchObject({ exitCode: 2 });
  const empty = join(directory, "elsewhere");
  const nothing = await rebuild([], { QORGAU_DATA: empty, QORGAU_PORT: "1" });
  expect(nothing).toMatchObject({ exitCode: 3, errors: expect.stringContaining("no log") });
  expect(existsSync(empty)).toBe(false);
});
