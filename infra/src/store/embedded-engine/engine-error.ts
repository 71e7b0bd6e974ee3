/** An error as ClickHouse words it, so that its client reads it like one of a server. */
export class EngineError extends Error {
  readonly code: number;
  readonly type: string;
  constructor(code: number, type: string, message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
    this.type = type;
  }
}

const wording = /^(?:Code: (\d+)\. DB::Exception: )+([\s\S]*?)\s*(?:\(version [^)]*\)\s*)?$/;
const typeAtEnd = /\(([A-Z0-9_]+)\)[.\s]*$/;

/**
 * Gives ClickHouse's number, type and message of an error of chDB; the number is 1002 where it has none. chDB repeats prefix and suffix where the
 * error crossed its inner client: they are taken off.
 */
export function engineErrorOf(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const match = wording.exec(text);
  const stated = (error as { clickhouseCode?: unknown } | null)?.clickhouseCode;
  const code = match ? Number(match[1]) : typeof stated === "number" ? stated : 1002;
  const body = match?.[2] ?? text;
  const type = typeAtEnd.exec(body)?.[1] ?? "UNKNOWN_EXCEPTION";
  const message = body.replace(/(?:\s*\((?:version [^)]*|[A-Z0-9_]{3,})\)\.?)+$/, "");
  return new EngineError(code, type, message);
}

/** Gives the body of a response with an error, in the form of ClickHouse. */
export function errorText(error: EngineError): string {
  return `Code: ${error.code}. DB::Exception: ${error.message} (${error.type})\n`;
}

const statuses: Readonly<Record<number, number>> = {
  60: 404,
  81: 404,
  62: 400,
  73: 400,
  115: 400,
  202: 503,
  457: 400,
  497: 403,
  516: 403,
  241: 500,
};

/** Gives the HTTP status for a number of ClickHouse's list of errors; 500 for a number that is not in `statuses`. */
export function httpStatusOf(error: EngineError): number {
  return statuses[error.code] ?? 500;
}
