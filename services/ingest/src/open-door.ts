/** What the door judges with: the pseudonym key that belongs to this log, and the list of reporters. */
import { readFile } from "node:fs/promises";
import { parseReporters } from "@qorgau/schemas/reporters";
import type { Reporters } from "@qorgau/schemas/reporters";
import type { EventLog } from "@qorgau/infra/event-log/event-log";
import type { AcceptanceContext } from "./domain/acceptance.ts";
import { openPseudonymKey } from "./pseudonym-key.ts";

export interface DoorOptions {
  readonly log: EventLog;
  readonly pseudonymKeyFile: string;
  readonly pseudonymKeyMayBeMade: boolean;
  readonly reportersFile: string | null;
}

/** Refuses where the key is not the log's own, or where the list of reporters has faults. */
export async function openDoor(options: DoorOptions): Promise<() => AcceptanceContext> {
  const logKeyId = await keyIdOfLog(options.log);
  const { keyId, pseudonymise } = openPseudonymKey({
    file: options.pseudonymKeyFile,
    mayCreate: options.pseudonymKeyMayBeMade && logKeyId === null,
    logKeyId,
  });
  const reporters = options.reportersFile === null ? null : await readReporters(options.reportersFile);
  return () => ({ nowMs: Date.now(), keyId, pseudonymise, reporters });
}

/** Every statement names its key; the first record of any partition tells which one is the log's. Null where the log is empty. */
async function keyIdOfLog(log: EventLog): Promise<string | null> {
  if ((await log.end()).size === 0) return null;
  for await (const [record] of log.read(new Map(), { recordsMax: 1, signal: AbortSignal.timeout(60_000) })) {
    const { keyId } = JSON.parse(record?.value ?? "{}") as { keyId?: unknown };
    if (typeof keyId === "string") return keyId;
  }
  throw new Error("the log holds records, but its first one names no pseudonym key: this is no log of this program");
}

/** Rejects with a message that names the file where it cannot be read, and with a `ReportersError` where it has faults. */
export async function readReporters(file: string): Promise<Reporters> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Error(`The list of reporters ${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  });
  return parseReporters(text);
}
