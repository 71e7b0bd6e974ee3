import * as fc from "fast-check";
import { expect, test } from "vitest";
import { harmlessText } from "./csv-text.ts";

/** As the rule says it, independently of the code. */
function undone(text: string): string {
  const isCut = (letter: string) => ",;\t\n\v\f\r\u0085\u2028\u2029".includes(letter);
  const isPassedOver = (letter: string) => /[\p{Zs}\p{Cf}"]/u.test(letter);
  const isFormula = (letter: string | undefined) => letter !== undefined && "=+-@\uff1d\uff0b\uff0d\uff20".includes(letter);
  const letters = Array.from(text);
  const stored: string[] = [];
  for (let place = 0, atBeginning = true; place < letters.length; place += 1) {
    const letter = letters[place]!;
    if (atBeginning && letter === "'") {
      let end = place;
      while (letters[end] === "'") end += 1;
      const isFirst = place === 0 && "\t\n\r".includes(letters[end] ?? "x");
      stored.push("'".repeat(end - place - (isFormula(letters[end]) || isFirst ? 1 : 0)));
      place = end - 1;
      atBeginning = false;
      continue;
    }
    stored.push(letter);
    atBeginning = isCut(letter) || (atBeginning && isPassedOver(letter));
  }
  return stored.join("");
}

test.each([
  ["A;=cmd|'/C calc'!A0;B", "A;'=cmd|'/C calc'!A0;B"],
  ["=1", "'=1"],
  ["A\t+1", "A\t'+1"],
  ["A\n@SUM(1)", "A\n'@SUM(1)"],
  ["A\r\n-1", "A\r\n'-1"],
  ["A, =1", "A, '=1"],
  ['A;"=1"', 'A;"\'=1"'],
  ["A;\u00a0\ufeff＝1", "A;\u00a0\ufeff'＝1"],
  ["'=1", "''=1"],
  ["\t", "'\t"],
  ["a-b = c @ d", "a-b = c @ d"],
  ["'tis", "'tis"],
])("%j is written %j", (text, written) => {
  expect(harmlessText(text)).toBe(written);
  expect(undone(written)).toBe(text);
});

const hostile = fc.string({ unit: fc.constantFrom(...Array.from("=+-@'\"; ,\t\r\n\u2028a＝")) });

test("no part that any reader cuts out begins a formula, and the text can be had back", () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string()), (text) => {
      const written = harmlessText(text);
      for (const part of written.split(/[,;\t\n\v\f\r\u0085\u2028\u2029]/)) {
        expect(part).not.toMatch(/^[\p{Zs}\p{Cf}"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u);
      }
      expect(written).not.toMatch(/^[\t\r\n]/);
      expect(undone(written)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test("the longest text there is takes no longer for being hostile", () => {
  for (const letter of [" ", "'", ";", '"', "\t"]) {
    const began = performance.now();
    harmlessText(letter.repeat(256 * 1024));
    expect(performance.now() - began, JSON.stringify(letter)).toBeLessThan(2000);
  }
});
