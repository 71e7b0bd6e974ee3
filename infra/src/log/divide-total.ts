/**
 * Shares `total` out over `wanted`, nobody getting more than wanted: first an even part each, the earlier ones rounded up, then what
 * is left over in the same order. The first always gets something.
 */
export function divideTotal(total: number, wanted: readonly number[]): number[] {
  let left = total;
  const parts = wanted.map((want, index) => {
    const part = Math.min(want, Math.ceil(left / (wanted.length - index)));
    left -= part;
    return part;
  });
  return parts.map((part, index) => {
    const more = Math.min(wanted[index]! - part, left);
    left -= more;
    return part + more;
  });
}
