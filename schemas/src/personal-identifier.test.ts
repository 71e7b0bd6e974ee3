import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { containsIin, maskIins } from "./personal-identifier.ts";

const iin = "850808310738";

describe("what is an IIN in text", () => {
  test.each([
    iin,
    `N1-${iin}`,
    `(${iin})`,
    `case_${iin}_2026`,
    `a ${iin}, b`,
    `200140000004 ${iin}`,
    `urn:kz:iin:${iin}`,
    "840229010738",
    `x1234567-1234-1234-1234-${iin}`,
    `1234567-1234-1234-1234-${iin}`,
    `${iin}/00000000-0000-4000-8000-000000000000`,
    `-${iin}-${iin}`,
  ])("%s holds one", (text) => {
    expect(containsIin(text)).toBe(true);
    expect(maskIins(text)).toContain("#");
    expect(containsIin(maskIins(text))).toBe(false);
  });

  test.each([
    ["a BIN", "200140000004"],
    ["part of a longer number", `${iin}1`],
    ["part of a word", `N${iin}`],
    ["followed by a letter of another script", `${iin}Ж`],
    ["a month that is none", "851308310738"],
    ["a day that is none", "850631310738"],
    ["a century digit 7", "850808710738"],
    ["a canonical UUID", `0b1f0c2d-1234-4234-8234-${iin}`],
    ["a canonical UUID in capitals within a URN", `urn:uuid:0B1F0C2D-1234-4234-8234-${iin}`],
    ["too short", "85080831073"],
    ["nothing", ""],
  ])("%s is not one", (_why, text) => {
    expect(containsIin(text)).toBe(false);
    expect(maskIins(text)).toBe(text);
  });
});

test("masking leaves all other text as it is", () => {
  expect(maskIins(`/data/${iin}/x 200140000004 (${iin})`)).toBe("/data/#/x 200140000004 (#)");
});

test("masking looks behind the escapes of JSON, so that a log line hides none", () => {
  const line = JSON.stringify({ text: `\n${iin}`, other: `\t${iin}\u0001${iin} \uD800${iin}`, kept: `n${iin}` });
  expect(maskIins(line)).toBe(`{"text":"\\n#","other":"\\t#\\u0001# \\ud800#","kept":"n${iin}"}`);
});

test("masking leaves nothing that would be found, whatever stands around it", () => {
  const piece = fc.oneof(fc.constantFrom(iin, "-", " ", "/", "850808", "0b1f0c2d-1234-4234-8234-", "ж", "١"), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      expect(containsIin(maskIins(pieces.join("")))).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
