import { expect, test } from "vitest";
import type { LoggedStatement } from "../statement.ts";
import { shuffled } from "../../../test/generators/statements.ts";
import { tell, withdraw } from "../../../test/generators/told-by-hand.ts";
import { standingRevisions } from "./standing-revision.ts";

/** The one record's standing revision, asked for in several orders and with everything delivered twice. */
function standing(...statements: LoggedStatement[]) {
  const answers = [1, 2, 3, 4, 5].map((seed) => [...standingRevisions(shuffled([...statements, ...statements], seed)).values()]);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toHaveLength(1);
  return answers[0]![0]!;
}

test("the highest revision stands, whenever it came", () => {
  const [early, late] = [tell({ revision: 3, offset: 0 }), tell({ revision: 2, offset: 1 }, { severity: "fatal" })];
  expect(standing(early, late)).toEqual({ logged: early, conflict: false });
});

test("a withdrawal is a revision like any other", () => {
  const [told, withdrawn, back] = [tell({ revision: 1 }), withdraw({ revision: 2, offset: 1 }), tell({ revision: 3, offset: 2 })];
  expect(standing(told, withdrawn).logged).toBe(withdrawn);
  expect(standing(told, withdrawn, back).logged).toBe(back);
});

test("of one content told again the first in the log stands, with its role", () => {
  const [first, again] = [tell({ offset: 4, role: "enterprise" }), tell({ offset: 9, role: "inspectorate" })];
  expect(standing(again, first)).toEqual({ logged: first, conflict: false });
});

test("of different contents under one revision the greater hash stands, and the conflict is told", () => {
  const one = tell({ offset: 0 });
  const other = tell({ offset: 1 }, { severity: "severe" });
  const again = tell({ offset: 2 }, { severity: "severe" });
  const [greater, lesser] = one.statement.content > other.statement.content ? [one, other] : [other, one];
  expect(standing(lesser, greater, again)).toEqual({ logged: greater, conflict: true });
});

test("a higher revision settles a conflict", () => {
  const settled = tell({ revision: 2, offset: 2 });
  expect(standing(tell(), tell({ offset: 1 }, { severity: "severe" }), settled)).toEqual({ logged: settled, conflict: false });
});

test("source, entity and subject together name a record", () => {
  const records = [tell(), tell({ entity: "claim" }), tell({ subject: "2" }), tell({ source: "urn:f" })];
  expect(standingRevisions(records).size).toBe(4);
});
