/**
 * The key by which IINs become pseudonyms: 32 random bytes in a file of their own, as hex text, readable by its owner alone. It belongs
 * to the log for life: with another key the same worker would be another person, and one case would count twice. The file of a log that was carried
 * over to a new key has a further line, `then <hex>`: a pseudonym of the first key is itself made a pseudonym by the second, so that the first alone
 * finds nobody, and both make of an IIN what is in the log.
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { ErrorCode } from "@qorgau/schemas/error-codes";
import { createHash, createHmac, createSecretKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { makeSecretFile } from "@qorgau/infra/process/make-secret-file";
import { secretFileFault } from "@qorgau/infra/process/secret-file";

const keyBytes = 32;
const further = "\nthen ";
const keyForm = new RegExp(`^[0-9a-f]{${2 * keyBytes}}(?:${further}[0-9a-f]{${2 * keyBytes}})*$`, "i");

export interface PseudonymKey {
  /** Eight hex digits that name the key and do not reveal it. */
  readonly keyId: string;
  /** `qg1:<keyId>:<64 hex>`, HMAC-SHA-256 of the twelve digits; with further keys that of the pseudonym before. */
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
      `The pseudonym key file ${file} must hold ${keyBytes} bytes as ${2 * keyBytes} hex digits, and nothing else but further keys that npm run log -- rekey wrote.`,
    );
  }
  refuseFault(secretFileFault(file));
  return pseudonymKeyOf(keysIn(hex));
}

const keysIn = (text: string) => text.split(further).map((hex) => Buffer.from(hex, "hex"));

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
  return pseudonymKeyOf([key]);
}

/** A key that the pseudonyms of another one are carried over to. */
export interface FollowingKey {
  readonly from: PseudonymKey;
  readonly to: PseudonymKey;
  /** Gives what a pseudonym of `from` is under `to`. */
  readonly carry: (pseudonym: string) => string;
}

/** Makes a key file `to` of the keys in the file `from` and a new one. Throws a `PseudonymKeyError` where `from` is not there or cannot be used. */
export function createFollowingKey(from: string, to: string): FollowingKey {
  const before = openPseudonymKey({ file: from, mayCreate: false, logKeyId: null });
  const key = randomBytes(keyBytes);
  const text = `${readFileSync(from, "latin1").trim()}${further}${key.toString("hex")}`;
  refuseFault(makeSecretFile(to, `${text}\n`));
  const after = pseudonymKeyOf(keysIn(text));
  return { from: before, to: after, carry: pseudonymMaker(key, after.keyId) };
}

function pseudonymKeyOf(keys: readonly Buffer[]): PseudonymKey {
  const makers = keys.map((key, place) => pseudonymMaker(key, keyIdOf(keys.slice(0, place + 1))));
  return { keyId: keyIdOf(keys), pseudonymise: (iin) => makers.reduce((held, make) => make(held), iin) };
}

/** Names a key, or several one after the other. */
function keyIdOf(keys: readonly Buffer[]): string {
  // The prefix parts this hash from any other use of the key.
  return createHash("sha256").update("qorgau pseudonym key id\n").update(Buffer.concat(keys)).digest("hex").slice(0, 8);
}

/** Makes a pseudonym, under the key so named, of an IIN or of a pseudonym of the key before. */
function pseudonymMaker(key: Buffer, keyId: string): (held: string) => string {
  const secret = createSecretKey(key);
  const prefix = `qg1:${keyId}:`;
  return (held) => prefix + createHmac("sha256", secret).update(held).digest("hex");
}
