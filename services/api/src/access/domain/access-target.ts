/** What a request asks about, as far as the rights of a caller bear on it: made from the parsed query, before anything is read. */
import type { AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import type { IbnrQuery } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { ClaimsQuery } from "@qorgau/schemas/responses/claims-response";
import type { ProgrammeQuery } from "@qorgau/schemas/responses/inspection/programme-response";
import type { RiskMapQuery } from "@qorgau/schemas/responses/inspection/riskmap-response";
import type { DeadlinesQuery } from "@qorgau/schemas/responses/deadlines-response";
import { noChoices } from "@qorgau/schemas/responses/rate-choices";
import type { RateFilters, RatesQuery } from "@qorgau/schemas/responses/rates";
import type { SignalsQuery } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { Fault } from "@qorgau/schemas/faults";
import { faultOfOpenTable } from "../../disclosure/domain/open-tables.ts";
import { dayBefore, dayOfStamp, isLastOfMonth } from "../../time/calendar.ts";

/** The cells of a table: what its rows are of, and which codes were asked for. A member that is null is not filtered. */
export interface TargetCells {
  readonly by: readonly string[];
  /** Dimensions and marks that narrow the cells or what is counted in them, without the defaults. */
  readonly filtered: readonly string[];
  /** Of occurrence. */
  readonly countries: readonly string[] | null;
  readonly regions: readonly string[] | null;
  /** Where an area is the employer's registration, `regions` are no places of occurrence. */
  readonly isRegistration: boolean;
  /** One list for each filter of the activity, of sections and divisions; a case passes each of them. */
  readonly activities: readonly (readonly string[])[];
  readonly employers: readonly string[] | null;
  /** Whether the periods, or the days asked for, may be shorter than a month. */
  readonly isDaily: boolean;
  /** Whether the rows are spells between days of single cases, and no counts of a period. */
  readonly isOfSpells: boolean;
}

export type AccessTarget =
  /** Aggregates by cell. `beyondOpen`: why they are none of the tables that are open to all; null where they are one, absent where none can be. */
  | { readonly of: "figures"; readonly cells: TargetCells; readonly beyondOpen?: Fault | null }
  /** The cases that figures of the cell are made of. */
  | { readonly of: "cases"; readonly cells: TargetCells }
  /** What concerns one reporter; null: every one. `orFigures`: the same is counted, and given as an aggregate to others. */
  | { readonly of: "reporter"; readonly source: string | null; readonly orFigures?: TargetCells }
  /** Enterprises by name, with what points at them: for the inspection, and for each of itself. */
  | { readonly of: "enterprises"; readonly cells: TargetCells }
  /** Cases of the whole country, which cannot be narrowed. */
  | { readonly of: "all_cases" }
  /** What no limit concerns: what is published for ever, how the service fares, what operators do. */
  | { readonly of: "service" | "published" | "operation" | "audit" };

const defaults: Readonly<Record<string, string>> = { country: "KZ", kind: "accident" };

function filteredOf(filters: RateFilters): string[] {
  return Object.entries(filters).flatMap(([name, codes]) =>
    Array.isArray(codes) && codes.length === 1 && codes[0] === defaults[name] ? [] : [name],
  );
}

/** What is counted tells cases of a cell apart as a filter does. */
function countedOf({ measure, choices: { lostDays, deathWithin, withoutAccident } }: Pick<RatesQuery, "measure" | "choices">): string[] {
  return [
    ...(["fatal", "severe", "light"].includes(measure) ? ["severity"] : []),
    ...(lostDays === noChoices.lostDays ? [] : ["lostDays"]),
    ...(deathWithin === null ? [] : ["deathWithin"]),
    ...(withoutAccident.length > 0 ? ["withoutAccident"] : []),
  ];
}

function cellsOf(query: RatesQuery, now: number): TargetCells {
  const { by, filters, choices, from, to, period } = query;
  const { country, region, sector, division, employer } = filters;
  return {
    by,
    filtered: [...filteredOf(filters), ...countedOf(query)],
    countries: country ?? null,
    regions: region ?? null,
    isRegistration: choices.regionOf === "registration",
    activities: [
      ...(sector === undefined ? [] : [[...sector.sections, ...sector.divisions]]),
      ...(division === undefined ? [] : [division]),
    ],
    employers: employer ?? null,
    isDaily: period === "day" || !isWholeMonths({ from, to }, now),
    isOfSpells: false,
  };
}

/**
 * A bound that is not there bounds nothing, and today or yesterday (at +05:00) nothing that has an end yet. A day to come does: it cuts the years before.
 */
function isWholeMonths({ from, to }: { readonly from: string | null; readonly to: string | null }, now: number): boolean {
  const today = dayOfStamp(now);
  const isEnd = to === null || isLastOfMonth(to) || to === today || to === dayBefore(today);
  return isEnd && (from === null || from.endsWith("-01"));
}

/** `now`, here and below: in milliseconds since the epoch. */
export const figuresOf = (query: RatesQuery, now = Date.now()): AccessTarget => ({
  of: "figures",
  cells: cellsOf(query, now),
  beyondOpen: faultOfOpenTable(query),
});
export const casesOf = (query: RatesQuery, now = Date.now()): AccessTarget => ({ of: "cases", cells: cellsOf(query, now) });
/** Spells are of fatal cases alone, and of the whole span, whatever days they are counted by. */
export const spellsOf = (query: RatesQuery, now = Date.now()): AccessTarget => ({
  of: "figures",
  cells: { ...cellsOf({ ...query, measure: "injured", period: "year" }, now), isOfSpells: true },
});

const wholeCountry: TargetCells = {
  by: [],
  filtered: [],
  countries: ["KZ"],
  regions: null,
  isRegistration: false,
  activities: [],
  employers: null,
  isDaily: false,
  isOfSpells: false,
};

/** The figures of a year are of every region, section and division, each by itself. */
export const wholeYear: AccessTarget = { of: "figures", cells: { ...wholeCountry, by: ["region", "division"] } };
export const annualOf = (_query: AnnualRollupQuery): AccessTarget => wholeYear;

/** The names of the filters that are given. A `source` of claims is one of insurers, as in `by`. */
function givenFilters({ source, ...filters }: Readonly<Record<string, unknown>>): string[] {
  return Object.entries({ ...filters, insurer: source ?? null }).flatMap(([name, codes]) => (codes === null ? [] : [name]));
}

export const deadlinesOf = ({ by, region, sector, employer, ...days }: DeadlinesQuery, now = Date.now()): AccessTarget => ({
  of: "figures",
  cells: {
    ...wholeCountry,
    by,
    regions: region,
    activities: sector === null ? [] : [[...sector.sections, ...sector.divisions]],
    employers: employer,
    filtered: givenFilters({ region, sector, employer }),
    isDaily: !isWholeMonths(days, now),
  },
});

/** Of enterprises together, none by name. */
export const programmeOf = ({ by, measure }: Pick<ProgrammeQuery, "by" | "measure">): AccessTarget => ({
  of: "figures",
  cells: { ...wholeCountry, by, filtered: measure === "fatal" ? ["severity"] : [] },
});

/** The report of the inspection is of the whole country: kinds by section, occupation or cause and whether fatal, and what became of section B by hazard. */
export const inspectionReport: AccessTarget = { of: "figures", cells: { ...wholeCountry, by: ["kind", "sector", "severity", "cause"] } };

/** Enterprises by name. */
export const riskMapOf = ({ region, sector, employer }: RiskMapQuery): AccessTarget => ({
  of: "enterprises",
  cells: {
    ...wholeCountry,
    by: ["region", "division", "employer"],
    regions: region,
    activities: sector === null ? [] : [[...sector.sections, ...sector.divisions]],
    employers: employer,
  },
});

/** Weeks of whole series: each by itself, but for those that a filter names. */
export const signalsOf = ({ regions, sectors }: Pick<SignalsQuery, "regions" | "sectors">): AccessTarget => ({
  of: "figures",
  cells: {
    ...wholeCountry,
    by: regions === null && sectors === null ? ["region", "sector"] : [],
    filtered: givenFilters({ region: regions, sector: sectors }),
    regions,
    activities: sectors === null ? [] : [sectors],
    isDaily: true,
  },
});

export const claimsOf = ({ source, by, employer, ...days }: ClaimsQuery, now = Date.now()): AccessTarget => ({
  of: "reporter",
  source,
  orFigures: {
    ...wholeCountry,
    by,
    employers: employer,
    filtered: givenFilters({ source, employer }),
    isDaily: !isWholeMonths(days, now),
  },
});

export const ibnrOf = ({ source, by, region, band }: Pick<IbnrQuery, "source" | "by" | "region" | "band">): AccessTarget => ({
  of: "reporter",
  source,
  orFigures: {
    ...wholeCountry,
    by,
    regions: region,
    filtered: givenFilters({ source, region, band }),
  },
});

export const reporterOf = ({ source }: { readonly source: string | null }): AccessTarget => ({ of: "reporter", source });

/** Whether the audit trail holds who was shown it: cases and records, enterprises by name, what operators do, and the trail itself. */
export function isAudited(target: AccessTarget): boolean {
  return (
    ["cases", "all_cases", "enterprises", "operation", "audit"].includes(target.of) ||
    (target.of === "reporter" && target.orFigures === undefined)
  );
}
