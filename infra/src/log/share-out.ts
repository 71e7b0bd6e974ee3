/**
 * Shares `total` out over `wanted`, nobody getting more than wanted: first an even part each, the earlier ones rounded up, then what
 * is left over in the same order. The first always gets something.
 */
export function shareOut(total: number, wanted: readonly number[]): number[] {
  let left = total;
  const shares = wanted.map((want, index) => {
    const share = Math.min(want, Math.ceil(left / (wanted.length - index)));
    left -= share;
    return share;
  });
  return shares.map((share, index) => {
    const more = Math.min(wanted[index]! - share, left);
    left -= more;
    return share + more;
  });
}
