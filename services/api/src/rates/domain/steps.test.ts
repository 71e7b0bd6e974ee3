/** Responses from statements are computed in steps: none of them is longer the more statements there are. */
import { expect, test } from "vitest";
import { finished } from "@qorgau/schemas/steps";
import { seededStatements } from "../../../../../test/generators/statements.ts";
import { watched } from "../../../../../test/generators/watched-statements.ts";
import { requested, snapshotOf } from "../figures-model-fixture.ts";
import { contributingCases } from "../../explain/domain/explain-cases.ts";
import { nameRow } from "../../explain/domain/explain-row.ts";
import { createQualityReport, nothingBeside } from "../../quality/domain/quality-report.ts";
import { wholeRequest } from "../../quality/domain/quality-fixture.ts";
import { foldSlice } from "../../quality/domain/quality-slice.ts";
import { ratesResponse } from "./rates.ts";
import { heldRecords } from "../../records/domain/record-response.ts";
import { revisionsOf } from "../../revisions/domain/revision-values.ts";

const days = { from: "2025-01-01", to: "2027-12-31" };
const { statements, mostBetweenSteps } = watched(seededStatements(20_260_203, 6_000));
const query = requested("kind=any&from=2026-01-01&to=2026-12-31");
const named = nameRow(query, ratesResponse(query, snapshotOf(query, [])).rows[0]!);
const looksMax = 400;

test("a slice of quality", () => {
  expect(mostBetweenSteps(foldSlice(statements, days))).toBeLessThan(looksMax);
});

test("the tables of a slice, of which each is a step", () => {
  const small = watched(seededStatements(20_260_203, 1_000));
  const slice = finished(foldSlice(small.statements, days));
  const report = createQualityReport(wholeRequest, null, nothingBeside);
  expect(small.mostBetweenSteps(report.take(slice))).toBeLessThan(20 * small.statements.length);
});

test("the cases of a row", () => {
  expect(mostBetweenSteps(contributingCases(named, statements))).toBeLessThan(looksMax);
});

test("the history of a row", () => {
  const { statements, mostBetweenSteps } = watched(seededStatements(20_260_203, 1_500));
  expect(mostBetweenSteps(revisionsOf(named, { cases: statements, exposures: statements }))).toBeLessThan(looksMax);
});

test("a record", () => {
  const { source, subject } = statements[0]!.statement;
  const requestParameters = { source, subject, entity: null };
  expect(mostBetweenSteps(heldRecords(requestParameters, { closed: statements, exposures: [] }))).toBeLessThan(looksMax);
});

/** One record with so many revisions: what is remembered of each must not be read again for the next. */
test("a record that was revised twenty thousand times is no square of them", () => {
  const [first] = seededStatements(20_260_203, 1);
  const revised = Array.from({ length: 20_000 }, (_, place) => ({
    ...first!,
    offset: place,
    statement: { ...first!.statement, revision: place + 1 },
  }));
  const { source, subject } = first!.statement;
  const history = watched(revised);
  const steps = heldRecords({ source, subject, entity: null }, { closed: history.statements, exposures: [] });
  expect(history.mostBetweenSteps(steps)).toBeLessThan(looksMax);
  expect(history.looks()).toBeLessThan(50 * revised.length);
  finished(revisionsOf(named, { cases: history.statements, exposures: [] }));
  expect(history.looks()).toBeLessThan(200 * revised.length);
});
