/**
 * The mine of Kostenko, 28 October 2023: 252 were underground, 46 died. Twenty dead were reported first, then 32 with 14 missing, then 46; the
 * Government's commission closed on 9 December and found the employer wholly at fault. The workers' numbers are made up.
 */
import { occupationsIn } from "../plan/activity-profile.ts";
import { enterpriseData, enterpriseOf, inspectorateOf } from "./case-story.ts";
import type { DemoCase } from "./demo-case.ts";
import { instantOf } from "../plan/local-time.ts";
import { kostenko } from "../plan/mines.ts";
import type { StretchPlan } from "../plan/national-plan.ts";
import { createRandom } from "../plan/random.ts";
import { drawPerson } from "../plan/synthetic-identity.ts";
import { coreData, reportEvent } from "./reported-event.ts";
import type { ReportedEvent } from "./reported-event.ts";

const day = "2023-10-28";
const dead = 46;
const employer = { bin: "140240000014", size: "500+", region: "KZ-35" };
/** How many dead were known, and when. */
const reports: ReadonlyArray<readonly [knownDead: number, day: string, minuteOfDay: number]> = [
  [20, day, 11 * 60],
  [32, day, 19 * 60],
  [dead, "2023-10-29", 17 * 60],
];

/** The stretch without these 46, who are reported on their own; any other stretch as it is. */
export function withoutKostenko(plan: StretchPlan): StretchPlan {
  if (day < plan.from || day > plan.to) return plan;
  return {
    ...plan,
    injured: plan.injured - dead,
    fatal: plan.fatal - dead,
    miningMetallurgy: plan.miningMetallurgy - dead,
    regions: plan.regions.map((one) => (one.region === kostenko.region ? { ...one, injured: one.injured - dead } : one)),
  };
}

function victims(seed: string): DemoCase[] {
  const random = createRandom(`${seed}/kostenko`);
  return Array.from({ length: dead }, (_, index) => ({
    number: `2023-KOSTENKO-${String(index + 1).padStart(2, "0")}`,
    kind: "accident",
    day,
    minuteOfDay: 155,
    severity: "fatal",
    diedOn: day,
    region: kostenko.region,
    sector: "05.10",
    employer,
    worker: drawPerson(day, occupationsIn("05"), 1, random),
    accident: "A-2023-KOSTENKO",
    isGroup: true,
    causes: ["safety_rules", "work_organisation"],
    injury: { type: "120", bodyPart: "71" },
    deviation: "13",
    contact: "13",
    daysLost: null,
    mining: { mine: kostenko.id, method: kostenko.method, commodity: kostenko.commodity, hazard: "gas_dust_explosion" },
    isWorkRelated: true,
  }));
}

/** Two statements for each of the 46 dead: the enterprise's when the death became known, and the inspectorate's on 9 December 2023. */
export function kostenkoStory(seed: string): ReportedEvent[] {
  return victims(seed).flatMap((one, index) => {
    const report = reports.find(([known]) => index < known) as (typeof reports)[number];
    const reportedMs = instantOf(one.region, report[1], report[2]);
    const closedMs = instantOf(one.region, "2023-12-09", 15 * 60);
    const verdict = {
      ...coreData(one),
      mining: one.mining,
      workRelated: "yes",
      causes: one.causes,
      fault: { employerPercent: 100, workerPercent: 0 },
      notified: { commissionCreatedOn: day, investigationEndedOn: "2023-12-09" },
    };
    return [
      reportEvent(enterpriseOf(one), "reported", 1, { atMs: reportedMs, region: one.region }, enterpriseData(one)),
      reportEvent(inspectorateOf(one), "reported", 1, { atMs: closedMs, region: one.region }, verdict),
    ];
  });
}
