/** What the labour inspectorate tells beside cases: its own year in figures, and dangerous occurrences at mines in which nobody was hurt. All made up. */
import { inspectorate } from "./case-story.ts";
import { instantOf } from "../plan/local-time.ts";
import { mines } from "../plan/mines.ts";
import { createRandom } from "../plan/random.ts";
import { employerOf, employersPerActivity } from "../plan/synthetic-identity.ts";
import { reportedRegion, reportEvent } from "./reported-event.ts";
import type { ReportedEvent } from "./reported-event.ts";

const capital = "KZ-71";
const occurrencesPerYear = 36;
const undergroundHazards = ["gas_dust_explosion", "outburst", "roof_fall", "inundation", "fire", "hoisting"] as const;
const otherHazards = ["fire", "machinery", "haulage", "explosives"] as const;

const padded = (number: number) => String(number).padStart(2, "0");

/** The figures of the year, on 15 February after it, and its dangerous occurrences, each on the day after. */
export function inspectionStatements(year: number, seed: string): ReportedEvent[] {
  return [yearInFigures(year), ...occurrencesOf(year, seed)];
}

function yearInFigures(year: number): ReportedEvent {
  const since = year - 2018;
  const workplacesVisited = 5_900 + 160 * since;
  const visitsByDay = workplacesVisited + 1_250;
  const data = {
    year,
    inspectors: { women: 92 + 3 * since, men: 168 + since },
    workplacesLiable: 118_000 + 2_400 * since,
    workersLiable: 3_950_000 + 45_000 * since,
    workplacesVisited,
    visits: { day: visitsByDay, night: 140 + 6 * since },
    workersVisited: 611_000 + 9_000 * since,
    visitedAgain: 930 + 20 * since,
    infringements: [
      { provision: "Labour Code, article 182", count: 4_300 + 90 * since },
      { provision: "Labour Code, article 23", count: 2_900 - 40 * since },
      { provision: "Labour Code, article 190", count: 210 + 5 * since },
    ],
    penalties: [
      { kind: "fine", count: 1_150 + 30 * since, amountKzt: 148_000_000 + 6_500_000 * since },
      { kind: "order", count: 5_200 + 110 * since },
    ],
  };
  const teller = { source: inspectorate, subject: `STAT-${year}`, entity: "inspection.statistics" } as const;
  return reportEvent(teller, "reported", 1, { atMs: instantOf(capital, `${year + 1}-02-15`, 600), region: capital }, data);
}

function occurrencesOf(year: number, seed: string): ReportedEvent[] {
  const random = createRandom(`${seed}/occurrences/${year}`);
  return Array.from({ length: occurrencesPerYear }, (_, index) => {
    const mine = random.weighted(mines.map((one) => [one, one.workers] as const));
    const day = `${year}-${padded(1 + (index % 12))}-${padded(random.integer(1, 28))}`;
    const { bin, size } = employerOf(mine.region, mine.division, random.integer(1, employersPerActivity));
    const region = reportedRegion(mine.region, day);
    const data = {
      occurredAt: day,
      employer: { bin, size, region },
      region,
      sector: mine.division,
      mining: { mine: mine.id, method: mine.method, commodity: mine.commodity },
      hazard: random.pick<string>(mine.method === "underground" ? undergroundHazards : otherHazards),
    };
    const teller = { source: `urn:kz:bin:${bin}`, subject: `DO-${year}-${padded(index + 1)}`, entity: "occurrence" } as const;
    return reportEvent(teller, "reported", 1, { atMs: instantOf(mine.region, day, 0) + 33 * 3_600_000, region: mine.region }, data);
  });
}
