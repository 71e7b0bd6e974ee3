/**
 * The key that the noise of open figures follows from: 32 bytes in a file of their own, as hex text, readable by its owner alone. It belongs to the log
 * for life: with another key the same cases would have other noise, and the mean of both is nearer to the truth.
 */
import { createHash, createSecretKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { secretFileFault } from "@qorgau/infra/process/secret-file";
import { CodedError } from "@qorgau/schemas/coded-error";

const keyForm = /^[0-9a-f]{64}$/i;

export interface ReleaseKey {
  /** Eight hex digits that name the key and do not reveal it. */
  readonly keyId: string;
  readonly key: KeyObject;
}

/** The key cannot be used; its message says how to mend it, and repeats nothing of the key. */
export class DisclosureKeyError extends CodedError<"disclosure_key_unusable"> {}

const unusable = (message: string, cause?: unknown) => new DisclosureKeyError("disclosure_key_unusable", message, { cause });

/** Throws a `DisclosureKeyError` where there is no such file, it holds something else, or others can read it. */
export function readReleaseKey(file: string): ReleaseKey {
  let text: string;
  try {
    text = readFileSync(file, "latin1").trim();
  } catch (cause) {
    throw unusable(
      `The disclosure key file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code}). Restore it from a backup; where none was ever used: ` +
        `(umask 077; openssl rand -hex 32 > ${file})`,
      cause,
    );
  }
  if (!keyForm.test(text)) throw unusable(`The disclosure key file ${file} must hold 32 bytes as 64 hex digits, and nothing else.`);
  const fault = secretFileFault(file);
  if (fault !== null) throw unusable(`The disclosure key must be its owner's alone. ${fault}`);
  const bytes = Buffer.from(text, "hex");
  // The prefix parts this hash from any other use of the key.
  const keyId = createHash("sha256").update("qorgau disclosure key id\n").update(bytes).digest("hex").slice(0, 8);
  return { keyId, key: createSecretKey(bytes) };
}

/** Throws a `DisclosureKeyError` where batches were made with another key. */
export function refuseAnotherKey({ keyId }: ReleaseKey, batchKeyId: string): void {
  if (keyId === batchKeyId) return;
  throw unusable(
    `Public figures were made with the disclosure key ${batchKeyId}, and QORGAU_DISCLOSURE_KEY_FILE holds the key ${keyId}. Restore the key: ` +
      "with another one the same cases would get other noise.",
  );
}
