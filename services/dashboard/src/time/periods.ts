/** The days of the periods of a response. */

/** The first and the last day of a period: of months the whole ones, of a rolling year those of its last month, by which it is asked for. */
export function daysOf(period: string): readonly [from: string, to: string] {
  const [first = "", last] = period.split("/");
  if (last !== undefined) return last.length === 10 ? [first, last] : daysOf(last);
  const quarter = /^(\d{4})-Q([1-4])$/.exec(first);
  if (quarter !== null) return [dayOf(quarter[1]!, Number(quarter[2]) * 3 - 2, 1), dayOf(quarter[1]!, Number(quarter[2]) * 3 + 1, 0)];
  if (first.length === 10) return [first, first];
  if (first.length === 7) return [`${first}-01`, dayOf(first.slice(0, 4), Number(first.slice(5)) + 1, 0)];
  return [`${first}-01-01`, `${first}-12-31`];
}

/** By year, month (13 is the next January) and day (0 is the last of the month before). */
function dayOf(year: string, month: number, day: number): string {
  return new Date(Date.UTC(Number(year), month - 1, day)).toISOString().slice(0, 10);
}
