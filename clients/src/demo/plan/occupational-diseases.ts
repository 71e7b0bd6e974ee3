/**
 * Occupational diseases and acute poisonings. They are kinds of their own and never part of the accident totals. Yearly numbers: 2022 to
 * 2024 as the statistics bureau and the ministry published them, the others made up.
 */
import { isConstruction, isMining, occupationsIn } from "./activity-profile.ts";
import { inspectorate } from "../stories/case-story.ts";
import type { DemoCase } from "../stories/demo-case.ts";
import { drawMining } from "./mines.ts";
import { createRandom } from "./random.ts";
import type { Random } from "./random.ts";
import { accidentShareOf, regionProfileOf, regionsOn } from "./region-profile.ts";
import { drawEmployer, drawPerson } from "./synthetic-identity.ts";
import { coreData, occurredMs, reportEvent } from "../stories/reported-event.ts";
import type { ReportedEvent } from "../stories/reported-event.ts";

const reported: Readonly<Record<number, readonly [diseases: number, poisonings: number]>> = {
  2018: [498, 38],
  2019: [476, 36],
  2020: [431, 29],
  2021: [517, 31],
  2022: [657, 34],
  2023: [707, 30],
  2024: [529, 26],
};
const unreported = [540, 27] as const;
const dayMs = 86_400_000;

const divisionsOfDisease: ReadonlyArray<readonly [string, number]> = [
  ["mining", 58],
  ["24", 22],
  ["86", 7],
  ["25", 4],
  ["20", 3],
  ["42", 3],
  ["49", 3],
];

/** The statements of a year's diseases and poisonings, case by case, not in order of time. The seed and the year alone decide what they are. */
export function diseasesOf(year: number, seed: string): ReportedEvent[] {
  const random = createRandom(`${seed}/diseases/${year}`);
  const [diseases, poisonings] = reported[year] ?? unreported;
  const kinds = [...Array<"disease">(diseases).fill("disease"), ...Array<"poisoning">(poisonings).fill("poisoning")];
  return kinds.flatMap((kind, index) => story(draw(year, kind, index + 1, random), random));
}

function draw(year: number, kind: "disease" | "poisoning", index: number, random: Random): DemoCase {
  const day = new Date(Date.UTC(year, 0, random.integer(1, 365))).toISOString().slice(0, 10);
  const drawn = random.weighted(divisionsOfDisease);
  const region = random.weighted(
    regionsOn(day).map((iso) => [iso, accidentShareOf(iso, day) * (drawn === "86" ? 1 : regionProfileOf(iso).mining)] as const),
  );
  const mined = regionProfileOf(region).miningDivisions.filter(([division]) => isMining(division));
  const division = drawn === "mining" ? random.weighted(mined) : drawn;
  return {
    number: `${year}-${kind === "disease" ? "D" : "P"}${String(index).padStart(4, "0")}`,
    kind,
    day,
    minuteOfDay: null,
    severity:
      kind === "disease"
        ? "severe"
        : random.weighted([
            ["light", 70],
            ["severe", 27],
            ["fatal", 3],
          ] as const),
    diedOn: null,
    region,
    sector: division,
    employer: drawEmployer(region, division, random),
    worker: drawPerson(day, occupationsIn(division), isConstruction(division) || isMining(division) ? 0.93 : 0.6, random),
    accident: "",
    isGroup: false,
    causes: ["work_organisation"],
    injury: { type: kind === "disease" ? "999" : "071", bodyPart: "71" },
    deviation: "99",
    contact: kind === "disease" ? "70" : "15",
    daysLost: random.integer(5, 90),
    mining: isMining(division) ? drawMining(region, division, random) : null,
    isWorkRelated: true,
  };
}

/** The clinic of occupational pathology reports every case, the inspectorate every third. */
function story(one: DemoCase, random: Random): ReportedEvent[] {
  const { region, number, mining, injury, daysLost } = one;
  const data = { ...coreData(one), injury, daysLost, ...(mining === null ? {} : { mining: { ...mining, hazard: "other" } }) };
  const firstMs = occurredMs(one) + random.integer(1, 12) * dayMs;
  const clinic = { source: "urn:kz:clinic:occupational-pathology", subject: `OP-${number}`, entity: "case" } as const;
  const events = [reportEvent(clinic, "reported", 1, { atMs: firstMs, region }, data)];
  if (random.chance(2 / 3)) return events;
  const inspected = { source: inspectorate, subject: `SI-${number}`, entity: "case" } as const;
  const atMs = firstMs + random.integer(5, 30) * dayMs;
  return [...events, reportEvent(inspected, "reported", 1, { atMs, region }, { ...coreData(one), workRelated: "yes", causes: one.causes })];
}
