import { createHmac } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createFollowingKey,
  createPseudonymKey,
  loadPseudonymKey,
  openPseudonymKey,
  PseudonymKeyError,
  type PseudonymKeyErrorCode,
} from "./pseudonym-key.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "qorgau-key-"));
  file = join(directory, "data", "pseudonym.key");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function expectRefusal(open: () => unknown, code: PseudonymKeyErrorCode, teaching: RegExp): void {
  let caught: unknown;
  try {
    open();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(PseudonymKeyError);
  expect(caught).toMatchObject({ code, message: expect.stringMatching(teaching) as string });
}

describe("a new key", () => {
  test("is a file of 32 bytes in hex for its owner alone, and nothing is left beside it", () => {
    const key = createPseudonymKey(file);
    expect(readFileSync(file, "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, "data"))).toEqual(["pseudonym.key"]);
    expect(key.keyId).toMatch(/^[0-9a-f]{8}$/);
    expect(readFileSync(file, "utf8")).not.toContain(key.keyId);
  });

  test("replaces what a crash left unfinished", () => {
    createPseudonymKey(file);
    rmSync(file);
    writeFileSync(`${file}.unfinished`, "half of a k", { mode: 0o644 });
    const key = createPseudonymKey(file);
    expect(loadPseudonymKey(file)?.keyId).toBe(key.keyId);
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("is another one each time", () => {
    const first = createPseudonymKey(file).keyId;
    expect(createPseudonymKey(`${file}2`).keyId).not.toBe(first);
  });
});

test("a pseudonym is the HMAC-SHA-256 of the twelve digits, under the key's name", () => {
  const key = createPseudonymKey(file);
  const bytes = Buffer.from(readFileSync(file, "utf8").trim(), "hex");
  const expected = `qg1:${key.keyId}:${createHmac("sha256", bytes).update("850808310738").digest("hex")}`;
  expect(key.pseudonymise("850808310738")).toBe(expected);
  expect(loadPseudonymKey(file)?.pseudonymise("850808310738")).toBe(expected);
});

test("of a key carried over, a pseudonym is that of the pseudonym before, under a name of its own", () => {
  const first = createPseudonymKey(file);
  const following = createFollowingKey(file, `${file}2`);
  const third = createFollowingKey(`${file}2`, `${file}3`);
  expect(new Set([first.keyId, following.to.keyId, third.to.keyId]).size).toBe(3);
  const [, further = ""] = readFileSync(`${file}2`, "utf8").trim().split("\nthen ");
  const held = first.pseudonymise("850808310738");
  const expected = `qg1:${following.to.keyId}:${createHmac("sha256", Buffer.from(further, "hex")).update(held).digest("hex")}`;
  expect(following.carry(held)).toBe(expected);
  expect(following.to.pseudonymise("850808310738")).toBe(expected);
  expect(loadPseudonymKey(`${file}2`)?.pseudonymise("850808310738")).toBe(expected);
  expect(loadPseudonymKey(`${file}3`)?.pseudonymise("850808310738")).toBe(third.carry(expected));
  expectRefusal(() => createFollowingKey(`${file}4`, `${file}5`), "key_not_configured", /openssl rand/);
});

describe("opening", () => {
  test("makes a key with an empty log where it may, and finds it again", () => {
    const made = openPseudonymKey({ file, mayCreate: true, logKeyId: null });
    expect(openPseudonymKey({ file, mayCreate: true, logKeyId: null }).keyId).toBe(made.keyId);
    expect(openPseudonymKey({ file, mayCreate: false, logKeyId: made.keyId }).keyId).toBe(made.keyId);
  });

  test("refuses a log that has statements and no key, and makes none", () => {
    expectRefusal(() => openPseudonymKey({ file, mayCreate: true, logKeyId: "0a1b2c3d" }), "key_missing", /Restore/);
    expect(readdirSync(directory)).toEqual([]);
  });

  test("refuses to make a key where one was to be given", () => {
    expectRefusal(() => openPseudonymKey({ file, mayCreate: false, logKeyId: null }), "key_not_configured", /openssl rand -hex 32/);
    expect(readdirSync(directory)).toEqual([]);
  });

  test("refuses the key of another log, naming both", () => {
    const { keyId } = createPseudonymKey(file);
    expectRefusal(
      () => openPseudonymKey({ file, mayCreate: true, logKeyId: "0a1b2c3d" }),
      "key_of_another_log",
      new RegExp(`0a1b2c3d.*${keyId}`, "s"),
    );
  });

  test.each(["", "0a1b", `${"0".repeat(63)}g`, `${"0".repeat(64)}\n${"0".repeat(64)}`])(
    "refuses a file that holds %j, and leaves it as it is",
    (text) => {
      file = join(directory, "key");
      writeFileSync(file, text);
      expectRefusal(() => openPseudonymKey({ file, mayCreate: true, logKeyId: null }), "key_unreadable", /64 hex digits/);
      expect(readFileSync(file, "utf8")).toBe(text);
    },
  );

  test.runIf(process.platform !== "win32").each([0o644, 0o640, 0o606])("refuses a key of mode %o, which others can read", (mode) => {
    const { keyId } = createPseudonymKey(file);
    chmodSync(file, mode);
    expectRefusal(() => openPseudonymKey({ file, mayCreate: true, logKeyId: keyId }), "key_open_to_others", /chmod 600/);
    chmodSync(file, 0o400);
    expect(openPseudonymKey({ file, mayCreate: true, logKeyId: keyId }).keyId).toBe(keyId);
  });

  test("refuses what it cannot read", () => {
    expectRefusal(() => openPseudonymKey({ file: directory, mayCreate: true, logKeyId: null }), "key_unreadable", /EISDIR/);
  });
});
