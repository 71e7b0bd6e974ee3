import { expect, test } from "vitest";
import { resolveActivity } from "./sector-schemes.ts";

test.each([
  ["nace2", "05.10.1", "B", "05"],
  ["nace2", "B", "B", null],
  ["isic4", "0510", "B", "05"],
  ["isic4", "B", "B", null],
  ["naics2017", "212112", "B", "05"],
  ["naics2017", "48-49", "H", null],
  ["naics2017", "811310", null, null],
  ["nace21", "05.10", null, null],
  ["nace21", "V", null, null],
] as const)("%s %s is of section %s and division %s", (scheme, code, section, division) =>
  expect(resolveActivity(code, scheme)).toEqual({ section, division }),
);

test.each([
  ["nace2", "04"],
  ["nace2", "212112"],
  ["isic4", "05.10"],
  ["isic4", "04"],
  ["nace21", "W"],
  ["naics2017", "B"],
  ["naics2017", "2121120"],
  ["naics2017", "constructor"],
] as const)("%s has no code %s", (scheme, code) => expect(resolveActivity(code, scheme)).toBeNull());
