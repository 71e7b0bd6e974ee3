/** Divides statements into linked groups that cannot affect one another, so that each is replayed by itself. */
import { accidentName, identityKey, sameAsTarget } from "@qorgau/schemas/cases/links/case-identity";
import { recordName } from "@qorgau/schemas/events/statement";
import type { LoggedStatement, Statement } from "@qorgau/schemas/events/statement";
import { groupedInSteps, mappedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";

/**
 * Cases are tied by what `schemas/src/cases/links/links.ts` says, accidents left out unless they are what is counted: a case is the same
 * whoever else was hurt, and victims of one accident can be many.
 */
export function* linkedGroupsOf(statements: readonly LoggedStatement[], byAccident: boolean): Steps<Iterable<LoggedStatement[]>> {
  const parents = statements.map((_, place) => place);
  const rootOf = (place: number): number => {
    let root = place;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!;
    return root;
  };
  const holders = new Map<string, number>();
  for (const [place, { statement }] of statements.entries()) {
    yield;
    for (const tie of tiesOf(statement, byAccident)) {
      const holder = holders.get(tie);
      if (holder === undefined) holders.set(tie, place);
      else parents[rootOf(place)] = rootOf(holder);
    }
  }
  const places = yield* groupedInSteps(statements.keys(), rootOf);
  return (yield* mappedInSteps(places.values(), (linkedGroup) => linkedGroup.map((place) => statements[place]!))).values();
}

function tiesOf(statement: Statement, byAccident: boolean): string[] {
  const own = recordName(statement);
  if (statement.withdrawn || statement.entity === "exposure") return [own];
  const target = sameAsTarget(statement);
  const accident = byAccident ? accidentName(statement) : null;
  return [own, identityKey(statement), ...(target === null ? [] : [recordName(target)]), ...(accident === null ? [] : [accident])];
}
