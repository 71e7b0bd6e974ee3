/** What the door judges with: the pseudonym key that belongs to this log, and the list of reporters. */
import { readFile } from "node:fs/promises";
import { systemEventTypes } from "@qorgau/schemas/codes/enumerations";
import { parseReporters } from "@qorgau/schemas/reporters";
import type { Reporters } from "@qorgau/schemas/reporters";
import { includes } from "@qorgau/schemas/watermark";
import type { EventLog } from "@qorgau/infra/event-log/event-log";
import type { AcceptanceContext } from "./domain/acceptance.ts";
import { openPseudonymKey } from "./pseudonym-key.ts";

const lookMsMax = 60_000;
/** The system's own records, such as ticks, stand in the log without a key, and may be its first. */
const ownTypes: readonly unknown[] = systemEventTypes;

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

/** Every statement names its key, so the first one of any partition tells which is the log's. Null where the log holds no statement. */
export async function keyIdOfLog(log: EventLog): Promise<string | null> {
  const end = await log.end();
  const seen = new Map<number, number>();
  if (end.size === 0) return null;
  for await (const records of log.read(new Map(), { recordsMax: 100, signal: AbortSignal.timeout(lookMsMax) })) {
    for (const { partition, offset, value } of records) {
      const { type, keyId } = JSON.parse(value) as { readonly type?: unknown; readonly keyId?: unknown };
      if (typeof keyId === "string") return keyId;
      if (!ownTypes.includes(type)) throw new Error("the log holds a record that names no pseudonym key: this is no log of this program");
      seen.set(partition, offset);
    }
    if (includes(seen, end)) return null;
  }
  throw new Error("the log did not show its first records in time");
}

/** Rejects with a message that names the file where it cannot be read, and with a `ReportersError` where it has faults. */
export async function readReporters(file: string): Promise<Reporters> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Error(`The list of reporters ${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  });
  return parseReporters(text);
}
