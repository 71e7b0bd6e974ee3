/**
 * Valid events, and what careless or hostile senders make of them: members deleted, replaced and added at any depth, with values of any
 * kind and IINs in any place. Drawn from the given generator alone, so that a seed repeats a run.
 */
import {
  ageBands,
  causes,
  circumstances,
  claimStatuses,
  enterpriseSizes,
  hazards,
  kinds,
  miningMethods,
  programmes,
  severities,
  sexes,
  workerStatuses,
} from "@qorgau/schemas/codes/enumerations";
import { iinWithCheckDigit } from "./iin.ts";

type Random = () => number;
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Container = Json[] | { [name: string]: Json };

/** Every IIN that events and mutations here hold, so that a test can look for leaks. They stand alone, never within a longer run. */
export const mutationIins: readonly string[] = ["850808310738", "841006000754", "040229510731", "990101110738", "600131410002"];

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

/** One of the values, or nothing: then the member is left out. */
function maybe(name: string, value: () => Json, random: Random): { [name: string]: Json } {
  return random() < 0.5 ? { [name]: value() } : {};
}

function pastDate(random: Random): string {
  const dayMs = 86_400_000;
  return new Date(Date.UTC(2018, 0, 1) + Math.floor(random() * 2900) * dayMs).toISOString().slice(0, 10);
}

function workerOf(random: Random): Json {
  const person =
    random() < 0.7
      ? { iin: random() < 0.5 ? pick(mutationIins, random) : iinWithCheckDigit(random) }
      : { ref: `tab-${Math.floor(random() * 100)}` };
  return {
    ...person,
    ...maybe("sex", () => pick(sexes, random), random),
    ...maybe("ageBand", () => pick(ageBands, random), random),
    ...maybe("occupation", () => pick(["8", "81", "8111"], random), random),
    ...maybe("status", () => pick(workerStatuses, random), random),
    ...maybe("migrant", () => random() < 0.5, random),
  };
}

function miningOf(random: Random): Json {
  return {
    ...maybe("mine", () => pick(["kostenko", "shaft-7"], random), random),
    ...maybe("method", () => pick(miningMethods, random), random),
    ...maybe("commodity", () => "coal", random),
    ...maybe("hazard", () => pick(hazards, random), random),
    ...maybe("contractor", () => true, random),
  };
}

const sectorsInSchemes = [
  { sector: "0510", sectorScheme: "isic4" },
  { sector: "212112", sectorScheme: "naics2017" },
  { sector: "V", sectorScheme: "nace21" },
  { sector: "24.10", sectorScheme: "nace2" },
];

function caseDataOf(random: Random): { [name: string]: Json } {
  const date = pastDate(random);
  const severity = pick(severities, random);
  return {
    occurredAt: random() < 0.5 ? date : `${date}T${pick(["00:00:00", "23:59:59.123"], random)}${pick(["+05:00", "+06:00"], random)}`,
    kind: pick(kinds, random),
    severity,
    employer: {
      bin: random() < 0.8 ? "200140000004" : pick(mutationIins, random),
      ...maybe("region", () => "750000000", random),
      ...maybe("size", () => pick(enterpriseSizes, random), random),
    },
    ...maybe("accident", () => `A-${Math.floor(random() * 100)}`, random),
    ...maybe("workRelated", () => "yes", random),
    ...(severity === "fatal" ? maybe("diedOn", () => date, random) : {}),
    ...maybe("worker", () => workerOf(random), random),
    ...maybe("region", () => pick(["KZ-35", "KZ-63", "351010000", "KZ", "SG"], random), random),
    ...maybe("sector", () => pick(["B", "05", "05.10.1", "0729", "F"], random), random),
    ...(random() < 0.3 ? pick(sectorsInSchemes, random) : {}),
    ...maybe("daysLost", () => Math.floor(random() * 200), random),
    ...maybe("restrictedDays", () => Math.floor(random() * 200), random),
    ...maybe("permanentIncapacityPercent", () => Math.floor(random() * 101), random),
    ...maybe("diagnosis", () => pick(["J62.8", "J62", "T14.90", "H833"], random), random),
    ...maybe("circumstance", () => pick(circumstances, random), random),
    ...maybe("roadTraffic", () => random() < 0.5, random),
    ...maybe("injury", () => ({ type: "021", bodyPart: "54" }), random),
    ...maybe("deviation", () => "33", random),
    ...maybe("contact", () => "42", random),
    ...maybe("causes", () => [pick(causes.slice(0, 3), random), "other"], random),
    ...maybe("fault", () => ({ employerPercent: 60, workerPercent: 40 }), random),
    ...maybe("notified", () => ({ learnedAt: `${date}T09:00:00+05:00`, enteredOn: date }), random),
    ...maybe("mining", () => miningOf(random), random),
    ...maybe("sameAs", () => ({ source: "urn:kz:clinic:7", subject: "K-1", ...maybe("entity", () => "case", random) }), random),
  };
}

function exposureDataOf(random: Random): { [name: string]: Json } {
  return {
    period: pick(["2024", "2025-Q3", "2026-01"], random),
    ...maybe("region", () => pick(["KZ-35", "350000000", "US"], random), random),
    ...maybe("sector", () => pick(["B", "05"], random), random),
    ...maybe("hours", () => Math.floor(random() * 1e9), random),
    ...maybe("tonnes", () => random() * 1e6, random),
    ...maybe("contractor", () => true, random),
    workers: Math.floor(random() * 1e6),
    basis: "contracts",
    status: pick(["provisional", "final"], random),
  };
}

function statusDataOf(random: Random): { [name: string]: Json } {
  const programme = pick(programmes, random);
  const checked = Math.floor(random() * 40);
  return {
    employer: {
      bin: random() < 0.8 ? "200140000004" : pick(mutationIins, random),
      ...maybe("region", () => "750000000", random),
      ...maybe("size", () => pick(enterpriseSizes, random), random),
    },
    ...maybe("sector", () => pick(["B", "05", "05.10.1"], random), random),
    programme,
    from: pastDate(random),
    ...maybe("to", () => "2027-01-31", random),
    ...(programme === "risk_map"
      ? maybe(
          "assessment",
          () => ({
            table: "1022/801",
            gross: Math.floor(random() * 2),
            significantAsked: checked,
            significantViolated: Math.floor(random() * checked),
            minorAsked: checked,
            minorViolated: checked,
            ...maybe("special", () => 12.5, random),
          }),
          random,
        )
      : {}),
  };
}

function statisticsDataOf(random: Random): { [name: string]: Json } {
  return {
    year: 2018 + Math.floor(random() * 8),
    ...maybe("region", () => "KZ-75", random),
    ...maybe("inspectors", () => ({ women: 90, men: 150 }), random),
    ...maybe("visits", () => ({ day: 1600, night: 50 }), random),
    ...maybe("infringements", () => [{ provision: "LC 182", count: 3 }], random),
    ...maybe("penalties", () => [{ kind: "fine", count: 2, ...maybe("amountKzt", () => 1.5e6, random) }], random),
    workersLiable: Math.floor(random() * 1e6),
  };
}

function occurrenceDataOf(random: Random): { [name: string]: Json } {
  const { hazard: _hazard, ...mining } = miningOf(random) as { [name: string]: Json };
  return {
    occurredAt: pastDate(random),
    employer: { bin: random() < 0.8 ? "200140000004" : pick(mutationIins, random) },
    ...maybe("region", () => pick(["KZ-35", "KZ-63", "351010000"], random), random),
    ...maybe("sector", () => pick(["B", "05.10.1"], random), random),
    ...maybe("mining", () => mining, random),
    hazard: pick(hazards, random),
  };
}

/** An event that the ingest endpoint accepts where it has no list of reporters. */
export function validEvent(random: Random): object {
  const entity = pick(
    ["case", "case", "case", "case", "claim", "exposure", "enterprise.status", "inspection.statistics", "occurrence"],
    random,
  );
  const verb = random() < 0.1 ? "withdrawn" : pick(["reported", "corrected"], random);
  const reported: Readonly<Record<string, () => Json>> = {
    case: () => caseDataOf(random),
    claim: () => ({
      ...caseDataOf(random),
      claim: { status: pick(claimStatuses, random), ...maybe("paidKzt", () => Math.floor(random() * 1e7), random) },
    }),
    exposure: () => exposureDataOf(random),
    "enterprise.status": () => statusDataOf(random),
    "inspection.statistics": () => statisticsDataOf(random),
    occurrence: () => occurrenceDataOf(random),
  };
  return {
    specversion: "1.0",
    id: `e-${Math.floor(random() * 1e9)}`,
    source: pick(["urn:kz:bin:200140000004", "urn:kz:insurer:annuity"], random),
    type: `kz.qorgau.${entity}.${verb}.v1`,
    subject: `N1-${Math.floor(random() * 1e6)}`,
    revision: 1 + Math.floor(random() * 9),
    ...maybe("time", () => "2026-02-03T12:10:00Z", random),
    ...maybe("datacontenttype", () => "application/json", random),
    data: verb === "withdrawn" ? maybe("reason", () => "entered twice,\nby two people", random) : (reported[entity]?.() ?? null),
  };
}

/** As JSON gives it: an own member of that name, not a prototype. */
const withHostileNames =
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"hasOwnProperty":1,"toJSON":2,"0":3,"":4}';
const weirdNames = [
  "__proto__",
  "constructor",
  "toString",
  "toJSON",
  "hasOwnProperty",
  "0",
  "",
  "~",
  "/",
  "a~1b",
  "\u0000",
  "\uD800",
  "data",
  "x".repeat(500),
];
const weirdTexts = [
  "",
  " ",
  "null",
  "true",
  "0",
  "-1",
  "\u0000",
  "\uD800",
  "line\nbreak",
  "\u202E",
  "Қарағанды",
  "💥",
  "x".repeat(600),
  "x".repeat(3000),
  "2026-02-30",
  "2026-02-03",
  "1899-12-31",
  "9999-12-31",
  "2026-02-03T07:40:00",
  "2026-02-03T07:40:00Z",
  "2026-02-03T25:00:00+05:00",
  "2026-13",
  "severe",
  "fatal",
  "KZ-99",
  "US-TX",
  "351010000",
  "B",
  "05.10.1",
  "200140000004",
  "000003319944",
  "0001400000040",
  "urn:x:y",
  "not a uri",
  "kz.qorgau.case.withdrawn.v1",
  "kz.qorgau.exposure.reported.v1",
  "kz.qorgau.release.made.v1",
  "1.0",
  "'; DROP TABLE journal; --",
  "\n\nSELECT 1",
];
const weirdNumbers = [0, -0, -1, 1, 0.5, 1e308, -1e308, 5e-324, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 1e21, 100, 101];

function textWithIin(random: Random): string {
  const iin = pick(mutationIins, random);
  return pick([iin, `case ${iin}`, `(${iin})`, `urn:kz:iin:${iin}`, `${iin}-1`, `qg1:${iin}`, `${iin}/~${iin}`, `N-${iin}`], random);
}

function nested(depth: number, asArray: boolean): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level += 1) value = asArray ? [value] : { data: value };
  return value;
}

function weirdValue(random: Random): Json {
  const choice = random();
  if (choice < 0.2) return textWithIin(random);
  if (choice < 0.5) return pick(weirdTexts, random);
  if (choice < 0.65) return pick(weirdNumbers, random);
  if (choice < 0.7) return Number(pick(mutationIins, random));
  if (choice < 0.8) return pick([null, true, false], random);
  if (choice < 0.85) return JSON.parse(withHostileNames) as Json;
  if (choice < 0.9) return nested(1 + Math.floor(random() * 400), random() < 0.5);
  return pick([[], {}, [null], [1, [2]], ["other", "other"], { iin: pick(mutationIins, random) }, [pick(mutationIins, random)]], random);
}

function weirdName(random: Random): string {
  return random() < 0.4 ? textWithIin(random) : pick(weirdNames, random);
}

/** All objects and arrays within, the outermost first. */
function containersOf(value: Json): Container[] {
  const found: Container[] = [];
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === null || typeof next !== "object") continue;
    found.push(next);
    waiting.push(...Object.values(next));
  }
  return found;
}

/** `container[name] = value` would set the prototype where the name is `__proto__`. */
function setMember(container: Container, name: string, value: Json): void {
  Object.defineProperty(container, name, { value, enumerable: true, configurable: true, writable: true });
}

function mutateOnce(event: Json, random: Random): void {
  const container = pick(containersOf(event), random);
  const name = pick(Object.keys(container), random);
  const choice = random();
  if (name === undefined || choice < 0.25)
    setMember(container, Array.isArray(container) ? String(container.length) : weirdName(random), weirdValue(random));
  else if (Array.isArray(container)) container[Number(name)] = weirdValue(random);
  else if (choice < 0.45) delete container[name];
  else if (choice < 0.5) setMember(container, name, [container[name] as Json]);
  else setMember(container, name, weirdValue(random));
}

/** A copy with one to three mutations, now and then something else altogether. JSON all of it: text, parsed again, gives the same. */
export function mutateEvent(valid: object, random: Random): unknown {
  if (random() < 0.01) return weirdValue(random);
  const event = structuredClone(valid) as Json;
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) mutateOnce(event, random);
  return event;
}
