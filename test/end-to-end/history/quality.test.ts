/** `GET /v1/quality` on the real program: stories told by hand, through the ingest endpoint and back. */
import { qualityResponseSchema, qualityTables } from "@qorgau/schemas/responses/quality-response";
import type { QualityResponse } from "@qorgau/schemas/responses/quality-response";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getJson, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const mine = "urn:kz:bin:200140000004";
const factory = "urn:kz:bin:990240000005";
const annuity = "urn:kz:kshk";
const workers = ["850808310738", "900101300018", "910202400027"];

let directory: string;
let qorgau: QorgauProcess;
let watermark: string;

let ids = 0;
function event(
  source: string,
  subject: string,
  reported: object,
  { entity = "case", revision = 1, time = "2026-02-04T09:00:00+05:00" } = {},
) {
  const data = { occurredAt: "2026-02-03", kind: "accident", severity: "light", employer: { bin: "200140000004" }, ...reported };
  const type = `kz.qorgau.${entity}.reported.v1`;
  return { specversion: "1.0", id: `e-${(ids += 1)}`, source, type, subject, revision, time, data };
}
function claim(subject: string, reported: object, rest: { revision?: number } = {}) {
  return event(annuity, subject, { claim: { status: "filed" }, ...reported }, { entity: "claim", ...rest });
}
function withdrawal(source: string, subject: string, revision: number) {
  return { specversion: "1.0", id: `w-${subject}`, source, type: "kz.qorgau.case.withdrawn.v1", subject, revision, data: {} };
}
const worker = (place: number) => ({ worker: { iin: workers[place] } });

const story = [
  // Light, forty days later severe; the insurer says fatal and another region.
  event(mine, "N1", { ...worker(0), region: "KZ-35", sector: "05.10" }),
  event(
    mine,
    "N1",
    { ...worker(0), region: "KZ-35", sector: "05.10", severity: "severe" },
    { revision: 2, time: "2026-03-16T09:00:00+05:00" },
  ),
  claim("C1", { ...worker(0), region: "KZ-75", sector: "B", severity: "fatal" }),
  // Told again two days off.
  event(mine, "N2", { ...worker(0), occurredAt: "2026-02-05" }),
  // Only a claim tells of it.
  claim("C2", worker(1)),
  // Two contents of one revision; and once more, which is nothing new.
  event(mine, "N3", { ...worker(1), occurredAt: "2026-05-01", daysLost: 3 }),
  event(mine, "N3", { ...worker(1), occurredAt: "2026-05-01", daysLost: 4 }),
  event(mine, "N3", { ...worker(1), occurredAt: "2026-05-01", daysLost: 4 }),
  // Without worker, of one employer and day, by two reporters.
  event(factory, "F1", { occurredAt: "2026-04-01", employer: { bin: "990240000005" } }),
  claim("C3", { occurredAt: "2026-04-01", employer: { bin: "990240000005" } }),
  // Told in 2025 and withdrawn at once; and one that says it is the same as that.
  event(factory, "F2", { occurredAt: "2025-07-01" }),
  withdrawal(factory, "F2", 2),
  event(factory, "F3", { occurredAt: "2025-07-02", sameAs: { source: factory, subject: "F2" } }),
];

beforeAll(async () => {
  directory = await temporaryDirectory();
  qorgau = await startQorgau(directory);
  const { positions } = await sendAll(qorgau.url, story);
  watermark = (await ask({ atLeast: positions })).watermark;
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(directory);
});

const ask = async (parameters: Record<string, string> = {}) =>
  qualityResponseSchema.parse(await getJson<QualityResponse>(qorgau.url, "/v1/quality", parameters));

test("every reporter and year has its counts", async () => {
  const { rules, reporters, ...rest } = await ask();
  expect([rules, rest.asOf, rest.period]).toEqual([2, null, "year"]);
  const counts = reporters?.rows.map((row) => [
    row.period,
    row.source,
    row.records,
    row.statements,
    row.revisions,
    row.withdrawn,
    row.conflicts,
  ]);
  expect(counts).toEqual([
    ["2025", factory, 2, 3, 1, 1, 0],
    ["2026", mine, 3, 5, 1, 0, 1],
    ["2026", factory, 1, 1, 0, 0, 0],
    ["2026", annuity, 3, 3, 0, 0, 0],
  ]);
  expect(reporters?.rows[1]).toMatchObject({
    insurerOnlyCases: 0,
    severityDisputed: 1,
    disagreeing: 1,
    disagreements: { severity: 1, region: 1, sector: 0 },
    rejected: null,
    rejectedReason: "not_logged",
    // The log has it all of today; by the mine's own times it was forty days.
    lightToSevere: { count: 1, medianDays: 0, toldCount: 1, toldMedianDays: 40 },
    lag: { count: 3, toldCount: 3, toldMedianDays: 0, toldP90Days: 0.9 },
  });
  expect(reporters?.rows[3]).toMatchObject({ insurerOnlyCases: 2, claimRecords: 3, caseRecords: 0 });
});

test("every list tells its story", async () => {
  const { disputed, doubles: duplicates, conflicts, dangling, disagreements, migrations: escalations } = await ask();
  expect(disputed?.rows).toMatchObject([
    { severity: "fatal", standingSeverity: "severe", subject: "N1", gravestSource: annuity, gravestSubject: "C1" },
  ]);
  expect(duplicates?.rows.map(({ reason, subject, otherSubject }) => [reason, [subject, otherSubject].toSorted()])).toEqual([
    ["same_worker", ["N1", "N2"]],
    ["same_bin_and_date", ["C3", "F1"]],
  ]);
  expect(conflicts?.rows).toEqual([
    { date: "2026-05-01", source: mine, entity: "case", subject: "N3", revision: 1, contents: 2, settled: false },
  ]);
  expect(dangling?.rows).toMatchObject([
    { subject: "F3", targetSource: factory, targetEntity: "case", targetSubject: "F2", reason: "withdrawn" },
  ]);
  expect(disagreements?.rows.map(({ field, value, otherValue }) => [field, value, otherValue])).toEqual([
    ["region", "KZ-35", "KZ-75"],
    ["severity", "severe", "fatal"],
  ]);
  expect(escalations?.rows).toMatchObject([
    { source: mine, subject: "N1", revision: 2, from: "light", to: "severe", days: 0, toldDays: 40 },
  ]);
});

test("no identifier of a worker is told", async () => {
  const text = JSON.stringify(await ask());
  for (const iin of workers) expect(text).not.toContain(iin);
  expect(text).not.toContain("qg1:");
});

test("the pages of a table are of the cut of the first, whatever is told between them", async () => {
  const whole = await ask({ table: "reporters", period: "month" });
  const rows: unknown[] = [];
  let page = await ask({ table: "reporters", period: "month", limit: "2" });
  for (;;) {
    rows.push(...page.reporters!.rows);
    const cursor = page.reporters!.nextCursor;
    if (cursor === null) break;
    await sendAll(qorgau.url, [event(mine, `later-${rows.length}`, worker(2))]);
    page = await ask({ table: "reporters", period: "month", limit: "2", cursor });
    expect(page.watermark).toBe(whole.watermark);
  }
  expect(rows).toEqual(whole.reporters!.rows);
});

test("the answer of a watermark never changes, and may be kept", async () => {
  const url = `${qorgau.url}/v1/quality?asOf=${watermark}`;
  const [first, second] = [await fetch(url), await fetch(url)];
  expect(first.headers.get("cache-control")).toContain("immutable");
  expect(await first.text()).toBe(await second.text());
  const again = await fetch(url, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
  expect(again.status).toBe(304);
  const now = await ask();
  expect(now.reporters!.rows.find(({ source }) => source === mine)?.records).toBeGreaterThan(3);
  expect((await ask({ asOf: watermark })).reporters!.rows.find(({ source }) => source === mine)?.records).toBe(3);
});

test.each(qualityTables)("%s is a file as well, with the same rows and the way to the next page", async (table) => {
  const json = (await ask({ table, limit: "1", asOf: watermark }))[table]!;
  const file = await fetch(`${qorgau.url}/v1/quality?table=${table}&limit=1&format=csv&asOf=${watermark}`);
  const [header = "", ...lines] = (await file.text()).trimEnd().split("\r\n");
  expect(header).toMatch(/,asOf,watermark,rules$/);
  expect(lines.length).toBe(json.rows.length);
  const next = /<([^>]+)>; rel="next"/.exec(file.headers.get("link") ?? "")?.[1];
  expect(next === undefined).toBe(json.nextCursor === null);
  if (next !== undefined) expect((await fetch(new URL(next, file.url))).status).toBe(200);
});
