/**
 * How a case becomes known: the enterprise reports first, often less than the whole or not quite right, then corrects itself; a clinic, the
 * inspectorate and the insurer report the same case in their own records. Whatever is reported on the way, all active statements agree in
 * the end, so that the figures do not depend on which role the ingest endpoint gives a source.
 *
 * Every statement that bears on a published number is made within forty days of the accident; what comes later (days lost, payments)
 * counts nothing.
 */
import { claimStory } from "./claim-story.ts";
import type { DemoCase } from "./demo-case.ts";
import { localDay, localMoment } from "../plan/local-time.ts";
import type { Random } from "../plan/random.ts";
import { coreData, occurredMs, reportEvent } from "./reported-event.ts";
import type { Data, Teller, ReportedEvent } from "./reported-event.ts";

export const inspectorate = "urn:kz:mlsp:labour-inspection";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Shares of cases, of those where it can be. */
const shares = {
  /** Reported by the insurer alone. */
  insurerOnly: 0.01,
  concealed: 0.02,
  wrongRegion: 0.03,
  wrongDay: 0.02,
  graverLater: 0.25,
  reportedTwice: 0.02,
  byClinic: 0.12,
  /** Of severe, fatal and group accidents, which the inspectorate investigates itself; and of the others. */
  byInspectorate: 0.92,
  lightByInspectorate: 0.2,
  inspectorateWithoutIin: 0.15,
  daysLostReported: 0.5,
} as const;

/** The employer as the reporter of the case: its source is made of the BIN. */
export function enterpriseOf({ employer, number }: DemoCase): Teller {
  return { source: `urn:kz:bin:${employer.bin}`, subject: `N1-${number}`, entity: "case" };
}

/** The clinic of the region as the reporter of the case; each region has one. */
export function clinicOf({ region, number }: DemoCase): Teller {
  return { source: `urn:kz:clinic:${region.toLowerCase()}`, subject: `MC-${number}`, entity: "case" };
}

/** The labour inspectorate as the reporter of the case; the country has one. */
export function inspectorateOf({ number }: DemoCase): Teller {
  return { source: inspectorate, subject: `SI-${number}`, entity: "case" };
}

/** What the enterprise knows in the end. */
export function enterpriseData(one: DemoCase): Data {
  return {
    ...coreData(one),
    accident: one.accident,
    injury: one.injury,
    deviation: one.deviation,
    contact: one.contact,
    ...(one.mining === null ? {} : { mining: one.mining }),
  };
}

/**
 * The statements that make a case known, by reporter and not in order of time. Their effective revisions agree with `one`, or withdraw a second
 * entry.
 */
export function caseStory(one: DemoCase, random: Random): ReportedEvent[] {
  const investigated = one.severity !== "light" || one.isGroup || !one.isWorkRelated;
  if (investigated && !one.isGroup && one.isWorkRelated && random.chance(shares.insurerOnly)) return claimStory(one, random, "always");
  const isReported = !one.isWorkRelated || random.chance(investigated ? shares.byInspectorate : shares.lightByInspectorate);
  return [
    ...enterpriseStory(one, random),
    ...(random.chance(shares.reportedTwice) ? reportedTwice(one, random) : []),
    ...(random.chance(shares.byClinic) ? clinicStory(one, random) : []),
    ...(isReported ? inspectorateStory(one, random) : []),
    ...claimStory(one, random, "sometimes"),
  ];
}

function enterpriseStory(one: DemoCase, random: Random): ReportedEvent[] {
  const delayMs = random.chance(shares.concealed) ? random.integer(8, 18) * dayMs : random.integer(1, 22) * hourMs;
  const firstMs = occurredMs(one) + delayMs;
  const learnedAt = localMoment(one.region, firstMs - hourMs / 2);
  // The day on which the enterprise enters it in its register, so that what is loaded at once was not all registered today.
  const notified = { learnedAt, inspectorateAt: localMoment(one.region, firstMs), enteredOn: localDay(one.region, firstMs) };
  const final = { ...enterpriseData(one), notified };
  const teller = enterpriseOf(one);
  const at = (atMs: number) => ({ atMs, region: one.region });
  const { data, verb } = firstVersion(one, final, random);
  const reported = [reportEvent(teller, "reported", 1, at(firstMs), data)];
  if (data !== final) reported.push(reportEvent(teller, verb, 2, at(firstMs + random.integer(1, 18) * dayMs), final));
  if (one.daysLost !== null && random.chance(shares.daysLostReported)) {
    const recoveredMs = Math.max(firstMs + 19 * dayMs, occurredMs(one) + one.daysLost * dayMs);
    reported.push(reportEvent(teller, "changed", reported.length + 1, at(recoveredMs), { ...final, daysLost: one.daysLost }));
  }
  return reported;
}

/** What the enterprise says at first: as a rule the truth; else another place, another day, or a lighter injury than it proves to be. */
export function firstVersion(one: DemoCase, final: Data, random: Random): { readonly data: Data; readonly verb: "corrected" | "changed" } {
  if (one.severity !== "light" && random.chance(shares.graverLater)) {
    const { diedOn: _, ...alive } = final;
    return { data: { ...alive, severity: one.severity === "fatal" ? "severe" : "light" }, verb: "changed" };
  }
  if (random.chance(shares.wrongRegion)) {
    return { data: { ...final, region: one.region === "KZ-71" ? "KZ-75" : "KZ-71" }, verb: "corrected" };
  }
  if (random.chance(shares.wrongDay)) {
    return { data: { ...final, occurredAt: localDay(one.region, occurredMs(one) - dayMs) }, verb: "corrected" };
  }
  return { data: final, verb: "corrected" };
}

/** Entered a second time without the worker, so that nothing shows it is the same; then found and taken back. */
function reportedTwice(one: DemoCase, random: Random): ReportedEvent[] {
  const { worker: _, ...data } = enterpriseData(one);
  const teller = { ...enterpriseOf(one), subject: `N1-${one.number}-B` };
  const firstMs = occurredMs(one) + random.integer(23, 40) * hourMs;
  const withdrawnMs = firstMs + random.integer(1, 20) * dayMs;
  return [
    reportEvent(teller, "reported", 1, { atMs: firstMs, region: one.region }, data),
    reportEvent(teller, "withdrawn", 2, { atMs: withdrawnMs, region: one.region }, { reason: "entered twice" }),
  ];
}

/** Health organisations report within two working days of the first attendance (Labour Code, article 186.5). */
function clinicStory(one: DemoCase, random: Random): ReportedEvent[] {
  const atMs = occurredMs(one) + random.integer(2, 40) * hourMs;
  const medicalConclusionAt = localMoment(one.region, atMs);
  const data = { ...coreData(one), injury: one.injury, notified: { medicalConclusionAt } };
  return [reportEvent(clinicOf(one), "reported", 1, { atMs, region: one.region }, data)];
}

/** Opened within days, closed within twenty: whether work was the cause, why it happened, and whose fault it was. */
function inspectorateStory(one: DemoCase, random: Random): ReportedEvent[] {
  const createdMs = occurredMs(one) + random.integer(24, 60) * hourMs;
  const endedMs = createdMs + random.integer(6, 20) * dayMs;
  const { worker, ...core } = coreData(one);
  // Some of its records hold no worker and point at the enterprise's instead.
  const { source, subject } = enterpriseOf(one);
  const who = random.chance(shares.inspectorateWithoutIin) ? { sameAs: { source, subject } } : { worker };
  const day = (atMs: number) => localDay(one.region, atMs);
  const opened = { commissionCreatedOn: day(createdMs) };
  const closed = { ...opened, investigationEndedOn: day(endedMs), actSignedOn: day(endedMs + dayMs), enteredOn: day(endedMs + 2 * dayMs) };
  const base = { ...core, ...who, ...(one.mining === null ? {} : { mining: one.mining }) };
  const teller = inspectorateOf(one);
  const at = (atMs: number) => ({ atMs, region: one.region });
  const employerPercent = 10 * random.integer(2, 10);
  return [
    reportEvent(teller, "reported", 1, at(createdMs), { ...base, workRelated: "under_investigation", notified: opened }),
    reportEvent(teller, "changed", 2, at(endedMs + 2 * dayMs), {
      ...base,
      workRelated: one.isWorkRelated ? "yes" : "no",
      causes: one.causes,
      fault: { employerPercent, workerPercent: 100 - employerPercent },
      notified: closed,
    }),
  ];
}
