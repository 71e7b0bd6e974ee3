import { expect, test } from "vitest";
import { registeredAsFatal } from "./registered-as-fatal.ts";

const at = (day: string) => Date.parse(`2026-${day}T12:00:00+05:00`);
const record = (first: string, fatal: string | null) => ({ firstMs: at(first), fatalMs: fatal === null ? null : at(fatal) });

test.each([
  ["fatal from the first statement on, entered before or after it", "2026-01-03", [record("01-10", "01-10")], "2026-01-03"],
  ["fatal later, in the same record", "2026-01-03", [record("01-10", "03-02")], "2026-03-02"],
  ["fatal later, by another record than the first", "2026-01-10", [record("01-10", null), record("02-01", "02-01")], "2026-02-01"],
  ["another record says it after this one did", "2026-01-10", [record("01-10", "02-05"), record("04-01", "04-01")], "2026-02-05"],
  ["said to be fatal before the case was entered", "2026-03-01", [record("01-10", "02-05")], "2026-03-01"],
  ["nothing is known of its records", "2026-01-10", [], "2026-01-10"],
] as const)("%s", (_, registeredOn, records, day) => {
  expect(registeredAsFatal(registeredOn, records)).toBe(day);
});

test("the day is that of Kazakhstan", () => {
  const late = { firstMs: at("01-10"), fatalMs: Date.parse("2026-02-01T20:30:00Z") };
  expect(registeredAsFatal("2026-01-10", [late])).toBe("2026-02-02");
});
