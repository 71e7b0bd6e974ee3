/**
 * Compulsory insurance of workers pays for lasting loss of capacity and for death, so that claims report few cases, the grave ones, and late
 * (law of 7 February 2005).
 */
import type { DemoCase } from "./demo-case.ts";
import { localDay } from "../plan/local-time.ts";
import type { Random } from "../plan/random.ts";
import { coreData, occurredMs, reportEvent } from "./reported-event.ts";
import type { ReportedEvent } from "./reported-event.ts";

const insurers: ReadonlyArray<readonly [string, number]> = [
  ["urn:kz:insurer:annuity", 40],
  ["urn:kz:insurer:life-a", 25],
  ["urn:kz:insurer:life-b", 20],
  ["urn:kz:insurer:life-c", 15],
];
const claimShare = { fatal: 0.7, severe: 0.12, light: 0 } as const;
const deniedShare = 0.06;
const dayMs = 86_400_000;

/** `always`: nobody else reports the case, so the claim comes early enough to count with the others. */
export function claimStory(one: DemoCase, random: Random, occasion: "always" | "sometimes"): ReportedEvent[] {
  if (occasion === "sometimes" && (!one.isWorkRelated || !random.chance(claimShare[one.severity]))) return [];
  const teller = { source: random.weighted(insurers), subject: `CL-${one.number}`, entity: "claim" } as const;
  const filedMs = occurredMs(one) + random.integer(3, occasion === "always" ? 30 : 90) * dayMs;
  const decidedMs = filedMs + random.integer(10, 45) * dayMs;
  const capacityLossPercent = one.severity === "fatal" ? 100 : random.integer(30, 90);
  const actNumber = `ACT-${one.number}`;
  const isDenied = random.chance(deniedShare);
  const reported = (verb: "reported" | "changed", revision: number, atMs: number, claim: Readonly<Record<string, unknown>>) =>
    reportEvent(teller, verb, revision, { atMs, region: one.region }, { ...coreData(one), claim: { actNumber, ...claim } });
  const decided = { capacityLossPercent, decidedOn: localDay(one.region, decidedMs) };
  const story = [
    reported("reported", 1, filedMs, { status: "filed" }),
    reported("changed", 2, decidedMs, { status: isDenied ? "denied" : "recognised", ...decided }),
  ];
  if (isDenied) return story;
  const paidKzt = 10_000 * random.integer(50, 1500);
  return [...story, reported("changed", 3, decidedMs + random.integer(5, 49) * dayMs, { status: "paid", ...decided, paidKzt })];
}
