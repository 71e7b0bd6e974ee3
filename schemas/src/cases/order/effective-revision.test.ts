import { expect, test } from "vitest";
import type { LoggedStatement } from "../../events/statement.ts";
import { reportCase, withdraw } from "../../../../test/generators/reported-by-hand.ts";
import { effectiveRevisions } from "./effective-revision.ts";

function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first, place) => orders(items.toSpliced(place, 1)).map((rest) => [first, ...rest]));
}

/** The one record's effective revision, the same in every order and with everything delivered twice. */
function effective(...statements: LoggedStatement[]) {
  const deliveries = orders(statements).flatMap((order) => [order, [...order, ...order]]);
  const responses = deliveries.map((delivered) => [...effectiveRevisions(delivered).values()]);
  for (const response of responses) expect(response).toEqual(responses[0]);
  expect(responses[0]).toHaveLength(1);
  return responses[0]![0]!;
}

test("the highest revision stands, whenever it came", () => {
  const [early, late] = [reportCase({ revision: 3, offset: 0 }), reportCase({ revision: 2, offset: 1 }, { severity: "fatal" })];
  expect(effective(early, late)).toMatchObject({ logged: early, conflict: false });
});

test("a withdrawal is a revision like any other", () => {
  const [reported, withdrawn, back] = [
    reportCase({ revision: 1 }),
    withdraw({ revision: 2, offset: 1 }),
    reportCase({ revision: 3, offset: 2 }),
  ];
  expect(effective(reported, withdrawn).logged).toBe(withdrawn);
  expect(effective(reported, withdrawn, back).logged).toBe(back);
});

test("of one content told again the first in the log stands, with its role", () => {
  const [first, again] = [reportCase({ offset: 4, role: "enterprise" }), reportCase({ offset: 9, role: "inspectorate" })];
  expect(effective(again, first)).toMatchObject({ logged: first, conflict: false });
});

test("of different contents under one revision the greater hash stands, and the conflict is told", () => {
  const one = reportCase({ offset: 0 });
  const other = reportCase({ offset: 1 }, { severity: "severe" });
  const again = [
    { ...one, offset: 2 },
    { ...other, offset: 3 },
  ];
  const greater = one.statement.content > other.statement.content ? one : other;
  expect(effective(one, other, ...again)).toMatchObject({ logged: greater, conflict: true });
});

test("a higher revision settles a conflict", () => {
  const settled = reportCase({ revision: 2, offset: 2 });
  expect(effective(reportCase(), reportCase({ offset: 1 }, { severity: "severe" }), settled)).toMatchObject({
    logged: settled,
    conflict: false,
  });
});

test("source, entity and subject together name a record", () => {
  const records = [reportCase(), reportCase({ entity: "claim" }), reportCase({ subject: "2" }), reportCase({ source: "urn:f" })];
  expect(effectiveRevisions(records).size).toBe(4);
});
