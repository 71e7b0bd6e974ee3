/** The lists whose rows the contract test of the scopes does not make: severities in dispute, and exposure that is stated twice. */
import type { QualityResponse } from "@qorgau/schemas/responses/quality-response";
import { expect, test } from "vitest";
import { withoutOthersValues } from "./withhold-others.ts";

const disputed = { severity: "fatal", standingSeverity: "light", source: "urn:a", gravestSource: "urn:b", case: "c" };
const conflict = { source: "urn:a", value: 10, otherSource: "urn:b", otherValue: 20, period: "2026" };
const response = {
  period: "year",
  disputed: { rows: [disputed], nextCursor: "next" },
  exposureConflicts: { rows: [conflict], nextCursor: null },
} as unknown as QualityResponse;

test.each([
  [["urn:a"], { severity: null }, { otherValue: null }],
  [["urn:b"], { standingSeverity: null }, { value: null }],
  [["urn:a", "urn:b"], {}, {}],
])("whoever owns %j is not told what the other tells", (owned, ofDispute, ofConflict) => {
  expect(withoutOthersValues(response, owned)).toEqual({
    period: "year",
    disputed: { rows: [{ ...disputed, ...ofDispute }], nextCursor: "next" },
    exposureConflicts: { rows: [{ ...conflict, ...ofConflict }], nextCursor: null },
  });
});
