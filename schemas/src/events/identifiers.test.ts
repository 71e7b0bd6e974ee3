import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDigit, checkDigitHolds, classifyIdentifier, decodeIin } from "./identifiers.ts";

describe("check digit", () => {
  test.each([
    ["850808310738", "second pass: the first gives 10"],
    ["200140000004", "first pass"],
    ["200140000501", "second pass"],
  ])("%s holds (%s)", (identifier) => {
    expect(checkDigitHolds(identifier)).toBe(true);
  });

  test.each(["20014000130", "20014000211"])("%s has no check digit at all", (base) => {
    expect(checkDigit(base)).toBeNull();
    for (let last = 0; last <= 9; last++) expect(checkDigitHolds(`${base}${last}`)).toBe(false);
  });

  test("a number in use whose digit fails: computes 9, carries 4", () => {
    expect(checkDigit("000003319944")).toBe(9);
    expect(checkDigitHolds("000003319944")).toBe(false);
  });

  test("no other last digit holds", () => {
    const base = fc.stringMatching(/^\d{11}$/);
    fc.assert(
      fc.property(base, (digits) => {
        const holding = Array.from("0123456789").filter((last) => checkDigitHolds(digits + last));
        const only = checkDigit(digits);
        expect(holding).toEqual(only === null ? [] : [String(only)]);
      }),
    );
  });
});

describe("classification by the fifth digit", () => {
  test.each([
    ["850808310738", "iin"],
    ["841006000754", "iin"],
    ["850831310738", "iin"],
    ["200140000004", "bin"],
    ["200150000004", "bin"],
    ["200160000004", "bin"],
    ["200170000004", null],
    ["200190000004", null],
    ["20014000000", null],
    ["2001400000044", null],
    ["20014000000a", null],
    ["200140000004\n", null],
  ])("%s is %s", (text, kind) => {
    expect(classifyIdentifier(text)).toBe(kind);
  });
});

describe("what an IIN tells", () => {
  test.each([
    ["850808310738", { birthDate: "1985-08-08", sex: "male" }],
    ["850808410738", { birthDate: "1985-08-08", sex: "female" }],
    ["990101110738", { birthDate: "1899-01-01", sex: "male" }],
    ["990101210738", { birthDate: "1899-01-01", sex: "female" }],
    ["040229510738", { birthDate: "2004-02-29", sex: "male" }],
    ["040229610738", { birthDate: "2004-02-29", sex: "female" }],
  ])("%s", (iin, facts) => {
    expect(decodeIin(iin)).toEqual(facts);
  });

  test.each([
    ["841006000754", "century digit 0"],
    ["850808710738", "century digit 7"],
    ["850808910738", "century digit 9"],
    ["850230310738", "30 February"],
    ["850001310738", "month 0"],
    ["851301310738", "month 13"],
    ["850800310738", "day 0"],
    ["000229310738", "29 February 1900"],
    ["85080831073", "eleven digits"],
  ])("%s tells nothing (%s)", (iin) => {
    expect(decodeIin(iin)).toBeNull();
  });
});
