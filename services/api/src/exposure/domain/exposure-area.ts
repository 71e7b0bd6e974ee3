/** The areas that exposure cells speak of: regions have dates, and a region with all that was formed from it is one area at all times. */
import { familyOf } from "@qorgau/schemas/codes/regions";
import type { RegionFamily } from "@qorgau/schemas/codes/regions";
import { cellKey } from "./exposure-cell.ts";
import type { ExposureCell } from "./exposure-cell.ts";

/** A cell while its region's code is valid. */
export interface DatedCell {
  readonly cell: ExposureCell;
  /** First day; null where the code is older than the series. */
  readonly from: string | null;
  /** The first day on which it is no more; null where it is valid still. */
  readonly until: string | null;
}

/** One or more regions, as cells with the days on which their codes are valid (NUMBERS, section 1.8). */
export interface ExposureArea {
  /** Those valid on one day make up the area on that day. */
  readonly cells: readonly DatedCell[];
  /** The days on which the area became another one: what was stated before is of another area. A whole family has none. */
  readonly breaks: readonly string[];
  /** The days on which its codes changed, or its extent. */
  readonly changes: readonly string[];
}

/** Cells that together name a whole family are one area; each of the others is its own. In the order of the cells. */
export function areasOf(cells: readonly ExposureCell[]): ExposureArea[] {
  if (cells.length < 2) return cells.map(areaOf);
  const keys = new Set(cells.map(cellKey));
  const areas: ExposureArea[] = [];
  for (const cell of cells) {
    const family = familyIn(cell);
    const members = family === undefined ? [] : membersOf(family).map((region) => ({ ...cell, region }));
    if (family === undefined || !members.every((member) => keys.has(cellKey(member)))) areas.push(areaOf(cell));
    else if (cell.region === family.parent) areas.push(familyArea(family, cell));
  }
  return areas;
}

/** Returns the area of one cell. A region that others were formed from, or that was formed from another, has a series break on that day. */
export function areaOf(cell: ExposureCell): ExposureArea {
  const family = familyIn(cell);
  if (family === undefined) return { cells: [{ cell, from: null, until: null }], breaks: [], changes: [] };
  return { cells: [dated(family, cell)], breaks: [family.on], changes: [family.on] };
}

/** The family under the codes of its times; of `cell` all but its region. */
export function familyArea(family: RegionFamily, cell: ExposureCell): ExposureArea {
  return { cells: membersOf(family).map((region) => dated(family, { ...cell, region })), breaks: [], changes: [family.on] };
}

/** Whether the code of the cell's region is valid on the date, YYYY-MM-DD: from the day `from`, and before the day `until`. */
export function isValidOn({ from, until }: Pick<DatedCell, "from" | "until">, date: string): boolean {
  return (from === null || from <= date) && (until === null || date < until);
}

function dated({ on, parent, parentRemains }: RegionFamily, cell: ExposureCell): DatedCell {
  const isParent = cell.region === parent;
  return { cell, from: isParent ? null : on, until: isParent && !parentRemains ? on : null };
}

function membersOf({ parent, children }: RegionFamily): string[] {
  return [parent, ...children];
}

function familyIn({ region }: ExposureCell): RegionFamily | undefined {
  return region === null ? undefined : familyOf(region);
}
