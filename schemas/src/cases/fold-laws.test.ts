/** The fold against a model that is checked by eye, over random sets of statements; and faults put into the model, to see them noticed. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LoggedStatement } from "../events/statement.ts";
import { statementSchema } from "../events/statement.ts";
import { type Dimensions, type Figures, figureNames, monthDimensions, publishedCaseSchema } from "../rows/published.ts";
import { naiveCases, sentences } from "../../../test/generators/naive-model.ts";
import { plantedBoundFaults, plantedFaults } from "../../../test/generators/planted-faults.ts";
import { seededStatements, shuffled, statementSets } from "../../../test/generators/statements.ts";
import { isLeftOut } from "./accidents.ts";
import { caseRow, monthCells } from "./case-figures.ts";
import { foldCases } from "./fold-cases.ts";
import { type LinkBounds, linkBounds } from "./links/link-bounds.ts";

interface Counted {
  readonly date: string;
  readonly dimensions: Partial<Dimensions>;
  readonly figures: Figures;
}

/** Every count by every dimension and month; those that are zero are left out. */
function countsOf(rows: Iterable<Counted>, dimensionNames?: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { date, dimensions, figures } of rows) {
    const places = Object.entries(dimensions).filter(([name]) => dimensionNames?.includes(name) ?? true);
    for (const figure of figureNames.filter((name) => figures[name] !== 0)) {
      for (const [name, value] of [...places, ["month", date.slice(0, 7)]]) {
        const cell = `${figure} ${name}=${value}`;
        counts[cell] = (counts[cell] ?? 0) + figures[figure];
      }
    }
  }
  return counts;
}

const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

/** So small that the links of a dozen statements pass them. */
const smallBounds: readonly LinkBounds[] = [
  { recordsPerTarget: 1, recordsPerIdentity: 2, casesPerAccident: 1, recordsPerName: 2 },
  { recordsPerTarget: 1, recordsPerIdentity: 3, casesPerAccident: 2, recordsPerName: 3 },
  { recordsPerTarget: 2, recordsPerIdentity: 1, casesPerAccident: 3, recordsPerName: 9 },
];

/** The rows of the fold as the model writes them. */
function foldedRows(statements: Iterable<LoggedStatement>, bounds: LinkBounds = linkBounds) {
  return foldCases(statements, { bounds, overfull: new Set() }).cases.map((folded) => {
    const { date, details, dimensions, figures, payload } = caseRow(folded);
    const { accident: _opaque, ...days } = details;
    return {
      records: publishedCaseSchema.parse(JSON.parse(payload)).records,
      date,
      dimensions,
      figures,
      days,
      isLeftOut: isLeftOut(folded),
    };
  });
}

/** As a consumer sees them: in any order, and some of them twice. */
const redelivered = fc.tuple(statementSets(), fc.nat()).map(([log, seed]) => ({
  log,
  delivered: shuffled([...log, ...log.filter((_, place) => place % 3 === 0).map((one) => ({ ...one }))], seed),
}));

function isAsModelled(rules: typeof sentences, bounds: LinkBounds = linkBounds) {
  return fc.property(redelivered, ({ log, delivered }) => {
    expect(sorted(foldedRows(delivered, bounds))).toEqual(sorted(naiveCases(log, rules, bounds)));
  });
}

describe("over random sets of statements", () => {
  test("cases, accidents and figures are those of the model, in any order and with any repetition", () => {
    fc.assert(isAsModelled(sentences), { numRuns: 3000 });
  });

  test.each(smallBounds)("the same where links pass their bounds: %j", (bounds) => {
    fc.assert(isAsModelled(sentences, bounds), { numRuns: 1000 });
  });

  test("every count by every dimension is the model's, in the cases and in the month cells", () => {
    const counted = fc.property(redelivered, ({ log, delivered }) => {
      const model = naiveCases(log);
      const rows = foldCases(delivered).cases.map(caseRow);
      expect(countsOf(rows)).toEqual(countsOf(model));
      expect(countsOf(monthCells(rows).values(), monthDimensions)).toEqual(countsOf(model, monthDimensions));
    });
    fc.assert(counted, { numRuns: 1000 });
  });

  test("order and repetition change no byte of what is published", () => {
    const published = (log: Iterable<LoggedStatement>) => sorted(foldCases(log).cases.map(caseRow));
    const unmoved = fc.property(redelivered, ({ log, delivered }) => {
      expect(published(delivered)).toEqual(published(log));
    });
    fc.assert(unmoved, { numRuns: 1000 });
  });

  test("the generated statements are such as the log holds", () => {
    for (const { statement } of seededStatements(1, 500)) expect(statementSchema.parse(statement)).toEqual(statement);
  });
});

describe("the comparison notices a fault:", () => {
  test.each(Object.entries(plantedFaults))("%s", (_, fault) => {
    const result = fc.check(isAsModelled({ ...sentences, ...fault }), { seed: 20_260_203, numRuns: 20_000, endOnFailure: true });
    expect(result.failed).toBe(true);
  });

  test.each(Object.entries(plantedBoundFaults))("%s", (_, fault) => {
    const seen = smallBounds.some((bounds) => {
      const rules = { ...sentences, ...fault };
      return fc.check(isAsModelled(rules, bounds), { seed: 20_260_203, numRuns: 20_000, endOnFailure: true }).failed;
    });
    expect(seen).toBe(true);
  });
});
