/**
 * What enterprises are in, or have, and how many work there: on the inspectorate's map of risks, in Vision Zero, insured, with a trade union or a
 * collective agreement. All of it is made up by the number of the enterprise, and has no bearing on its accidents.
 */
import { inspectorate } from "./case-story.ts";
import { instantOf } from "../plan/local-time.ts";
import { enterprisesOn } from "../plan/enterprises.ts";
import type { Enterprise } from "../plan/enterprises.ts";
import { hash32 } from "../plan/random.ts";
import { reportedRegion, reportEvent } from "./reported-event.ts";
import type { Data, ReportedEvent } from "./reported-event.ts";

interface ProgrammePlan {
  readonly programme: string;
  /** Of a hundred enterprises. */
  readonly share: number;
  /** Enterprises come to it in these years, all with the same chance. */
  readonly years: readonly [first: number, last: number];
  readonly sourceOf: (enterprise: Enterprise) => string;
}

const ofItself = ({ bin }: Enterprise) => `urn:kz:bin:${bin}`;
const programmes: readonly ProgrammePlan[] = [
  { programme: "vision_zero", share: 25, years: [2022, 2024], sourceOf: ofItself },
  { programme: "insured", share: 70, years: [2019, 2021], sourceOf: () => "urn:kz:insurer:annuity" },
  { programme: "union", share: 30, years: [2019, 2021], sourceOf: ofItself },
  { programme: "collective_agreement", share: 50, years: [2020, 2022], sourceOf: ofItself },
  { programme: "risk_map", share: 60, years: [2023, 2025], sourceOf: () => inspectorate },
];
/** Workers are stated in every other year: what is between is carried on. */
const firstYearOfWorkers = 2021;

const padded = (number: number) => String(number).padStart(2, "0");

/** Every statement that is of the year. */
export function enterpriseStatements(year: number): ReportedEvent[] {
  const enterprises = enterprisesOn(`${year}-12-31`);
  return [...programmes.flatMap((plan) => statusesOf(plan, year, enterprises)), ...workersOf(year, enterprises)];
}

function statusesOf({ programme, share, years: [first, last], sourceOf }: ProgrammePlan, year: number, enterprises: readonly Enterprise[]) {
  if (year < first || year > last) return [];
  return enterprises.flatMap((enterprise): ReportedEvent[] => {
    const hash = hash32(`${enterprise.bin}/${programme}`);
    if (hash % 100 >= share || first + (Math.floor(hash / 100) % (last - first + 1)) !== year) return [];
    const from = `${year}-${padded(1 + (Math.floor(hash / 1000) % 12))}-01`;
    const region = reportedRegion(enterprise.region, from);
    const teller = { source: sourceOf(enterprise), subject: `${programme}-${enterprise.bin}`, entity: "enterprise.status" } as const;
    const data = {
      employer: { bin: enterprise.bin, size: enterprise.size, region },
      sector: enterprise.division,
      programme,
      from,
      ...(programme === "risk_map" ? { assessment: assessmentOf(hash) } : {}),
    };
    return [reportEvent(teller, "reported", 1, { atMs: instantOf(enterprise.region, from, 10 * 60), region: enterprise.region }, data)];
  });
}

/** The check-list of joint order 1022/801: one enterprise in sixteen has a gross violation. */
function assessmentOf(hash: number): Data {
  const [significantAsked, minorAsked] = [24, 18];
  return {
    table: "1022/801",
    gross: hash % 16 === 0 ? 1 : 0,
    significantAsked,
    significantViolated: Math.floor(hash / 16) % (significantAsked - 4),
    minorAsked,
    minorViolated: Math.floor(hash / 512) % minorAsked,
    special: Math.floor(hash / 16_384) % 12,
  };
}

function workersOf(year: number, enterprises: readonly Enterprise[]): ReportedEvent[] {
  if (year < firstYearOfWorkers || (year - firstYearOfWorkers) % 2 !== 0) return [];
  return enterprises.map((enterprise) => {
    const { bin, region, workers } = enterprise;
    const teller = { source: ofItself(enterprise), subject: `WRK-${year}`, entity: "exposure" } as const;
    const data = { period: String(year), employer: { bin }, workers, basis: "employed", status: "final" };
    return reportEvent(teller, "reported", 1, { atMs: instantOf("KZ-71", `${year + 1}-01-20`, 600), region }, data);
  });
}
