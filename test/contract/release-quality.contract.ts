/** How good a release is, over log, aggregator and engine: the worked numbers of METHODS, section 11, and the same bytes whatever is reported later. */
import { simsReport } from "@qorgau/api/release-quality/domain/sims-report";
import { languages } from "@qorgau/schemas/languages";
import type { QualityResponse } from "@qorgau/schemas/responses/quality-response";
import { releaseQualityResponseSchema } from "@qorgau/schemas/responses/metadata/release-quality-response";
import { strFromU8, unzipSync } from "fflate";
import { beforeAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { useSystem } from "./use-system.ts";

const insurer = "urn:kz:insurer:annuity";

const used = useSystem({ startsAt: "2026-02-03T12:00:00+05:00", partitions: 2 });
const { report } = used;
const claimOf = (data: object) =>
  caseEvent({ ...data, claim: { status: "filed" } }, { source: insurer, type: "kz.qorgau.claim.reported.v1" });
/** Of the employer's list, of the insurer's, and of both, in one severity and on one day. */
function lists(first: number, second: number, both: number, data: object): object[] {
  const cases = Array.from({ length: first }, () => caseEvent(data));
  const joined = cases.slice(0, both).map(({ source, subject }) => claimOf({ ...data, sameAs: { source, subject } }));
  return [...cases, ...joined, ...Array.from({ length: second - both }, () => claimOf(data))];
}
async function release(name: string, more: object = {}): Promise<void> {
  const body = JSON.stringify({ name, year: 2025, ...more });
  const address = `${await used.system.address()}/v1/releases`;
  const made = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body });
  expect(made.status, await made.text()).toBe(201);
}
async function ask(address: string, headers: Record<string, string> = {}) {
  const response = await used.system.ask(address, headers);
  expect([address, response.statusCode], response.body.slice(0, 300)).toEqual([address, 200]);
  return response;
}
const qualityOf = async (name: string) => releaseQualityResponseSchema.parse((await ask(`/v1/releases/${name}/quality`)).json());

beforeAll(async () => {
  await report([
    ...lists(40, 30, 24, { occurredAt: "2025-04-05", severity: "severe", daysLost: 30, cause: "equipment", region: "KZ-35" }),
    ...lists(80, 30, 21, { occurredAt: "2025-05-06", severity: "light", region: undefined }),
    ...Array.from({ length: 3 }, () => caseEvent({ occurredAt: "2025-06-07", kind: "disease" })),
    exposureEvent({ period: "2025", workers: 7_000_001, basis: "employed" }),
  ]);
  await release("first");
}, 60_000);

test("coverage by two lists is Chapman's, by severity and summed; what is not stated is counted of the cases that could state it", async () => {
  const { accuracy, timeliness, coherence, processing, revisions } = await qualityOf("first");
  expect(accuracy).toMatchObject({ cases: 135, released: 135, reason: null });
  expect(accuracy.coverage.strata).toMatchObject([
    { stratum: "severe_fatal", first: 40, second: 30, both: 24, estimate: 49.84, standardError: 2.7402 },
    { stratum: "light", first: 80, second: 30, both: 21, estimate: 113.136, standardError: 10.9442 },
  ]);
  expect(accuracy.coverage.total).toMatchObject({
    first: 120,
    second: 60,
    both: 45,
    estimate: 162.976,
    standardError: 11.282,
    reason: null,
  });
  const unknownOf = (dimension: string) => accuracy.unknown.find((one) => one.dimension === dimension);
  expect(unknownOf("region")).toMatchObject({ unstated: 89, of: 135, share: 0.659259 });
  expect(unknownOf("sector")).toMatchObject({ unstated: 0, of: 135 });
  expect(unknownOf("method")).toMatchObject({ unstated: 135, of: 135, share: 1 });
  expect(accuracy.daysLost).toEqual({ unstated: 89, of: 135, share: 0.659259 });
  const { doubles } = (await ask("/v1/quality?table=doubles")).json() as unknown as QualityResponse;
  expect(doubles!.rows.length).toBeGreaterThan(0);
  expect(accuracy.duplicates.cases).toBe(new Set(doubles!.rows.map((row) => row.case)).size);
  expect(timeliness).toMatchObject({ firstRelease: "first", daysToFirstRelease: 34 });
  // Both reporters joined in the month of the release, and brought the year with them.
  expect(timeliness.lag).toEqual({ cases: 0, leftOut: 135, medianDays: null, p90Days: null });
  expect(coherence).toMatchObject({
    inspectorate: { accidents: 135, stated: 0 },
    statistics: { value: null, reason: "not_stated", diseases: 3 },
  });
  expect(revisions.map(({ reason }) => reason)).toEqual(["too_few", "too_few"]);
  expect(processing).toMatchObject({
    exposureBasis: "employed",
    nowcast: { lastPeriod: "2026-01", lastTried: "2025-01", coverage: { reason: "history_too_short" } },
    disclosure: "exact",
  });
});

test("a later release tells how much the first was revised; the first one's report keeps its bytes in every form", async () => {
  const forms = ["json", "esms", "xlsx&lang=ru"];
  const bytesOf = async (form: string) => (await ask(`/v1/releases/first/quality?format=${form}`)).rawPayload.toString("base64");
  const before = await Promise.all(forms.map(bytesOf));
  used.nowMs += 86_400_000;
  await report(Array.from({ length: 5 }, () => caseEvent({ occurredAt: "2025-12-01", severity: "fatal" })));
  await release("second", { supersedes: "first", reason: "late reports" });
  expect(await Promise.all(forms.map(bytesOf))).toEqual(before);
  const { revisions, timeliness, accuracy } = await qualityOf("second");
  expect(revisions).toMatchObject([
    { figure: "injured", years: 1, meanRevision: 5, meanAbsoluteRevision: 5, relativeMeanAbsoluteRevision: 0.0357143 },
    { figure: "fatal", years: 1, meanRevision: 5, relativeMeanAbsoluteRevision: 1 },
  ]);
  expect([timeliness.firstRelease, accuracy.cases]).toEqual(["first", 140]);
});

test("of a release that counts by another day the inspectorate tells of some of the accidents of the year, not of what the release says", async () => {
  await report([caseEvent({ occurredAt: "2025-12-20", severity: "fatal", diedOn: "2026-01-05" })]);
  await release("by-death", { yearOf: "death" });
  const { accuracy, coherence } = await qualityOf("by-death");
  expect(accuracy).toMatchObject({ cases: 141, released: 140, reason: "release_of_other_day" });
  expect(coherence.inspectorate).toEqual({ accidents: 141, stated: 0 });
});

test("the metadata report and the workbook tell all of it, in every language", async () => {
  const accepted = await ask("/v1/releases/second/quality", { accept: "application/vnd.sdmx.genericmetadata+xml" });
  expect(accepted.headers["content-type"]).toBe("application/vnd.sdmx.genericmetadata+xml;version=2.1");
  const xml = accepted.body;
  expect(xml).toMatch(/^<\?xml [^>]+\?>\s*<mes:GenericMetadata [^>]*xmlns:gen="[^"]+metadata\/generic"/);
  for (const concept of ["STAT_CONC_DEF", "COVERAGE_ERR", "NONRESPONSE_ERR", "TIMELINESS", "COHER_X_DOM", "REV_PRACTICE", "DATA_COMP"]) {
    const [, texts = ""] = new RegExp(`<gen:ReportedAttribute id="${concept}">(.*?)</gen:ReportedAttribute>`).exec(xml) ?? [];
    expect([concept, [...texts.matchAll(/xml:lang="(\w+)"/g)].map(([, language]) => language)]).toEqual([concept, ["kk", "ru", "en"]]);
  }
  expect(xml).not.toMatch(/\{\w+\}|undefined|NaN/);
  const open: string[] = [];
  for (const [, end, name = "", empty] of xml.matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>/g)) {
    if (end === "/") expect(open.pop()).toBe(name);
    else if (empty !== "/") open.push(name);
  }
  expect(open).toEqual([]);
  for (const [lang, title] of [
    ["en", "Quality of the release second, 2025"],
    ["ru", "Качество выпуска second, 2025 год"],
    ["kk", "second шығарылымының сапасы"],
  ] as const) {
    const files = unzipSync((await ask(`/v1/releases/second/quality?format=xlsx&lang=${lang}`)).rawPayload);
    const texts = strFromU8(files["xl/sharedStrings.xml"]!);
    expect(texts).toContain(title);
    expect(texts).toContain("S.13.3.1");
    expect(texts).not.toMatch(/\{\w+\}|undefined|NaN/);
  }
});

test("how often the nowcast held is told of the months that were tried, a year and more before the last one", async () => {
  const { processing, ...report } = await qualityOf("second");
  const coverage = { cuts: 24, covered: 93, of: 96, share: 0.96875, lower: 0.911, upper: 0.994, byDelay: [], bias: 0, reason: null };
  for (const language of languages) {
    const told = simsReport({ ...report, processing: { ...processing, nowcast: { ...processing.nowcast, coverage } } }, language);
    const text = told.flatMap(({ items }) => items).find(({ concept }) => concept === "DATA_COMP")!.text;
    expect(text).toContain("93");
    expect([language, /2025-01/.test(text), /2026-01|[{]/.test(text)]).toEqual([language, true, false]);
  }
});

test("another form, and a release that there is not, are refused by a rule", async () => {
  for (const [address, status, rule] of [
    ["/v1/releases/first/quality?format=csv", 400, "QG-0603"],
    ["/v1/releases/none/quality", 404, "QG-0864"],
    ["/v1/releases/first/quality?asOf=0:1", 400, "QG-0601"],
  ] as const) {
    const response = await used.system.ask(address);
    expect([address, response.statusCode, response.json().errors.map((one) => one.rule)]).toEqual([address, status, [rule]]);
  }
});
