/** What all commands of the command line share: their help, the response to a wrong command line, and the exit codes. */
import { CodedError } from "@qorgau/schemas/coded-error";

/** A command line that this program does not have. The message says what it should look like, and the help follows it. */
export class UsageError extends CodedError<"usage"> {
  constructor(message: string) {
    super("usage", message);
  }
}

/** The exit code of a wrong command line, of every command. */
export const usageExitCode = 2;

/** A command as `runCommand` runs it, with the words behind the program's name. */
export interface Command {
  /** Printed with exit code 0 where `--help` or `-h` is among the words; and after the message of a wrong command line. */
  readonly help: string;
  /** Gives the exit code. Rejects with a `UsageError`, or with what `parseArgs` of `node:util` throws, where the words are wrong. */
  run(words: readonly string[]): Promise<number>;
  /** The exit code of an error that may be expected, whose message is then printed alone; undefined of a fault of the program. */
  exitCodeOf?(error: unknown): number | undefined;
}

/** Runs the command with the words of this process and sets its exit code. Rejects with what is a fault of the program. */
export async function runCommand({ help, run, exitCodeOf }: Command, words: readonly string[] = process.argv.slice(2)): Promise<void> {
  if (words.includes("--help") || words.includes("-h")) {
    process.stdout.write(help);
    return;
  }
  try {
    process.exitCode = await run(words);
  } catch (error) {
    const isUsage = isUsageError(error);
    const exitCode = isUsage ? usageExitCode : exitCodeOf?.(error);
    if (exitCode === undefined) throw error;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isUsage ? `\n${help}` : ""}`);
    process.exitCode = exitCode;
  }
}

/** `parseArgs` throws errors with codes of this form for what it does not know. */
function isUsageError(error: unknown): boolean {
  return error instanceof UsageError || String((error as { readonly code?: unknown } | null)?.code).startsWith("ERR_PARSE_ARGS");
}
