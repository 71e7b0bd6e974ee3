import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalSource, faultOfName } from "./names.ts";

test.each(["WS-1", "a b", "Шахта № 7", "Қазақстан", "é", "ё", "a\u00a0b"])("%j is a good name", (name) =>
  expect(faultOfName(name)).toBeNull(),
);

test.each([
  ["WS-1 ", "white_space"],
  [" WS-1", "white_space"],
  ["WS-1\u00a0", "white_space"],
  ["\u3000WS-1", "white_space"],
  ["WS-1\u2028", "invisible"],
  ["WS\u2029-1", "invisible"],
  ["WS\u00ad-1", "invisible"],
  ["WS\u200b-1", "invisible"],
  ["\ufeffWS-1", "invisible"],
  ["WS\u2060-1", "invisible"],
  ["W\u202eS-1", "invisible"],
  ["WS-1\ufe0f", "invisible"],
  ["WS-1\u{e0101}", "invisible"],
  ["WS\u3164-1", "invisible"],
  ["WS\u115f-1", "invisible"],
  ["WS\u034f-1", "invisible"],
  ["WS-1\u2800", "invisible"],
  ["e\u0301", "not_composed"],
  ["й".normalize("NFD"), "not_composed"],
  ["\u212b", "not_composed"],
])("%j: %s", (name, why) => expect(faultOfName(name)).toBe(why));

test("of two names that differ by composition alone at most one is good", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const forms = new Set([text.normalize("NFC"), text.normalize("NFD")]);
      expect([...forms].filter((form) => faultOfName(form) === null).length).toBeLessThanOrEqual(1);
    }),
  );
});

test.each([
  ["URN:KZ:BIN:200140000004", "urn:kz:BIN:200140000004"],
  ["Urn:Kz:bin:1", "urn:kz:bin:1"],
  ["urn:kz:bin:200140000004", "urn:kz:bin:200140000004"],
  ["https://Example.com/A", "https://Example.com/A"],
  ["urn:x", "urn:x"],
])("%s is compared as %s", (source, canonical) => expect(canonicalSource(source)).toBe(canonical));
