import { expect, test } from "vitest";
import { previousSecretUntil, rotateSecret, signingSecrets } from "./rotate-secret.ts";

const beganMs = Date.parse("2026-11-30T12:00:00.000Z");
const at = (seconds: number) => beganMs + 1000 * seconds;
const first = { secret: "a", previousSecrets: [] };
const rotate = (from: Parameters<typeof rotateSecret>[0], secret: string, seconds: number, previousSeconds: number) =>
  rotateSecret(from, { secret, previousSeconds, nowMs: at(seconds) });

test("the earlier secret signs too for the time that is stated, and then no more", () => {
  const rotated = rotate(first, "b", 0, 60);
  expect([0, 59, 60].map((seconds) => signingSecrets(rotated, at(seconds)))).toEqual([["b", "a"], ["b", "a"], ["b"]]);
  expect([59, 60].map((seconds) => previousSecretUntil(rotated, at(seconds)))).toEqual(["2026-11-30T12:01:00.000Z", null]);
  expect(signingSecrets(first, beganMs)).toEqual(["a"]);
});

test("one that is replaced at once signs nothing more, nor do those before it", () => {
  const twice = rotate(rotate(first, "b", 0, 60), "c", 1, 0);
  expect(twice).toEqual({ secret: "c", previousSecrets: [] });
});

test("a second change keeps the first secret for its own time, never for longer than the new one", () => {
  const begun = rotate(first, "b", 0, 60);
  expect(rotate(begun, "c", 30, 60).previousSecrets.map(({ secret, until }) => `${secret} ${until.slice(14, 19)}`)).toEqual([
    "b 01:30",
    "a 01:00",
  ]);
  expect(rotate(begun, "c", 30, 10).previousSecrets.map(({ secret, until }) => `${secret} ${until.slice(14, 19)}`)).toEqual([
    "b 00:40",
    "a 00:40",
  ]);
  expect(rotate(begun, "c", 90, 60).previousSecrets.map(({ secret }) => secret)).toEqual(["b"]);
});

test("however often it is replaced, three earlier ones sign at most", () => {
  const many = ["b", "c", "d", "e", "f"].reduce(
    (secrets, secret, place) => rotate(secrets, secret, place, 3600),
    first as ReturnType<typeof rotate>,
  );
  expect(signingSecrets(many, at(10))).toEqual(["f", "e", "d", "c"]);
});
