/**
 * Orders texts by their UTF-8 bytes, as the merging rules ask. JavaScript's own order is by UTF-16 units, which puts U+1F4A5 (its
 * first unit is 0xD83D) before U+FF5E, and would give two implementations of the same rules two answers.
 */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const leftUnit = left.charCodeAt(index);
    const rightUnit = right.charCodeAt(index);
    if (leftUnit !== rightUnit) return rank(leftUnit) - rank(rightUnit);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above U+FFFF, so they go behind U+E000 to U+FFFF; apart from that, UTF-8 keeps the order of units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x0800;
}
