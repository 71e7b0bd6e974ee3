import { expect, test } from "vitest";
import { bodyTexts } from "./body-texts.ts";

test("gives the texts of an object's members; what has no text, null too, is taken by nothing", () => {
  const texts = bodyTexts({ name: "a", year: 2026, reason: null, list: ["a"], object: {}, flag: true });
  expect([...texts!]).toEqual([
    ["name", "a"],
    ["year", "2026"],
    ["reason", "\0"],
    ["list", "\0"],
    ["object", "\0"],
    ["flag", "\0"],
  ]);
});

test.each([null, undefined, "text", 7, [], [{}]])("%j is no object", (body) => expect(bodyTexts(body)).toBe(null));
