/**
 * NUMBERS, section 4, and DESIGN, section 3, "Case identity" to "An accident", read aloud: no index, no cleverness, every rule one line
 * that can be held against its sentence. Written from the text, not from the fold, which it is the judge of.
 */
import { linkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import type { LinkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import { roles, severities } from "@qorgau/schemas/codes/enumerations";
import type { CaseStatement, ClaimStatement, LoggedStatement } from "@qorgau/schemas/events/statement";

type Reported = CaseStatement | ClaimStatement;
type NamedRecord = { source: string; entity: string; subject: string };
/** From the highest-standing first; the holders hold it by their own identity. */
type Case = { reported: Reported[]; holders: Reported[]; severity: string; workRelated: string };

/** The sentences by which a statement is of a case. */
interface Identifying {
  workerDay: (one: Reported) => string | null;
  class: (one: Reported) => string;
  diagnosis: (one: Reported) => string | undefined;
  smallest: (diagnoses: string[]) => string | undefined;
  own: (one: Reported, active: Reported[], rules: Identifying) => string;
  named: (one: Reported, active: Reported[]) => Reported | undefined;
  daysApart: (a: Reported, b: Reported) => number;
  joins: (one: Reported, named: Reported, rules: Identifying) => boolean;
}

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
  /** Whose worker it is and which day; null where no worker is told of. */
  workerDay: ({ source, data, derived }: Reported): string | null => {
    if (!data.worker) return null;
    return derived.globalWorker ? `${data.worker.ref} ${derived.date}` : `${source} ${data.worker.ref} ${derived.date}`;
  },
  class: ({ data }: Reported): string => (data.kind === "disease" ? "disease" : "accident"),
  diagnosis: ({ data }: Reported) => data.diagnosis?.slice(0, 3),
  /** Of diseases of that worker and day. */
  smallest: (diagnoses: string[]) => diagnoses.toSorted()[0],
  own: (one: Reported, active: Reported[], rules: Identifying): string => {
    const workerDay = rules.workerDay(one);
    if (workerDay === null) return `subject ${one.source} ${one.subject}`;
    if (rules.class(one) === "accident") return `${workerDay} accident`;
    const alike = active.filter((other) => rules.workerDay(other) === workerDay && rules.class(other) === "disease");
    return `${workerDay} disease ${rules.diagnosis(one) ?? rules.smallest(alike.flatMap((other) => rules.diagnosis(other) ?? []))}`;
  },
  named: (one: Reported, active: Reported[]) => {
    const { sameAs } = one.data;
    return active.find((s) => sameAs?.source === s.source && sameAs.subject === s.subject && (sameAs.entity ?? "case") === s.entity);
  },
  daysApart: (a: Reported, b: Reported) => Math.abs(Date.parse(a.derived.date) - Date.parse(b.derived.date)) / 86_400_000,
  /** Across sources; a source's own records it joins as it likes. */
  joins: (one: Reported, named: Reported, rules: Identifying): boolean => {
    if (one.source === named.source) return true;
    const bothDiseases = one.data.kind === "disease" && named.data.kind === "disease";
    if (!bothDiseases && rules.daysApart(one, named) > 3) return false;
    const bin = (of: Reported) => of.data.employer.bin;
    const worker = (of: Reported) => (of.derived.globalWorker ? of.data.worker?.ref : undefined);
    if (bin(one) ? bin(one) === bin(named) : false) return true;
    if (worker(one) ? worker(one) === worker(named) : false) return true;
    const place = (of: Reported) => of.data.region && `${of.derived.country} ${of.derived.region}`;
    const oneHasNeither = [one, named].some((of) => !bin(of) && !worker(of));
    return oneHasNeither && place(one) !== undefined && place(one) === place(named);
  },
  identity: (one: Reported, named: Reported | undefined, own: (one: Reported) => string): string => own(named ?? one),
  /** NUMBERS, 4.3: whether so many records, or cases, are more than a link may tie. */
  isTooMany: (count: number, bound: number): boolean => count > bound,
  /** Who is counted against the bound of a `sameAs`. */
  namesTheSame: (a: Reported, b: Reported): boolean =>
    a.source === b.source && JSON.stringify(targetOf(a)) === JSON.stringify(targetOf(b)) && targetOf(a) !== null,
  bytes: (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)),
  /** Between equals of a role, the sources that hold the case by its own identity come first. */
  isHeldBy: (source: string, holders: Reported[]) => holders.some((one) => one.source === source),
  /** From the highest-standing first. */
  severity: (reported: Reported[]) => severities.findLast((severity) => reported.some(({ data }) => data.severity === severity))!,
  workRelated: (reported: Reported[], holders: Reported[]): string => {
    const says = (some: Reported[]) => some.find(({ data }) => data.workRelated)?.data.workRelated;
    if (says(reported) !== "no") return says(reported) ?? "under_investigation";
    if (reported.some(({ role, data }) => role === "inspectorate" && data.workRelated === "no")) return "no";
    if (holders.some(({ data }) => data.workRelated === "yes")) return "under_investigation";
    const enterprises = holders.filter(({ role }) => role === "enterprise");
    const requested = enterprises.length > 0 ? enterprises : holders.filter(({ data }) => data.workRelated);
    const words = requested.map(({ source }) => says(requested.filter((one) => one.source === source)));
    return words.length > 0 && words.every((word) => word === "no") ? "no" : "under_investigation";
  },
  accidentName: ({ source, data, derived }: Reported) => data.accident && `${source} ${data.accident} ${derived.date}`,
  /** Whether those who share a name with the group are the accident, or bring further names along. */
  isWhole: (group: Case[], wider: Case[]) => wider.length === group.length,
  isVictim: (one: Case) => one.workRelated !== "no",
  /** NUMBERS, 5: in Kazakhstan left out of counts unless `workRelated: yes` is merged. */
  isLeftOut: ({ reported, workRelated }: Case) => {
    const country = reported.find(({ data }) => data.region)?.derived.country ?? "KZ";
    const circumstance = reported.find(({ data }) => data.circumstance)?.data.circumstance;
    return country === "KZ" && circumstance === "commuting_own" && workRelated !== "yes";
  },
  /** Left out where it lies before the day of the case. */
  dayOfDeath: (reported: Reported[]) => {
    const day = reported.find(({ data }) => data.diedOn)?.data.diedOn;
    return day !== undefined && day >= reported[0]!.derived.date ? day : "";
  },
  diedOn: (reported: Reported[], dayOfDeath: string) => dayOfDeath || reported[0]!.derived.date,
  /** Of the statement that tells of either share. */
  fault: (reported: Reported[]) =>
    reported.find(({ data }) => data.fault?.employerPercent !== undefined || data.fault?.workerPercent !== undefined)?.data.fault,
  /** Those whose word on the enterprise is of the one that is taken. */
  ofEnterprise: (reported: Reported[]) => {
    const bin = reported.find(({ data }) => data.employer.bin)?.data.employer.bin;
    return reported.filter(({ data }) => data.employer.bin === undefined || data.employer.bin === bin);
  },
  /** Everything that its living records ever told made it known. */
  reportsOf: (logged: LoggedStatement, reported: Reported[]) => reported.some((one) => isOfRecord(one, logged.statement)),
  dayOf: (stamp: string) => new Date(Date.parse(stamp) + 5 * 3_600_000).toISOString().slice(0, 10),
  lead: (a: Case, b: Case) => severities.indexOf(b.severity as "fatal") - severities.indexOf(a.severity as "fatal"),
};

function targetOf({ data: { sameAs } }: Reported) {
  return sameAs ? [sameAs.source, sameAs.subject, sameAs.entity ?? "case"] : null;
}

function isOfRecord(a: NamedRecord, b: NamedRecord): boolean {
  return a.source === b.source && a.entity === b.entity && a.subject === b.subject;
}

/** What is asked again and again is worked out once. */
function once<Requested, ResponseContent>(response: (requested: Requested) => ResponseContent): (requested: Requested) => ResponseContent {
  const known = new Map<Requested, ResponseContent>();
  return (requested) => {
    if (!known.has(requested)) known.set(requested, response(requested));
    return known.get(requested)!;
  };
}

/** Stamps as given: within its partition, none before the one before. */
export function naiveCases(log: readonly LoggedStatement[], rules = sentences, bounds: LinkBounds = linkBounds) {
  const read = log.filter(rules.reads);
  const effective = read.filter((a) => !read.some((b) => isOfRecord(a.statement, b.statement) && rules.replaces(b, a)));
  const active = [...new Map(effective.map((one) => [`${one.partition}:${one.offset}`, one.statement as Reported])).values()].filter(
    (one) => "derived" in one && (one.entity as string) !== "exposure",
  );
  // A worker's day that too many have ties nobody: then each record is its own.
  const key = (one: Reported) => rules.workerDay(one) ?? `subject ${one.source} ${one.subject}`;
  const isCrowd = (one: Reported) => rules.isTooMany(active.filter((other) => key(other) === key(one)).length, bounds.recordsPerIdentity);
  const own = once((one: Reported) => (isCrowd(one) ? `record ${one.source} ${one.entity} ${one.subject}` : rules.own(one, active, rules)));
  const namers = (one: Reported) => active.filter((other) => rules.namesTheSame(one, other)).length;
  const target = once((one: Reported): Reported | undefined => {
    const named = rules.isTooMany(namers(one), bounds.recordsPerTarget) ? undefined : rules.named(one, active);
    return named && rules.joins(one, named, rules) ? named : undefined;
  });
  const joiners = (named: Reported) => active.filter((other) => target(other) && own(target(other)!) === own(named)).length;
  const joined = (one: Reported) => {
    const named = target(one);
    return named && rules.isTooMany(joiners(named), bounds.recordsPerIdentity) ? undefined : named;
  };
  const identity = once((one: Reported) => rules.identity(one, joined(one), own));
  const byEffective = (holders: Reported[]) => (a: Reported, b: Reported) =>
    roles.indexOf(a.role) - roles.indexOf(b.role) ||
    Number(rules.isHeldBy(b.source, holders)) - Number(rules.isHeldBy(a.source, holders)) ||
    rules.bytes(a.entity, b.entity) ||
    rules.bytes(a.source, b.source) ||
    rules.bytes(a.subject, b.subject);
  const cases = [...new Set(active.map(identity))].map((id): Case => {
    const all = active.filter((one) => identity(one) === id);
    const holding = all.filter((one) => own(one) === id);
    const reported = all.toSorted(byEffective(holding));
    const holders = reported.filter((one) => holding.includes(one));
    return { reported, holders, severity: rules.severity(reported), workRelated: rules.workRelated(reported, holders) };
  });
  const given = (one: Case) => one.reported.map(rules.accidentName).filter(Boolean);
  const sharing = (name: string | undefined) => cases.filter((one) => given(one).includes(name));
  const recordsOf = (name: string | undefined) => sharing(name).flatMap((one) => given(one).filter((other) => other === name));
  const groupsNobody = (name: string | undefined) =>
    rules.isTooMany(sharing(name).length, bounds.casesPerAccident) || rules.isTooMany(recordsOf(name).length, bounds.recordsPerName);
  const names = once((one: Case) => given(one).filter((name) => !groupsNobody(name)));
  const chain = (group: Case[]): Case[] => {
    const wider = cases.filter((one) => group.includes(one) || names(one).some((name) => group.flatMap(names).includes(name)));
    return rules.isWhole(group, wider) ? wider : chain(wider);
  };
  const accident = (one: Case): Case[] => (rules.isTooMany(chain([one]).length, bounds.casesPerAccident) ? [one] : chain([one]));
  const byLead = (a: Case, b: Case) =>
    rules.lead(a, b) ||
    rules.bytes(a.reported[0]!.source, b.reported[0]!.source) ||
    rules.bytes(a.reported[0]!.subject, b.reported[0]!.subject) ||
    rules.bytes(a.reported[0]!.entity, b.reported[0]!.entity);
  const registered = ({ reported }: Case): string => {
    const entered = reported.find(({ data }) => data.notified?.enteredOn)?.data.notified?.enteredOn;
    const stamps = read.filter((logged) => rules.reportsOf(logged, reported)).map(({ effectiveAt }) => effectiveAt);
    return entered ?? rules.dayOf(stamps.toSorted()[0]!);
  };
  return cases.map((one) => {
    const victims = accident(one).filter(rules.isVictim).toSorted(byLead);
    const atWork = victims.filter((victim) => !rules.isLeftOut(victim));
    const died_on = rules.dayOfDeath(one.reported);
    const days = { death_date: rules.diedOn(one.reported, died_on), registration_date: registered(one), died_on };
    return { ...naiveRow(one, rules, [victims, atWork]), days, isLeftOut: rules.isLeftOut(one) };
  });
}

function naiveRow(one: Case, rules: typeof sentences, [victims, atWork]: readonly [Case[], Case[]]) {
  const { reported, severity, workRelated } = one;
  const counts = workRelated !== "no";
  const ofEnterprise = rules.ofEnterprise(reported);
  const { employerPercent: employer, workerPercent: worker } = rules.fault(reported) ?? {};
  const first = <T>(pick: (data: Reported["data"]) => T | undefined) =>
    reported.map((one) => pick(one.data)).find((value) => value !== undefined);
  const regional = reported.find((one) => one.data.region)?.derived;
  const sectoral = reported.find((one) => one.data.sector)?.derived;
  const daysLost = first((data) => data.daysLost);
  const hasFault = employer !== undefined || worker !== undefined;
  const injured = severity !== "fatal";
  const count = (condition: boolean) => (counts && condition ? 1 : 0);
  return {
    records: reported.map((one) => [one.source, one.entity, one.subject]),
    date: reported[0]!.derived.date,
    dimensions: {
      country: regional?.country ?? "KZ",
      region: regional?.region ?? "",
      sector: sectoral?.section ?? "",
      division: sectoral?.division ?? "",
      severity,
      kind: reported[0]!.data.kind,
      evidence: reported.every((one) => one.entity === "claim") ? "insurer_only" : "reported",
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
      registration_region: ofEnterprise.find((one) => one.data.employer.region)?.derived.employerRegion ?? "",
      road_traffic: `${first((data) => data.roadTraffic) ?? ""}`,
      worker_status: first((data) => data.worker?.status) ?? "",
      migrant: `${first((data) => data.worker?.migrant) ?? ""}`,
      size: ofEnterprise.find((one) => one.data.employer.size)?.data.employer.size ?? "",
      employer: first((data) => data.employer.bin) ?? "",
    },
    figures: {
      cases: count(true),
      accidents: count(victims[0] === one),
      group_accidents: count(victims[0] === one && victims.length > 1),
      group_victims: count(victims.length > 1),
      at_work_accidents: count(atWork[0] === one),
      at_work_group_accidents: count(atWork[0] === one && atWork.length > 1),
      at_work_group_victims: count(atWork.includes(one) && atWork.length > 1),
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
