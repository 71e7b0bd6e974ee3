/** The cells of the open tables: how many cases each holds, and the sum of their keys. Every other figure is a sum of these. */
import { addedUp, noCases } from "./published-count.ts";
import type { KeyedCount } from "./published-count.ts";

/** A counting case of Kazakhstan, as far as an open table shows it; "" is unknown. */
export interface OpenCase {
  /** Opaque. */
  readonly id: string;
  /** YYYY-MM of the occurrence. */
  readonly month: string;
  readonly region: string;
  readonly sector: string;
  readonly division: string;
  readonly severity: string;
  readonly kind: string;
  readonly sex: string;
  readonly ageBand: string;
  readonly cause: string;
}

export const openCaseMembers = ["id", "month", "region", "sector", "division", "severity", "kind", "sex", "ageBand", "cause"] as const;
export type OpenDimension = Exclude<(typeof openCaseMembers)[number], "id" | "month">;

/** The country as an area beside its regions; a region that nobody states is "". */
export const countryArea = "KZ";

/** Cells by their codes, joined by `|`. */
export type OpenCells = ReadonlyMap<string, KeyedCount>;

/** The tables of one area: cells by the dimensions beside the area, then by month. */
export type AreaTables = ReadonlyMap<string, ReadonlyMap<string, OpenCells>>;

const inOrder = ["sector", "severity", "kind", "sex", "ageBand", "cause"] as const satisfies readonly OpenDimension[];
const ofRegion: readonly (readonly OpenDimension[])[] = [[], ...inOrder.map((one) => [one]), ["division"]];
const ofCountry: readonly (readonly OpenDimension[])[] = [
  [],
  ...inOrder.map((one) => [one]),
  ...inOrder.flatMap((one, place) => inOrder.slice(place + 1).map((other) => [one, other])),
];

/** The name of a table of an area, whatever the order of its dimensions, and these in the order of its cells' codes. */
export function tableOf(dimensions: readonly OpenDimension[]): { readonly name: string; readonly dimensions: readonly OpenDimension[] } {
  const ordered = [...inOrder, "division" as const].filter((one) => dimensions.includes(one));
  return { name: ordered.join("|"), dimensions: ordered };
}

/** Where the kind is no dimension accidents alone are counted. */
const isOfTable = (dimensions: readonly OpenDimension[], { kind }: OpenCase) => dimensions.includes("kind") || kind === "accident";

/** Collects the tables of one area, case by case. */
export interface TablesBuilder {
  readonly tables: AreaTables;
  /** `own` is the case by itself. */
  add(one: OpenCase, own: KeyedCount): void;
}

export function tablesBuilder(area: string): TablesBuilder {
  const dimensionsOfTables = area === countryArea ? ofCountry : ofRegion;
  const tables = dimensionsOfTables.map((dimensions) => ({ ...tableOf(dimensions), months: new Map<string, GrowingCells>() }));
  /** The cells of every table, by month. */
  const byMonth = new Map<string, readonly GrowingCells[]>();
  const cellsOf = (month: string) => {
    const cells = tables.map(({ months }) => {
      const made: GrowingCells = new Map();
      months.set(month, made);
      return made;
    });
    byMonth.set(month, cells);
    return cells;
  };
  return {
    tables: new Map(tables.map(({ name, months }) => [name, months])),
    add(one, own) {
      const cells = byMonth.get(one.month) ?? cellsOf(one.month);
      for (const [place, { dimensions }] of tables.entries()) {
        if (!isOfTable(dimensions, one)) continue;
        const codes = codesOf(dimensions, one);
        const cell = cells[place]!.get(codes);
        if (cell === undefined) cells[place]!.set(codes, { ...own });
        else ({ n: cell.n, sum: cell.sum } = addedUp(cell, own));
      }
    },
  };
}

type GrowingCells = Map<string, { -readonly [Name in keyof KeyedCount]: KeyedCount[Name] }>;

function codesOf([first, second]: readonly OpenDimension[], one: OpenCase): string {
  if (first === undefined) return "";
  return second === undefined ? one[first] : `${one[first]}|${one[second]}`;
}

/** The cells of a table over several months. */
export function cellsOver(tables: AreaTables | undefined, name: string, months: readonly string[]): OpenCells {
  const found = months.flatMap((month) => tables?.get(name)?.get(month) ?? []);
  const [only, ...others] = found;
  if (only === undefined || others.length === 0) return only ?? new Map();
  const sum = new Map<string, KeyedCount>();
  for (const cells of found) for (const [codes, cell] of cells) sum.set(codes, addedUp(sum.get(codes) ?? noCases, cell));
  return sum;
}
