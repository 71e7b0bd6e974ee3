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

export interface WriteFailure {
  readonly code: EventLogErrorCode;
  readonly message: string;
}

export function isBusy(error: unknown): boolean {
  return primaryCodeOf(error) === primaryCodes.busy;
}

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

export function eventLogErrorOf(error: unknown): EventLogError {
  if (error instanceof EventLogError) return error;
  const { code, message } = failureOf(error);
  return new EventLogError(code, message, { cause: error });
}

function primaryCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}
