/**
 * DESIGN, section 3, "Case identity" to "An accident", read aloud: no index, no cleverness, every rule one line that can be held
 * against its sentence. Written from the text, not from the fold, which it is the judge of.
 */
import { roles, severities } from "@qorgau/schemas/codes/enumerations";
import type { CaseStatement, ClaimStatement, LoggedStatement } from "@qorgau/schemas/statement";

type Told = CaseStatement | ClaimStatement;
type NamedRecord = { source: string; entity: string; subject: string };
type Case = { told: Told[]; severity: string; counts: boolean };

/** The sentences that tests put faults into, to see that the comparison would notice. */
export const sentences = {
  /** What is read at all. */
  reads: (logged: LoggedStatement) => logged !== undefined,
  /** Whether `a` takes the place of `b`, another statement of the same record. */
  replaces: (a: LoggedStatement, b: LoggedStatement): boolean => {
    if (a.statement.revision !== b.statement.revision) return a.statement.revision > b.statement.revision;
    if (a.statement.content !== b.statement.content) return a.statement.content > b.statement.content;
    return a.offset < b.offset;
  },
  own: ({ source, subject, data, derived }: Told): string => {
    if (!data.worker) return `subject ${source} ${subject}`;
    return derived.globalWorker ? `${data.worker.ref} ${derived.date}` : `${source} ${data.worker.ref} ${derived.date}`;
  },
  identity: (one: Told, living: Told[], own: (one: Told) => string): string => {
    const { sameAs } = one.data;
    const named = living.find((s) => sameAs?.source === s.source && sameAs.subject === s.subject && (sameAs.entity ?? "case") === s.entity);
    return own(named ?? one);
  },
  bytes: (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)),
  /** From the highest-standing first. */
  severity: (told: Told[]) => severities.findLast((severity) => told.some(({ data }) => data.severity === severity))!,
  workRelated: (told: Told[]) => told.find(({ data }) => data.workRelated)?.data.workRelated ?? "under_investigation",
  accidentName: ({ source, data, derived }: Told) => data.accident && `${source} ${data.accident} ${derived.date}`,
  /** Whether those who share a name with the group are the accident, or bring further names along. */
  isWhole: (group: Case[], wider: Case[]) => wider.length === group.length,
  isVictim: (one: Case) => one.counts,
  dayOfDeath: (told: Told[]) => told.find(({ data }) => data.diedOn)?.data.diedOn ?? "",
  diedOn: (told: Told[]) => told.find(({ data }) => data.diedOn)?.data.diedOn ?? told[0]!.derived.date,
  /** Everything that its living records ever told made it known. */
  tellsOf: (logged: LoggedStatement, told: Told[]) => told.some((one) => isOfRecord(one, logged.statement)),
  dayOf: (stamp: string) => new Date(Date.parse(stamp) + 5 * 3_600_000).toISOString().slice(0, 10),
  lead: (a: Case, b: Case) => severities.indexOf(b.severity as "fatal") - severities.indexOf(a.severity as "fatal"),
};

function isOfRecord(a: NamedRecord, b: NamedRecord): boolean {
  return a.source === b.source && a.entity === b.entity && a.subject === b.subject;
}

/** Stamps as given: within its partition, none before the one before. */
export function naiveCases(log: readonly LoggedStatement[], rules = sentences) {
  const read = log.filter(rules.reads);
  const standing = read.filter((a) => !read.some((b) => isOfRecord(a.statement, b.statement) && rules.replaces(b, a)));
  const living = [...new Map(standing.map((one) => [`${one.partition}:${one.offset}`, one.statement as Told])).values()].filter(
    (one) => "derived" in one && (one.entity as string) !== "exposure",
  );
  const identity = (one: Told) => rules.identity(one, living, rules.own);
  const byStanding = (a: Told, b: Told) =>
    roles.indexOf(a.role) - roles.indexOf(b.role) ||
    rules.bytes(a.entity, b.entity) ||
    rules.bytes(a.source, b.source) ||
    rules.bytes(a.subject, b.subject);
  const cases = [...new Set(living.map(identity))].map((id): Case => {
    const told = living.filter((one) => identity(one) === id).toSorted(byStanding);
    return { told, severity: rules.severity(told), counts: rules.workRelated(told) !== "no" };
  });
  const names = (one: Case) => one.told.map(rules.accidentName).filter(Boolean);
  const accident = (group: Case[]): Case[] => {
    const wider = cases.filter((one) => group.includes(one) || names(one).some((name) => group.flatMap(names).includes(name)));
    return rules.isWhole(group, wider) ? wider : accident(wider);
  };
  const byLead = (a: Case, b: Case) =>
    rules.lead(a, b) ||
    rules.bytes(a.told[0]!.source, b.told[0]!.source) ||
    rules.bytes(a.told[0]!.subject, b.told[0]!.subject) ||
    rules.bytes(a.told[0]!.entity, b.told[0]!.entity);
  const registered = ({ told }: Case): string => {
    const entered = told.find(({ data }) => data.notified?.enteredOn)?.data.notified?.enteredOn;
    const stamps = read.filter((logged) => rules.tellsOf(logged, told)).map(({ effectiveAt }) => effectiveAt);
    return entered ?? rules.dayOf(stamps.toSorted()[0]!);
  };
  return cases.map((one) => {
    const victims = accident([one]).filter(rules.isVictim).toSorted(byLead);
    const days = { death_date: rules.diedOn(one.told), registration_date: registered(one), died_on: rules.dayOfDeath(one.told) };
    return { ...naiveRow(one, rules.workRelated(one.told), victims[0] === one, victims.length > 1), days };
  });
}

function naiveRow({ told, severity, counts }: Case, workRelated: string, leads: boolean, group: boolean) {
  const first = <T>(pick: (data: Told["data"]) => T | undefined) => told.map((one) => pick(one.data)).find((value) => value !== undefined);
  const regional = told.find((one) => one.data.region)?.derived;
  const sectoral = told.find((one) => one.data.sector)?.derived;
  const daysLost = first((data) => data.daysLost);
  const employer = first((data) => data.fault?.employerPercent);
  const worker = first((data) => data.fault?.workerPercent);
  const hasFault = employer !== undefined || worker !== undefined;
  const injured = severity !== "fatal";
  const count = (condition: boolean) => (counts && condition ? 1 : 0);
  return {
    records: told.map((one) => [one.source, one.entity, one.subject]),
    date: told[0]!.derived.date,
    dimensions: {
      country: regional?.country ?? "KZ",
      region: regional?.region ?? "",
      sector: sectoral?.section ?? "",
      division: sectoral?.division ?? "",
      severity,
      kind: told[0]!.data.kind,
      evidence: told.every((one) => one.entity === "claim") ? "insurer_only" : "reported",
      work_related: workRelated,
      circumstance: first((data) => data.circumstance) ?? "",
      method: first((data) => data.mining?.method) ?? "",
      commodity: first((data) => data.mining?.commodity) ?? "",
      hazard: first((data) => data.mining?.hazard) ?? "",
      mine: first((data) => data.mining?.mine) ?? "",
      contractor: `${first((data) => data.mining?.contractor) ?? ""}`,
      sex: first((data) => data.worker?.sex) ?? "",
      age_band: first((data) => data.worker?.ageBand) ?? "",
      cause: first((data) => data.causes)?.[0] ?? "",
      registration_region: told.find((one) => one.data.employer.region)?.derived.employerRegion ?? "",
      road_traffic: `${first((data) => data.roadTraffic) ?? ""}`,
      worker_status: first((data) => data.worker?.status) ?? "",
      migrant: `${first((data) => data.worker?.migrant) ?? ""}`,
      size: first((data) => data.employer.size) ?? "",
      employer: first((data) => data.employer.bin) ?? "",
    },
    figures: {
      cases: count(true),
      accidents: count(leads),
      group_accidents: count(leads && group),
      group_victims: count(group),
      lost_time_cases: count(severity === "fatal" || (daysLost ?? 0) > 0),
      days_lost: count(injured) * (daysLost ?? 0),
      days_lost_cases: count(injured && daysLost !== undefined),
      days_before_death: count(!injured) * (daysLost ?? 0),
      days_before_death_cases: count(!injured && daysLost !== undefined),
      fault_cases: count(hasFault),
      employer_fault: count(hasFault) * Math.round(100 * (employer ?? 100 - (worker ?? 0))),
      worker_fault: count(hasFault) * Math.round(100 * (worker ?? 100 - (employer ?? 0))),
    },
  };
}
