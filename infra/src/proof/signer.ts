/**
 * What signs checkpoints and releases, by Ed25519 (RFC 8032): a private key in a file, or a command that asks whatever holds the key, such as a
 * hardware security module. A command is started without a shell, gets the bytes on its standard input and writes the signature.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { makeSecretFile } from "../process/make-secret-file.ts";
import { secretFileFault } from "../process/secret-file.ts";
import type { SigningSettings } from "../settings/signing-settings.ts";
import { ProofError } from "./proof-error.ts";

const signatureBytes = 64;
const commandMsMax = 10_000;
const commandOutputMax = 4096;

export interface Signer {
  readonly publicKey: KeyObject;
  /** Gives the 64 bytes of a signature that verifies. Rejects with a ProofError (`signing_failed`). */
  sign(bytes: Uint8Array): Promise<Buffer>;
}

/**
 * Null where no key is named. A key file that is named and missing is an error, unless it may be made. Throws a ProofError
 * (`signing_key_unusable`).
 */
export function openSigner({ signingCommand, signingPublicKeyFile, signingKeyFile, signingKeyMayBeMade }: SigningSettings): Signer | null {
  if (signingCommand !== null && signingPublicKeyFile !== null) {
    return commandSigner(signingCommand, readPublicKey(signingPublicKeyFile));
  }
  if (signingKeyFile === null) return null;
  const text = readText(signingKeyFile);
  if (text === null && !signingKeyMayBeMade) throw unusable(`There is no signing key ${signingKeyFile}. ${howToMake(signingKeyFile)}`);
  return keySigner(text === null ? makeSigningKey(signingKeyFile) : privateKeyOf(text, signingKeyFile));
}

/** Reads an Ed25519 public key: PEM (SubjectPublicKeyInfo). Throws a ProofError (`signing_key_unusable`). */
export function readPublicKey(file: string): KeyObject {
  const text = readText(file);
  if (text === null) throw unusable(`There is no public key ${file}.`);
  try {
    const key = createPublicKey(text);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch (error) {
    throw unusable(`${file} holds no public key in PEM.`, error);
  }
  throw unusable(`${file} holds a key of another kind than Ed25519.`);
}

/** Gives the PEM (SubjectPublicKeyInfo) of a public key: what is handed to those who verify. */
export function publicKeyPem(key: KeyObject): string {
  return key.export({ format: "pem", type: "spki" }).toString();
}

function privateKeyOf(text: string, file: string): KeyObject {
  const fault = secretFileFault(file);
  if (fault !== null) throw unusable(`The signing key must be its owner's alone. ${fault}`);
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch (error) {
    throw unusable(`${file} holds no private key in PEM. ${howToMake(file)}`, error);
  }
  throw unusable(`${file} holds a key of another kind than Ed25519. ${howToMake(file)}`);
}

function makeSigningKey(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync("ed25519");
  const fault = makeSecretFile(file, privateKey.export({ format: "pem", type: "pkcs8" }).toString());
  if (fault !== null) throw unusable(`The signing key must be its owner's alone. ${fault}`);
  return privateKey;
}

function keySigner(key: KeyObject): Signer {
  return { publicKey: createPublicKey(key), sign: async (bytes) => sign(null, bytes, key) };
}

/** Every signature is verified: whatever a command writes, nothing leaves that its public key does not bear out. */
function commandSigner(command: readonly string[], publicKey: KeyObject): Signer {
  return {
    publicKey,
    async sign(bytes) {
      const output = await outputOf(command, bytes);
      const signature = output.length === signatureBytes ? output : Buffer.from(output.toString("latin1").trim(), "base64");
      if (signature.length === signatureBytes && verify(null, bytes, publicKey, signature)) return signature;
      throw failed(command, "it wrote no signature of its public key: 64 bytes, or their Base64");
    },
  };
}

function outputOf(command: readonly string[], bytes: Uint8Array): Promise<Buffer> {
  const [program = "", ...words] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ["pipe", "pipe", "ignore"], timeout: commandMsMax, killSignal: "SIGKILL" });
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= commandOutputMax) chunks.push(chunk);
    });
    // A command that ends before it has read everything says so by its exit code.
    child.stdin.on("error", () => undefined);
    child.on("error", (error) => reject(failed(command, "it cannot be started", error)));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(Buffer.concat(chunks));
      else
        reject(
          failed(
            command,
            signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}, after ${commandMsMax} ms at most`,
          ),
        );
    });
    child.stdin.end(bytes);
  });
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw unusable(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`, error);
  }
}

const howToMake = (file: string) => `Make one: (umask 077; openssl genpkey -algorithm ed25519 -out ${file})`;

/** The arguments of a command may hold a secret: its program alone is named. */
function failed([program = ""]: readonly string[], reason: string, cause?: unknown): ProofError {
  return new ProofError("signing_failed", `The signing command ${program} failed: ${reason}.`, { cause });
}

function unusable(message: string, cause?: unknown): ProofError {
  return new ProofError("signing_key_unusable", message, { cause });
}
