/** What is merged of several statements obeys every rule that the ingest endpoint has for one (NUMBERS, 4.2; issue 11). */
import { judge } from "@qorgau/ingest/domain/acceptance";
import { foldCases } from "@qorgau/schemas/cases/fold-cases";
import type { Statement } from "@qorgau/schemas/events/statement";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { caseEvent } from "./generators/events.ts";
import { statementSets } from "./generators/statements.ts";

const context = { nowMs: Date.parse("2027-11-29T00:00:00Z"), keyId: "0123456789abcdef", pseudonymise: () => "", reporters: null };

function rulesBroken(data: object, entity = "case"): string[] {
  const verdict = judge(caseEvent(data, { type: `kz.qorgau.${entity}.reported.v1` }), context);
  return verdict.accepted ? [] : verdict.errors.map(({ rule, pointer }) => `${rule} ${pointer}`);
}

/** A code that an older list knew is refused by that of today: no subject of the law. */
function isAccepted({ entity, withdrawn, data }: Statement): boolean {
  return entity === "exposure" || withdrawn || rulesBroken(data, entity).length === 0;
}

/** So few subjects, workers and days that most records meet others. */
const crowded = { subjects: 2, workers: 1, days: [0, 0, 0, 1], accidents: 2 };

test("merged cases obey every rule of the endpoint for a single statement", () => {
  let merged = 0;
  const law = fc.property(statementSets(20, crowded), (log) => {
    for (const { data, statements } of foldCases(log.filter(({ statement }) => isAccepted(statement))).cases) {
      if (statements.length > 1) merged += 1;
      // Whose number the worker has is no attribute of the case: any will do.
      const worker = { ref: "merged", ...data.worker };
      expect(rulesBroken({ ...data, worker })).toEqual([]);
    }
  });
  fc.assert(law, { numRuns: 4000 });
  expect(merged).toBeGreaterThan(500);
});
