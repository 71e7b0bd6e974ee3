/**
 * The victims of one stretch of the plan. First region, activity and severity are dealt out so that every published number comes out to
 * the last victim, then each case is filled with what goes with them. Chance depends on the seed and the stretch alone: a stream drawn
 * again on a later day holds the same cases and the new ones.
 */
import { regions } from "@qorgau/schemas/codes/regions";
import type { Severity } from "@qorgau/schemas/codes/enumerations";
import {
  divisionsOf,
  isConstruction,
  isMining,
  isMiningMetallurgy,
  lethalityOf,
  occupationsIn,
  otherDivisions,
} from "../plan/activity-profile.ts";
import type { DemoCase } from "./demo-case.ts";
import { drawCauses, drawDaysLost, drawMechanism, drawMinuteOfDay } from "./draw-details.ts";
import { drawContractorsMining, drawMining } from "../plan/mines.ts";
import type { RegionPlan, StretchPlan } from "../plan/national-plan.ts";
import { createRandom } from "../plan/random.ts";
import type { Random } from "../plan/random.ts";
import { regionProfileOf } from "../plan/region-profile.ts";
import { drawEmployer, drawPerson } from "../plan/synthetic-identity.ts";

const dayMs = 86_400_000;
const severeShare = 0.45;
/** Accidents of two victims, for one victim of the region, where no figure was published. */
const pairShare = 0.04;
/** Accidents that turn out to have nothing to do with work, for one that has. */
const unrelatedShare = 0.04;
/** Victims of construction firms that were hurt at a mine as its contractor's workers. */
const contractorShare = 0.12;
const maleShareElsewhere = 0.72;
const maleShareInHeavyWork = 0.94;

/** What is dealt out before a case is filled. */
export interface Slot {
  readonly region: string;
  division: string;
  severity: Severity;
  day: string;
  minuteOfDay: number | null;
  accident: string;
  isGroup: boolean;
  /** Set where victims share it; else drawn when the case is filled. */
  setting: Setting | null;
}

type Setting = Pick<DemoCase, "employer" | "mining">;

/**
 * The cases that add up to the plan, then some that are not related to work and come on top. Injured, dead and both branches come out exactly;
 * severe and shared accidents where the plan states them and there are victims enough.
 */
export function drawCases(plan: StretchPlan, seed: string): DemoCase[] {
  const random = createRandom(`${seed}/${plan.name}`);
  const slots = dealRegions(plan, random);
  dealDivisions(slots, plan, random);
  dealSeverities(slots, plan, random);
  joinPairs(slots, plan, random);
  const counted = slots.map((slot, index) => fillCase(slot, `${plan.name}-${padded(index + 1)}`, true, random));
  return [...counted, ...drawUnrelated(plan, slots, random)];
}

function padded(index: number): string {
  return String(index).padStart(4, "0");
}

function dealRegions(plan: StretchPlan, random: Random): Slot[] {
  const labels = plan.regions.flatMap(({ region, injured }) => Array.from({ length: injured }, () => region));
  return random.shuffled(labels).map((region, index) => ({
    region,
    division: "",
    severity: "light",
    day: drawDay(region, plan, random),
    minuteOfDay: drawMinuteOfDay(random),
    accident: `A-${plan.name}-${padded(index + 1)}`,
    isGroup: false,
    setting: null,
  }));
}

/** A day of the stretch on which the region existed; Sundays are quiet. */
function drawDay(region: string, { from, to }: StretchPlan, random: Random): string {
  const split = regions.find(({ iso, splitFrom }) => iso === region && splitFrom !== null)?.validFrom ?? from;
  const first = Date.parse(split > from ? split : from);
  const last = Date.parse(to);
  const drawn = first + dayMs * random.integer(0, Math.round((last - first) / dayMs));
  const isSunday = new Date(drawn).getUTCDay() === 0;
  const moved = isSunday && drawn > first && random.chance(0.6) ? drawn - dayMs : drawn;
  return new Date(moved).toISOString().slice(0, 10);
}

function dealDivisions(slots: readonly Slot[], plan: StretchPlan, random: Random): void {
  const mining = new Set(random.sample(slots, plan.miningMetallurgy, ({ region }) => regionProfileOf(region).mining));
  const rest = slots.filter((slot) => !mining.has(slot));
  const construction = new Set(random.sample(rest, plan.construction, ({ region }) => regionProfileOf(region).construction));
  for (const slot of slots) {
    if (mining.has(slot)) slot.division = random.weighted(regionProfileOf(slot.region).miningDivisions);
    else slot.division = random.weighted(construction.has(slot) ? divisionsOf("F") : otherDivisions);
  }
}

function dealSeverities(slots: readonly Slot[], plan: StretchPlan, random: Random): void {
  const reported = plan.regions.filter(({ fatal }) => fatal !== null);
  const reportedRegions = new Set(reported.map(({ region }) => region));
  for (const { region, fatal } of reported)
    kill(
      slots.filter((slot) => slot.region === region),
      fatal as number,
      random,
    );
  const left = plan.fatal - reported.reduce((sum, { fatal }) => sum + (fatal as number), 0);
  kill(
    slots.filter(({ region }) => !reportedRegions.has(region)),
    left,
    random,
  );
  for (const regionPlan of plan.regions) woundSeverely(slots, regionPlan, random);
}

function kill(slots: readonly Slot[], count: number, random: Random): void {
  for (const slot of random.sample(slots, count, ({ division }) => lethalityOf(division))) slot.severity = "fatal";
}

function woundSeverely(slots: readonly Slot[], { region, severe }: RegionPlan, random: Random): void {
  const alive = slots.filter((slot) => slot.region === region && slot.severity !== "fatal");
  const count = severe ?? alive.filter(() => random.chance(severeShare)).length;
  for (const slot of random.sample(alive, count, () => 1)) slot.severity = "severe";
}

/** Mining and metallurgy, construction, all else: within these two victims may change their division without changing a published number. */
function branchOf(division: string): string {
  if (isMiningMetallurgy(division)) return "mining and metallurgy";
  return isConstruction(division) ? "construction" : "other";
}

/** Makes accidents of two: the second victim takes place, activity and time of the first. */
function joinPairs(slots: readonly Slot[], plan: StretchPlan, random: Random): void {
  const known = new Map(plan.regions.map(({ region, pairs }) => [region, pairs]));
  for (const [region, inRegion] of Map.groupBy(slots, (slot) => slot.region)) {
    let wanted = known.get(region) ?? inRegion.filter(() => random.chance(pairShare)).length;
    for (const together of Map.groupBy(inRegion, (slot) => branchOf(slot.division)).values()) {
      for (let index = 0; index + 1 < together.length && wanted > 0; index += 2) {
        join(together[index] as Slot, together[index + 1] as Slot, random);
        wanted -= 1;
      }
    }
  }
}

function join(first: Slot, second: Slot, random: Random): void {
  first.setting = second.setting = drawSetting(first, random);
  second.division = first.division;
  second.day = first.day;
  second.minuteOfDay = first.minuteOfDay;
  second.accident = first.accident;
  first.isGroup = second.isGroup = true;
}

function drawSetting({ region, division }: Slot, random: Random): Setting {
  const employer = drawEmployer(region, division, random);
  if (isMining(division)) return { employer, mining: drawMining(region, division, random) };
  const isContractor = isConstruction(division) && random.chance(contractorShare);
  return { employer, mining: isContractor ? drawContractorsMining(region, random) : null };
}

/** A case of the slot with everything that the plan leaves open. `number` must be unique in the stream; an absent setting draws the employer. */
export function fillCase(slot: Slot, number: string, isWorkRelated: boolean, random: Random): DemoCase {
  const { region, division, severity, day, minuteOfDay, accident, isGroup } = slot;
  const maleShare = isMiningMetallurgy(division) || isConstruction(division) ? maleShareInHeavyWork : maleShareElsewhere;
  return {
    number,
    kind: "accident",
    day,
    minuteOfDay,
    severity,
    diedOn: severity === "fatal" ? day : null,
    region,
    sector: division,
    ...(slot.setting ?? drawSetting(slot, random)),
    worker: drawPerson(day, occupationsIn(division), maleShare, random),
    accident,
    isGroup,
    causes: drawCauses(random),
    ...drawMechanism(random),
    daysLost: drawDaysLost(severity, random),
    isWorkRelated,
  };
}

/** Cases that were reported and must not count; like the others in everything but the commission's verdict. */
function drawUnrelated(plan: StretchPlan, slots: readonly Slot[], random: Random): DemoCase[] {
  const like = random.sample(slots, Math.round(slots.length * unrelatedShare), () => 1);
  return like.map(({ region, division }, index) => {
    const accident = `A-${plan.name}-U${padded(index + 1)}`;
    const severity: Severity = random.chance(0.3) ? "fatal" : "light";
    const slot: Slot = {
      region,
      division,
      severity,
      day: drawDay(region, plan, random),
      minuteOfDay: null,
      accident,
      isGroup: false,
      setting: null,
    };
    return fillCase(slot, `${plan.name}-U${padded(index + 1)}`, false, random);
  });
}
