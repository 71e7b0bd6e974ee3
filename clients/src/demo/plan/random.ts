/** A seeded source of chance: the same seed gives the same stream on every machine, so that a demo can be repeated and tested. */
export interface Random {
  /** 0 up to, not including, 1. */
  next(): number;
  /** Both ends included. */
  integer(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  weighted<Item>(items: ReadonlyArray<readonly [Item, number]>): Item;
  shuffled<Item>(items: readonly Item[]): Item[];
  /** `count` different items, each the likelier the greater its weight. Fewer where there are not so many. */
  sample<Item>(items: readonly Item[], count: number, weightOf: (item: Item) => number): Item[];
}

/** 32 bits of a text, FNV-1a. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Mulberry32: one 32-bit word of state, good enough for a picture, of no use for secrets. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed is hashed to 32 bits: two seeds may give one stream. The order of calls decides what each of them gives. */
export function createRandom(seed: string): Random {
  const next = mulberry32(hash32(seed));
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: <Item>(items: readonly Item[]) => items[integer(0, items.length - 1)] as Item,
    weighted: (items) => pickWeighted(items, next),
    shuffled: (items) => byKey(items, next),
    // Efraimidis and Spirakis: the greatest u^(1/w) make a weighted sample without replacement.
    sample: (items, count, weightOf) => byKey(items, (item) => -(next() ** (1 / Math.max(weightOf(item), 1e-6)))).slice(0, count),
  };
}

function byKey<Item>(items: readonly Item[], keyOf: (item: Item) => number): Item[] {
  return items
    .map((item) => [keyOf(item), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function pickWeighted<Item>(items: ReadonlyArray<readonly [Item, number]>, next: () => number): Item {
  let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
  const found = items.find(([, weight]) => (left -= weight) < 0) ?? items[items.length - 1];
  return (found as readonly [Item, number])[0];
}
