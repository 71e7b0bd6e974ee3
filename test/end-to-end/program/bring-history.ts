/** A log whose records carry the stamps of their time, brought into a program's own before it starts, as `npm run log -- import` does. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import { judge } from "@qorgau/ingest/domain/acceptance";
import { createPseudonymKey } from "@qorgau/ingest/intake/pseudonym-key";
import type { PseudonymKey } from "@qorgau/ingest/intake/pseudonym-key";
import { recordName } from "@qorgau/schemas/events/statement";
import type { SentOn } from "../../generators/claims-history.ts";
import { profileSettings } from "./qorgau-process.ts";
import { runCommand } from "./run-command.ts";

const partitions = 4;

/** `history` is in order of its days. Rejects where an event is rejected, or the log is not taken in. */
export async function bringHistory(dataDirectory: string, history: readonly SentOn[]): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-history-"));
  const [before, file] = [join(directory, "log"), join(directory, "history.ndjson")];
  try {
    const key = createPseudonymKey(join(dataDirectory, "pseudonym.key"));
    await writeLog(before, history, key);
    await command(["log.ts", "export", file], { QORGAU_DATA: directory, QORGAU_LOG: `file:${before}` });
    await command(["log.ts", "import", file], await profileSettings(dataDirectory));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function writeLog(directory: string, history: readonly SentOn[], key: PseudonymKey): Promise<void> {
  const { keyId, pseudonymise } = key;
  let nowMs = 0;
  const log = await openEmbeddedEventLog({ directory, partitions, clock: () => nowMs });
  for (const { day, events } of history) {
    nowMs = Date.parse(`${day}T12:00:00+05:00`);
    const statements = events.map((event) => {
      const verdict = judge(event, { nowMs, keyId, pseudonymise, reporters: null });
      if (!verdict.accepted) throw new Error(JSON.stringify(verdict.errors));
      return verdict.statement;
    });
    await log.append(statements.map((statement) => ({ key: recordName(statement), value: JSON.stringify(statement) })));
  }
  await log.close();
}

async function command(words: readonly string[], settings: Readonly<Record<string, string>>): Promise<void> {
  const { code, stderr } = await runCommand(words, settings);
  if (code !== 0) throw new Error(stderr);
}
