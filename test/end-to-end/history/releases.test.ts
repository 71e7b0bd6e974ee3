/** Releases on the real program: a frozen year reads the same to the last byte whatever comes after it, and tells what has changed since. */
import { createHash } from "node:crypto";
import type { Release, ReleaseDifferences, ReleasesResponse, ReleaseVerification } from "@qorgau/schemas/responses/releases";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { testNumber } from "../../generators/random.ts";
import { getJson, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { loseStoreOf } from "../program/store-profile.ts";
import { untilReady } from "../program/until-ready.ts";

let qorgau: QorgauProcess;

beforeAll(async () => {
  qorgau = await startQorgau(await temporaryDirectory());
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(qorgau?.dataDirectory ?? "");
});

const cases = testNumber("QORGAU_TEST_CORRECTIONS", 100_000);

/** As first told: light, in Karaganda, one in a hundred of the year before. */
function* reported() {
  for (let index = 0; index < cases; index += 1) {
    yield caseEvent({ occurredAt: `${index % 100 === 0 ? 2024 : 2025}-05-04`, severity: "light" }, { subject: `N-${index}` });
  }
  yield exposureEvent({ period: "2025", workers: 7_000_000 }, { subject: "KZ-2025" });
}

/** Every case corrected once: half of them are severe, a tenth in Almaty, the first three not related to work. */
function* corrected() {
  for (let index = 0; index < cases; index += 1) {
    const data = {
      occurredAt: `${index % 100 === 0 ? 2024 : 2025}-05-04`,
      severity: index % 2 === 0 ? "light" : "severe",
      ...(index % 10 === 0 ? { region: "KZ-75" } : {}),
      ...(index < 3 ? { workRelated: "no" } : {}),
    };
    yield caseEvent(data, { subject: `N-${index}`, revision: 2, type: "kz.qorgau.case.corrected.v1" });
  }
}

const post = (body: object) =>
  fetch(`${qorgau.url}/v1/releases`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const rulesOf = async (response: Response) =>
  ((await response.json()) as { errors: { rule: string; pointer: string }[] }).errors.map(({ rule, pointer }) => `${rule} ${pointer}`);
async function bytesOf(path: string): Promise<{ etag: string | null; bytes: Buffer; cache: string | null }> {
  const response = await fetch(`${qorgau.url}${path}`);
  expect(response.status).toBe(200);
  return {
    etag: response.headers.get("etag"),
    cache: response.headers.get("cache-control"),
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

const paths = ["", "?format=csv", "?format=xlsx&lang=kk", "?format=xlsx&lang=ru", "?format=xlsx"].map(
  (form) => `/v1/releases/annual-2025${form}`,
);
let release: Release;
let stored: Awaited<ReturnType<typeof bytesOf>>[];

test("a release is the roll-up of its cut, numbered, checked and never changing", async () => {
  expect(await rulesOf(await post({ name: "annual-2025", year: 2025 }))).toEqual(["QG-0867 asOf"]);
  const { positions } = await sendAll(qorgau.url, reported());
  const rollup = await getJson<{ watermark: string }>(qorgau.url, "/v1/rollups/annual/2025", { atLeast: positions });
  const response = await post({ name: "annual-2025", year: 2025 });
  expect(response.status).toBe(201);
  expect(response.headers.get("location")).toBe("/v1/releases/annual-2025");
  release = (await response.json()) as Release;
  expect(release).toMatchObject({ number: 1, name: "annual-2025", year: 2025, watermark: rollup.watermark });
  expect(release.forms).toEqual(["json", "csv", "xlsx-kk", "xlsx-ru", "xlsx-en"]);
  stored = await Promise.all(paths.map(bytesOf));
  expect(JSON.parse(stored[0]!.bytes.toString())).toEqual(rollup);
  expect(createHash("sha256").update(stored[0]!.bytes).digest("hex")).toBe(release.checksum);
  expect(stored[0]).toMatchObject({ cache: "max-age=31536000, immutable" });
  expect((await bytesOf("/v1/releases/1")).bytes.equals(stored[0]!.bytes)).toBe(true);
  const known = await fetch(`${qorgau.url}${paths[0]}`, { headers: { "if-none-match": stored[0]!.etag ?? "" } });
  expect(known.status).toBe(304);
});

test("a request is repeated by its watermark; another one of the same name is refused", async () => {
  const again = await post({ name: "annual-2025", year: 2025, asOf: release.watermark });
  expect([again.status, await again.json()]).toEqual([200, release]);
  expect(await rulesOf(await post({ name: "annual-2025", year: 2025 }))).toEqual(["QG-0863 /name"]);
  expect(await rulesOf(await post({ name: "annual-2025", year: 2024, asOf: release.watermark }))).toEqual(["QG-0863 /name"]);
});

test.each([
  [{ name: "2025", year: 2025 }, ["QG-0862 /name"]],
  [{ name: "r-850808310738", year: 2025 }, ["QG-0862 /name"]],
  [
    { name: "a", year: 25, per: "case", asOf: "yesterday", colour: "red" },
    ["QG-0601 /colour", "QG-0801 /asOf", "QG-0704 /year", "QG-0603 /per"],
  ],
  [[], ["QG-0861 "]],
])("a request of %j is refused with every fault", async (body, faults) => {
  const response = await post(body);
  expect(response.status).toBe(400);
  expect(await rulesOf(response)).toEqual(faults);
});

test(`${cases} corrections later it reads the same to the last byte, still holds, and tells every case behind each difference`, async () => {
  const { positions } = await sendAll(qorgau.url, corrected());
  await getJson(qorgau.url, "/v1/rollups/annual/2025", { atLeast: positions });
  expect(await Promise.all(paths.map(bytesOf))).toEqual(stored);

  const verified = await getJson<ReleaseVerification>(qorgau.url, "/v1/releases/1", { verify: "true" });
  expect(verified).toMatchObject({ intact: true, holds: true, identical: true, recomputedChecksum: release.checksum, differences: [] });

  const since = await getJson<ReleaseDifferences>(qorgau.url, "/v1/releases/1/differences");
  const figure = (scope: string, code: string | null, name: string) =>
    since.differences.find((one) => one.scope === scope && one.code === code && one.figure === name);
  const injured = cases - cases / 100;
  expect(figure("total", null, "injured")).toMatchObject({ released: injured, now: injured - 2 });
  expect(figure("total", null, "severe")).toMatchObject({ released: 0, now: cases / 2 - 1 });
  expect(figure("region", "KZ-75", "injured")).toMatchObject({ released: null, now: cases / 10 - cases / 100 });
  expect(since.casesComplete).toBe(cases <= 1000);
});

test("a release of few changes names the cases behind each, by the records that tell of them", async () => {
  const made = (await (await post({ name: "annual-2025-b", year: 2025 })).json()) as Release;
  expect(made.number).toBe(2);
  const worse = { occurredAt: "2025-05-04", severity: "fatal" };
  const { positions } = await sendAll(qorgau.url, [caseEvent(worse, { subject: "N-7", revision: 3 })]);
  await getJson(qorgau.url, "/v1/rollups/annual/2025", { atLeast: positions });
  const { differences, casesComplete } = await getJson<ReleaseDifferences>(qorgau.url, "/v1/releases/annual-2025-b/differences");
  expect(casesComplete).toBe(true);
  const fatal = differences.find(({ scope, figure }) => scope === "total" && figure === "fatal");
  expect(fatal).toMatchObject({ released: 0, now: 1, cases: [{ delta: 1, records: [{ entity: "case", subject: "N-7" }] }] });
  const severe = differences.find(({ scope, figure }) => scope === "total" && figure === "severe");
  expect(severe?.cases.map(({ delta }) => delta)).toEqual([-1]);
});

test("a release is superseded by another of its year, keeps its bytes, and names its successor", async () => {
  const path = "/v1/releases/annual-2025";
  const before = await bytesOf(path);
  const body = { name: "annual-2025-c", year: 2025, supersedes: "1", reason: "corrections of the regions" };
  const made = await post(body);
  const successor = (await made.json()) as Release;
  expect([made.status, successor]).toEqual([201, expect.objectContaining({ number: 3, supersedes: "annual-2025", reason: body.reason })]);
  expect(await bytesOf(path)).toEqual(before);
  const linkOf = async (name: string) => (await fetch(`${qorgau.url}/v1/releases/${name}?format=csv`)).headers.get("link");
  expect(await linkOf("annual-2025")).toBe('</v1/releases/annual-2025-c>; rel="successor-version"');
  expect(await linkOf("3")).toBe('</v1/releases/annual-2025>; rel="predecessor-version"');
  expect(await linkOf("annual-2025-b")).toBeNull();
  const listed = (await getJson<ReleasesResponse>(qorgau.url, "/v1/releases")).releases;
  expect(listed.map(({ name, supersededBy }) => `${name}: ${supersededBy}`)).toEqual([
    "annual-2025: annual-2025-c",
    "annual-2025-b: undefined",
    "annual-2025-c: undefined",
  ]);
  expect(await getJson<ReleaseVerification>(qorgau.url, path, { verify: "true" })).toMatchObject({ intact: true, holds: true });
  const again = await post({ ...body, supersedes: "annual-2025", asOf: successor.watermark });
  expect([again.status, await again.json()]).toEqual([200, successor]);
});

test("of two that supersede one release at once the first in the log has superseded it, and the other is refused", async () => {
  const names = ["annual-2025-d", "annual-2025-e"];
  const posted = await Promise.all(
    names.map((name) => post({ name, year: 2025, supersedes: "annual-2025-c", reason: "corrections of the sectors" })),
  );
  expect(posted.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  const made = names[posted.findIndex(({ status }) => status === 201)];
  expect(await rulesOf(posted.find(({ status }) => status === 409)!)).toEqual(["QG-0859 /supersedes"]);
  const listed = (await getJson<ReleasesResponse>(qorgau.url, "/v1/releases")).releases;
  expect(listed.filter(({ supersedes }) => supersedes === "annual-2025-c").map(({ name }) => name)).toEqual([made]);
});

const ahead = new Date().getUTCFullYear() + 2;

test.each([
  [{ name: "x", year: 2025, supersedes: "annual-2025" }, 400, "QG-0858 /reason"],
  [{ name: "x", year: 2025, reason: "why" }, 400, "QG-0858 /reason"],
  [{ name: "x", year: 2025, supersedes: "annual-2025", reason: "of 850808310738" }, 400, "QG-0858 /reason"],
  [{ name: "x", year: 2025, supersedes: "annual-2025", reason: "two\nlines" }, 400, "QG-0858 /reason"],
  [{ name: "x", year: 2025, supersedes: "none-such", reason: "why" }, 409, "QG-0857 /supersedes"],
  [{ name: "x", year: 2024, supersedes: "annual-2025", reason: "why" }, 409, "QG-0857 /supersedes"],
  [{ name: "x", year: 2025, supersedes: "annual-2025", reason: "why" }, 409, "QG-0859 /supersedes"],
  [{ name: "x", year: 1999 }, 409, "QG-0855 /year"],
  [{ name: "x", year: ahead }, 409, "QG-0856 /year"],
  [{ name: "annual-2025-c", year: 2025, supersedes: "annual-2025", reason: "another" }, 409, "QG-0863 /name"],
])("a release of %j is refused: %i", async (body, status, rule) => {
  const response = await post(body);
  expect([response.status, await rulesOf(response)]).toEqual([status, [rule]]);
});

test("one cell is asked of by scope and code", async () => {
  const path = "/v1/releases/annual-2025-b/differences";
  const severe = await getJson<ReleaseDifferences>(qorgau.url, path, { scope: "severity", code: "severe" });
  expect(severe.differences.map(({ figure, cases: changed }) => [figure, changed.map(({ delta }) => delta)])).toContainEqual([
    "severe",
    [-1],
  ]);
  expect(new Set(severe.differences.map(({ scope, code }) => `${scope} ${code}`))).toEqual(new Set(["severity severe"]));
  const unknown = await getJson<ReleaseDifferences>(qorgau.url, path, { scope: "cause", code: "unknown" });
  expect(unknown.differences.find(({ figure }) => figure === "fatal")?.cases).toHaveLength(1);
  const faultsOf = async (query: string) => rulesOf(await fetch(`${qorgau.url}${path}?${query}`));
  expect(await faultsOf("scope=region")).toEqual(["QG-0868 code"]);
  expect(await faultsOf("scope=total&code=KZ")).toEqual(["QG-0868 code"]);
  expect(await faultsOf("code=KZ-35&colour=red")).toEqual(["QG-0868 scope", "QG-0601 colour"]);
  expect(await faultsOf("scope=sector&code=mmc")).toEqual(["QG-0604 code"]);
});

test("with the store lost, releases come back from the log as they were", async () => {
  const before = await getJson<ReleasesResponse>(qorgau.url, "/v1/releases");
  const { dataDirectory } = qorgau;
  await qorgau.stop();
  await loseStoreOf(dataDirectory);
  qorgau = await startQorgau(dataDirectory);
  await untilReady(qorgau.url);
  await getJson(qorgau.url, "/v1/rollups/annual/2025", { atLeast: before.watermark });
  expect((await getJson<ReleasesResponse>(qorgau.url, "/v1/releases")).releases).toEqual(before.releases);
  expect(await Promise.all(paths.map(bytesOf))).toEqual(stored);
});
