import { languages } from "@qorgau/schemas/languages";
import { c81Figures, c81Indicators } from "@qorgau/schemas/responses/inspection/c81-response";
import type { C81Response } from "@qorgau/schemas/responses/inspection/c81-response";
import { expect, test } from "vitest";
import { c81Laws, c81Texts } from "./c81-texts.ts";
import { c81Workbook } from "./c81-workbook.ts";

const nothing: C81Response = {
  asOf: null,
  watermark: "0:1",
  rules: 2,
  methods: 1,
  method: { name: "c81" },
  year: 2025,
  due: { published: "2026-12-31", sent: "2027-03-31" },
  laws: c81Laws.map(({ code, text }) => ({ code, text })),
  figures: c81Figures.map((name) => ({ name, value: null, origin: null, reason: "not_stated" })),
  indicators: c81Indicators.map((name) => ({ name, value: null, reason: "not_stated" })),
  infringements: null,
  infringementsReason: "not_stated",
  penalties: null,
  penaltiesReason: "conflict",
  release: null,
  casesReason: "release_missing",
  totals: null,
  cases: null,
  mining: null,
  occurrences: null,
};
const valuesOf = (response: C81Response, language: (typeof languages)[number], madeUp = false) =>
  c81Workbook(response, language, madeUp).sheets.map(({ rows }) => rows.map((row) => row.map((cell) => cell?.value ?? null)));

test.each(languages)("what nobody stated is not available in %s, and nowhere 0", (language) => {
  const sheets = valuesOf(nothing, language);
  const { notAvailable, conflict, figures, reasons } = c81Texts[language];
  expect(sheets).toHaveLength(5);
  expect(sheets[0]).toContainEqual([figures.workersLiable, notAvailable]);
  // Of penalties.
  expect(sheets[0]).toContainEqual([conflict]);
  for (const rows of sheets.slice(1)) expect(rows.flat()).toContain(notAvailable);
  expect(sheets[1]!.flat()).toContain(reasons.release_missing);
  expect(sheets.flat(2)).not.toContain(0);
  expect(valuesOf(nothing, language, true)[0]![0]![0]).toContain(c81Texts[language].madeUp);
});

test("codes are named, and what is not known says so", () => {
  const counted = { fatal: 1, nonFatal: 2 };
  const response: C81Response = {
    ...nothing,
    casesReason: null,
    release: { name: "annual-2025", number: 1, watermark: "0:1", rules: 2 },
    totals: (["accident", "disease", "poisoning"] as const).map((kind) => ({ kind, ...counted, released: 3 })),
    cases: [
      { kind: "accident", by: "sector", code: "B", ...counted },
      { kind: "accident", by: "occupation", code: "8", ...counted },
      { kind: "accident", by: "cause", code: null, ...counted },
    ],
    mining: [{ by: "hazard", code: "fire", ...counted }],
    occurrences: [{ by: "hazard", code: "outburst", count: 4 }],
  };
  const [, accidents, , , mines] = valuesOf(response, "en");
  expect(accidents).toContainEqual(["B Mining and quarrying", 1, 2]);
  expect(accidents).toContainEqual(["8 Plant and machine operators", 1, 2]);
  expect(accidents).toContainEqual(["Not known", 1, 2]);
  expect(mines).toContainEqual(["Fire", 1, 2]);
  expect(mines).toContainEqual(["Outburst", 4]);
});
