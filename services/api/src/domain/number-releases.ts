/** Which recorded releases stand, and their numbers. Pure. */
import type { Release } from "@qorgau/schemas/releases";

/** In the order of the log: the first of a name stands for ever, and one that was appended again, by a repetition or a race, is none. */
export function numberReleases(recorded: readonly Omit<Release, "number">[]): Release[] {
  const names = new Set<string>();
  const standing = recorded.filter(({ name }) => {
    const isFirst = !names.has(name);
    names.add(name);
    return isFirst;
  });
  return standing.map((release, place) => ({ number: place + 1, ...release }));
}
