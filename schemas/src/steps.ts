/**
 * Long computations in steps: a generator that yields between two of them, so that whoever drives it lets other work of the process in
 * between (`infra/src/process/in-pieces.ts`), or does it all at once. A step takes some microseconds, a millisecond at most: what is done
 * for every item of a list is a step of its own, however long the list. The result does not depend on how the steps are driven.
 */
export type Steps<Result> = Generator<void, Result, undefined>;

/** Runs a computation that yields now and then to its end at once. */
export function finished<Result>(steps: Iterator<unknown, Result, undefined>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** What the function makes of each item, in their order. */
export function* mappedInSteps<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Steps<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(map(item));
    yield;
  }
  return results;
}

/** The items that the function wants, in their order. */
export function* filteredInSteps<Item>(items: Iterable<Item>, isWanted: (item: Item) => boolean): Steps<Item[]> {
  const wanted: Item[] = [];
  for (const item of items) {
    if (isWanted(item)) wanted.push(item);
    yield;
  }
  return wanted;
}

/** As `Map.groupBy`. */
export function* groupedInSteps<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Steps<Map<Key, Item[]>> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
    yield;
  }
  return groups;
}

const sortedAtOnce = 512;

/** A stable sort that yields now and then: a merge sort, since one call of the engine's would take too long for some ten thousand items. */
export function* sortedInSteps<Item>(items: readonly Item[], compare: (a: Item, b: Item) => number): Steps<Item[]> {
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
