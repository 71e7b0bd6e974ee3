/** `npm run tokens`: makes, lists and revokes the bearer tokens of callers. A running service takes up the change within a second. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runCommand, UsageError } from "../cli/run-command.ts";
import { grantSchema, grantText, makeToken } from "./token.ts";
import type { Grant, StoredToken } from "./token.ts";
import { changeTokensFile, readTokensFile, TokensFileError } from "./tokens-file.ts";

const help = `Usage: npm run tokens -- <command> [options]

  add --source URN [--name TEXT]   a token that sends the events of one reporter, and of no other
  add --read [--name TEXT]         a token that reads figures, records, status and metrics
  add --operate [--name TEXT]      a token that reads, and starts the operator's jobs
  list                             what tokens there are; the tokens themselves are kept nowhere
  revoke ID                        takes a token back, by the first column of the list

Options:
  --file FILE   the tokens file; otherwise QORGAU_TOKENS_FILE. The first token makes it
  --name TEXT   who has the token, for people
  --help        this text

A new token is printed once, alone on standard output. Running services take up a change of the file within a second.

Exit codes: 0 done; 1 the file cannot be used, or there is no such token; 2 wrong arguments.
`;

interface Arguments {
  readonly command: string;
  readonly id: string | undefined;
  readonly file: string;
  readonly name: string | null;
  readonly grants: readonly unknown[];
}

function readArguments(commandLine: readonly string[]): Arguments {
  const options = {
    source: { type: "string" },
    read: { type: "boolean" },
    operate: { type: "boolean" },
    name: { type: "string" },
    file: { type: "string" },
  } as const;
  const { values, positionals } = parseArgs({ args: [...commandLine], options, allowPositionals: true });
  const [command = "", id, ...others] = positionals;
  if (others.length > 0) throw new UsageError("There are too many words.");
  const file = values.file ?? process.env["QORGAU_TOKENS_FILE"]?.trim();
  if (!file) throw new UsageError("Which file? Set QORGAU_TOKENS_FILE, or name it with --file.");
  const grants = [
    ...(values.source === undefined ? [] : [{ source: values.source }]),
    ...(values.read === true ? ["read"] : []),
    ...(values.operate === true ? ["operate"] : []),
  ];
  return { command, id, file: resolve(file), name: values.name ?? null, grants };
}

function grantOf(grants: readonly unknown[]): Grant {
  if (grants.length !== 1) throw new UsageError("A token is for one thing: --source URN, --read or --operate.");
  const parsed = grantSchema.safeParse(grants[0]);
  if (parsed.success) return parsed.data;
  throw new UsageError("--source is a URI such as urn:kz:bin:200140000004, and holds no individual identification number (IIN).");
}

async function add({ file, name, grants }: Arguments): Promise<void> {
  let made = makeToken({ grant: grantOf(grants), name });
  await changeTokensFile(file, (tokens) => {
    // Of twenty thousand tokens one pair in twenty would share its eight digits, and such a file cannot be used.
    const ids = new Set(tokens.map(({ id }) => id));
    while (ids.has(made.stored.id)) made = makeToken(made.stored);
    return [...tokens, made.stored];
  });
  const { token, stored } = made;
  process.stderr.write(`Token ${stored.id} (${grantText(stored.grant)}) stands in ${file} as a hash. It is shown this once:\n`);
  process.stdout.write(`${token}\n`);
}

async function list({ file }: Arguments): Promise<void> {
  const tokens = await readTokensFile(file);
  for (const token of tokens) process.stdout.write(`${lineOf(token)}\n`);
  if (tokens.length === 0) process.stderr.write("There is no token.\n");
}

function lineOf({ id, madeAt, grant, name }: StoredToken): string {
  return [id, madeAt.slice(0, 10), grantText(grant), name ?? ""].join("  ").trimEnd();
}

async function revoke({ file, id }: Arguments): Promise<void> {
  if (id === undefined) throw new UsageError("Which token? Name the first column of the list.");
  // Otherwise the change would make a file.
  await readTokensFile(file);
  await changeTokensFile(file, (tokens) => {
    const remaining = tokens.filter((token) => token.id !== id);
    if (remaining.length === tokens.length) throw new TokensFileError("no_such_token", `There is no token of this name in ${file}.`);
    return remaining;
  });
  process.stderr.write("The token is taken back.\n");
}

const commands: Readonly<Record<string, (requested: Arguments) => Promise<void>>> = { add, list, revoke };

async function main(words: readonly string[]): Promise<number> {
  if (words.length === 0) throw new UsageError("The command is add, list or revoke.");
  const requested = readArguments(words);
  const command = Object.hasOwn(commands, requested.command) ? commands[requested.command] : undefined;
  if (command === undefined) throw new UsageError("The command is add, list or revoke.");
  await command(requested);
  return 0;
}

await runCommand({ help, run: main, exitCodeOf: () => 1 });
