/** What a failure of SQLite means to the log's callers. */
import { EventLogError } from "../event-log.ts";
import type { EventLogErrorCode } from "../event-log.ts";

/** Primary result codes, https://sqlite.org/rescode.html; the extended codes carry them in their lowest byte. */
const primaryCodes = { busy: 5, corrupt: 11, constraint: 19, notADatabase: 26 } as const;

/**
 * These say that the file is not what this log wrote. Anything else (full disk, I/O error, read-only, out of memory) is the
 * world's trouble and may pass.
 */
const corruptCodes: ReadonlySet<number> = new Set([primaryCodes.corrupt, primaryCodes.constraint, primaryCodes.notADatabase]);

/** Why a write failed, in a form that can be sent from a thread. */
export interface WriteFailure {
  readonly code: EventLogErrorCode;
  readonly message: string;
}

/** Gives whether it is SQLITE_BUSY: another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return primaryCodeOf(error) === primaryCodes.busy;
}

/**
 * Gives `log_corrupt` for SQLITE_CORRUPT, SQLITE_CONSTRAINT and SQLITE_NOTADB, otherwise `log_unavailable`. An
 * EventLogError keeps its code and message.
 */
export function failureOf(error: unknown): WriteFailure {
  if (error instanceof EventLogError) return { code: error.code, message: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  if (corruptCodes.has(primaryCodeOf(error) ?? -1)) {
    return { code: "log_corrupt", message: `The log's file is damaged or was changed from outside (${reason}). Restore it from a copy.` };
  }
  return {
    code: "log_unavailable",
    message: `The log cannot be written or read now (${reason}). It goes on by itself once that is mended.`,
  };
}

/** Gives an EventLogError by `failureOf`, with the error as its `cause`. An EventLogError comes back as it is. */
export function eventLogErrorOf(error: unknown): EventLogError {
  if (error instanceof EventLogError) return error;
  const { code, message } = failureOf(error);
  return new EventLogError(code, message, { cause: error });
}

function primaryCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}
