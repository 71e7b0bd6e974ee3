/** What insurers and the inspectorate ask beside the rates: claims counted as claims, the statutory terms, days without a fatality. */
import type { ClaimsResponse, UnmatchedClaimsResponse } from "@qorgau/schemas/responses/claims-response";
import type { DeadlinesResponse } from "@qorgau/schemas/responses/deadlines-response";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const insurer = "urn:kz:insurer:annuity";
const directory = await temporaryDirectory();
let qorgau: QorgauProcess;
let atLeast: string;

const claimEvent = (subject: string, claim: object, data: object = {}, source = insurer) =>
  caseEvent({ occurredAt: "2025-02-03", ...data, claim }, { source, subject, type: "kz.qorgau.claim.reported.v1" });
const worker = (n: number) => ({ worker: { ref: `w-${n}` } });
const sameAs = (subject: string) => ({ sameAs: { source: "urn:kz:bin:200140000004", subject } });

const events = [
  // Told by the enterprise, claimed by two insurers.
  caseEvent({ occurredAt: "2025-02-03", ...worker(1) }, { subject: "N1-A" }),
  claimEvent("C-1", { status: "paid", capacityLossPercent: 30, decidedOn: "2025-03-05", paidKzt: 1000.1 }, sameAs("N1-A")),
  claimEvent("C-2", { status: "filed", capacityLossPercent: 29 }, sameAs("N1-A"), "urn:kz:insurer:other"),
  // Told by insurers alone.
  claimEvent("C-3", { status: "denied", decidedOn: "2025-02-13", actNumber: "7" }, { severity: "fatal", region: "KZ-63" }),
  claimEvent("C-4", { status: "paid", capacityLossPercent: 90, paidKzt: 2000.2 }, { occurredAt: "2025-02-04" }),
  claimEvent("C-5", { status: "filed" }, { occurredAt: "2025-02-05" }),
  // Withdrawn: no claim any more.
  claimEvent("C-6", { status: "filed" }, { occurredAt: "2025-02-06" }),
  { ...claimEvent("C-6", {}), type: "kz.qorgau.claim.withdrawn.v1", revision: 2, data: {} },
];

beforeAll(async () => {
  qorgau = await startQorgau(directory);
  atLeast = (await sendAll(qorgau.url, [...events, ...deadlineEvents(), ...fatalEvents()])).positions;
});
afterAll(async () => {
  await qorgau.kill();
  await removeDirectory(directory);
});

/** Cases of 2024 that tell of their notices. */
function deadlineEvents(): object[] {
  const reported = (notified: object, data: object = {}) => caseEvent({ occurredAt: "2024-05-06", notified, ...data });
  const learnedAt = "2024-05-06T09:00:00+05:00";
  return [
    reported({ learnedAt, inspectorateAt: "2024-05-06T15:00:00+05:00", insurerAt: "2024-05-13" }),
    reported({ learnedAt, inspectorateAt: "2024-05-07T09:00:01+05:00", insurerAt: "2024-05-15" }),
    reported({ learnedAt, inspectorateAt: "2024-05-07" }),
    reported({ commissionCreatedOn: "2024-06-03", investigationEndedOn: "2024-06-19", actSignedOn: "2024-06-20" }, { region: "KZ-63" }),
    // Neither a disease nor what is found not to be related to work is measured.
    reported({ learnedAt, inspectorateAt: "2024-06-06" }, { kind: "disease" }),
    reported({ learnedAt, inspectorateAt: "2024-06-06" }, { workRelated: "no" }),
  ];
}

/** Two mines; one of them with a disaster. */
function fatalEvents(): object[] {
  const died = (occurredAt: string, mine: string) => caseEvent({ occurredAt, severity: "fatal", mining: { mine } });
  return [
    died("2023-08-17", "kostenko"),
    died("2023-10-28", "kostenko"),
    died("2023-10-28", "kostenko"),
    died("2023-03-01", "karagandinskaya"),
    exposureEvent({ period: "2023", workers: 900, region: "KZ-35", mine: "karagandinskaya" }),
    exposureEvent({ period: "2024", workers: 900, region: "KZ-35", mine: "kostenko" }),
  ];
}

const claims = (parameters: Record<string, string>) => getJson<ClaimsResponse>(qorgau.url, "/v1/claims", { atLeast, ...parameters });

describe("claims", () => {
  it("are counted as claims, not as victims, by status, band and insurer", async () => {
    const whole = await claims({ from: "2025-01-01" });
    expect(whole.rows).toMatchObject([
      { period: "2025", claims: 5, matched: 2, unmatched: 3, matchedPercent: 40, decided: 2, decisionMedianDays: 10, paidKzt: 3000.3 },
    ]);
    const banded = (await claims({ by: "band", from: "2025-01-01" })).rows.map(({ band, claims: count }) => [band, count]);
    expect(banded).toEqual([
      ["30-59", 1],
      ["5-29", 1],
      ["90-100", 1],
      ["death", 1],
      [null, 1],
    ]);
    const rows = (await claims({ by: "insurer,status", from: "2025-01-01" })).rows;
    expect(rows.map(({ insurer: who, status, claims: count }) => [who, status, count])).toEqual([
      [insurer, "denied", 1],
      [insurer, "filed", 1],
      [insurer, "paid", 2],
      ["urn:kz:insurer:other", "filed", 1],
    ]);
    // The same year by /v1/rates: one reported case and three that only insurers tell of.
    expect((await rates(qorgau.url, { atLeast, from: "2025-01-01", to: "2025-12-31", per: "none" })).rows[0]?.count).toBe(4);
  });

  it("that nobody else reported are a worklist, page by page", async () => {
    const subjects: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: UnmatchedClaimsResponse = await getJson(qorgau.url, "/v1/claims", {
        unmatched: "true",
        source: insurer,
        limit: "2",
        ...(cursor === "" ? { atLeast } : { cursor }),
      });
      subjects.push(...page.rows.map(({ subject }) => subject));
      cursor = page.nextCursor;
    }
    expect(subjects).toEqual(["C-3", "C-4", "C-5"]);
    const other = await getJson<UnmatchedClaimsResponse>(qorgau.url, "/v1/claims", { unmatched: "true", source: "urn:kz:insurer:other" });
    expect(other.rows).toEqual([]);
  });

  it("are a table as well, and faults of a question are told together", async () => {
    const csv = await (await fetch(`${qorgau.url}/v1/claims?by=status&format=csv&from=2025-01-01`)).text();
    expect(csv.split("\r\n")[0]).toMatch(/^period,status,claims,matched,/);
    expect(csv.split("\r\n").length).toBe(5);
    const refused = await fetch(`${qorgau.url}/v1/claims?by=worker&unmatch=true&from=2025-02-30`);
    const { errors } = (await refused.json()) as { errors: { rule: string }[] };
    expect([refused.status, ...errors.map(({ rule }) => rule).toSorted()]).toEqual([400, "QG-0601", "QG-0603", "QG-0605"]);
    const mixed = await fetch(`${qorgau.url}/v1/claims?unmatched=true&by=status`);
    expect(mixed.status).toBe(400);
  });
});

describe("the statutory clocks", () => {
  it("are measured where both ends are told, on working days with their transfers", async () => {
    const { rows } = await getJson<DeadlinesResponse>(qorgau.url, "/v1/clocks", { atLeast, from: "2024-01-01", to: "2024-12-31" });
    const row = (clock: string) => rows.find((one) => one.clock === clock);
    expect(row("inspectorate")).toMatchObject({ cases: 4, told: 3, within: 1, late: 1, undetermined: 1, median: 6, unit: "hours" });
    // May 2024: the 7th and the 9th are holidays, the 8th is off for the 4th, so the 13th is the second working day and the 15th the fourth.
    expect(row("insurer")).toMatchObject({ told: 2, within: 1, late: 1, median: 2, p90: 4, approximate: 0 });
    expect(row("investigation")).toMatchObject({ told: 1, within: 0, extended: 1, median: 12 });
    expect(row("act")).toMatchObject({ told: 1, within: 1 });
    expect(row("entry")).toMatchObject({ told: 0, median: null });
  });

  it("are told by region and sector, and the sums are those of the whole", async () => {
    const { rows } = await getJson<DeadlinesResponse>(qorgau.url, "/v1/clocks", {
      atLeast,
      by: "region,sector",
      from: "2024-01-01",
      to: "2024-12-31",
    });
    const cells = rows
      .filter(({ clock }) => clock === "act")
      .map(({ region, sector, cases, told: reported }) => [region, sector, cases, reported]);
    expect(cells).toEqual([
      ["KZ-35", "B", 3, 0],
      ["KZ-63", "B", 1, 1],
    ]);
  });

  it("are those of the regions and activities that are asked for", async () => {
    const casesOf = async (filter: Record<string, string>) => {
      const year = { from: "2024-01-01", to: "2024-12-31" };
      const { rows } = await getJson<DeadlinesResponse>(qorgau.url, "/v1/clocks", { atLeast, ...year, ...filter });
      return rows.find(({ clock }) => clock === "act")?.cases ?? 0;
    };
    expect(await casesOf({ region: "KZ-63" })).toBe(1);
    expect(await casesOf({ region: "KZ-35,KZ-63" })).toBe(4);
    expect(await casesOf({ region: "unknown" })).toBe(0);
    expect(await casesOf({ sector: "B" })).toBe(4);
    expect(await casesOf({ sector: "mmc", region: "KZ-35" })).toBe(3);
    expect(await casesOf({ sector: "C" })).toBe(0);
  });
});

describe("days without a fatality", () => {
  const ask = (parameters: Record<string, string>) =>
    getJson<FatalityFreeResponse>(qorgau.url, "/v1/fatality-free-days", { atLeast, site: "mine", by: "mine", ...parameters });

  it("are counted by mine up to the day asked, with the longest spell", async () => {
    const { rows, until } = await ask({ to: "2024-01-31" });
    expect(until).toBe("2024-01-31");
    expect(rows).toMatchObject([
      {
        mine: "karagandinskaya",
        fatalities: 1,
        fatalDays: 1,
        lastFatalOn: "2023-03-01",
        // Of the year after its exposure nothing was stated.
        daysSince: 305,
        longestDays: 305,
        longestFrom: "2023-03-02",
        longestTo: "2023-12-31",
        silentSince: "2023-12-31",
      },
      {
        mine: "kostenko",
        fatalities: 3,
        fatalDays: 2,
        lastFatalOn: "2023-10-28",
        daysSince: 95,
        longestDays: 95,
        longestFrom: "2023-10-29",
        longestTo: "2024-01-31",
        // Two accidents on the last day.
        gaps: 2,
        gapMean: null,
        silentSince: null,
      },
    ]);
    const [, early] = (await ask({ to: "2023-12-31", from: "2023-01-01" })).rows;
    expect(early).toMatchObject({ mine: "kostenko", daysSince: 64, longestDays: 228, longestFrom: "2023-01-01", longestTo: "2023-08-16" });
  });

  it("end with the cut where no day is asked, and are given again", async () => {
    const live = await ask({});
    expect(live.until >= "2026-11-01").toBe(true);
    expect(await ask({ to: "2299-12-31" })).toEqual(live);
    const again = await getJson<FatalityFreeResponse>(qorgau.url, "/v1/fatality-free-days", {
      site: "mine",
      by: "mine",
      asOf: live.watermark,
    });
    expect(again).toEqual(live);
    expect((await fetch(`${qorgau.url}/v1/fatality-free-days?severity=light&per=none`)).status).toBe(400);
  });
});
