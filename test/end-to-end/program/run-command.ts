/** A command of this program, run to its end. */
import { execFile } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..", "..");

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** With these settings and no others. */
export function runCommand(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<CommandOutcome> {
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("QORGAU_"))), ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: root, env, timeout: 150_000 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr }),
    );
  });
}
