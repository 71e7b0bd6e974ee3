/** NUMBERS 4 and 5 on the real program: which statements are one case, what it takes from whom, and what it is asked by. */
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { iinWithCheckDigit } from "../../generators/iin.ts";
import { seededRandom } from "../../generators/random.ts";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

let qorgau: QorgauProcess;
beforeAll(async () => {
  qorgau = await startQorgau(await temporaryDirectory());
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(qorgau?.dataDirectory ?? "");
});

const random = seededRandom(411);
const anyone = () => ({ worker: { iin: iinWithCheckDigit(random) } });
const [enterprise, other] = ["urn:kz:bin:200140000004", "urn:kz:bin:100140000006"];
const [bin, otherBin] = ["200140000004", "990240000005"];

/** Each story has a year of its own, so that its answer holds nothing else. */
async function reported(events: readonly object[], parameters: Record<string, string>) {
  const { positions } = await sendAll(qorgau.url, events);
  const atLeast: Record<string, string> = positions === "" ? {} : { atLeast: positions };
  const response = await rates(qorgau.url, { per: "none", ...atLeast, ...parameters });
  return response;
}
const year = (of: number) => ({ from: `${of}-01-01`, to: `${of}-12-31` });
const countsOf = ({ rows }: { rows: readonly { count: number }[] }) => rows.map(({ count }) => count);

interface QualityTable {
  readonly rows: readonly Record<string, string>[];
}
async function quality(table: string, of: number): Promise<readonly Record<string, string>[]> {
  const response = await getJson<Record<string, QualityTable>>(qorgau.url, "/v1/quality", { table, ...year(of) });
  return response[table]!.rows;
}

describe("identity", () => {
  test("an accident and a disease of one worker on one day are two cases, told as likely related", async () => {
    const worker = anyone();
    const events = [
      caseEvent({ ...worker, occurredAt: "2001-05-05" }),
      caseEvent({ ...worker, occurredAt: "2001-05-05", kind: "disease" }),
    ];
    expect(countsOf(await reported(events, { ...year(2001), kind: "any" }))).toEqual([2]);
    expect(countsOf(await reported([], { ...year(2001) }))).toEqual([1]);
    expect((await quality("doubles", 2001)).map(({ reason }) => reason)).toEqual(["same_worker_other_kind"]);
  });

  test("diseases of one day are told apart by three characters, and one without a diagnosis joins the smallest", async () => {
    const worker = anyone();
    const disease = (data: object) => caseEvent({ ...worker, occurredAt: "2002-05-05", kind: "disease", ...data });
    const events = [disease({ diagnosis: "J62.8" }), disease({ diagnosis: "J62.0" }), disease({ diagnosis: "H83.3" }), disease({})];
    expect(countsOf(await reported(events, { ...year(2002), kind: "disease" }))).toEqual([2]);
  });
});

describe("joining does not outrank", () => {
  const grab = (of: number, subject: string, data: object) =>
    caseEvent(
      { occurredAt: `${of}-05-05`, workRelated: "no", sameAs: { source: enterprise, subject }, ...data },
      { source: other, subject: `A-${subject}` },
    );

  test("B's death stays counted, as fatal, whatever A says who joined it", async () => {
    const death = caseEvent({ ...anyone(), occurredAt: "2003-05-05", severity: "fatal" }, { subject: "B-2003" });
    const response = await reported([grab(2003, "B-2003", {}), death], { ...year(2003), by: "severity" });
    expect(response).toMatchObject({ rules: 2, rows: [{ severity: "fatal", count: 1 }] });
    expect(await quality("setAside", 2003)).toMatchObject([{ field: "workRelated", source: other, value: "no" }]);
    const { records } = await getJson<{ records: readonly object[] }>(qorgau.url, "/v1/records", { source: enterprise, subject: "B-2003" });
    expect(records).toMatchObject([{ counts: true, case: { workRelated: "under_investigation", lead: { source: enterprise } } }]);
  });

  test("of another employer, or more than three days apart, it joins nothing and is listed", async () => {
    const death = caseEvent({ ...anyone(), occurredAt: "2004-05-05", severity: "fatal" }, { subject: "B-2004" });
    const strangers = [
      grab(2004, "B-2004", { employer: { bin: otherBin }, workRelated: "yes" }),
      { ...grab(2004, "B-2004", { occurredAt: "2004-05-09", workRelated: "yes" }), subject: "late" },
    ];
    expect(countsOf(await reported([death, ...strangers], year(2004)))).toEqual([3]);
    expect((await quality("dangling", 2004)).map(({ reason }) => reason)).toEqual(["not_joined", "not_joined"]);
  });
});

test("the shares of the fault are of one reporter, never 170", async () => {
  const worker = anyone();
  const of = (fault: object) => ({ ...worker, occurredAt: "2005-05-05", fault });
  const events = [
    caseEvent(of({ employerPercent: 100 })),
    caseEvent(of({ employerPercent: 30, workerPercent: 70 }), { source: other, subject: "F-2" }),
  ];
  await reported(events, year(2005));
  const { rows } = await getJson<{ rows: readonly Record<string, unknown>[] }>(qorgau.url, "/v1/rollups/annual/2005");
  // The smaller source stands higher, and its shares are taken whole.
  expect(rows[0]).toMatchObject({ fault: { employerPercent: 30, workerPercent: 70 } });
});

describe("what a case is asked by", () => {
  test("commuters on their own way are left out and told, unless found to be at work", async () => {
    const own = { occurredAt: "2006-05-05", circumstance: "commuting_own" };
    const events = [caseEvent(own), caseEvent({ ...own, workRelated: "yes" }), caseEvent({ ...own, circumstance: "at_work" })];
    expect(await reported(events, year(2006))).toMatchObject({ commutingLeftOut: 1, rows: [{ count: 2 }] });
    const rollup = (of: number) => getJson<AnnualRollupResponse>(qorgau.url, `/v1/rollups/annual/${of}`);
    const {
      commutingLeftOut,
      rows: [total],
    } = await rollup(2006);
    expect([commutingLeftOut, total?.injured.value]).toEqual([1, 2]);
    // Those of the year before are none of this one's.
    expect(await rollup(2007)).not.toHaveProperty("commutingLeftOut");
    const lifted = await reported([], { ...year(2006), circumstance: "any" });
    expect(countsOf(lifted)).toEqual([3]);
    expect(lifted).not.toHaveProperty("commutingLeftOut");
    expect(countsOf(await reported([], { ...year(2006), circumstance: "commuting_own" }))).toEqual([2]);
    const abroad = caseEvent({ ...own, region: "SG", sectorScheme: "isic4", sector: "0510" });
    expect(countsOf(await reported([abroad], { ...year(2006), country: "SG", sector: "B" }))).toEqual([1]);
  });

  test("an accident whose gravest victim is such a commuter is counted at another victim", async () => {
    const victim = (data: object) => caseEvent({ ...anyone(), occurredAt: "1988-05-05", accident: "A-1988", ...data });
    const commuter = { circumstance: "commuting_own", severity: "fatal" };
    const alone = caseEvent({ ...anyone(), ...commuter, occurredAt: "1988-05-06" });
    const events = [victim({ ...commuter, region: "KZ-10" }), victim({ region: "KZ-35", sector: "F" }), alone];
    const accidents = { ...year(1988), measure: "accidents" };
    expect(await reported(events, accidents)).toMatchObject({ commutingLeftOut: 2, rows: [{ count: 1 }] });
    expect(await reported([], { ...accidents, by: "region" })).toMatchObject({ rows: [{ region: "KZ-35", count: 1 }] });
    // From the cases, too, and as a past answer.
    const { rows, watermark } = await reported([], { ...accidents, period: "day", by: "sector" });
    expect(rows).toMatchObject([{ period: "1988-05-05", sector: "F", count: 1 }]);
    expect(countsOf(await reported([], { ...accidents, asOf: watermark }))).toEqual([1]);
    expect(countsOf(await reported([], { ...accidents, circumstance: "any" }))).toEqual([2]);
    expect(countsOf(await reported([], { ...accidents, circumstance: "commuting_own" }))).toEqual([2]);
    const rollup = await getJson<AnnualRollupResponse>(qorgau.url, "/v1/rollups/annual/1988");
    const { accidents: counted, groupAccidents, groupVictims, injured, fatal } = rollup.rows[0]!;
    expect([counted, groupAccidents, groupVictims, injured, fatal].map(({ value }) => value)).toEqual([1, 0, 0, 1, 0]);
    const explained = await getJson<{ cases: readonly object[] }>(qorgau.url, "/v1/explain", { ...accidents, per: "none" });
    expect(explained.cases).toHaveLength(1);
  });

  test("two victims beside such a commuter make a group accident", async () => {
    const victim = (data: object) => caseEvent({ ...anyone(), occurredAt: "1987-05-05", accident: "A-1987", ...data });
    await reported([victim({ circumstance: "commuting_own", severity: "fatal" }), victim({}), victim({ severity: "severe" })], year(1987));
    const [total] = (await getJson<AnnualRollupResponse>(qorgau.url, "/v1/rollups/annual/1987")).rows;
    expect([total?.accidents.value, total?.groupAccidents.value, total?.groupVictims.value, total?.injured.value]).toEqual([1, 1, 2, 2]);
  });

  test("later deaths count as severe, and undated ones are counted beside", async () => {
    const death = (diedOn?: string) =>
      caseEvent({ occurredAt: "2007-03-01", severity: "fatal", ...(diedOn === undefined ? {} : { diedOn }) });
    const events = [death("2007-03-31"), death("2007-04-01"), death("2008-02-29"), death("2008-03-01"), death()];
    const fatal = { ...year(2007), measure: "fatal" };
    expect(countsOf(await reported(events, fatal))).toEqual([5]);
    const within30 = await reported([], { ...fatal, deathWithin: "30d" });
    expect(within30).toMatchObject({ deathWithin: "30d", deathsLater: 3, deathsUndated: 1, rows: [{ count: 2 }] });
    expect(await reported([], { ...fatal, deathWithin: "365d" })).toMatchObject({ deathsLater: 1, rows: [{ count: 4 }] });
    expect(countsOf(await reported([], { ...year(2007), measure: "severe", deathWithin: "30d" }))).toEqual([3]);
    const explained = await getJson<{ row: { count: number }; cases: readonly object[] }>(qorgau.url, "/v1/explain", {
      ...year(2007),
      measure: "severe",
      per: "none",
      deathWithin: "30d",
    });
    expect([explained.row.count, explained.cases.length]).toEqual([3, 3]);
  });

  test("road traffic, status, migration and size tell cases apart", async () => {
    const base = { occurredAt: "2008-05-05" };
    const events = [
      caseEvent({ ...base, roadTraffic: true, worker: { ref: "1", status: "agency", migrant: true }, employer: { bin, size: "10-49" } }),
      caseEvent({ ...base, worker: { ref: "2" } }),
    ];
    await reported(events, year(2008));
    for (const [dimension, value] of [
      ["roadTraffic", true],
      ["workerStatus", "agency"],
      ["migrant", true],
      ["size", "10-49"],
    ] as const) {
      const { rows } = await reported([], { ...year(2008), by: dimension });
      expect(rows.map((row) => [row[dimension], row.count])).toEqual([
        [value, 1],
        [null, 1],
      ]);
      expect(countsOf(await reported([], { ...year(2008), [dimension]: String(value) }))).toEqual([1]);
    }
  });

  test("an enterprise is asked for by its BIN everywhere, and a person's number never passes", async () => {
    const iin = "850808310738";
    const events = [
      caseEvent({ occurredAt: "2009-05-05", severity: "fatal", notified: { learnedAt: "2009-05-05T20:30:00Z", insurerAt: "2009-05-12" } }),
      caseEvent({ occurredAt: "2009-05-06", employer: { bin: otherBin } }),
      caseEvent({ occurredAt: "2009-05-07", employer: { bin: iin } }),
      exposureEvent({ period: "2009", workers: 1000 }),
    ];
    const { rows } = await reported(events, { ...year(2009), by: "employer" });
    expect(rows.map(({ employer, count }) => [employer?.replace(/^qg1:.*/, "pseudonym"), count])).toEqual([
      [bin, 1],
      [otherBin, 1],
      ["pseudonym", 1],
    ]);
    const pseudonym = rows[2]?.employer ?? "";
    expect(countsOf(await reported([], { ...year(2009), employer: pseudonym }))).toEqual([1]);
    const explained = await getJson<{ cases: readonly object[] }>(qorgau.url, "/v1/explain", { ...year(2009), per: "none", employer: bin });
    expect(explained.cases).toHaveLength(1);
    const ask = (path: string) => getJson<{ rows: readonly Record<string, unknown>[] }>(qorgau.url, path, { ...year(2009), employer: bin });
    const deadlines = await ask("/v1/clocks");
    // Half past two in the morning of Wednesday in Karaganda, where it was UTC+6; three working days end on Tuesday.
    expect(deadlines.rows.find(({ clock }) => clock === "insurer")).toMatchObject({ cases: 1, told: 1, within: 1 });
    expect((await ask("/v1/fatality-free-days")).rows).toMatchObject([{ fatalities: 1 }]);
    for (const path of ["/v1/rates", "/v1/clocks", "/v1/claims", "/v1/fatality-free-days"]) {
      const refused = await fetch(`${qorgau.url}${path}?employer=${iin}`);
      expect(refused.status, path).toBe(400);
      const text = await refused.text();
      expect(text, path).toContain("QG-0631");
      expect(text, path).not.toContain(iin);
    }
  });
});
