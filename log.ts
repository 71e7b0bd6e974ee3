/** `npm run log`: takes the canonical log along, from the embedded profile to Kafka and back. */
import { parseArgs } from "node:util";
import { EventLogError } from "@qorgau/infra/log/event-log";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import { exportLog } from "@qorgau/infra/log/transfer/export-log";
import type { ExportedLog } from "@qorgau/infra/log/transfer/export-log";
import { importLog } from "@qorgau/infra/log/transfer/import-log";
import { restoreEventLog } from "@qorgau/infra/log/transfer/restore-event-log";
import { TransferError } from "@qorgau/infra/log/transfer/transfer-error";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings, SettingsError } from "@qorgau/infra/settings/settings";
import type { Settings } from "@qorgau/infra/settings/settings";
import { runCommand, usageExitCode, UsageError } from "@qorgau/infra/cli/run-command";
import { startProgress } from "@qorgau/infra/cli/progress";
import type { Progress } from "@qorgau/infra/cli/progress";

const exitCodes = { done: 0, failed: 1, usage: usageExitCode } as const;

const help = `Usage: npm run log -- export FILE
       npm run log -- import FILE

export  writes all that the log of QORGAU_LOG holds into FILE, one line of JSON for each record; compressed where its name ends in .gz.
        The embedded log must be free: stop the service first. A log on Kafka may be in use; what is appended meanwhile is not in the file.
import  puts them into the log of QORGAU_LOG, which must be empty and have the same number of partitions; where there is none yet, it is
        made. Positions and times of recording stay what they were, so that every answer, asOf included, stays what it was. All of it is
        read back and compared.

Moving to Kafka:

  npm run log -- export log.ndjson.gz
  QORGAU_LOG=kafka://host:9092 npm run log -- import log.ndjson.gz
  QORGAU_LOG=kafka://host:9092 npm start

The store may stay as it is, or be made anew from the log. The pseudonym key belongs to the log: take its file along, too.

Exit codes: 0 done; 1 failed; 2 wrong arguments or settings.
`;

interface Command {
  readonly name: "export" | "import";
  readonly file: string;
}

function readCommand(words: readonly string[]): Command {
  const { positionals } = parseArgs({ args: [...words], options: {}, allowPositionals: true });
  const [name, file, ...more] = positionals;
  if ((name !== "export" && name !== "import") || file === undefined || more.length > 0) {
    throw new UsageError("It is export FILE or import FILE.");
  }
  return { name, file };
}

async function transfer({ name, file }: Command, settings: Settings): Promise<ExportedLog> {
  const logger = createLogger({ level: "warn", write: (line) => process.stderr.write(line) });
  let bar: Progress | undefined;
  const onProgress = ({ records, total }: { readonly records: number; readonly total: number }) => {
    bar ??= startProgress({ title: name === "export" ? "exporting" : "importing", total });
    bar.update(records, `${records} of ${total} records${name === "import" ? ", written and read back" : ""}`);
  };
  try {
    if (name === "import") return await importLog(file, (partitions) => restoreEventLog({ ...settings, logger }, partitions), onProgress);
    const log = await openEventLog(settings.logUrl, { ...settings, logger });
    try {
      return await exportLog(log, file, onProgress);
    } finally {
      await log.close();
    }
  } finally {
    bar?.stop();
  }
}

async function main(words: readonly string[]): Promise<number> {
  const command = readCommand(words);
  const { records, watermark } = await transfer(command, readSettings(process.env));
  const what = command.name === "export" ? "exported, and the file is whole" : "imported, read back and found the same";
  process.stdout.write(`${records} records up to ${watermark}: ${what}.\n`);
  return exitCodes.done;
}

function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof SettingsError || error instanceof RangeError) return exitCodes.usage;
  return [TransferError, EventLogError, KafkaError].some((kind) => error instanceof kind) ? exitCodes.failed : undefined;
}

await runCommand({ help, run: main, exitCodeOf });
