/**
 * Kostenko, 28 October 2023, as it became known (`domain/FACTS.md`, section 3.4): 20 dead, then 32 with 14 missing, then 46; the
 * commission closed on 9 December. One group accident; every answer of those days is given again, and `GET /v1/revisions` tells the story.
 */
import { revisionsResponseSchema } from "@qorgau/schemas/responses/revisions-response";
import type { RevisionsResponse } from "@qorgau/schemas/responses/revisions-response";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { iinWithCheckDigit } from "../../generators/iin.ts";
import { seededRandom, testSeed } from "../../generators/random.ts";
import { getJson, mergePositions, rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const enterprise = "urn:kz:bin:140240000014";
const inspectorate = "urn:kz:inspectorate:karaganda";
const random = seededRandom(testSeed);
const workers = Array.from({ length: 46 }, () => ({ iin: iinWithCheckDigit(random) }));
const year = { from: "2023-01-01", to: "2023-12-31" };
const ofMine = { ...year, mine: "kostenko" };
const row = { ...ofMine, measure: "fatal", per: "none" };

const victim = (index: number, data: object) => ({
  occurredAt: "2023-10-28T02:35:00+06:00",
  severity: "fatal",
  employer: { bin: "140240000014" },
  worker: workers[index],
  accident: "A-2023-KOSTENKO",
  mining: { mine: "kostenko", method: "underground", commodity: "coal", hazard: "gas_dust_explosion" },
  ...data,
});
const reported = (index: number, revision: number, data: object = {}) =>
  caseEvent(victim(index, data), { source: enterprise, subject: `K-${index}`, revision, type: "kz.qorgau.case.changed.v1" });
const verdict = (index: number) => caseEvent(victim(index, { workRelated: "yes" }), { source: inspectorate, subject: `V-${index}` });
const indexes = (from: number, to: number) => Array.from({ length: to - from }, (_, place) => from + place);

let qorgau: QorgauProcess;
/** What was acknowledged by the end of each telling. */
const cuts: string[] = [];

beforeAll(async () => {
  qorgau = await startQorgau(await temporaryDirectory());
  const reports = [
    [...indexes(0, 20).map((index) => reported(index, 1)), exposureEvent({ period: "2023", mine: "kostenko", workers: 252 })],
    // Twelve more are found dead; fourteen are missing and told as gravely hurt until they are found.
    [...indexes(20, 32).map((index) => reported(index, 1)), ...indexes(32, 46).map((index) => reported(index, 1, { severity: "severe" }))],
    indexes(32, 46).map((index) => reported(index, 2)),
    indexes(0, 46).map(verdict),
  ];
  for (const events of reports) cuts.push(mergePositions(cuts.at(-1) ?? "", (await sendAll(qorgau.url, events)).positions));
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(qorgau?.dataDirectory ?? "");
});

const count = async (parameters: Record<string, string>) => (await rates(qorgau.url, parameters)).rows.map((one) => one.count);

const revisions = async (parameters: Record<string, string>): Promise<RevisionsResponse> =>
  revisionsResponseSchema.parse(await getJson(qorgau.url, "/v1/revisions", { atLeast: cuts.at(-1)!, ...parameters }));

test("20, then 32, then 46 dead of one group accident, each answer again by its watermark", async () => {
  const dead = await Promise.all(cuts.map((asOf) => count({ ...row, asOf })));
  expect(dead).toEqual([[20], [32], [46], [46]]);
  const accidents = await Promise.all(cuts.map((asOf) => count({ ...ofMine, measure: "accidents", per: "none", asOf })));
  expect(accidents).toEqual([[1], [1], [1], [1]]);
});

test("the revisions of the row tell the story", async () => {
  const { values, nextCursor } = await revisions(row);
  expect(nextCursor).toBeNull();
  const counts = values.map((value) => value.count);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect([20, 32, 46].filter((known) => counts.includes(known))).toEqual([20, 32, 46]);
  expect(counts.at(-1)).toBe(46);
  const changes = values.flatMap((value) => value.changes);
  expect(changes).toHaveLength(46);
  const reasons = changes.flatMap(({ reasons }) => reasons.map(({ text }) => text));
  expect(reasons.filter((text) => text === "reported")).toHaveLength(32);
  expect(reasons.filter((text) => text === "severity severe → fatal")).toHaveLength(14);
  expect(new Set(changes.map((change) => change.case)).size).toBe(46);
  for (const { event, delta } of changes) expect([event.source, delta]).toEqual([enterprise, 1]);
});

test("each of its values is given by rates, as of its instant and as of its cut", async () => {
  const { values } = await revisions(row);
  for (const known of [20, 32, 46]) {
    const value = values.findLast((one) => one.count === known)!;
    expect(await count({ ...row, asOf: value.watermark })).toEqual([known]);
    expect(await count({ ...row, asOf: value.at })).toEqual([known]);
  }
});

test("the missing were severe before they were dead", async () => {
  const { values } = await revisions({ ...ofMine, measure: "severe", per: "none" });
  expect(Math.max(...values.map((value) => value.count))).toBe(14);
  expect(values.at(-1)?.count).toBe(0);
});

test("the accident is counted once all along, at whichever victim leads", async () => {
  const { values } = await revisions({ ...ofMine, measure: "accidents", per: "none" });
  expect(new Set(values.map((value) => value.count))).toEqual(new Set([1]));
  expect(values.flatMap(({ changes }) => changes).reduce((sum, { delta }) => sum + delta, 0)).toBe(1);
});

test("with a denominator its changes are told too; pages make up the whole", async () => {
  const perWorker = { ...ofMine, measure: "fatal", per: "1000_workers" };
  const whole = await revisions({ ...perWorker, limit: "1000" });
  const exposures = whole.values.flatMap(({ changes }) => changes).filter((change) => change.case === null);
  expect(exposures.map(({ reasons }) => reasons[0]?.text)).toEqual(["exposure missing → 252"]);
  expect(whole.values.at(-1)).toMatchObject({ count: 46, exposure: 252, rate: 182.54 });
  const paged: RevisionsResponse["values"] = [];
  for (
    let page = await revisions({ ...perWorker, limit: "1" });
    ;
    page = await revisions({ ...perWorker, limit: "1", cursor: page.nextCursor })
  ) {
    paged.push(...page.values);
    if (page.nextCursor === null) break;
  }
  expect(paged).toEqual(whole.values);
});

test("a later withdrawal, a verdict and a corrected region are told with their reasons", async () => {
  const event = (revision: number, data: object, rest: object = {}) =>
    caseEvent(data, { source: enterprise, subject: "later", revision, type: "kz.qorgau.case.corrected.v1", ...rest });
  const story = [
    event(1, { occurredAt: "2021-05-05", region: "KZ-35" }),
    event(2, { occurredAt: "2021-05-05", region: "KZ-55" }),
    event(3, { occurredAt: "2021-05-05", region: "KZ-35" }),
    event(4, { occurredAt: "2021-05-05", region: "KZ-35", workRelated: "no" }),
    event(5, { occurredAt: "2021-05-05", region: "KZ-35" }),
    event(6, {}, { type: "kz.qorgau.case.withdrawn.v1", data: {} }),
  ];
  let atLeast = "";
  for (const one of story) {
    atLeast = (await sendAll(qorgau.url, [one])).positions;
    await rates(qorgau.url, { atLeast });
  }
  const { values } = await revisions({ from: "2021-01-01", to: "2021-12-31", region: "KZ-35", per: "none", atLeast });
  expect(values.flatMap(({ changes }) => changes).map(({ delta, reasons }) => `${delta} ${reasons[0]?.text}`)).toEqual([
    "1 reported",
    "-1 region KZ-35 → KZ-55",
    "1 region KZ-55 → KZ-35",
    "-1 not work-related",
    "1 work relation no → under_investigation",
    "-1 withdrawn",
  ]);
});
