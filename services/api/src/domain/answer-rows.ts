/** How many rows an answer may have (NUMBERS 3.3), and what is thrown where a question has more. */

export const answerRowsMax = 20_000;

/** The question has too many rows: told before they are worked out. */
export class TooManyRows extends Error {
  readonly rows: number;
  readonly rowsMax: number;
  constructor(rows: number, rowsMax: number = answerRowsMax) {
    super(`${rows} rows are more than ${rowsMax}`);
    this.rows = rows;
    this.rowsMax = rowsMax;
  }
}

/** What it is computed from is too much, whatever its rows: cells of figures by bucket, section or accident. */
export class TooManyCells extends Error {
  readonly cells: number;
  readonly cellsMax: number;
  constructor(cells: number, cellsMax: number) {
    super(`${cells} cells are more than ${cellsMax}`);
    this.cells = cells;
    this.cellsMax = cellsMax;
  }
}

/** Runs a computation that yields now and then to its end at once. */
export function finished<Result>(steps: Iterator<unknown, Result, undefined>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

const sortedAtOnce = 512;

/** A stable sort that yields now and then: a merge sort, since one call of the engine's would take too long for some ten thousand items. */
export function* sortedInSteps<Item>(items: readonly Item[], compare: (a: Item, b: Item) => number): Generator<void, Item[]> {
  if (items.length <= sortedAtOnce) {
    yield;
    return items.toSorted(compare);
  }
  const middle = items.length >> 1;
  const left = yield* sortedInSteps(items.slice(0, middle), compare);
  const right = yield* sortedInSteps(items.slice(middle), compare);
  const merged: Item[] = [];
  for (let [l, r] = [0, 0]; l < left.length || r < right.length;) {
    const takesLeft = r >= right.length || (l < left.length && compare(left[l]!, right[r]!) <= 0);
    merged.push(takesLeft ? left[l++]! : right[r++]!);
    if (merged.length % sortedAtOnce === 0) yield;
  }
  return merged;
}
