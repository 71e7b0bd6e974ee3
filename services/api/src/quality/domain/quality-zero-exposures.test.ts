import { expect, test } from "vitest";
import { expose, reportCase, withdraw } from "../../../../../test/generators/reported-by-hand.ts";
import { pagesOf } from "./quality-fixture.ts";

const listed = (log: Parameters<typeof pagesOf>[0]) =>
  pagesOf(log).zeroExposures.rows.map(({ date, subject, otherSource, basis }) => [date, subject, otherSource, basis]);
const zero = { source: "urn:s", subject: "X" };

test("counting cases of the cell and the period are listed beside who states that nobody worked there", () => {
  const log = [
    reportCase({ subject: "in" }),
    reportCase({ subject: "before" }, { occurredAt: "2025-12-31" }),
    reportCase({ subject: "abroad" }, { region: "US-TX" }),
    reportCase({ subject: "none", role: "inspectorate" }, { workRelated: "no" }),
  ];
  expect(listed([...log, expose(zero, 0)])).toEqual([["2026-02-03", "in", "urn:s", "contracts"]]);
  expect(listed([...log, expose(zero, 1)])).toEqual([]);
});

test("a zero that is withdrawn, or that another statement outranks, is none", () => {
  expect(listed([reportCase(), expose(zero, 0), withdraw({ ...zero, entity: "exposure", revision: 2 })])).toEqual([]);
  expect(listed([reportCase(), expose({ ...zero, role: "enterprise" }, 0), expose({ source: "urn:t" }, 5)])).toEqual([]);
});

test("the cell is told whole, with the dimensions of workers too", () => {
  const log = [reportCase({}, { worker: { ref: "w-1", sex: "female" } }), expose(zero, 0, { sex: "female" })];
  expect(pagesOf(log).zeroExposures.rows).toMatchObject([{ sex: "female", ageBand: null, region: null }]);
});
