/**
 * NUMBERS, section 4, and DESIGN, section 3, "Case identity" to "An accident", read aloud: no index, no cleverness, every rule one line
 * that can be held against its sentence. Written from the text, not from the fold, which it is the judge of.
 */
import { linkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import type { LinkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import { roles, severities } from "@qorgau/schemas/codes/enumerations";
import type { CaseStatement, ClaimStatement, LoggedStatement } from "@qorgau/schemas/events/statement";

type Told = CaseStatement | ClaimStatement;
type NamedRecord = { source: string; entity: string; subject: string };
/** From the highest-standing first; the holders hold it by their own identity. */
type Case = { told: Told[]; holders: Told[]; severity: string; workRelated: string };

/** The sentences by which a statement is of a case. */
interface Identifying {
  workerDay: (one: Told) => string | null;
  class: (one: Told) => string;
  diagnosis: (one: Told) => string | undefined;
  smallest: (diagnoses: string[]) => string | undefined;
  own: (one: Told, living: Told[], rules: Identifying) => string;
  named: (one: Told, living: Told[]) => Told | undefined;
  daysApart: (a: Told, b: Told) => number;
  joins: (one: Told, named: Told, rules: Identifying) => boolean;
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
  workerDay: ({ source, data, derived }: Told): string | null => {
    if (!data.worker) return null;
    return derived.globalWorker ? `${data.worker.ref} ${derived.date}` : `${source} ${data.worker.ref} ${derived.date}`;
  },
  class: ({ data }: Told): string => (data.kind === "disease" ? "disease" : "accident"),
  diagnosis: ({ data }: Told) => data.diagnosis?.slice(0, 3),
  /** Of diseases of that worker and day. */
  smallest: (diagnoses: string[]) => diagnoses.toSorted()[0],
  own: (one: Told, living: Told[], rules: Identifying): string => {
    const workerDay = rules.workerDay(one);
    if (workerDay === null) return `subject ${one.source} ${one.subject}`;
    if (rules.class(one) === "accident") return `${workerDay} accident`;
    const alike = living.filter((other) => rules.workerDay(other) === workerDay && rules.class(other) === "disease");
    return `${workerDay} disease ${rules.diagnosis(one) ?? rules.smallest(alike.flatMap((other) => rules.diagnosis(other) ?? []))}`;
  },
  named: (one: Told, living: Told[]) => {
    const { sameAs } = one.data;
    return living.find((s) => sameAs?.source === s.source && sameAs.subject === s.subject && (sameAs.entity ?? "case") === s.entity);
  },
  daysApart: (a: Told, b: Told) => Math.abs(Date.parse(a.derived.date) - Date.parse(b.derived.date)) / 86_400_000,
  /** Across sources; a source's own records it joins as it likes. */
  joins: (one: Told, named: Told, rules: Identifying): boolean => {
    if (one.source === named.source) return true;
    const bothDiseases = one.data.kind === "disease" && named.data.kind === "disease";
    if (!bothDiseases && rules.daysApart(one, named) > 3) return false;
    const bin = (of: Told) => of.data.employer.bin;
    const worker = (of: Told) => (of.derived.globalWorker ? of.data.worker?.ref : undefined);
    if (bin(one) ? bin(one) === bin(named) : false) return true;
    if (worker(one) ? worker(one) === worker(named) : false) return true;
    const place = (of: Told) => of.data.region && `${of.derived.country} ${of.derived.region}`;
    const oneHasNeither = [one, named].some((of) => !bin(of) && !worker(of));
    return oneHasNeither && place(one) !== undefined && place(one) === place(named);
  },
  identity: (one: Told, named: Told | undefined, own: (one: Told) => string): string => own(named ?? one),
  /** NUMBERS, 4.3: whether so many records, or cases, are more than a link may tie. */
  isTooMany: (count: number, bound: number): boolean => count > bound,
  /** Who is counted against the bound of a `sameAs`. */
  namesTheSame: (a: Told, b: Told): boolean =>
    a.source === b.source && JSON.stringify(targetOf(a)) === JSON.stringify(targetOf(b)) && targetOf(a) !== null,
  bytes: (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)),
  /** Between equals of a role, the sources that hold the case by its own identity come first. */
  isHeldBy: (source: string, holders: Told[]) => holders.some((one) => one.source === source),
  /** From the highest-standing first. */
  severity: (told: Told[]) => severities.findLast((severity) => told.some(({ data }) => data.severity === severity))!,
  workRelated: (told: Told[], holders: Told[]): string => {
    const says = (some: Told[]) => some.find(({ data }) => data.workRelated)?.data.workRelated;
    if (says(told) !== "no") return says(told) ?? "under_investigation";
    if (told.some(({ role, data }) => role === "inspectorate" && data.workRelated === "no")) return "no";
    if (holders.some(({ data }) => data.workRelated === "yes")) return "under_investigation";
    const enterprises = holders.filter(({ role }) => role === "enterprise");
    const asked = enterprises.length > 0 ? enterprises : holders.filter(({ data }) => data.workRelated);
    const words = asked.map(({ source }) => says(asked.filter((one) => one.source === source)));
    return words.length > 0 && words.every((word) => word === "no") ? "no" : "under_investigation";
  },
  accidentName: ({ source, data, derived }: Told) => data.accident && `${source} ${data.accident} ${derived.date}`,
  /** Whether those who share a name with the group are the accident, or bring further names along. */
  isWhole: (group: Case[], wider: Case[]) => wider.length === group.length,
  isVictim: (one: Case) => one.workRelated !== "no",
  /** NUMBERS, 5: in Kazakhstan left out of counts unless `workRelated: yes` is merged. */
  isLeftOut: ({ told, workRelated }: Case) => {
    const country = told.find(({ data }) => data.region)?.derived.country ?? "KZ";
    const circumstance = told.find(({ data }) => data.circumstance)?.data.circumstance;
    return country === "KZ" && circumstance === "commuting_own" && workRelated !== "yes";
  },
  /** Left out where it lies before the day of the case. */
  dayOfDeath: (told: Told[]) => {
    const day = told.find(({ data }) => data.diedOn)?.data.diedOn;
    return day !== undefined && day >= told[0]!.derived.date ? day : "";
  },
  diedOn: (told: Told[], dayOfDeath: string) => dayOfDeath || told[0]!.derived.date,
  /** Of the statement that tells of either share. */
  fault: (told: Told[]) =>
    told.find(({ data }) => data.fault?.employerPercent !== undefined || data.fault?.workerPercent !== undefined)?.data.fault,
  /** Those whose word on the enterprise is of the one that is taken. */
  ofEnterprise: (told: Told[]) => {
    const bin = told.find(({ data }) => data.employer.bin)?.data.employer.bin;
    return told.filter(({ data }) => data.employer.bin === undefined || data.employer.bin === bin);
  },
  /** Everything that its living records ever told made it known. */
  tellsOf: (logged: LoggedStatement, told: Told[]) => told.some((one) => isOfRecord(one, logged.statement)),
  dayOf: (stamp: string) => new Date(Date.parse(stamp) + 5 * 3_600_000).toISOString().slice(0, 10),
  lead: (a: Case, b: Case) => severities.indexOf(b.severity as "fatal") - severities.indexOf(a.severity as "fatal"),
};

function targetOf({ data: { sameAs } }: Told) {
  return sameAs ? [sameAs.source, sameAs.subject, sameAs.entity ?? "case"] : null;
}

function isOfRecord(a: NamedRecord, b: NamedRecord): boolean {
  return a.source === b.source && a.entity === b.entity && a.subject === b.subject;
}

/** What is asked again and again is worked out once. */
function once<Asked, Answer>(answer: (asked: Asked) => Answer): (asked: Asked) => Answer {
  const known = new Map<Asked, Answer>();
  return (asked) => {
    if (!known.has(asked)) known.set(asked, answer(asked));
    return known.get(asked)!;
  };
}

/** Stamps as given: within its partition, none before the one before. */
export function naiveCases(log: readonly LoggedStatement[], rules = sentences, bounds: LinkBounds = linkBounds) {
  const read = log.filter(rules.reads);
  const standing = read.filter((a) => !read.some((b) => isOfRecord(a.statement, b.statement) && rules.replaces(b, a)));
  const living = [...new Map(standing.map((one) => [`${one.partition}:${one.offset}`, one.statement as Told])).values()].filter(
    (one) => "derived" in one && (one.entity as string) !== "exposure",
  );
  // A worker's day that too many have ties nobody: then each record is its own.
  const key = (one: Told) => rules.workerDay(one) ?? `subject ${one.source} ${one.subject}`;
  const isCrowd = (one: Told) => rules.isTooMany(living.filter((other) => key(other) === key(one)).length, bounds.recordsPerIdentity);
  const own = once((one: Told) => (isCrowd(one) ? `record ${one.source} ${one.entity} ${one.subject}` : rules.own(one, living, rules)));
  const namers = (one: Told) => living.filter((other) => rules.namesTheSame(one, other)).length;
  const target = once((one: Told): Told | undefined => {
    const named = rules.isTooMany(namers(one), bounds.recordsPerTarget) ? undefined : rules.named(one, living);
    return named && rules.joins(one, named, rules) ? named : undefined;
  });
  const joiners = (named: Told) => living.filter((other) => target(other) && own(target(other)!) === own(named)).length;
  const joined = (one: Told) => {
    const named = target(one);
    return named && rules.isTooMany(joiners(named), bounds.recordsPerIdentity) ? undefined : named;
  };
  const identity = once((one: Told) => rules.identity(one, joined(one), own));
  const byStanding = (holders: Told[]) => (a: Told, b: Told) =>
    roles.indexOf(a.role) - roles.indexOf(b.role) ||
    Number(rules.isHeldBy(b.source, holders)) - Number(rules.isHeldBy(a.source, holders)) ||
    rules.bytes(a.entity, b.entity) ||
    rules.bytes(a.source, b.source) ||
    rules.bytes(a.subject, b.subject);
  const cases = [...new Set(living.map(identity))].map((id): Case => {
    const all = living.filter((one) => identity(one) === id);
    const holding = all.filter((one) => own(one) === id);
    const told = all.toSorted(byStanding(holding));
    const holders = told.filter((one) => holding.includes(one));
    return { told, holders, severity: rules.severity(told), workRelated: rules.workRelated(told, holders) };
  });
  const given = (one: Case) => one.told.map(rules.accidentName).filter(Boolean);
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
    rules.bytes(a.told[0]!.source, b.told[0]!.source) ||
    rules.bytes(a.told[0]!.subject, b.told[0]!.subject) ||
    rules.bytes(a.told[0]!.entity, b.told[0]!.entity);
  const registered = ({ told }: Case): string => {
    const entered = told.find(({ data }) => data.notified?.enteredOn)?.data.notified?.enteredOn;
    const stamps = read.filter((logged) => rules.tellsOf(logged, told)).map(({ effectiveAt }) => effectiveAt);
    return entered ?? rules.dayOf(stamps.toSorted()[0]!);
  };
  return cases.map((one) => {
    const victims = accident(one).filter(rules.isVictim).toSorted(byLead);
    const atWork = victims.filter((victim) => !rules.isLeftOut(victim));
    const died_on = rules.dayOfDeath(one.told);
    const days = { death_date: rules.diedOn(one.told, died_on), registration_date: registered(one), died_on };
    return { ...naiveRow(one, rules, [victims, atWork]), days, isLeftOut: rules.isLeftOut(one) };
  });
}

function naiveRow(one: Case, rules: typeof sentences, [victims, atWork]: readonly [Case[], Case[]]) {
  const { told, severity, workRelated } = one;
  const counts = workRelated !== "no";
  const ofEnterprise = rules.ofEnterprise(told);
  const { employerPercent: employer, workerPercent: worker } = rules.fault(told) ?? {};
  const first = <T>(pick: (data: Told["data"]) => T | undefined) => told.map((one) => pick(one.data)).find((value) => value !== undefined);
  const regional = told.find((one) => one.data.region)?.derived;
  const sectoral = told.find((one) => one.data.sector)?.derived;
  const daysLost = first((data) => data.daysLost);
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
