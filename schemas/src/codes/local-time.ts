/**
 * The local time of Kazakhstan's regions: UTC+5 everywhere since 1 March 2024, when clocks were set back an hour at midnight; before,
 * UTC+6 but for the regions of the west (and Kyzylorda, which had left UTC+6 at the end of 20 December 2018).
 */
const oneZoneSince = "2024-03-01";
const western: ReadonlySet<string> = new Set(["KZ-15", "KZ-23", "KZ-27", "KZ-47"]);
const kyzylorda = { region: "KZ-43", onUtc6Until: "2018-12-20" } as const;

const hourMs = 3_600_000;

/** `date`: YYYY-MM-DD. An unknown region keeps the time of now. */
function offsetHours(date: string, region: string | null): 5 | 6 {
  if (date >= oneZoneSince || region === null || western.has(region)) return 5;
  return region === kyzylorda.region && date > kyzylorda.onUtc6Until ? 5 : 6;
}

const dateAt = (instantMs: number, hours: number) => new Date(instantMs + hours * hourMs).toISOString().slice(0, 10);

/** The calendar date of an instant in a region, YYYY-MM-DD. */
export function localDateOf(instantMs: number, region: string | null): string {
  const onUtc6 = dateAt(instantMs, 6);
  return offsetHours(onUtc6, region) === 6 ? onUtc6 : dateAt(instantMs, 5);
}

/** First and last instant of a local day, both included; 29 February 2024 had 25 hours where clocks were set back. */
export function localDay(date: string, region: string | null): { readonly firstMs: number; readonly lastMs: number } {
  const next = new Date(Date.parse(date) + 24 * hourMs).toISOString().slice(0, 10);
  const startOf = (day: string) => Date.parse(day) - offsetHours(day, region) * hourMs;
  return { firstMs: startOf(date), lastMs: startOf(next) - 1 };
}
