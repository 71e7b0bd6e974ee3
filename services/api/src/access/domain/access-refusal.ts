/**
 * Whether a caller may have the response to a request: the one place where scopes and limits are held against what is requested, for every form and
 * every way of asking. What lies outside the limits is refused, never narrowed; of a wider area an aggregate is given.
 */
import { lacksScope } from "@qorgau/schemas/access/lacks-scope";
import { audienceOf } from "@qorgau/schemas/access/scopes";
import type { Limits, Rights, Scope } from "@qorgau/schemas/access/scopes";
import { resolveSector } from "@qorgau/schemas/codes/activities";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import type { TargetCells, AccessTarget } from "./access-target.ts";

/** Where the requested cells lie against one kind of limit: every cell of it inside, a whole that holds the inside, or beyond it. */
type Place = "within" | "wider" | "outside";
type Limited = keyof Limits;

const parameterOf: Readonly<Record<Limited, string>> = { regions: "region", sectors: "sector", employers: "employer" };
/** The dimensions that a limit is of. */
const dimensionsOf: Readonly<Record<Limited, readonly string[]>> = {
  regions: ["region"],
  sectors: ["sector", "division"],
  employers: ["employer"],
};

/** An aggregate of a wider area has so many dimensions at most, in `by` and in filters together. */
const widerDimensionsMax = 2;
/** Spells without a fatality tell days of single cases: of a wider area they are of the whole, or of one part that a filter names. */
const widerFiltersOfSpellsMax = 1;
/** They name a place, or single out cases, within the wider area. */
const pointedDimensions = ["mine", "employer", "withoutAccident"];

/** The fault that the request is refused with (403), or null. */
export function refusalOf(rights: Rights, target: AccessTarget): Fault | null {
  if (audienceOf(rights) === "open") return refusalOfOpen(target);
  switch (target.of) {
    case "all_cases":
      return withoutLimits(rights, "");
    case "reporter":
      return refusalOfReporter(rights, target);
    case "cases":
      return lacks(rights, ["cases"]) ?? refusalOfCells(rights.limits, target.cells, "cases");
    case "enterprises":
      return refusalOfEnterprises(rights, target.cells);
    case "figures":
      return refusalOfFigures(rights, target.cells);
    default:
      return null;
  }
}

/** What a ministry releases is published by its own decision; else the closed list of tables is open, and nothing beside it. */
function refusalOfOpen(target: AccessTarget): Fault | null {
  if (target.of === "published") return null;
  const beyond = target.of === "figures" ? target.beyondOpen : undefined;
  return beyond === undefined ? fault("QG-0890", "") : beyond;
}

function refusalOfReporter(rights: Rights, { source, orFigures }: Extract<AccessTarget, { of: "reporter" }>): Fault | null {
  if (source !== null && rights.owns.includes(source)) return null;
  if (orFigures !== undefined && rights.scopes.has("figures")) return refusalOfFigures(rights, orFigures);
  // Cases show no figures: what is counted is for whoever reads figures, and for the source itself.
  if (orFigures === undefined && rights.scopes.has("cases")) return withoutLimits(rights, "source");
  if (rights.scopes.has("own")) return fault("QG-0847", "source", { sources: rights.owns.join(", ") });
  return lacks(rights, [orFigures === undefined ? "cases" : "figures", "own"]);
}

/** Whether the caller sees what every reporter tells of a case; `own` shows what its own sources tell. */
export const seesEveryReporter = ({ scopes, limits }: Rights): boolean => scopes.has("cases") && limits === null;

/** Whether the caller sees what the enterprises are in that this source tells of: the inspection does, and the source itself. */
export const seesStatuses = ({ scopes, owns }: Rights, source: string): boolean => scopes.has("inspect") || owns.includes(source);

/** Whether the caller sees figures of one enterprise or two: the inspection does, and everybody where nobody is asked who they are (null). */
export const seesFewEnterprises = (rights: Rights | null): boolean => rights === null || rights.scopes.has("inspect");

/** Records, lists and differences have no filter that could hold them within limits. */
function withoutLimits({ limits, scopes }: Rights, pointer: string): Fault | null {
  if (!scopes.has("cases")) return lacksScope(["cases"], pointer);
  return limits === null ? null : beyond(limits, pointer);
}

function refusalOfFigures(rights: Rights, cells: TargetCells): Fault | null {
  const ofScope = lacks(rights, ["figures"]);
  if (ofScope !== null) return ofScope;
  const isNamed = cells.by.includes("employer") || cells.employers !== null;
  // Whoever reads cases sees the enterprise of each.
  const mayName = rights.scopes.has("inspect") || rights.scopes.has("cases") || rights.limits?.employers !== undefined;
  if (isNamed && !mayName) return lacksScope(["inspect", "cases"], cells.employers === null ? "by" : "employer");
  return refusalOfCells(rights.limits, cells, "figures");
}

/** `cases` does not do: what points at an enterprise is for the inspection alone (METHODS, section 6), and for the enterprise itself. */
function refusalOfEnterprises(rights: Rights, cells: TargetCells): Fault | null {
  const isOwn = cells.employers?.every((employer) => rights.owns.includes(`urn:kz:bin:${employer}`)) ?? false;
  if (isOwn && cells.employers!.length > 0) return null;
  return lacks(rights, ["inspect"]) ?? refusalOfCells(rights.limits, cells, "cases");
}

function refusalOfCells(limits: Limits | null, cells: TargetCells, of: "figures" | "cases"): Fault | null {
  if (limits === null) return null;
  const within: string[] = [];
  let isWider = false;
  for (const limited of Object.keys(parameterOf) as Limited[]) {
    const codes = limits[limited];
    if (codes === undefined) continue;
    const place = places[limited](codes, cells);
    if (place === "outside" || (place === "wider" && of === "cases")) return beyond(limits, parameterOf[limited]);
    if (place === "within") within.push(...dimensionsOf[limited]);
    else isWider = true;
  }
  return isWider && !isAggregate(cells, within) ? fault("QG-0848", "", { dimensionsMax: widerDimensionsMax }) : null;
}

function isAggregate({ by, filtered, isDaily, isOfSpells }: TargetCells, within: readonly string[]): boolean {
  const outer = (names: readonly string[]) => names.filter((name) => !within.includes(name));
  const dimensions = new Set(outer([...by, ...filtered]));
  if (isDaily || pointedDimensions.some((name) => dimensions.has(name))) return false;
  return isOfSpells ? outer(by).length === 0 && dimensions.size <= widerFiltersOfSpellsMax : dimensions.size <= widerDimensionsMax;
}

const places: Readonly<Record<Limited, (limit: readonly string[], cells: TargetCells) => Place>> = {
  regions(limit, { by, countries, regions, isRegistration }) {
    const isHere = countries?.every((country) => limit.some((region) => region.startsWith(`${country}-`)));
    if (isHere !== true) return "outside";
    if (regions !== null) return !isRegistration && isPart(regions, limit) ? "within" : "outside";
    return by.includes("region") ? "outside" : "wider";
  },
  sectors(limit, { by, activities }) {
    const isCovered = (code: string) => limit.includes(code) || limit.includes(resolveSector(code)?.section ?? "");
    if (activities.some((codes) => codes.length > 0 && codes.every(isCovered))) return "within";
    const [codes, ...others] = activities;
    if (codes === undefined) return by.includes("sector") || by.includes("division") ? "outside" : "wider";
    // A section is the wider area of its divisions.
    const [section] = codes;
    const isOneSection = others.length === 0 && codes.length === 1 && limit.some((code) => resolveSector(code)?.section === section);
    return isOneSection && !by.includes("division") ? "wider" : "outside";
  },
  employers(limit, { by, employers }) {
    if (employers !== null) return isPart(employers, limit) ? "within" : "outside";
    return by.includes("employer") ? "outside" : "wider";
  },
};

const isPart = (codes: readonly string[], limit: readonly string[]) => codes.length > 0 && codes.every((code) => limit.includes(code));

/** The limits are the caller's own, and no secret to it. */
function beyond(limits: Limits, pointer: string): Fault {
  const text = (Object.entries(parameterOf) as [Limited, string][]).flatMap(([limited, parameter]) => {
    const codes = limits[limited];
    return codes === undefined ? [] : [`${parameter}=${codes.join(",")}`];
  });
  return fault("QG-0846", pointer, { limits: text.join(" ") });
}

const lacks = (rights: Rights, scopes: readonly Scope[]): Fault | null =>
  scopes.some((scope) => rights.scopes.has(scope)) ? null : lacksScope(scopes);
