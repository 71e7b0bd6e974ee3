import { runCommand } from "./run-command.ts";

/** Makes a token by the command; `grant` are its options, such as `--figures`. Resolves with the token itself. */
export async function makeToken(file: string, ...grant: readonly string[]): Promise<string> {
  const { stdout } = await runCommand(["infra/src/access/tokens.ts", "add", ...grant, "--file", file]);
  return stdout.trim();
}
