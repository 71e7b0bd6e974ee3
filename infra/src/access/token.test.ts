import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { findHeir, findToken, indexTokens, storedTokenSchema, makeToken } from "./token.ts";

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

test("a token that has expired is followed by the one that took its place, and so on; one that is revoked by none", () => {
  const nowMs = Date.parse("2026-11-30T00:00:00Z");
  const made = (name: string, members: { expiresAt?: string; replaces?: string } = {}) =>
    makeToken({ grant: "read", name, ...members }).stored;
  const past = "2026-11-29T00:00:00.000Z";
  const first = made("first", { expiresAt: past });
  const second = made("second", { expiresAt: past, replaces: first.id });
  const third = made("third", { replaces: second.id });
  const heirOf = (tokens: readonly (typeof first)[], id = first.id) => findHeir(indexTokens(tokens), id, nowMs)?.name ?? null;
  expect(heirOf([first, second, third])).toBe("third");
  expect(heirOf([second, third])).toBe(null);
  expect(heirOf([first, third])).toBe("first");
  expect(heirOf([first, second])).toBe("second");
  expect(heirOf([{ ...first, expiresAt: "2027-01-01T00:00:00.000Z" }, second])).toBe("first");
  expect(heirOf([third])).toBe(null);
  // As nobody but a hand can have written it.
  expect(heirOf([{ ...first, replaces: second.id }, second])).not.toBe(undefined);
});
