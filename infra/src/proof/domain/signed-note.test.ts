/** Signed notes against an example of the format's own library, and against every bit of a note of our own. */
import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { checkpointText, openCheckpoint, originOf, parseVerifier, signedNote, verifierText } from "./signed-note.ts";

/** golang.org/x/mod/sumdb/note, package documentation. */
const peterNeumann = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

test("a key of the format's own documentation is read, and written as it is there", () => {
  const key = parseVerifier(peterNeumann);
  expect(key?.name).toBe("PeterNeumann");
  expect(verifierText(key!)).toBe(peterNeumann);
  expect(parseVerifier(peterNeumann.replace("c74f", "c74e"))).toBeNull();
  expect(parseVerifier("no key")).toBeNull();
});

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const key = { name: "qorgau", publicKey: createPublicKey(publicKey.export({ format: "pem", type: "spki" })) };
const head = { size: 812, root: Buffer.alloc(32, 7) };
const text = checkpointText(originOf("qorgau", 2), head);
const note = signedNote(text, key, sign(null, Buffer.from(text), privateKey));

test("a checkpoint comes back as it was signed", () => {
  expect(note.split("\n").slice(0, 4)).toEqual(["qorgau/2", "812", head.root.toString("base64"), ""]);
  expect(openCheckpoint(note, key)).toEqual({ origin: "qorgau/2", ...head });
  // Of two signatures one that verifies suffices.
  expect(openCheckpoint(note.replace("\n\n", "\n\n\u2014 witness AAAA\n"), key)).toEqual({ origin: "qorgau/2", ...head });
});

test("no note with a flipped bit opens as anything but what was signed", () => {
  const bytes = Buffer.from(note);
  for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[Math.floor(bit / 8)]! ^= 1 << (bit % 8);
    // Base64 has spare bits at its end that say nothing.
    const opened = openCheckpoint(flipped.toString(), key);
    if (opened !== null) expect(opened).toEqual({ origin: "qorgau/2", ...head });
    if (bit < 8 * Buffer.byteLength(text)) expect(opened).toBeNull();
  }
});

test("neither another key nor another name opens it", () => {
  expect(openCheckpoint(note, { ...key, publicKey: generateKeyPairSync("ed25519").publicKey })).toBeNull();
  expect(openCheckpoint(note, { ...key, name: "other" })).toBeNull();
  expect(openCheckpoint("", key)).toBeNull();
});
