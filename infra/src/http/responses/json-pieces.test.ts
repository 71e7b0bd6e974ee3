import * as fc from "fast-check";
import { expect, test } from "vitest";
import { jsonPieces } from "./json-pieces.ts";

test("the pieces are what JSON.stringify gives, whatever the value", () => {
  const member = fc.oneof(fc.jsonValue({ maxDepth: 6 }), fc.constant(undefined));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), member), (value) => {
      expect([...jsonPieces(value)].join("")).toBe(JSON.stringify(value));
    }),
  );
});

test("a long list comes in pieces of some kilobytes", () => {
  const rows = Array.from({ length: 20_000 }, (_, place) => ({ period: "2026-01-01", count: place, previous: { rate: 0.1, word: null } }));
  const pieces = [...jsonPieces({ watermark: "0:1", rows })];
  expect(pieces.join("")).toBe(JSON.stringify({ watermark: "0:1", rows }));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(20_000);
});
