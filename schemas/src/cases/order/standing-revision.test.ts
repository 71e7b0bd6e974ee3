import { expect, test } from "vitest";
import type { LoggedStatement } from "../../events/statement.ts";
import { tell, withdraw } from "../../../../test/generators/told-by-hand.ts";
import { standingRevisions } from "./standing-revision.ts";

function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first, place) => orders(items.toSpliced(place, 1)).map((rest) => [first, ...rest]));
}

/** The one record's standing revision, the same in every order and with everything delivered twice. */
function standing(...statements: LoggedStatement[]) {
  const deliveries = orders(statements).flatMap((order) => [order, [...order, ...order]]);
  const answers = deliveries.map((delivered) => [...standingRevisions(delivered).values()]);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toHaveLength(1);
  return answers[0]![0]!;
}

test("the highest revision stands, whenever it came", () => {
  const [early, late] = [tell({ revision: 3, offset: 0 }), tell({ revision: 2, offset: 1 }, { severity: "fatal" })];
  expect(standing(early, late)).toMatchObject({ logged: early, conflict: false });
});

test("a withdrawal is a revision like any other", () => {
  const [told, withdrawn, back] = [tell({ revision: 1 }), withdraw({ revision: 2, offset: 1 }), tell({ revision: 3, offset: 2 })];
  expect(standing(told, withdrawn).logged).toBe(withdrawn);
  expect(standing(told, withdrawn, back).logged).toBe(back);
});

test("of one content told again the first in the log stands, with its role", () => {
  const [first, again] = [tell({ offset: 4, role: "enterprise" }), tell({ offset: 9, role: "inspectorate" })];
  expect(standing(again, first)).toMatchObject({ logged: first, conflict: false });
});

test("of different contents under one revision the greater hash stands, and the conflict is told", () => {
  const one = tell({ offset: 0 });
  const other = tell({ offset: 1 }, { severity: "severe" });
  const again = [
    { ...one, offset: 2 },
    { ...other, offset: 3 },
  ];
  const greater = one.statement.content > other.statement.content ? one : other;
  expect(standing(one, other, ...again)).toMatchObject({ logged: greater, conflict: true });
});

test("a higher revision settles a conflict", () => {
  const settled = tell({ revision: 2, offset: 2 });
  expect(standing(tell(), tell({ offset: 1 }, { severity: "severe" }), settled)).toMatchObject({ logged: settled, conflict: false });
});

test("source, entity and subject together name a record", () => {
  const records = [tell(), tell({ entity: "claim" }), tell({ subject: "2" }), tell({ source: "urn:f" })];
  expect(standingRevisions(records).size).toBe(4);
});
