import { expect, test } from "vitest";
import { esawBodyParts, esawContacts, esawDeviations, esawInjuryTypes } from "./esaw.ts";

test("codes have the width of their variable, and every group has its heading", () => {
  for (const code of esawInjuryTypes.keys()) expect(code).toMatch(/^\d{2,3}$/);
  for (const list of [esawBodyParts, esawDeviations, esawContacts]) {
    for (const code of list.keys()) {
      expect(code).toMatch(/^\d\d$/);
      if (code !== "99") expect(list.has(`${code[0]}0`)).toBe(true);
    }
  }
});

test("an injury type reads the same with and without its first zero", () => {
  expect(esawInjuryTypes.get("21")).toBe(esawInjuryTypes.get("021"));
  expect(esawInjuryTypes.get("100")).toBe("Effects of temperature extremes, light and radiation");
  expect(esawInjuryTypes.has("00")).toBe(false);
});
