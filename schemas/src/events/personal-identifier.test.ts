import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { containsIin, maskIins, maskIinsInJson } from "./personal-identifier.ts";

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
    `ошибка, ИИН${iin} не тот`,
    `x${iin}`,
    `${iin}Ж`,
    `ЖСН${iin}қате`,
    "850808-310738",
    "850808 310738",
    "850808.310738",
    "850 808 310 738",
    "8-5-0-8-0-8-3-1-0-7-3-8",
    "850808\u2011310738",
    "850808\u2013310738",
    "850808\u00a0310738",
    "8\u200b50808310738",
    "850808\u00ad310738",
    "８５０８０８３１０７３８",
    "𝟠𝟝𝟘𝟠𝟘𝟠𝟛𝟙𝟘𝟟𝟛𝟠",
    "①no 8508083１0738",
    "٨٥٠٨٠٨٣١٠٧٣٨",
    "۸۵۰۸۰۸۳۱۰۷۳۸",
    "८५०८०८-३१०७३८",
    "٨٥٠٨٠8３10738",
    "8\ufe0f50808310738",
    "8\u034f50808\u3164310738",
    Array.from(iin, (digit) => `${digit}\ufe0f\u20e3`).join(""),
    Array.from(iin, (digit) => `${digit}\u0332`).join(""),
    "850808\u2212310738",
    "850808\u00b7310738",
    "urn:kz:x:85080%38310738",
    Array.from(iin, (digit) => `%3${digit}`).join(""),
    "%ff%38%35%30808310738",
    "850808%2D310738",
    "850808%C2%AD310738",
    "%EF%BC%98%d9%a50808310738%E2%80",
    "850808%310738 850808%2d310738",
    `№ 1 850808-310738`,
    "n1 850808 310738/2",
    `\\r0b1f0c2d-1234-4234-8234-${iin}`,
  ])("%s holds one", (text) => {
    expect(containsIin(text)).toBe(true);
    expect(maskIins(text)).toContain("#");
    expect(containsIin(maskIins(text))).toBe(false);
  });

  test.each([
    ["a BIN", "200140000004"],
    ["part of a longer number", `${iin}1`],
    ["part of a word, and its check digit fails", "N850808310730"],
    ["followed by a letter of another script, and its check digit fails", "850808310730Ж"],
    ["part of a word, and the seventh digit is 0", "x850808010735"],
    ["part of a word, of somebody born in 1899", "x990101110002"],
    ["with separators, and its check digit fails", "850808-310730"],
    ["with two separators between the same digits", "850808--310738"],
    ["a BIN in groups", "200140 000004"],
    ["dates", "2026-02-03 2026.02.04"],
    ["a telephone number", "+7 701 123 45 67"],
    ["a pseudonym", `qg1:0a1b2c3d:${"850808310738".padEnd(64, "0")}`],
    ["a hash", `sha256:${"0".repeat(10)}-${"a850808310738".padEnd(32, "f")}`],
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
  const line = JSON.stringify({ text: `\n${iin}`, other: `\t${iin}\u0001${iin} \uD800${iin}`, stored: `n${iin}` });
  expect(maskIins(line)).toBe(`{"text":"\\n#","other":"\\t#\\u0001# \\ud800#","stored":"n#"}`);
});

test("masking leaves nothing that would be found, whatever stands around it", () => {
  const piece = fc.oneof(
    fc.constantFrom(iin, "-", " ", "/", "850808", "0b1f0c2d-1234-4234-8234-", "ж", "١", "%38", "%", "310738", "\ufe0f", "⑧", "⒏"),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      expect(containsIin(maskIins(pieces.join("")))).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test("a log line is read as JSON: what stands behind an escape is no part of a word, and the whole UUID behind one holds none", () => {
  const uuid = `0b1f0c2d-1234-4234-8234-${iin}`;
  for (const text of [`\r${uuid}`, `"${uuid}"`, `\\ ${uuid}`]) {
    expect(containsIin(text)).toBe(false);
    expect(maskIinsInJson(JSON.stringify({ text }))).toBe(JSON.stringify({ text }));
  }
  for (const text of [`\n850808310730`, `"850808310730"`, `\u0001850808-310738`, `x\\${iin}`, `\\r${uuid}`]) {
    expect(containsIin(text)).toBe(true);
    const masked = JSON.parse(maskIinsInJson(JSON.stringify({ text }))) as { text: string };
    expect(masked.text).toContain("#");
    expect(containsIin(masked.text)).toBe(false);
  }
});

test("what is masked in a log line is what is refused in its text", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      iin,
      "850808310730",
      "-",
      " ",
      "\\",
      "\r",
      '"',
      "850808",
      "310738",
      "0b1f0c2d-1234-4234-8234-",
      "ж",
      "８",
      "\u200b",
      "%38",
      "%2d",
      "٨",
      "\u20e3",
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join("");
      const line = JSON.stringify([text]);
      const [masked] = JSON.parse(maskIinsInJson(line)) as [string];
      expect(masked === text).toBe(!containsIin(text));
      expect(containsIin(masked)).toBe(false);
    }),
    { numRuns: 3000 },
  );
});

test("ages are reckoned of the given moment", () => {
  expect(containsIin(`x${iin}`, Date.UTC(1998, 0, 1))).toBe(false);
  expect(containsIin(`x${iin}`, Date.UTC(2000, 0, 1))).toBe(true);
  expect(containsIin(`x${iin}`, Date.UTC(2087, 0, 1))).toBe(false);
  expect(containsIin(iin, Date.UTC(1998, 0, 1))).toBe(true);
});

test("a long text of digits and separators costs no more than its length", () => {
  const begun = performance.now();
  for (const text of ["1 ".repeat(50_000), "1".repeat(100_000), "850808 ".repeat(14_000), "a1".repeat(50_000), "١".repeat(50_000)])
    containsIin(text);
  expect(performance.now() - begun).toBeLessThan(3_000);
});
