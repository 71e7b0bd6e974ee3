/** What of the proof of a log goes into its export: the log is covered up to its end first, where there is a key. */
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { EventLog } from "../log/event-log.ts";
import { recordSourceOf } from "../log/record-source.ts";
import type { ExportedProof } from "../log/transfer/export-log.ts";
import type { GeneralSettings } from "../settings/general-settings.ts";
import type { SigningSettings } from "../settings/signing-settings.ts";
import { hashBytes, tileWidth } from "./domain/merkle-tree.ts";
import { LogFollower } from "./follow-log.ts";
import { ProofError } from "./proof-error.ts";
import { proofDirectoryOf, ProofStore } from "./proof-store.ts";
import { openSigner } from "./signer.ts";

export interface OpenExportProof {
  /** Null where nothing was ever signed. */
  readonly proof: ExportedProof | null;
  /** Why not all of the log is covered; null where all of it is, or nothing was ever signed. */
  readonly fault: string | null;
  close(): void;
}

type ExportSettings = Pick<GeneralSettings, "dataDirectory"> & SigningSettings;

/** The log is free for this process. Rejects as the log does, and throws a ProofError where a key is named that cannot be used. */
export async function openExportProof(log: EventLog, settings: ExportSettings): Promise<OpenExportProof> {
  const directory = proofDirectoryOf(settings.dataDirectory);
  const { signingKeyFile, signingKeyMayBeMade } = settings;
  // An export makes no key.
  const hasNoKey = signingKeyMayBeMade && (signingKeyFile === null || !existsSync(signingKeyFile));
  const signer = hasNoKey ? null : openSigner(settings);
  if (signer === null && !existsSync(join(directory, "proof.sqlite"))) return { proof: null, fault: null, close: () => undefined };
  const store = ProofStore.open(directory);
  const fault =
    signer === null
      ? "there is no signing key"
      : await coverAll(new LogFollower({ source: recordSourceOf(log), store, signer, logName: settings.logName }));
  return { proof: proofOf(store), fault, close: () => store.close() };
}

/** Copies the proof of a log into a folder, while a service signs: the checkpoints, and the signing key where it was made in the data folder. */
export function backUpProof(folder: string, { dataDirectory, signingKeyFile, signingKeyMayBeMade }: ExportSettings): void {
  const directory = proofDirectoryOf(dataDirectory);
  if (!existsSync(join(directory, "proof.sqlite"))) return;
  const store = ProofStore.openToRead(directory);
  try {
    store.copyTo(proofDirectoryOf(folder));
  } finally {
    store.close();
  }
  if (signingKeyMayBeMade && signingKeyFile !== null && existsSync(signingKeyFile))
    copyFileSync(signingKeyFile, join(folder, "signing.key"));
}

/** A log that is not what was signed is exported all the same: whoever verifies the file is told of what differs. */
async function coverAll(follower: LogFollower): Promise<string | null> {
  try {
    while ((await follower.pass()) > 0);
    return null;
  } catch (error) {
    if (error instanceof ProofError) return error.message;
    throw error;
  }
}

function proofOf(store: ProofStore): ExportedProof {
  return {
    leaves(partition, tile) {
      const covered = (store.latest(partition)?.size ?? 0) - tile * tileWidth;
      return covered <= 0
        ? new Uint8Array()
        : store
            .tilesOf(partition)(0, tile)
            .subarray(0, covered * hashBytes);
    },
    checkpoint: (partition) => store.latest(partition)?.note ?? null,
  };
}
