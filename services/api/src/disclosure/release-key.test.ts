import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { DisclosureKeyError, readReleaseKey, refuseAnotherKey } from "./release-key.ts";

const directory = mkdtempSync(join(tmpdir(), "qorgau-release-key-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const hex = "0123456789abcdef".repeat(4);
function fileOf(name: string, text: string, mode = 0o600): string {
  const file = join(directory, name);
  writeFileSync(file, text, { mode });
  return file;
}

test("is 32 bytes of a file, named by an id that is not made of their digits", () => {
  const { keyId, key } = readReleaseKey(fileOf("sound", `${hex}\n`));
  expect(key.export().toString("hex")).toBe(hex);
  expect(keyId).toMatch(/^[0-9a-f]{8}$/);
  expect(readReleaseKey(fileOf("same", hex.toUpperCase())).keyId).toBe(keyId);
  expect(readReleaseKey(fileOf("other", `f${hex.slice(1)}`)).keyId).not.toBe(keyId);
});

test.each<[string, () => string]>([
  ["that is not there", () => join(directory, "missing")],
  ["that holds something else", () => fileOf("short", hex.slice(2))],
  ["that others can read", () => fileOf("open", hex, 0o644)],
])("a file %s is refused, without a digit of it", (_name, file) => {
  const refused = () => readReleaseKey(file());
  expect(refused).toThrow(DisclosureKeyError);
  expect(refused).toThrow(expect.objectContaining({ message: expect.not.stringContaining(hex.slice(2, 20)) as string }) as Error);
});

test("another key than that of the batches is refused by name", () => {
  const releaseKey = readReleaseKey(fileOf("one", hex));
  expect(() => refuseAnotherKey(releaseKey, releaseKey.keyId)).not.toThrow();
  expect(() => refuseAnotherKey(releaseKey, "00000000")).toThrow(/00000000/);
});
