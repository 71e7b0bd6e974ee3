/**
 * The key by which IINs become pseudonyms: 32 random bytes in a file of their own, as hex text, readable by its owner alone. It belongs
 * to the log for life: with another key the same worker would be another person, and one case would count twice.
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { ErrorCode } from "@qorgau/schemas/error-codes";
import { createHash, createHmac, createSecretKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { makeSecretFile } from "@qorgau/infra/process/make-secret-file";
import { secretFileFault } from "@qorgau/infra/process/secret-file";

const keyBytes = 32;
const keyForm = /^[0-9a-f]{64}$/i;

export interface PseudonymKey {
  /** Eight hex digits that name the key and do not reveal it. */
  readonly keyId: string;
  /** `qg1:<keyId>:<64 hex>`, HMAC-SHA-256 of the twelve digits. */
  pseudonymise(iin: string): string;
}

export type PseudonymKeyErrorCode = Extract<ErrorCode, `key_${string}`>;

/** An error of the key, with a message that says how to mend it. None of its codes is retryable. */
export class PseudonymKeyError extends CodedError<PseudonymKeyErrorCode> {}

/**
 * The key for a log. `logKeyId` is what the log's first statement names, null where the log is empty; only then, and if `mayCreate`
 * (the embedded default), a missing key is made. Throws `PseudonymKeyError` with what to do.
 */
export function openPseudonymKey(options: {
  readonly file: string;
  readonly mayCreate: boolean;
  readonly logKeyId: string | null;
}): PseudonymKey {
  const { file, mayCreate, logKeyId } = options;
  const existing = loadPseudonymKey(file);
  if (existing !== null) return keyOfLog(existing, file, logKeyId);
  if (logKeyId !== null) {
    throw new PseudonymKeyError(
      "key_missing",
      `The log was begun with the pseudonym key ${logKeyId}, and there is no key file ${file}. Restore that file from a backup, or name it in ` +
        "QORGAU_PSEUDONYM_KEY_FILE. A new key would make every worker another person, so none is made.",
    );
  }
  if (!mayCreate) {
    throw new PseudonymKeyError(
      "key_not_configured",
      `There is no pseudonym key file ${file}. Make one, and keep a backup as long as the log: ` +
        `(umask 077; openssl rand -hex ${keyBytes} > ${file})`,
    );
  }
  return createPseudonymKey(file);
}

function keyOfLog(key: PseudonymKey, file: string, logKeyId: string | null): PseudonymKey {
  if (logKeyId === null || logKeyId === key.keyId) return key;
  throw new PseudonymKeyError(
    "key_of_another_log",
    `The log was begun with the pseudonym key ${logKeyId}, and ${file} holds the key ${key.keyId}. Give the log its own key file ` +
      "(QORGAU_PSEUDONYM_KEY_FILE), or begin an empty log with this one.",
  );
}

/** The key in a file; null where there is no such file. Throws a `PseudonymKeyError` where it holds something else, or others can read it. */
export function loadPseudonymKey(file: string): PseudonymKey | null {
  const text = readIfThere(file);
  if (text === null) return null;
  const hex = text.trim();
  if (!keyForm.test(hex)) {
    throw new PseudonymKeyError(
      "key_unreadable",
      `The pseudonym key file ${file} must hold ${keyBytes} bytes as ${2 * keyBytes} hex digits, and nothing else.`,
    );
  }
  refuseFault(secretFileFault(file));
  return pseudonymKeyOf(Buffer.from(hex, "hex"));
}

/** With the key, pseudonyms can be tried out against all numbers there are. */
function refuseFault(fault: string | null): void {
  if (fault !== null) throw new PseudonymKeyError("key_open_to_others", `The pseudonym key must be its owner's alone. ${fault}`);
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    const message = `The pseudonym key file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). The user of this process must be able to read it.`;
    throw new PseudonymKeyError("key_unreadable", message, { cause: error });
  }
}

/**
 * Makes a new key file. It appears whole or not at all, and is durable before the key is first used: after a crash at any instant there is either
 * no file, or the file whose key is in the log.
 */
export function createPseudonymKey(file: string): PseudonymKey {
  const key = randomBytes(keyBytes);
  refuseFault(makeSecretFile(file, `${key.toString("hex")}\n`));
  return pseudonymKeyOf(key);
}

function pseudonymKeyOf(bytes: Buffer): PseudonymKey {
  // The prefix parts this hash from any other use of the key.
  const keyId = createHash("sha256").update("qorgau pseudonym key id\n").update(bytes).digest("hex").slice(0, 8);
  const secret = createSecretKey(bytes);
  const prefix = `qg1:${keyId}:`;
  return { keyId, pseudonymise: (iin) => prefix + createHmac("sha256", secret).update(iin).digest("hex") };
}
