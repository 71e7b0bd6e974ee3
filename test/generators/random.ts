/** A seeded generator, uniform in [0, 1): mulberry32. Every test that draws prints its seed where it fails. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher–Yates. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const copy = [...items];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [copy[index], copy[other]] = [copy[other] as Item, copy[index] as Item];
  }
  return copy;
}

/** A setting of tests, a whole number from `min` on. Throws where it is anything else: loops over a part of one would never end. */
export function testNumber(name: `QORGAU_TEST_${string}`, otherwise: number, min = 1): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isSafeInteger(value) || value < min) throw new Error(`${name} is a whole number from ${min} on, not "${process.env[name]}".`);
  return value;
}

/** The seed of a run: `QORGAU_TEST_SEED` repeats an earlier one. It starts with QORGAU_TEST_ so that the program is never given it. */
export const testSeed = testNumber("QORGAU_TEST_SEED", 20_260_203, 0);
/** Multiplies the counts of long tests: 1 is what CI runs. */
export const testScale = testNumber("QORGAU_TEST_SCALE", 1);
