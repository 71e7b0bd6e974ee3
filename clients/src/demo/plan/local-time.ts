/** Kazakh local time. Until 1 March 2024 the west kept UTC+5 and the rest UTC+6; since then all keep UTC+5. */
const oneZoneSince = "2024-03-01";
const western: ReadonlySet<string> = new Set(["KZ-15", "KZ-23", "KZ-27", "KZ-43", "KZ-47"]);

const minuteMs = 60_000;

function offsetHours(region: string, day: string): number {
  return day >= oneZoneSince || western.has(region) ? 5 : 6;
}

/** Milliseconds since the epoch of a minute of a local day. */
export function instantOf(region: string, day: string, minuteOfDay: number): number {
  return Date.parse(`${day}T00:00:00+0${offsetHours(region, day)}:00`) + minuteOfDay * minuteMs;
}

/** RFC 3339 with the offset of the place, to the second. */
export function localMoment(region: string, instantMs: number): string {
  const hours = offsetHours(region, new Date(instantMs).toISOString().slice(0, 10));
  return `${new Date(instantMs + hours * 60 * minuteMs).toISOString().slice(0, 19)}+0${hours}:00`;
}

/** YYYY-MM-DD of an instant (milliseconds since the epoch) in the region. */
export function localDay(region: string, instantMs: number): string {
  return localMoment(region, instantMs).slice(0, 10);
}
