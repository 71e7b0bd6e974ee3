/** What a case is filled with once region, activity, day and severity are drawn. */
import type { Cause, Severity } from "@qorgau/schemas/codes/enumerations";
import type { DemoCase } from "./demo-case.ts";
import type { Random } from "../plan/random.ts";

/** Shares as the inspectorate published them for 2024. */
const causeShares: ReadonlyArray<readonly [Cause, number]> = [
  ["work_organisation", 355],
  ["gross_negligence", 310],
  ["traffic_rules", 82],
  ["safety_rules", 76],
  ["equipment", 60],
  ["other", 117],
];

type Mechanism = Pick<DemoCase, "deviation" | "contact" | "injury">;

/** Deviation, contact, type of injury and part of body that go together (ESAW). */
const mechanisms: ReadonlyArray<readonly [Mechanism, number]> = [
  [{ deviation: "51", contact: "31", injury: { type: "021", bodyPart: "62" } }, 16],
  [{ deviation: "52", contact: "31", injury: { type: "021", bodyPart: "52" } }, 14],
  [{ deviation: "33", contact: "42", injury: { type: "051", bodyPart: "11" } }, 12],
  [{ deviation: "41", contact: "63", injury: { type: "040", bodyPart: "54" } }, 10],
  [{ deviation: "42", contact: "44", injury: { type: "120", bodyPart: "78" } }, 14],
  [{ deviation: "43", contact: "51", injury: { type: "012", bodyPart: "53" } }, 8],
  [{ deviation: "71", contact: "71", injury: { type: "032", bodyPart: "31" } }, 5],
  [{ deviation: "12", contact: "12", injury: { type: "061", bodyPart: "53" } }, 4],
  [{ deviation: "14", contact: "13", injury: { type: "061", bodyPart: "71" } }, 4],
  [{ deviation: "75", contact: "32", injury: { type: "031", bodyPart: "63" } }, 6],
  [{ deviation: "44", contact: "42", injury: { type: "011", bodyPart: "64" } }, 7],
];

/** Deviation, contact and injury from one row of the table, so that they go together. */
export function drawMechanism(random: Random): Mechanism {
  return random.weighted(mechanisms);
}

/** One or two different causes, the main one first. */
export function drawCauses(random: Random): Cause[] {
  const first = random.weighted(causeShares);
  const second = random.weighted(causeShares);
  return second === first || random.chance(0.6) ? [first] : [first, second];
}

/** 1 to 35 days of a light case, 28 to 160 of a severe one; null of a fatal one. */
export function drawDaysLost(severity: Severity, random: Random): number | null {
  if (severity === "fatal") return null;
  return severity === "light" ? random.integer(1, 35) : random.integer(28, 160);
}

/** Most accidents happen in the day shift; null where only the day is stated. */
export function drawMinuteOfDay(random: Random): number | null {
  if (random.chance(0.08)) return null;
  const hour = random.chance(0.72) ? random.integer(8, 18) : random.integer(0, 23);
  return 60 * hour + 5 * random.integer(0, 11);
}
