import { expect, it } from "vitest";
import { observationStatus } from "./observation-status.ts";

it.each([
  ["A", { rate: 1, status: "final" }],
  ["P", { rate: 1, status: "provisional" }],
  ["P", { rate: 1, status: "final", running: true }],
  ["B", { rate: 1, status: "provisional", seriesBreak: "2022-06-08" }],
  ["M", { rate: null, reason: "exposure_missing", seriesBreak: "2022-06-08" }],
  ["M", {}],
  ["Q", { rate: null, reason: "confidential" }],
  ["U", { rate: null, reason: "days_unstated" }],
  ["U", { rate: null, reason: "strata_unknown" }],
])("%s of %j", (status, row) => {
  expect(observationStatus(row, "rate")).toBe(status);
});
