/**
 * JSON-stat 2.0 (json-stat.org): the figures of a table as a cube. Its dimensions are those of the table and, last, the figure; `value` and `status`
 * are in row-major order, so that the last dimension varies fastest.
 */
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import type { Language } from "@qorgau/schemas/languages";
import { unknownCode } from "@qorgau/schemas/responses/rates";
import { flatten } from "./csv-table.ts";
import type { Cube, Table } from "./csv-table.ts";

type CubeTable = Pick<Table, "rows" | "meanings"> & { readonly cube: Cube };
type Facts = Readonly<Record<string, unknown>>;

/** The id of the dimension whose categories are the figures of a cell. */
export const figureDimension = "figure";
/** A cube with more cells lists those that have a value, by their index: most have none. */
const denseCellsMax = 100_000;
const rowsPerStep = 64;

/** Gives the place in a row-major array of the cell at these positions, one for each dimension, of a cube of this size. */
export function rowMajorIndex(size: readonly number[], positions: readonly number[]): number {
  return size.reduce((index, length, dimension) => index * length + (positions[dimension] ?? 0), 0);
}

/**
 * Gives the dataset, in steps between which other work runs. Codes are sorted, `unknown` last; a figure that a row does not have is null. `facts` of the
 * whole response stand in `extension`.
 */
export function* jsonStatDataset(
  { rows, meanings = {}, cube }: CubeTable,
  { label, facts, language }: { readonly label: string; readonly facts: Facts; readonly language: Language },
): Generator<void, object> {
  const { dimensions, figures, time, places = [], status = () => null } = cube;
  const categories = yield* categoriesOf(rows, dimensions);
  const positions = categories.map((codes) => new Map(codes.map((code, position) => [code, position])));
  const size = [...categories.map((codes) => codes.length), figures.length];
  const cells = size.reduce((product, length) => product * length, 1);
  const values = cellsOf<number>(cells);
  const states = cellsOf<string>(cells);
  let rowsRead = 0;
  for (const row of rows) {
    const flat = flatten(row);
    const position = dimensions.map((dimension, place) => positions[place]?.get(codeOf(flat[dimension])) ?? 0);
    const first = rowMajorIndex(size, [...position, 0]);
    for (const [place, figure] of figures.entries()) {
      const value = flat[figure];
      if (typeof value === "number") values.set(first + place, value);
      const state = status(row, figure);
      if (state !== null) states.set(first + place, state);
    }
    rowsRead += 1;
    if (rowsRead % rowsPerStep === 0) yield;
  }
  return {
    version: "2.0",
    class: "dataset",
    label,
    source: "Qorgau",
    id: [...dimensions, figureDimension],
    size,
    role: {
      ...(time === undefined ? {} : { time: [time] }),
      ...(places.length === 0 ? {} : { geo: places }),
      metric: [figureDimension],
    },
    dimension: {
      ...Object.fromEntries(
        dimensions.map((dimension, place) => [
          dimension,
          { label: dimension, category: categoryOf(dimension, categories[place] ?? [], language) },
        ]),
      ),
      [figureDimension]: { label: figureDimension, category: figuresCategory(figures, meanings) },
    },
    value: values.all,
    ...(states.isEmpty() ? {} : { status: states.all }),
    extension: facts,
  };
}

/** As an array of all cells, or where there are too many as an object of those that are set. */
function cellsOf<Value>(cells: number) {
  const all: (Value | null)[] | Record<number, Value> = cells > denseCellsMax ? {} : Array.from({ length: cells }, () => null);
  let isEmpty = true;
  return {
    all,
    isEmpty: () => isEmpty,
    set(index: number, value: Value): void {
      isEmpty = false;
      all[index] = value;
    },
  };
}

function* categoriesOf(rows: Table["rows"], dimensions: readonly string[]): Generator<void, string[][]> {
  const found = dimensions.map(() => new Set<string>());
  let rowsRead = 0;
  for (const row of rows) {
    const flat = flatten(row);
    for (const [place, dimension] of dimensions.entries()) found[place]?.add(codeOf(flat[dimension]));
    rowsRead += 1;
    if (rowsRead % rowsPerStep === 0) yield;
  }
  return found.map((codes) => [...codes].toSorted(byCode));
}

function codeOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : unknownCode;
}

function byCode(a: string, b: string): number {
  if ((a === unknownCode) !== (b === unknownCode)) return a === unknownCode ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function categoryOf(dimension: string, codes: readonly string[], language: Language): object {
  const names = codes.map((code) => [code, nameOfCode(dimension, code, language) ?? code]);
  return { index: codes, label: Object.fromEntries(names) };
}

/** What a figure is, in the words of the contract, is a note of its category. */
function figuresCategory(figures: readonly string[], meanings: NonNullable<Table["meanings"]>): object {
  const notes = figures.flatMap((figure) => {
    const { description } = meanings[figure] ?? {};
    return description === undefined ? [] : [[figure, [description]]];
  });
  return { index: figures, label: Object.fromEntries(figures.map((figure) => [figure, figure])), note: Object.fromEntries(notes) };
}
