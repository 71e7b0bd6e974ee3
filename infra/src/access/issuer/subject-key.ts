/** The key of the pseudonyms by which people are known who sign in: made at the first start, and shared by processes whose audit trail is one. */
import { CodedError } from "@qorgau/schemas/coded-error";
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { secretFileFault } from "../../process/secret-file.ts";

export class SubjectKeyError extends CodedError<"subject_key_unusable"> {
  constructor(message: string, options: ErrorOptions = {}) {
    super("subject_key_unusable", message, options);
  }
}

const form = /^[0-9a-f]{64}\n?$/;

/** Rejects with a `SubjectKeyError` where the file cannot be made or read, others can read it, or something else stands in it. */
export async function readSubjectKey(file: string): Promise<string> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, "wx", 0o600);
    await handle.writeFile(`${randomBytes(32).toString("hex")}\n`);
    await handle.sync();
    await handle.close();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw unusable(file, "cannot be made", cause);
  }
  const fault = secretFileFault(file);
  if (fault !== null) throw new SubjectKeyError(fault);
  const text = await readFile(file, "utf8").catch((cause: unknown) => Promise.reject(unusable(file, "cannot be read", cause)));
  if (!form.test(text)) throw new SubjectKeyError(`The key of subjects, ${file}, is not 64 hex digits.`);
  return text.trim();
}

function unusable(file: string, what: string, cause: unknown): SubjectKeyError {
  return new SubjectKeyError(`The key of subjects, ${file}, ${what} (${(cause as NodeJS.ErrnoException).code ?? "unknown"}).`, { cause });
}
