/**
 * Statements that no case is made of, through log, aggregator and engine by a clock of the test's own: they change no figure, revisions and
 * withdrawals hold, past cuts answer as they did, and programmes, the risk map and the report of the inspection are made of them.
 */
import { employerExposures } from "@qorgau/infra/store/journal/employer-exposures";
import { parseReporters } from "@qorgau/schemas/events/reporters";
import { c81ResponseSchema } from "@qorgau/schemas/responses/inspection/c81-response";
import { programmeResponseSchema } from "@qorgau/schemas/responses/inspection/programme-response";
import { qualityResponseSchema } from "@qorgau/schemas/responses/quality-response";
import { recordListResponseSchema, recordResponseSchema } from "@qorgau/schemas/responses/record-response";
import { riskMapResponseSchema } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { expect, test } from "vitest";
import type { z } from "zod";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { useSystem } from "./use-system.ts";

const [first, second] = ["200140000004", "990140000002"] as const;
const inspectorate = "urn:test:inspectorate";
const statistics = "urn:test:statistics";
const enterprise = (bin: string) => `urn:kz:bin:${bin}`;
const reporters = parseReporters(
  JSON.stringify([
    { source: inspectorate, role: "inspectorate", name: "Inspectorate" },
    { source: statistics, role: "statistics", name: "Statistics" },
    ...[first, second].map((bin) => ({ source: enterprise(bin), role: "enterprise", name: bin })),
  ]),
);

const used = useSystem({ startsAt: "2026-01-15T12:00:00+05:00", per: "test", partitions: 2 });

const report = (at: string, events: readonly object[], listed: typeof reporters | null = reporters) =>
  used.report(events, { at, reporters: listed });

const { bodyOf } = used;
const ask = async <Schema extends z.ZodType>(schema: Schema, url: string): Promise<z.output<Schema>> =>
  schema.parse(JSON.parse(await bodyOf(url)));

let serial = 0;
const beside = (entity: string, data: object, envelope: object = {}) => {
  serial += 1;
  return {
    ...caseEvent({}, { source: inspectorate, subject: `S-${serial}`, type: `kz.qorgau.${entity}.reported.v1` }),
    data,
    ...envelope,
  };
};
const status = (bin: string, programme: string, data: object = {}, envelope: object = {}) =>
  beside(
    "enterprise.status",
    { employer: { bin, region: "KZ-35", size: "250-499" }, sector: "05", programme, from: "2024-01-01", ...data },
    envelope,
  );
const assessment = { table: "1022/801", gross: 0, significantAsked: 40, significantViolated: 10, minorAsked: 20, minorViolated: 8 };
const workers = (bin: string, count: number, source = enterprise(bin)) =>
  exposureEvent({ period: "2025", employer: { bin }, workers: count, basis: "listed_employees" }, { source });
const accident = (bin: string, data: object = {}) =>
  caseEvent({ occurredAt: "2025-06-01", employer: { bin }, ...data }, { source: enterprise(bin) });

test("they are in no figure, and every cut of them answers as it did", { timeout: 120_000 }, async () => {
  await report("2026-01-15T12:00:00+05:00", [accident(first), workers(first, 300)]);
  const figures = async () => JSON.parse(await bodyOf("/v1/rates?by=region,employer&period=year")) as { rows: object[] };
  const { rows } = await figures();
  await report("2026-01-16T12:00:00+05:00", [
    status(first, "vision_zero", {}, { subject: "VZ" }),
    beside("occurrence", { occurredAt: "2025-05-01", employer: { bin: first }, region: "KZ-35", sector: "05", hazard: "fire" }),
    beside("inspection.statistics", { year: 2025, workersLiable: 5 }),
  ]);
  expect((await figures()).rows).toEqual(rows);

  const url = "/v1/programmes/vision_zero?by=region";
  const before = await bodyOf(url);
  const { watermark, rows: covered } = programmeResponseSchema.parse(JSON.parse(before));
  expect(covered).toEqual([
    expect.objectContaining({ region: "KZ-35", coverage: expect.objectContaining({ enterprises: 1, covered: 1 }) as object }),
  ]);

  const withdrawn = { subject: "VZ", revision: 2, type: "kz.qorgau.enterprise.status.withdrawn.v1", data: {} };
  await report("2026-01-17T12:00:00+05:00", [
    status(first, "vision_zero", {}, withdrawn),
    status(first, "vision_zero", {}, { subject: "VZ" }),
  ]);
  expect((await ask(programmeResponseSchema, url)).rows[0]?.coverage.covered).toBe(0);
  expect(await bodyOf(`${url}&asOf=${watermark}`)).toBe(before);

  const list = `/v1/records?source=${inspectorate}`;
  const listed = (await ask(recordListResponseSchema, list)).rows.toSorted((one, other) => (one.entity < other.entity ? -1 : 1));
  expect(listed.map(({ entity, code, occurredAt, period }) => [entity, code, occurredAt, period])).toEqual([
    ["enterprise.status", "withdrawn", null, null],
    ["inspection.statistics", "beside_cases", null, "2025"],
    ["occurrence", "beside_cases", "2025-05-01", null],
  ]);
  expect((await ask(recordListResponseSchema, `${list}&entity=occurrence`)).rows).toHaveLength(1);

  // A place on the risk map is counted nowhere; a revision told with two contents is, and so is what a higher one has replaced.
  await report("2026-01-18T12:00:00+05:00", [
    status(first, "risk_map", { assessment }, { subject: "RM" }),
    beside("occurrence", { occurredAt: "2025-05-02", hazard: "fire", employer: { bin: first } }, { subject: "O2" }),
    beside("occurrence", { occurredAt: "2025-05-02", hazard: "roof_fall", employer: { bin: first } }, { subject: "O2" }),
    beside("inspection.statistics", { year: 2024, workersLiable: 4 }, { subject: "IS" }),
    beside("inspection.statistics", { year: 2024, workersLiable: 5 }, { subject: "IS" }),
    beside("inspection.statistics", { year: 2024, workersLiable: 6 }, { subject: "IS", revision: 2 }),
  ]);
  const quality = "/v1/quality?table=supplements";
  const none = { revisions: 0, revisedRecords: 0, withdrawn: 0, conflicts: 0, settledConflicts: 0 };
  const rowsOfAll = [
    {
      period: "2024",
      entity: "inspection.statistics",
      ...none,
      records: 1,
      statements: 3,
      revisions: 1,
      revisedRecords: 1,
      settledConflicts: 1,
    },
    { period: "2025", entity: "inspection.statistics", ...none, records: 1, statements: 1 },
    { period: "2025", entity: "occurrence", ...none, records: 2, statements: 3, conflicts: 1 },
  ].map((row) => ({ ...row, source: inspectorate }));
  const { supplements } = await ask(qualityResponseSchema, quality);
  expect(supplements?.rows).toEqual(rowsOfAll);
  expect((await ask(qualityResponseSchema, "/v1/quality")).supplements?.rows).toEqual(rowsOfAll);
  expect((await ask(qualityResponseSchema, `${quality}&source=urn:x:y`)).supplements?.rows).toEqual([]);
  const months = (await ask(qualityResponseSchema, `${quality}&period=month&from=2025-05-01&to=2025-05-31`)).supplements;
  expect(months?.rows.map(({ period, records: count }) => [period, count])).toEqual([["2025-05", 2]]);
  const quarters = (await ask(qualityResponseSchema, `${quality}&period=quarter`)).supplements;
  expect(quarters?.rows.map(({ period, records: count }) => [period, count])).toEqual([
    ["2024-Q1", 1],
    ["2025-Q1", 1],
    ["2025-Q2", 2],
  ]);
  expect((await ask(qualityResponseSchema, `${quality}&asOf=${watermark}`)).supplements?.rows.map(({ statements }) => statements)).toEqual([
    1, 1,
  ]);
  const page = (await ask(qualityResponseSchema, `${quality}&limit=2`)).supplements;
  expect(page?.rows).toEqual(rowsOfAll.slice(0, 2));
  const next = await ask(qualityResponseSchema, `${quality}&limit=2&cursor=${encodeURIComponent(page!.nextCursor!)}`);
  expect(next.supplements).toEqual({ rows: rowsOfAll.slice(2), nextCursor: null });
  const { records } = await ask(recordResponseSchema, `${list}&subject=VZ`);
  expect(records).toMatchObject([{ entity: "enterprise.status", withdrawn: true, counts: false, code: "withdrawn", case: null }]);
  expect(records[0]?.statements.map(({ revision, stands, reason }) => [revision, stands, reason?.code ?? null])).toEqual([
    [1, false, "higher_revision"],
    [2, true, null],
    [1, false, "repetition"],
  ]);
  const past = await ask(recordResponseSchema, `${list}&subject=VZ&asOf=${watermark}`);
  expect(past.records).toMatchObject([{ withdrawn: false, code: "beside_cases", statements: [{ stands: true }] }]);
});

test("the risk map: two layers, without a word of the bureau of statistics", { timeout: 120_000 }, async () => {
  await report("2026-01-15T12:00:00+05:00", [
    workers(first, 300),
    workers(second, 300),
    accident(first),
    accident(first, { occurredAt: "2025-07-01", severity: "fatal" }),
    status(second, "risk_map", { assessment }, { subject: "RM" }),
    status(first, "vision_zero"),
  ]);
  const found = await ask(riskMapResponseSchema, "/v1/riskmap?years=1&region=KZ-35");
  expect(found).toMatchObject({ exposureBasis: "listed_employees", from: "2025-01-01", to: "2025-12-31" });
  expect(found.rows).toMatchObject([
    {
      employer: first,
      administrative: null,
      statistical: { accidents: 2, fatal: 1, personYears: 300, expected: 1, silent: false, reason: null },
      decision: null,
    },
    {
      employer: second,
      administrative: { score: 29.5, band: "low", record: { source: inspectorate, subject: "RM" } },
      statistical: { accidents: 0, expected: 1, shapeFrom: "default" },
      decision: null,
    },
  ]);
  // What the bureau states changes nothing of it.
  await report("2026-01-15T13:00:00+05:00", [workers(first, 3, statistics), workers(second, 30_000, statistics)]);
  expect((await ask(riskMapResponseSchema, "/v1/riskmap?years=1&region=KZ-35")).rows).toEqual(found.rows);
  expect((await ask(riskMapResponseSchema, "/v1/riskmap?years=1&layer=statistical")).rows.map(({ employer }) => employer)).toEqual([
    first,
    second,
  ]);
  expect((await ask(riskMapResponseSchema, "/v1/riskmap?region=KZ-10")).rows).toEqual([]);
  const csv = await bodyOf("/v1/riskmap?years=1&format=csv");

  // Scores of a past cut have the same bytes after a correction, a rebuild and from a store made anew.
  const pinned = ["", "&format=csv"].map((form) => `/v1/riskmap?years=1&asOf=${found.watermark}${form}`);
  const bodies = () => Promise.all(pinned.map(bodyOf));
  const before = await bodies();
  await report("2026-01-16T12:00:00+05:00", [
    status(second, "risk_map", { assessment: { ...assessment, gross: 1 } }, { subject: "RM", revision: 2 }),
    accident(second, { occurredAt: "2025-03-01" }),
  ]);
  expect((await ask(riskMapResponseSchema, "/v1/riskmap?years=1&layer=administrative")).rows[0]?.administrative?.score).toBe(100);
  expect(await bodies()).toEqual(before);
  await used.system.aggregator.rebuild.run();
  expect(await bodies()).toEqual(before);
  await used.startOnEmptyStore();
  expect(await bodies()).toEqual(before);
  expect(csv.split("\r\n")[2]).toContain(`${second},KZ-35,B,05,250-499,${inspectorate},29.5,low,1022/801,,2024-01-01`);
});

test(
  "without a list of reporters an enterprise is known by its own BIN, whatever role its exposure has",
  { timeout: 120_000 },
  async () => {
    const events = [workers(first, 300), workers(second, 300, enterprise(first)), accident(first), accident(second)];
    const statuses = [status(first, "vision_zero"), status(second, "vision_zero")];
    await report("2026-01-15T12:00:00+05:00", statuses);
    await report("2026-01-15T12:00:01+05:00", events, null);
    const { rows } = await ask(riskMapResponseSchema, "/v1/riskmap?years=1&region=KZ-35");
    expect(rows.map(({ employer, statistical }) => [employer, statistical?.personYears])).toEqual([
      [first, 300],
      [second, null],
    ]);
  },
);

test("of exposure what enterprises state of themselves is read for them, as it stands", { timeout: 120_000 }, async () => {
  const stated = (subject: string, data: object, envelope: object = {}) =>
    exposureEvent({ period: "2025", workers: 10, basis: "listed_employees", ...data }, { source: inspectorate, subject, ...envelope });
  const of = (bin: string) => ({ employer: { bin } });
  await report("2026-01-15T12:00:00+05:00", [
    stated("whole", {}),
    stated("stands", of(first)),
    stated("corrected", of(first)),
    stated("withdrawn", of(second)),
    stated("no more of one", of(second)),
  ]);
  const read = async (limit: number) => {
    const { watermark } = await ask(programmeResponseSchema, "/v1/programmes/union");
    const found = await employerExposures(used.opened.store, limit, parseWatermark(watermark)!);
    return found.map(({ subject, revision }) => `${subject} ${revision}`).toSorted();
  };
  expect(await read(9)).toEqual(["corrected 1", "no more of one 1", "stands 1", "withdrawn 1"]);
  await report("2026-01-16T12:00:00+05:00", [
    stated("corrected", { ...of(first), workers: 11 }, { revision: 2, type: "kz.qorgau.exposure.corrected.v1" }),
    { ...stated("withdrawn", {}, { revision: 2, type: "kz.qorgau.exposure.withdrawn.v1" }), data: {} },
    stated("no more of one", {}, { revision: 2, type: "kz.qorgau.exposure.corrected.v1" }),
    stated("corrected", of(first)),
  ]);
  expect(await read(9)).toEqual(["corrected 2", "stands 1"]);
  expect(await read(1)).toHaveLength(1);
});

test("the report of the inspection: what nobody stated is not available, and cases are of a release", { timeout: 120_000 }, async () => {
  await report("2026-01-15T12:00:00+05:00", [
    accident(first, { severity: "fatal", causes: ["equipment"], mining: { method: "underground", hazard: "fire" } }),
    accident(first, { kind: "disease", occurredAt: "2025-02-01" }),
    beside("inspection.statistics", { year: 2025, inspectors: { women: 90, men: 150 }, workersLiable: 1_200_000, workersVisited: 180_000 }),
    beside("occurrence", { occurredAt: "2025-05-01", employer: { bin: first }, region: "KZ-35", sector: "05", hazard: "outburst" }),
  ]);
  const found = await ask(c81ResponseSchema, "/v1/reports/c81/2025");
  expect(found).toMatchObject({ release: null, casesReason: "release_missing", totals: null, cases: null, infringements: null });
  expect(found.figures.filter(({ value }) => value === null).map(({ name }) => name)).toContain("visitsDay");
  expect(found.indicators).toContainEqual({ name: "workersVisitedPercent", value: 15, reason: null });
  expect(found.indicators).toContainEqual({ name: "visitsPerInspector", value: null, reason: "not_stated" });
  expect(found.occurrences?.filter(({ by }) => by === "hazard")).toEqual([{ by: "hazard", code: "outburst", count: 1 }]);
  const { statusCode, body } = await used.system.ask("/v1/reports/c81/2025?release=annual-2025");
  expect([statusCode, (JSON.parse(body) as { errors: { rule: string }[] }).errors[0]?.rule]).toEqual([404, "QG-0864"]);
  expect(await bodyOf("/v1/reports/c81/2025?format=csv")).toContain("figure,,,visitsDay,,,,,,not_stated,2025");
});
