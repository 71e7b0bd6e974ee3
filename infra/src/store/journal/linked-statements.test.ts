/**
 * What is read for a batch, against a fold of everything: batch after batch of random statements, with bounds so small that links pass them
 * all the time, in both directions. The journal is held in memory here and found through the same interface; the engine's is held
 * against the same law by the aggregator's contract suite.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { foldChange } from "@qorgau/schemas/cases/fold-change";
import { foldCases } from "@qorgau/schemas/cases/fold-cases";
import { caseRow } from "@qorgau/schemas/cases/case-figures";
import { indexedKeys, linksOf, recordKey } from "@qorgau/schemas/cases/links/links";
import type { LinkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import { effectiveRevisions } from "@qorgau/schemas/cases/order/effective-revision";
import type { UnversionedRow } from "@qorgau/schemas/rows/published";
import { recordName } from "@qorgau/schemas/events/statement";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { statementSets } from "../../../../test/generators/statements.ts";
import { linkedStatements } from "./linked-statements.ts";
import type { EffectiveJournal } from "./effective-journal.ts";

/** The journal at a cut, over the statements within it. */
function journalOf(within: readonly LoggedStatement[]): EffectiveJournal {
  const effective = [...effectiveRevisions(within).values()].map(({ logged, conflict, knownSince }) => ({
    ...logged,
    superseded: { conflict, knownSince },
  }));
  const holding = (key: bigint) => effective.filter(({ statement }) => indexedKeys(statement).includes(key));
  return {
    statements: async (records) => effective.filter(({ statement }) => records.includes(recordKey(statement))),
    holders: async (keys, limit) =>
      new Map(
        keys.map((key) => [
          key,
          holding(key)
            .map(({ statement }) => recordKey(statement))
            .slice(0, limit),
        ]),
      ),
    groupsNaming: async (records) =>
      within.flatMap(({ statement }) => {
        const { sameAs } = linksOf(statement);
        return sameAs !== null && records.includes(sameAs.target) ? [sameAs.group] : [];
      }),
    linksOfHolders: async (keys, limit) =>
      keys
        .flatMap(holding)
        .slice(0, limit)
        .map(({ statement }) => ({ record: recordKey(statement), keys: indexedKeys(statement) })),
  };
}

/** The rows after all statements, from the changes of every batch. */
async function foldInBatches(log: readonly LoggedStatement[], sizes: readonly number[], bounds: LinkBounds) {
  const rows = new Map<string, UnversionedRow>();
  for (let from = 0, round = 0; from < log.length; round += 1) {
    const batch = log.slice(from, from + (sizes[round % sizes.length] ?? 1));
    const before = new Set(log.slice(0, from));
    const { statements, limits } = await linkedStatements(journalOf([...before]), { records: [], batch, bounds });
    const isOfBatch = new Set(batch);
    for (const row of foldChange(statements, (logged) => !isOfBatch.has(logged), limits).cases) rows.set(row.cell, row);
    from += batch.length;
  }
  return [...rows.values()].filter(({ payload }) => payload !== "");
}

const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();

function foldAll(log: readonly LoggedStatement[], bounds: LinkBounds): UnversionedRow[] {
  return [...foldChange(log, () => false, { bounds, overfull: new Set() }).cases];
}

const smallBounds: readonly LinkBounds[] = [
  { recordsPerTarget: 1, recordsPerIdentity: 2, casesPerAccident: 1, recordsPerName: 2 },
  { recordsPerTarget: 1, recordsPerIdentity: 3, casesPerAccident: 2, recordsPerName: 4 },
  { recordsPerTarget: 2, recordsPerIdentity: 1, casesPerAccident: 3, recordsPerName: 9 },
  { recordsPerTarget: 99, recordsPerIdentity: 99, casesPerAccident: 99, recordsPerName: 99 },
];
const logs = statementSets(40, { subjects: 6, workers: 3, days: [0, 1], accidents: 3 });

test.each(smallBounds)("batch after batch gives what one fold of everything gives: %j", async (bounds) => {
  const law = fc.asyncProperty(logs, fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }), async (log, sizes) => {
    expect(sorted(await foldInBatches(log, sizes, bounds))).toEqual(sorted(foldAll(log, bounds)));
  });
  await fc.assert(law, { numRuns: 60 });
});

test.each(smallBounds)("what is read for some records gives their cases as one fold of everything does: %j", async (bounds) => {
  const law = fc.asyncProperty(logs, fc.nat(), async (log, chosen) => {
    const requested = log[chosen % Math.max(1, log.length)];
    if (requested === undefined) return;
    const name = recordName(requested.statement);
    const ofRequested = (statements: readonly LoggedStatement[], limits: Parameters<typeof foldCases>[1]) =>
      foldCases(statements, limits)
        .cases.filter((one) => one.statements.some(({ statement }) => recordName(statement) === name))
        .map(caseRow);
    const { statements, limits } = await linkedStatements(journalOf(log), { records: [recordKey(requested.statement)], bounds });
    expect(ofRequested(statements, limits)).toEqual(ofRequested(log, { bounds, overfull: new Set() }));
  });
  await fc.assert(law, { numRuns: 200 });
});
