/**
 * Checkpoints as other tools read them: the text of C2SP tlog-checkpoint (origin, size, root) in the form of C2SP signed-note, whose signatures are
 * Ed25519 (RFC 8032). Pure but for the curve.
 */
import { createHash, createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { hashBytes } from "./merkle-tree.ts";
import type { TreeHead } from "./merkle-tree.ts";

/** Of signed-note: an Ed25519 key. */
const ed25519 = 0x01;
const keyIdBytes = 4;
const signatureStart = "\u2014 ";

/** A name of signed-note: not empty, without white space and without a plus sign. */
export const noteNameForm = /^[^\s+]{1,200}$/u;

/** A key as signed-note names it. */
export interface NoteKey {
  readonly name: string;
  readonly publicKey: KeyObject;
}

/** The 32 bytes of an Ed25519 key, RFC 8410. */
export function publicKeyBytes(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: "der", type: "spki" }).subarray(-32);
}

function keyIdOf({ name, publicKey }: NoteKey): Buffer {
  return createHash("sha256")
    .update(`${name}\n`)
    .update(Buffer.of(ed25519))
    .update(publicKeyBytes(publicKey))
    .digest()
    .subarray(0, keyIdBytes);
}

/** `<name>+<key id>+<Base64>`: what verifiers of signed notes are given. */
export function verifierText(key: NoteKey): string {
  return `${key.name}+${keyIdOf(key).toString("hex")}+${Buffer.concat([Buffer.of(ed25519), publicKeyBytes(key.publicKey)]).toString("base64")}`;
}

/** Reads such a text; null where it is none, or of another kind of key. */
export function parseVerifier(text: string): NoteKey | null {
  const [, name = "", id = "", encoded = ""] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text.trim()) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  if (bytes[0] !== ed25519 || bytes.length !== 33) return null;
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: bytes.subarray(1).toString("base64url") }, format: "jwk" });
  return keyIdOf({ name, publicKey }).toString("hex") === id ? { name, publicKey } : null;
}

/** The tree of a partition, as its checkpoints name it. */
export function originOf(logName: string, partition: number): string {
  return `${logName}/${partition}`;
}

/** The text of a checkpoint: what is signed. */
export function checkpointText(origin: string, { size, root }: TreeHead): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
}

/** The signed note of a text. `signature` is that of its UTF-8 bytes. */
export function signedNote(text: string, key: NoteKey, signature: Uint8Array): string {
  return `${text}\n${signatureStart}${key.name} ${Buffer.concat([keyIdOf(key), signature]).toString("base64")}\n`;
}

export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

/**
 * The checkpoint of a signed note. Null where the text is no checkpoint, or holds no signature of the key that verifies. Signatures of other keys are
 * passed over, as signed-note says.
 */
export function openCheckpoint(note: string, key: NoteKey): Checkpoint | null {
  const end = note.lastIndexOf("\n\n");
  if (end < 0) return null;
  const text = note.slice(0, end + 1);
  const keyId = keyIdOf(key);
  const isSigned = note
    .slice(end + 2)
    .split("\n")
    .some((line) => {
      if (!line.startsWith(`${signatureStart}${key.name} `)) return false;
      const bytes = Buffer.from(line.slice(signatureStart.length + key.name.length + 1), "base64");
      return bytes.subarray(0, keyIdBytes).equals(keyId) && verify(null, Buffer.from(text), key.publicKey, bytes.subarray(keyIdBytes));
    });
  return isSigned ? parseCheckpoint(text) : null;
}

/** The same for who has public keys and no name of them: the names are those of the note's own signatures. */
export function openTrustedCheckpoint(note: string, publicKeys: readonly KeyObject[]): Checkpoint | null {
  const names = note.split("\n").flatMap((line) => (line.startsWith(signatureStart) ? [line.split(" ")[1] ?? ""] : []));
  for (const name of new Set(names)) {
    for (const publicKey of publicKeys) {
      const checkpoint = openCheckpoint(note, { name, publicKey });
      // The key's name is the log's: one key may sign for several.
      if (checkpoint !== null && partitionOfOrigin(checkpoint.origin, name) !== null) return checkpoint;
    }
  }
  return null;
}

/** The partition that an origin names; null where it is none of this log, or, without its name, none at all. */
export function partitionOfOrigin(origin: string, logName = origin.slice(0, origin.lastIndexOf("/"))): number | null {
  const [, partition] = /\/(0|[1-9]\d{0,2})$/.exec(origin) ?? [];
  return partition !== undefined && origin === `${logName}/${partition}` ? Number(partition) : null;
}

function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = "", size = "", encoded = ""] = text.split("\n");
  const root = Buffer.from(encoded, "base64");
  if (origin === "" || !/^(?:0|[1-9]\d{0,15})$/.test(size) || root.length !== hashBytes) return null;
  return { origin, size: Number(size), root };
}
