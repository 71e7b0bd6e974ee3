/** Starts what proves the log: its follower, in a thread, and the proofs that follow from what it stores. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Logger } from "../process/logger.ts";
import type { Metrics } from "../process/metrics.ts";
import type { GeneralSettings } from "../settings/general-settings.ts";
import type { LogSettings } from "../settings/log-settings.ts";
import type { SigningSettings } from "../settings/signing-settings.ts";
import type { PassReport, ProofThreadData } from "./proof-thread.ts";
import { proofDirectoryOf, ProofStore } from "./proof-store.ts";
import { Proofs } from "./proofs.ts";
import { openSigner } from "./signer.ts";
import type { Signer } from "./signer.ts";

export interface StartProofOptions {
  /** Of the log, which is open. */
  readonly partitions: number;
  readonly settings: Pick<GeneralSettings, "dataDirectory"> & LogSettings & SigningSettings;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export interface StartedProof {
  readonly proofs: Proofs;
  readonly signer: Signer;
  /** Covers what the log holds, as far as that takes five seconds, and ends. Before the log is closed. */
  stop(): Promise<void>;
}

const lastPassMsMax = 5000;

/** Null where nothing is to be signed. Throws a ProofError (`signing_key_unusable`), and errors of SQLite. */
export function startProof({ partitions, settings, metrics, logger }: StartProofOptions): StartedProof | null {
  const { dataDirectory, signingKeyFile, signingKeyMayBeMade, logName } = settings;
  const directory = proofDirectoryOf(dataDirectory);
  // A key that is gone is not replaced by another one in silence.
  const mayBeMade = signingKeyMayBeMade && !existsSync(directory);
  const signer = openSigner({ ...settings, signingKeyMayBeMade: mayBeMade });
  if (signer === null) return null;
  if (signingKeyMayBeMade && signingKeyFile !== null && settings.signingCommand === null) {
    logger.warn(
      { key: signingKeyFile },
      "the key that signs checkpoints is in the data folder: who can change the log there can sign it anew. Keep it elsewhere and name it in QORGAU_SIGNING_KEY_FILE",
    );
  }
  const store = ProofStore.open(directory);
  const follower = startFollower({ ...settings, signingKeyMayBeMade: false, directory }, metrics, logger);
  return {
    proofs: new Proofs({ store, partitions, key: { name: logName, publicKey: signer.publicKey } }),
    signer,
    async stop() {
      await follower.stop();
      store.close();
    },
  };
}

function startFollower(data: ProofThreadData, metrics: Metrics, logger: Logger): { stop(): Promise<void> } {
  const uncovered = metrics.gauge(
    "qorgau_proof_uncovered_records",
    "Records of the log that no checkpoint covers, at the last look; NaN where that is not known",
  );
  uncovered.set(Number.NaN);
  const differs = metrics.gauge("qorgau_proof_differs", "1 where the log is not the one that its checkpoints were signed for");
  const failures = metrics.counter("qorgau_proof_failures_total", "Looks at the log after which nothing could be signed");
  const worker = new Worker(join(import.meta.dirname, "proof-thread.ts"), { workerData: { ...data }, execArgv: [] });
  const failed = (reason: string) => {
    failures.inc();
    uncovered.set(Number.NaN);
    logger.error({ reason }, "the log could not be covered by a checkpoint");
  };
  worker.on("message", (report: PassReport) => {
    if ("uncovered" in report) return uncovered.set(report.uncovered);
    if (report.differs) differs.set(1);
    failed(report.failure);
  });
  worker.on("error", (error) => failed(error instanceof Error ? error.message : String(error)));
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  return {
    async stop() {
      worker.postMessage("end");
      const late = setTimeout(() => void worker.terminate(), lastPassMsMax);
      await ended;
      clearTimeout(late);
    },
  };
}
