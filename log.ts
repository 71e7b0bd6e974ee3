/** `npm run log`: takes the canonical log along, from the embedded profile to Kafka and back, and backs an embedded one up while it runs. */
import { copyFileSync, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { backUpEmbeddedLog } from "@qorgau/infra/log/embedded/back-up-embedded-log";
import { EventLogError } from "@qorgau/infra/log/event-log";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import { exportLog } from "@qorgau/infra/log/transfer/export-log";
import type { ExportedLog, TransferProgress } from "@qorgau/infra/log/transfer/export-log";
import { importLog } from "@qorgau/infra/log/transfer/import-log";
import { rekeyLog } from "@qorgau/infra/log/transfer/rekey-log";
import { restoreEventLog } from "@qorgau/infra/log/transfer/restore-event-log";
import { TransferError } from "@qorgau/infra/log/transfer/transfer-error";
import { createFollowingKey, PseudonymKeyError } from "@qorgau/ingest/intake/pseudonym-key";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";
import { ProofError } from "@qorgau/infra/proof/proof-error";
import { backUpProof, openExportProof } from "@qorgau/infra/proof/export-proof";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings, SettingsError } from "@qorgau/infra/settings/settings";
import type { Settings } from "@qorgau/infra/settings/settings";
import { runCommand, usageExitCode, UsageError } from "@qorgau/infra/cli/run-command";
import { startProgress } from "@qorgau/infra/cli/progress";
import type { Progress } from "@qorgau/infra/cli/progress";

const exitCodes = { done: 0, failed: 1, usage: usageExitCode } as const;

const help = `Usage: npm run log -- export FILE
       npm run log -- import FILE
       npm run log -- backup FOLDER
       npm run log -- rekey FILE NEW_FILE NEW_KEY_FILE

export  writes all that the log of QORGAU_LOG holds into FILE, one line of JSON for each record; compressed where its name ends in .gz.
        The embedded log must be free: stop the service first. A log on Kafka may be in use; what is appended meanwhile is not in the file.
        Where there is a signing key all of it is covered by checkpoints first, which are in the file: npm run verify -- --export FILE.
import  puts them into the log of QORGAU_LOG, which must be empty and have the same number of partitions; where there is none yet, it is
        made. Positions and times of recording stay what they were, so that every answer, asOf included, stays what it was. All of it is
        read back and compared.
backup  copies the embedded log of QORGAU_LOG, which may be in use, its checkpoints and the pseudonym key into FOLDER, which must be new or empty of them. It is
        one state of the log, read back and found whole; what is appended meanwhile is not in it. A new installation starts from it:
        QORGAU_DATA=FOLDER npm start. Every answer at the watermark that is printed (asOf=) is the same there. Keep it as secret as the key.
rekey   carries an export over to a new pseudonym key: NEW_FILE has the records of FILE at their positions, each pseudonym made another one by a
        further key; NEW_KEY_FILE holds the key of QORGAU_PSEUDONYM_KEY_FILE and that further one. For a key that has leaked: import NEW_FILE into a new
        log, start it with NEW_KEY_FILE, and destroy the old log, its exports and its store. What else to look at: docs/personal-data.md.

Moving to Kafka:

  npm run log -- export log.ndjson.gz
  QORGAU_LOG=kafka://host:9092 npm run log -- import log.ndjson.gz
  QORGAU_LOG=kafka://host:9092 npm start

The store may stay as it is, or be made anew from the log. The pseudonym key belongs to the log: take its file along, too.

Exit codes: 0 done; 1 failed; 2 wrong arguments or settings.
`;

const done = {
  export: "exported, and the file is whole",
  import: "imported, read back and found the same",
  rekey: "carried over to the new key. Import it into a new log",
  backup: "copied with the pseudonym key, read back and found whole. Start from it: QORGAU_DATA=FOLDER npm start",
} as const;

interface Transfer {
  readonly name: "export" | "import";
  readonly file: string;
}

interface BackUp {
  readonly name: "backup";
  readonly folder: string;
}

interface Rekeying {
  readonly name: "rekey";
  readonly file: string;
  readonly newFile: string;
  readonly newKeyFile: string;
}

function readCommand(words: readonly string[]): Transfer | BackUp | Rekeying {
  const { positionals } = parseArgs({ args: [...words], options: {}, allowPositionals: true });
  const [name, file, newFile, newKeyFile] = positionals;
  if (file !== undefined && positionals.length === 2) {
    if (name === "export" || name === "import") return { name, file };
    if (name === "backup") return { name, folder: file };
  }
  if (name === "rekey" && file !== undefined && newFile !== undefined && newKeyFile !== undefined && positionals.length === 4) {
    return { name, file, newFile, newKeyFile };
  }
  throw new UsageError("It is export FILE, import FILE, backup FOLDER or rekey FILE NEW_FILE NEW_KEY_FILE.");
}

const titles = { export: "exporting", import: "importing", rekey: "carrying over" } as const;

/** Shows how far it is, from the first records on. */
async function withProgress<Done>(name: keyof typeof titles, act: (onProgress: TransferProgress) => Promise<Done>): Promise<Done> {
  let bar: Progress | undefined;
  try {
    return await act(({ records, total }) => {
      bar ??= startProgress({ title: titles[name], total });
      bar.update(records, `${records} of ${total} records${name === "import" ? ", written and read back" : ""}`);
    });
  } finally {
    bar?.stop();
  }
}

/** The new key goes first: without it nobody could go on with what is carried over. */
function rekey({ name, file, newFile, newKeyFile }: Rekeying, { pseudonymKeyFile }: Settings): Promise<ExportedLog> {
  if (existsSync(newKeyFile)) throw new UsageError(`${newKeyFile} is there already: choose another name.`);
  const key = createFollowingKey(pseudonymKeyFile, newKeyFile);
  return withProgress(name, (onProgress) => rekeyLog(file, newFile, key, onProgress));
}

async function transfer({ name, file }: Transfer, settings: Settings): Promise<ExportedLog> {
  const logger = createLogger({ level: "warn", write: (line) => process.stderr.write(line) });
  return withProgress(name, async (onProgress) => {
    if (name === "import") return await importLog(file, (partitions) => restoreEventLog({ ...settings, logger }, partitions), onProgress);
    const log = await openEventLog(settings.logUrl, { ...settings, logger });
    try {
      const { proof, fault, close } = await openExportProof(log, settings);
      if (fault !== null) process.stderr.write(`Not all of the log is covered by a checkpoint: ${fault}\n`);
      try {
        return await exportLog(log, file, { onProgress, proof });
      } finally {
        close();
      }
    } finally {
      await log.close();
    }
  });
}

/**
 * The proof goes first, since a log may be ahead of its checkpoints and never behind; the pseudonym key last: a folder with it has a whole log. A signing
 * key is copied where it is in the data folder anyway.
 */
function backUp({ folder }: BackUp, { logUrl, pseudonymKeyFile, ...settings }: Settings): Pick<ExportedLog, "watermark" | "records"> {
  if (!logUrl.startsWith("file:")) throw new UsageError("A log on Kafka is exported, not backed up: npm run log -- export FILE.");
  const key = join(resolve(folder), "pseudonym.key");
  if (existsSync(key)) throw new UsageError(`${key} is there already: choose another folder.`);
  backUpProof(resolve(folder), settings);
  const end = backUpEmbeddedLog(logUrl.slice("file:".length), join(resolve(folder), "log"));
  copyFileSync(pseudonymKeyFile, key);
  return { watermark: formatWatermark(end), records: [...end.values()].reduce((sum, last) => sum + last + 1, 0) };
}

async function run(command: Transfer | BackUp | Rekeying, settings: Settings): Promise<Pick<ExportedLog, "watermark" | "records">> {
  if (command.name === "backup") return backUp(command, settings);
  return command.name === "rekey" ? rekey(command, settings) : transfer(command, settings);
}

async function main(words: readonly string[]): Promise<number> {
  const command = readCommand(words);
  const settings = readSettings(process.env);
  const { records, watermark } = await run(command, settings);
  const what = done[command.name];
  process.stdout.write(`${records} records up to ${watermark}: ${what}.\n`);
  return exitCodes.done;
}

function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof SettingsError || error instanceof RangeError) return exitCodes.usage;
  return [TransferError, EventLogError, KafkaError, ProofError, PseudonymKeyError].some((kind) => error instanceof kind)
    ? exitCodes.failed
    : undefined;
}

await runCommand({ help, run: main, exitCodeOf });
