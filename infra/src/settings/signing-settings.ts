/** What signs checkpoints of the log, and releases. */
import { join, resolve } from "node:path";
import { noteNameForm } from "../proof/domain/signed-note.ts";
import { faultsOfFiles } from "./check-files.ts";
import { dataDirectoryOf } from "./general-settings.ts";
import type { Setting, SettingsGroup, SettingsSource } from "./settings-group.ts";

/** Files are absolute paths. Without a key file and without a command nothing is signed. */
export interface SigningSettings {
  readonly signingKeyFile: string | null;
  /** Whether a key may be made where there is none: only for the key file of the embedded default. */
  readonly signingKeyMayBeMade: boolean;
  /** A program and its arguments. */
  readonly signingCommand: readonly string[] | null;
  /** Of the command. */
  readonly signingPublicKeyFile: string | null;
  /** What checkpoints call the log. */
  readonly logName: string;
  /** Checkpoints of a partition are this far apart at least. */
  readonly checkpointSeconds: number;
}

const keyMeaning = "PEM file of the Ed25519 private key that signs checkpoints of the log, and releases";

const otherSettings: readonly Setting[] = [
  {
    name: "QORGAU_SIGNING_COMMAND",
    otherwise: "(none)",
    meaning:
      "program that signs in place of a key file, such as one that asks an HSM: words divided by spaces, or a JSON list of words; no shell. It reads the bytes on standard input and writes the 64 bytes of their Ed25519 signature, or their Base64, within 10 s",
    mask: (value) => (value === "(none)" ? value : "***"),
  },
  { name: "QORGAU_SIGNING_PUBLIC_KEY_FILE", otherwise: "(none)", meaning: "PEM file of the public key of that program" },
  {
    name: "QORGAU_LOG_NAME",
    otherwise: "qorgau",
    meaning: "what checkpoints call the log: one name for its life, best a domain of yours such as log.example.kz",
  },
  {
    name: "QORGAU_CHECKPOINT_SECONDS",
    otherwise: "60",
    meaning: "how far apart checkpoints of a partition are at least: until the next one a new record is not proved yet",
  },
];

function readCommand(source: SettingsSource): readonly string[] | null {
  const text = source.optional("QORGAU_SIGNING_COMMAND");
  if (text === null) return null;
  if (!text.startsWith("[")) return text.split(/\s+/);
  const words = wordsOf(text);
  if (words === null)
    source.fault("QORGAU_SIGNING_COMMAND is a program and its arguments: words divided by spaces, or a JSON list of words.");
  return words;
}

function wordsOf(text: string): readonly string[] | null {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === "string") ? words : null;
  } catch {
    return null;
  }
}

function readSigning(source: SettingsSource, keyFile: string | null, mayBeMade: boolean): SigningSettings {
  const signingCommand = readCommand(source);
  const publicKeyFile = source.optional("QORGAU_SIGNING_PUBLIC_KEY_FILE");
  if (source.isGiven("QORGAU_SIGNING_COMMAND") !== source.isGiven("QORGAU_SIGNING_PUBLIC_KEY_FILE")) {
    source.fault("QORGAU_SIGNING_COMMAND and QORGAU_SIGNING_PUBLIC_KEY_FILE belong together.");
  }
  if (signingCommand !== null && source.isGiven("QORGAU_SIGNING_KEY_FILE")) {
    source.fault("Either QORGAU_SIGNING_KEY_FILE signs or QORGAU_SIGNING_COMMAND, not both.");
  }
  const logName = source.text("QORGAU_LOG_NAME", "qorgau");
  if (!noteNameForm.test(logName)) source.fault("QORGAU_LOG_NAME has 1 to 200 characters, no white space and no plus sign.");
  return {
    signingKeyFile: signingCommand !== null || keyFile === null ? null : resolve(keyFile),
    signingKeyMayBeMade: mayBeMade,
    signingCommand,
    signingPublicKeyFile: publicKeyFile === null ? null : resolve(publicKeyFile),
    logName,
    checkpointSeconds: source.integer("QORGAU_CHECKPOINT_SECONDS", { min: 1, max: 86_400, otherwise: 60 }),
  };
}

const check = async ({ signingKeyFile, signingKeyMayBeMade, signingPublicKeyFile }: SigningSettings) =>
  faultsOfFiles([
    { name: "QORGAU_SIGNING_KEY_FILE", file: signingKeyMayBeMade ? null : signingKeyFile, isSecret: true },
    { name: "QORGAU_SIGNING_PUBLIC_KEY_FILE", file: signingPublicKeyFile },
  ]);

export const signingSettings: SettingsGroup<SigningSettings> = {
  table: [
    { name: "QORGAU_SIGNING_KEY_FILE", otherwise: "<QORGAU_DATA>/signing.key", meaning: `${keyMeaning}. The default file is made` },
    ...otherSettings,
  ],
  read(source) {
    const file = source.text("QORGAU_SIGNING_KEY_FILE", join(dataDirectoryOf(source), "signing.key"));
    return readSigning(source, file, !source.isGiven("QORGAU_SIGNING_KEY_FILE"));
  },
  check,
};

/** For a read API that may be one of several: were each to make a key of its own, nobody would know which to trust. */
export const commonSigningSettings: SettingsGroup<SigningSettings> = {
  table: [
    { name: "QORGAU_SIGNING_KEY_FILE", otherwise: "(none: nothing is signed)", meaning: `${keyMeaning}, the same for every process` },
    ...otherSettings,
  ],
  read: (source) => readSigning(source, source.optional("QORGAU_SIGNING_KEY_FILE"), false),
  check,
};
