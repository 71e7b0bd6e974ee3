/**
 * Which cells are confidential whatever they hold (METHODS, section 9.2): of fewer than three enterprises, or where one has more than four fifths of the
 * workers, or, of a mining division, where headcounts by enterprise are not known. Their cases are in the figures of the wider cell alone. A cell that is
 * alone confidential under a total that is shown takes the one with the fewest workers beside it along, as it would be the difference.
 */
import { divisions } from "@qorgau/schemas/codes/activities";
import { workerBases } from "../../exposure/domain/exposure-book.ts";
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import { cellKey, wholeCountry } from "../../exposure/domain/exposure-cell.ts";
import type { ExposureCell } from "../../exposure/domain/exposure-cell.ts";

/** A part of the country by place and activity; null: all of it. */
export interface Place {
  readonly region: string | null;
  readonly sector: string | null;
  readonly division: string | null;
}

const enterprisesMin = 3;
const shareMax = 0.8;
const miningSection = "B";

const sectionOfDivision: ReadonlyMap<string, string> = new Map(divisions.map(({ code, section }) => [code, section]));
export const miningDivisions: readonly string[] = divisions.filter(({ section }) => section === miningSection).map(({ code }) => code);

export const placeKey = ({ region, sector, division }: Place): string => [region, sector, division].join("|");

/** What is stated of enterprises: their workers by place, and those of places as a whole. */
export interface Structure {
  /** Workers of each enterprise in the place, of whom any is stated. */
  headcounts(place: Place): readonly number[];
  /** Stated of the place itself; null where nothing is. */
  workers(place: Place): number | null;
}

const otherDimensions = ["mine", "method", "commodity", "contractor", "sex", "ageBand", "workerStatus", "size"] as const;

/** Reads the structure from exposure statements: of each cell the value of the period that ends last, whatever the period asked for. */
export function structureOf(book: Pick<ExposureBook, "cells" | "stated">): Structure {
  const byEmployer = new Map<string, Map<string, ExposureCell>>();
  for (const { cell } of book.stated) {
    if (cell.employer === null || cell.country !== wholeCountry.country || otherDimensions.some((name) => cell[name] !== null)) continue;
    const cells = byEmployer.get(cell.employer) ?? new Map<string, ExposureCell>();
    byEmployer.set(cell.employer, cells.set(cellKey(cell), cell));
  }
  const latest = (cell: ExposureCell) => latestWorkers(book, cell);
  const headcounts = new Map<string, number[]>();
  for (const cells of byEmployer.values()) {
    const own = [...cells.values()];
    const places = new Map(own.flatMap(placesHolding).map((place) => [placeKey(place), place]));
    for (const [key, place] of places) {
      const within = own.filter((cell) => isWithin(cell, place));
      const widest = within.filter((cell) => !within.some((other) => other !== cell && isPartOf(cell, other)));
      const stated = widest.map(latest).filter((workers) => workers !== null);
      if (stated.length > 0) headcounts.set(key, [...(headcounts.get(key) ?? []), stated.reduce((sum, workers) => sum + workers, 0)]);
    }
  }
  return {
    headcounts: (place) => headcounts.get(placeKey(place)) ?? [],
    workers: ({ region, sector, division }) => {
      const section = division === null ? sector : (sectionOfDivision.get(division) ?? null);
      return latest({ ...wholeCountry, region, section, division });
    },
  };
}

/** The places of the tables that hold the cell. */
function placesHolding({ region, section, division }: ExposureCell): Place[] {
  const activities = [
    { sector: null, division: null },
    ...(section === null ? [] : [{ sector: section, division: null }]),
    ...(division === null ? [] : [{ sector: null, division }]),
  ];
  return [...new Set([null, region])].flatMap((one) => activities.map((activity) => ({ region: one, ...activity })));
}

function latestWorkers({ cells }: Pick<ExposureBook, "cells">, cell: ExposureCell): number | null {
  const stated = cells.get(cellKey(cell));
  for (const basis of workerBases) {
    const periods = [...(stated?.get(basis)?.values() ?? [])];
    const [last] = periods.toSorted((a, b) => (a.to === b.to ? (a.from > b.from ? -1 : 1) : a.to > b.to ? -1 : 1));
    if (last !== undefined) return last.value;
  }
  return null;
}

function isWithin(cell: ExposureCell, { region, sector, division }: Place): boolean {
  return (
    (region === null || cell.region === region) &&
    (sector === null || cell.section === sector) &&
    (division === null || cell.division === division)
  );
}

const coordinates = ["region", "section", "division"] as const;

/** Whether the cell is a part of the other one, which is the same enterprise's. */
function isPartOf(cell: ExposureCell, other: ExposureCell): boolean {
  return coordinates.every((name) => other[name] === null || other[name] === cell[name]);
}

/** Whether the place is confidential by itself. */
export function isConfidential(structure: Structure, place: Place): boolean {
  const headcounts = structure.headcounts(place);
  const known = headcounts.reduce((sum, workers) => sum + workers, 0);
  const all = Math.max(known, structure.workers(place) ?? 0);
  const isComplete = headcounts.length > 0 && known >= all;
  if (!isComplete && place.division !== null && miningDivisions.includes(place.division)) return true;
  if (headcounts.length === 0) return false;
  if (isComplete && headcounts.length < enterprisesMin) return true;
  return Math.max(...headcounts) > shareMax * all;
}

/** Totals that tables show of the place: leaving one of its sides open, and of a division its section. */
function totalsOf({ region, sector, division }: Place): Place[] {
  if (division !== null) return [{ region, sector: sectionOfDivision.get(division) ?? null, division: null }];
  return [
    ...(sector === null ? [] : [{ region, sector: null, division: null }]),
    ...(region === null ? [] : [{ region: null, sector, division: null }]),
  ];
}

/**
 * The keys (`placeKey`) of the confidential ones among the places of one table, with those they take along. Does not depend on the order of the
 * places.
 */
export function confidentialPlaces(structure: Structure, places: readonly Place[]): ReadonlySet<string> {
  const confidential = new Set(places.filter((place) => isConfidential(structure, place)).map(placeKey));
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    for (const total of totalsOf(place)) {
      if (isTotalConfidential(structure, total)) continue;
      const key = placeKey(total);
      groups.set(key, [...(groups.get(key) ?? []), place]);
    }
  }
  const workersOf = (place: Place) => structure.workers(place) ?? Infinity;
  const ordered = [...groups.values()].map((group) =>
    group.toSorted((a, b) => {
      const [one, other] = [workersOf(a), workersOf(b)];
      return one === other ? (placeKey(a) < placeKey(b) ? -1 : 1) : one - other;
    }),
  );
  // In rounds, each from the round before alone, so that the order of the totals is nothing to it.
  for (;;) {
    const companions = ordered.flatMap((group) => {
      if (group.filter((place) => confidential.has(placeKey(place))).length !== 1) return [];
      return group.find((place) => !confidential.has(placeKey(place))) ?? [];
    });
    if (companions.length === 0) return confidential;
    for (const companion of companions) confidential.add(placeKey(companion));
  }
}

function isTotalConfidential(structure: Structure, total: Place): boolean {
  return (total.region !== null || total.sector !== null) && isConfidential(structure, total);
}
