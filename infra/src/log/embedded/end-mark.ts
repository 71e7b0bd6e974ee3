/**
 * The end of an open log, in a file beside its database. What is acknowledged is in SQLite's write-ahead log at first, and SQLite ignores one
 * that is missing or cut short. The mark is written after each durable group and not flushed: it survives the end of the process, and after the
 * end of the machine it may be behind the log, never ahead of it. A closed log needs none and has none.
 */
import { closeSync, constants, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { EventLogError } from "../event-log.ts";

const endMarkFile = (databaseFile: string) => join(dirname(databaseFile), "log.end");
/** Behind the text, since a shorter one may be written over a longer one. */
const textEnd = "\n";

/** Null where there is none, or none that was written whole. */
function readEndMark(databaseFile: string): Watermark | null {
  try {
    const [text, ...rest] = readFileSync(endMarkFile(databaseFile), "utf8").split(textEnd);
    return text === undefined || text === "" || rest.length === 0 ? null : parseWatermark(text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Throws `log_corrupt` where the log does not hold what its mark says was acknowledged. */
export function refuseShortened(databaseFile: string, end: Watermark): void {
  const mark = readEndMark(databaseFile);
  if (mark === null || includes(end, mark)) return;
  throw new EventLogError(
    "log_corrupt",
    `${databaseFile} ends at "${formatWatermark(end)}", and records up to "${formatWatermark(mark)}" were acknowledged: its write-ahead log was deleted ` +
      `or cut short, or the file was replaced by an older one. Restore both from a copy. To go on without those records, delete ${endMarkFile(databaseFile)}.`,
  );
}

/** Writes the mark of an open log. */
export class EndMark {
  readonly #descriptor: number;

  constructor(databaseFile: string) {
    this.#descriptor = openSync(endMarkFile(databaseFile), constants.O_CREAT | constants.O_WRONLY, 0o600);
  }

  /** Writes the cut over the one before; does not flush. */
  write(end: Watermark): void {
    writeSync(this.#descriptor, `${formatWatermark(end)}${textEnd}`, 0);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** Called once everything is in the database itself. */
export function removeEndMark(databaseFile: string): void {
  rmSync(endMarkFile(databaseFile), { force: true });
}
