import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { findToken, indexTokens, storedTokenSchema, makeToken } from "./token.ts";

test("what is kept of a token is its hash, and nothing it could be made from", () => {
  const { token, stored } = makeToken({ grant: "read", name: "the ministry" });
  expect(token).toMatch(/^qorgau_[\w-]{43}$/);
  expect(storedTokenSchema.parse(stored)).toEqual(stored);
  expect(stored.hash).toBe(hash("sha256", token));
  expect(JSON.stringify(stored)).not.toContain(token.slice(7, 20));
});

test("no two tokens are alike, and each is found by its own text alone", () => {
  const made = Array.from({ length: 50 }, (_, number) => makeToken({ grant: "read", name: `${number}` }));
  const stored = made.map((one) => one.stored);
  const index = indexTokens(stored);
  for (const one of made) expect(findToken(index, one.token)).toBe(one.stored);
  expect(findToken(index, `${made[0]!.token}x`)).toBeNull();
  expect(findToken(index, stored[0]!.hash)).toBeNull();
  expect(findToken(indexTokens([]), made[0]!.token)).toBeNull();
});
