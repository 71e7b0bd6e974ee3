/** Which recorded releases are effective, and their numbers. Pure. */
import type { Release } from "@qorgau/schemas/responses/releases";

/**
 * In the order of the log: the first of a name is the release for ever, and one that was appended again, by a repetition or a race, is none. A
 * release is superseded by the first that says so of it; one that came second, in a race, is none either.
 */
export function numberReleases(recorded: readonly Omit<Release, "number" | "supersededBy">[]): Release[] {
  const names = new Set<string>();
  const successors = new Map<string, string>();
  const effective = recorded.filter(({ name, supersedes }) => {
    if (names.has(name) || (supersedes !== undefined && successors.has(supersedes))) return false;
    names.add(name);
    if (supersedes !== undefined) successors.set(supersedes, name);
    return true;
  });
  return effective.map((release, place) => {
    const supersededBy = successors.get(release.name);
    return { number: place + 1, ...release, ...(supersededBy === undefined ? {} : { supersededBy }) };
  });
}
