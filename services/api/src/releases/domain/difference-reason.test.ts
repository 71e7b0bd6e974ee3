import { expect, test } from "vitest";
import { differenceReason } from "./difference-reason.ts";

test.each([
  { released: 1, now: 2, differences: ["injured"], reason: "rules_differ" },
  { released: 1, now: 2, differences: [], reason: null },
  { released: 2, now: 2, differences: ["injured"], reason: null },
])("$differences under rules $released and $now: $reason", ({ released, now, differences, reason }) => {
  expect(differenceReason({ rules: released }, { rules: now }, differences)).toBe(reason);
});
