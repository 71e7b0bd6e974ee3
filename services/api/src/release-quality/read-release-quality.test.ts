import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { expect, test } from "vitest";
import { reasonOf } from "./read-release-quality.ts";

test.each([
  { yearOf: "accident", rules: mergingRules - 1, cases: 3, reason: "rules_differ" },
  { yearOf: "accident", rules: mergingRules - 1, cases: 4, reason: null },
  // Another fold, or other code lists: no other rules.
  { yearOf: "accident", rules: mergingRules, cases: 3, reason: null },
  { yearOf: "death", rules: mergingRules, cases: 4, reason: "release_of_other_day" },
] as const)("$cases cases beside 4 of a release by the $yearOf under rules $rules: $reason", ({ yearOf, rules, cases, reason }) => {
  expect(reasonOf({ yearOf, rules }, cases, { injured: 4 })).toBe(reason);
});
