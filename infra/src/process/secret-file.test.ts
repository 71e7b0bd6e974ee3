import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { secretFileFault } from "./secret-file.ts";

const directory = mkdtempSync(join(tmpdir(), "qorgau-secret-"));
const file = join(directory, "key");
writeFileSync(file, "secret");
afterAll(() => rmSync(directory, { recursive: true }));

test.each([0o600, 0o400, 0o700])("mode %o is for the owner alone", (mode) => {
  chmodSync(file, mode);
  expect(secretFileFault(file)).toBeNull();
});

test.each([0o644, 0o640, 0o604, 0o660, 0o620, 0o602, 0o601])("mode %o is refused with what to do, and without the secret", (mode) => {
  chmodSync(file, mode);
  expect(secretFileFault(file)).toContain(`chmod 600 ${file}`);
  expect(secretFileFault(file)).not.toContain("secret in it");
});

test.runIf(process.geteuid?.() === 0).each([
  [0o440, true],
  [0o400, true],
  [0o444, false],
  [0o460, false],
])("of another user, as orchestrators mount secrets, mode %o is taken: %s", (mode, isTaken) => {
  chownSync(file, 1, 1);
  chmodSync(file, mode);
  expect(secretFileFault(file) === null).toBe(isTaken);
});
