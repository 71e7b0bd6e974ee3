/** Which recorded releases are effective, and their numbers. Pure. */
import type { Release } from "@qorgau/schemas/responses/releases";

/**
 * In the order of the log: the first of a name is the release for ever, and one that was appended again, by a repetition or a race, is none. A
 * release is superseded by the first that says so of it.
 */
export function numberReleases(recorded: readonly Omit<Release, "number" | "supersededBy">[]): Release[] {
  const names = new Set<string>();
  const effective = recorded.filter(({ name }) => {
    const isFirst = !names.has(name);
    names.add(name);
    return isFirst;
  });
  const successors = new Map<string, string>();
  for (const { name, supersedes } of effective) {
    if (supersedes !== undefined && !successors.has(supersedes)) successors.set(supersedes, name);
  }
  return effective.map((release, place) => {
    const supersededBy = successors.get(release.name);
    return { number: place + 1, ...release, ...(supersededBy === undefined ? {} : { supersededBy }) };
  });
}
