/** What the ingest endpoint judges with: the pseudonym key that belongs to this log, and the list of reporters. */
import { readFile } from "node:fs/promises";
import { parseReporters } from "@qorgau/schemas/events/reporters";
import type { Reporters } from "@qorgau/schemas/events/reporters";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { keyIdOfLog } from "@qorgau/infra/log/log-key";
import type { AcceptanceContext } from "../domain/acceptance.ts";
import { openPseudonymKey } from "./pseudonym-key.ts";

export interface EndpointOptions {
  readonly log: EventLog;
  readonly pseudonymKeyFile: string;
  readonly pseudonymKeyMayBeMade: boolean;
  readonly reportersFile: string | null;
}

/**
 * Gives the context of a judgement, with the clock at each call. Rejects with a PseudonymKeyError where the key is not the log's own, as
 * `readReporters` does, and with an EventLogError where the log cannot be read.
 */
export async function openIngestEndpoint(options: EndpointOptions): Promise<() => AcceptanceContext> {
  const logKeyId = await keyIdOfLog(options.log);
  const { keyId, pseudonymise } = openPseudonymKey({
    file: options.pseudonymKeyFile,
    mayCreate: options.pseudonymKeyMayBeMade && logKeyId === null,
    logKeyId,
  });
  const reporters = options.reportersFile === null ? null : await readReporters(options.reportersFile);
  return () => ({ nowMs: Date.now(), keyId, pseudonymise, reporters });
}

/** Rejects with a message that names the file where it cannot be read, and with a `ReportersError` where it has faults. */
export async function readReporters(file: string): Promise<Reporters> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Error(`The list of reporters ${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  });
  return parseReporters(text);
}
