/**
 * Sets of logged statements for laws about the fold: from a few reporters who tell of a few workers, days and accidents, so that
 * records collide in every way the rules speak of: corrections that move date, region, sector, severity and worker, equal revisions
 * of different contents, withdrawals and returns, repetitions under another role or a newer code list, chains of `sameAs`, shared
 * accident names. Every statement is one the ingest endpoint could have accepted.
 */
import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { ageBands, causes, circumstances, commodities, hazards, miningMethods, workerStatuses } from "@qorgau/schemas/codes/enumerations";
import type { Entity, EventType, Kind, Role } from "@qorgau/schemas/codes/enumerations";
import { severities, sexes, workRelations } from "@qorgau/schemas/codes/enumerations";
import type { CaseData, ExposureData } from "@qorgau/schemas/events/event";
import { type CaseDerived, type LoggedStatement, recordName, type Statement } from "@qorgau/schemas/events/statement";
import { seededRandom, shuffled as shuffledBy } from "./random.ts";

/** How many there are of what statements have in common: the fewer, the more they collide. */
export interface Pools {
  readonly subjects: number;
  readonly workers: number;
  /** Days of occurrence, counted from the last of 2025; the oftener one stands here, the oftener it is drawn. */
  readonly days: readonly number[];
  readonly accidents: number;
}
/** The last day is too far from the others for a record of another source to be joined. */
const crowded: Pools = { subjects: 3, workers: 2, days: [0, 0, 0, 0, 1, 5], accidents: 2 };

const partitions = 3;
/** So long that days of registration differ, also between time zones. */
const betweenAppendsMs = 3 * 3_600_000;
const keyId = "0123456789abcdef";

/** The last two differ in their order by UTF-8 and by UTF-16. */
const sources = ["urn:kz:bin:200140000004", "urn:kz:bin:990240000005", "urn:kz:kshk", "urn:x:\u{FF5E}", "urn:x:\u{1F4A5}"];
const rolesOfCases: readonly Role[] = ["inspectorate", "enterprise", "insurer", "clinic"];
const subjectEnds = ["", "\u{FF5E}", "\u{1F4A5}"];

/** As written, and what two editions of the ingest endpoint derive from it: Abai was parted from East Kazakhstan. */
const regions = [
  { region: "KZ-35", derived: ["KZ-35", "KZ-35"] },
  { region: "632810000", derived: ["KZ-63", "KZ-10"] },
  { region: "US-TX", derived: ["US-TX", "US-TX"] },
] as const;
/** The same: NACE 2.1 gave the sections behind J new letters. */
const sectors = [
  { sector: "05.10.1", division: "05", sections: ["B", "B"] },
  { sector: "B", division: null, sections: ["B", "B"] },
  { sector: "61", division: "61", sections: ["J", "K"] },
] as const;

/** Most are of the first, so that records of other sources are joined; a foreign one may have none. */
const enterprises = ["200140000004", "200140000004", "200140000004", "990240000005"];
/** The first two are one disease. */
const diagnoses = ["J62.8", "J62", "H83.3"];

function draftArbitrary(pools: Pools) {
  return fc.record({
    source: fc.nat(sources.length - 1),
    subject: fc.nat(pools.subjects - 1),
    entity: fc.nat(9),
    revision: fc.integer({ min: 1, max: 3 }),
    verb: fc.nat(4),
    role: fc.nat(rolesOfCases.length - 1),
    edition: fc.nat(1),
    day: fc.constantFrom(...pools.days),
    worker: fc.nat(pools.workers + 2),
    person: fc.nat(7),
    kind: fc.constantFrom<Kind>("accident", "accident", "poisoning", "disease", "disease"),
    severity: fc.nat(severities.length - 1),
    workRelated: fc.nat(5),
    region: fc.nat(regions.length + 1),
    sector: fc.nat(sectors.length + 1),
    employer: fc.nat(3),
    enterprise: fc.nat(enterprises.length),
    diagnosis: fc.nat(diagnoses.length),
    accident: fc.nat(pools.accidents),
    daysLost: fc.nat(4),
    mining: fc.nat(31),
    cause: fc.nat(3),
    sameAs: fc.nat(2),
    target: fc.nat(pools.subjects * sources.length * 2 - 1),
  });
}
type Draft = typeof draftArbitrary extends (pools: Pools) => fc.Arbitrary<infer D> ? D : never;

/** A repetition: the same event, sent once more at another time, to an ingest endpoint with other lists. */
const repetitionArbitrary = fc.record({ of: fc.nat(1000), at: fc.nat(1000), role: fc.nat(3), edition: fc.nat(1) });

/** The statements of up to `lengthMax` events and a few repetitions, in the order of the log. */
export function statementSets(lengthMax = 14, pools: Pools = crowded): fc.Arbitrary<LoggedStatement[]> {
  return fc
    .tuple(fc.array(draftArbitrary(pools), { maxLength: lengthMax, size: "max" }), fc.array(repetitionArbitrary, { maxLength: 3 }))
    .map(([drafts, repetitions]) => placeInLog(withRepetitions(drafts, repetitions).map((draft) => statementOf(draft))));
}

/** One large set for tests through a real engine, mostly of small knots of records; every tenth event is repeated. */
export function seededStatements(seed: number, count: number): LoggedStatement[] {
  const some = Math.max(1, Math.ceil(count / 10));
  const pools: Pools = { subjects: some, workers: some, days: Array.from({ length: 60 }, (_, day) => day), accidents: some };
  const drafts = fc.sample(draftArbitrary(pools), { seed, numRuns: count });
  const repetitions = fc.sample(repetitionArbitrary, { seed, numRuns: Math.floor(count / 10) });
  const spread = repetitions.map((one, place) => ({ ...one, of: one.of + place * 10, at: one.at * 997 + place }));
  return placeInLog(withRepetitions(drafts, spread).map((draft) => statementOf(draft)));
}

/** Another order of the same, decided by the seed alone. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  return shuffledBy(items, seededRandom(seed));
}

function withRepetitions(drafts: readonly Draft[], repetitions: readonly { of: number; at: number; role: number; edition: number }[]) {
  const sent = [...drafts];
  for (const { of, at, role, edition } of repetitions) {
    const draft = drafts[of % drafts.length];
    if (draft !== undefined) sent.splice(at % (sent.length + 1), 0, { ...draft, role, edition });
  }
  return sent;
}

/** Appended one by one, by a clock that is set back now and then. */
function placeInLog(statements: readonly Statement[]): LoggedStatement[] {
  const ends = new Map<number, { offset: number; effectiveAt: string }>();
  return statements.map((statement, place) => {
    const partition = Number.parseInt(sha256(recordName(statement)).slice(0, 8), 16) % partitions;
    const end = ends.get(partition) ?? { offset: -1, effectiveAt: "" };
    const recordedAt = new Date(Date.UTC(2026, 10, 22) + betweenAppendsMs * (place - (place % 4 === 0 ? 2 : 0))).toISOString();
    const effectiveAt = recordedAt > end.effectiveAt ? recordedAt : end.effectiveAt;
    ends.set(partition, { offset: end.offset + 1, effectiveAt });
    return { statement, partition, offset: end.offset + 1, recordedAt, effectiveAt };
  });
}

function statementOf(draft: Draft): Statement {
  const entity: Entity = draft.entity === 9 ? "exposure" : draft.entity >= 6 ? "claim" : "case";
  const withdrawn = draft.verb === 4;
  const verbs = entity === "exposure" ? ["reported", "corrected"] : ["reported", "changed", "corrected"];
  const type = `kz.qorgau.${entity}.${withdrawn ? "withdrawn" : verbs[draft.verb % verbs.length]}.v1` as EventType;
  const data = withdrawn ? {} : entity === "exposure" ? exposureData(draft) : caseData(draft, entity);
  const statement = {
    id: `e-${draft.subject}-${draft.revision}`,
    source: sources[draft.source]!,
    type,
    subject: subjectOf(draft.subject),
    revision: draft.revision,
    time: null,
    role: roleOf(entity, draft.role),
    keyId,
    // Members are written in one order here, so plain JSON does for RFC 8785: the fold never looks inside.
    content: sha256(JSON.stringify({ data, type })),
    entity,
    withdrawn,
    data,
  };
  if (withdrawn) return statement as Statement;
  const derived = entity === "exposure" ? exposureDerived : caseDerived(draft, data as CaseData);
  return { ...statement, derived } as Statement;
}

/** A source that is in no list is an enterprise by its cases and an insurer by its claims. */
function roleOf(entity: Entity, place: number): Role {
  if (entity === "exposure") return "statistics";
  return entity === "claim" ? "insurer" : rolesOfCases[place]!;
}

function subjectOf(place: number): string {
  return `N-${Math.floor(place / subjectEnds.length)}${subjectEnds[place % subjectEnds.length]}`;
}

const faults = [undefined, { employerPercent: 100 }, { workerPercent: 33.3 }, { employerPercent: 40, workerPercent: 60 }] as const;

function caseData(draft: Draft, entity: "case" | "claim"): CaseData {
  const date = dateOf(draft.day);
  const severity = severities[draft.severity]!;
  const worker = workerOf(draft);
  return stated({
    occurredAt: draft.person % 2 === 0 ? date : `${date}T23:40:00+05:00`,
    kind: draft.kind,
    severity,
    employer: stated({
      bin: enterprises[draft.enterprise],
      region: draft.employer % 2 === 1 ? "KZ-75" : undefined,
      size: draft.employer >= 2 ? (draft.person % 2 === 0 ? "10-49" : "500+") : undefined,
    }),
    accident: draft.accident === 0 ? undefined : `A-${draft.accident - 1}`,
    workRelated: workRelations[draft.workRelated],
    diedOn: severity === "fatal" && draft.person >= 4 ? dateOf(draft.day + 40 * (draft.person - 4)) : undefined,
    diagnosis: diagnoses[draft.diagnosis],
    circumstance: circumstances[draft.mining % 5],
    roadTraffic: draft.accident === 0 ? undefined : draft.accident % 2 === 0,
    notified: draft.employer === 3 && draft.daysLost >= 3 ? { enteredOn: dateOf(draft.day + 20 * draft.daysLost) } : undefined,
    worker,
    region: regions[draft.region]?.region,
    sector: sectors[draft.sector]?.sector,
    daysLost: [undefined, 0, 1, 12, undefined][draft.daysLost],
    fault: faults[(draft.cause + draft.daysLost) % faults.length],
    causes: draft.cause === 0 ? undefined : [causes[draft.cause]!, "other"],
    mining: draft.mining === 0 ? undefined : miningOf(draft.mining),
    sameAs: draft.sameAs === 0 ? targetOf(draft.target) : undefined,
    claim: entity === "claim" ? { status: "filed" } : undefined,
  }) as CaseData;
}

function caseDerived(draft: Draft, data: CaseData): CaseDerived {
  const region = regions[draft.region]?.derived[draft.edition] ?? null;
  return {
    date: data.occurredAt.slice(0, 10),
    country: region?.slice(0, 2) ?? "KZ",
    region,
    employerRegion: data.employer.region ?? null,
    section: sectors[draft.sector]?.sections[draft.edition] ?? null,
    division: sectors[draft.sector]?.division ?? null,
    globalWorker: data.worker?.ref.startsWith("qg1:") ?? false,
  };
}

/** None, a pseudonym of this installation, or a reference that other sources use for others. */
function workerOf({ worker, person }: Draft): CaseData["worker"] {
  if (worker <= 1) return undefined;
  return stated({
    ref: worker === 2 ? "4711" : `qg1:${keyId}:${sha256(`worker ${worker}`)}`,
    sex: person % 2 === 0 ? undefined : sexes[worker % 2],
    ageBand: person < 4 ? undefined : ageBands[worker % ageBands.length],
    status: workerStatuses[person],
    migrant: person === 0 ? undefined : person % 3 === 0,
  });
}

function miningOf(bits: number): NonNullable<CaseData["mining"]> {
  return stated({
    mine: bits & 1 ? "kostenko" : undefined,
    method: bits & 2 ? miningMethods[bits % 4] : undefined,
    commodity: bits & 4 ? commodities[bits % 4] : undefined,
    hazard: bits & 8 ? hazards[bits % hazards.length] : undefined,
    contractor: bits & 16 ? bits % 2 === 0 : undefined,
  });
}

function targetOf(place: number): NonNullable<CaseData["sameAs"]> {
  const [source, rest] = [sources[place % sources.length]!, Math.floor(place / sources.length)];
  return stated({ source, subject: subjectOf(rest >> 1), entity: rest % 2 === 0 ? undefined : "claim" });
}

function exposureData({ severity, daysLost, revision }: Draft): ExposureData {
  return {
    period: "2026",
    // Nobody is said to work at the mine that cases tell of.
    ...(daysLost === 4 ? { mine: "kostenko", workers: 0 } : { workers: 1000 * (severity + 1) + daysLost }),
    basis: "contracts",
    status: revision === 1 ? "provisional" : "final",
  };
}
const exposureDerived = { from: "2026-01-01", to: "2026-12-31", country: "KZ", region: null, section: null, division: null };

/** The last of 2025 and from then on, so that days of different years collide. */
function dateOf(day: number): string {
  return new Date(Date.UTC(2025, 11, 31 + day)).toISOString().slice(0, 10);
}

/** Without the members that nobody states: the ingest endpoint's output has none that are undefined. */
function stated<Members extends object>(members: Members): { [Name in keyof Members]: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
