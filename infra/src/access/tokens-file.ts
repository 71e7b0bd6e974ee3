/** The file of tokens (`QORGAU_TOKENS_FILE`): JSON, written whole or not at all, for its owner alone. It holds hashes and no token. */
import { CodedError } from "@qorgau/schemas/coded-error";
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { setImmediate as nextIteration } from "node:timers/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { duplicateMember } from "@qorgau/schemas/events/duplicate-members";
import { syncFolder } from "../process/sync-folder.ts";
import { storedTokenSchema } from "./token.ts";
import type { StoredToken } from "./token.ts";

/** The tokens themselves are looked at piece by piece: see `readTokens`. */
const tokensFileSchema = z.strictObject({ tokens: z.array(z.unknown()) });
/** Tokens that are checked in one iteration of the event loop, a few milliseconds: a service that takes up a change responds meanwhile. */
const tokensPerIteration = 100;
/** Faults that are listed of one file, which may be another file, given by mistake. */
const faultsListedMax = 20;

/** Whoever may write the file may let anybody in. */
const writableByOthers = 0o022;

export type TokensFileErrorCode = "no_tokens_file" | "tokens_unreadable" | "tokens_busy" | "no_such_token" | "token_rotating";

/** The messages hold nothing of the file but places: it may be another one, given by mistake. */
export class TokensFileError extends CodedError<TokensFileErrorCode> {}

/**
 * Reads and checks the whole file; outside Windows others than its owner must not be able to write it. Rejects with a `TokensFileError`:
 * `no_tokens_file` where there is none, otherwise `tokens_unreadable` with up to 20 faults, each by its place in the file.
 */
export async function readTokensFile(file: string): Promise<readonly StoredToken[]> {
  await refuseWritable(file);
  const parsed = tokensFileSchema.safeParse(parseJson(file, await readText(file)));
  const { tokens, faults } = parsed.success ? await readTokens(parsed.data.tokens) : { tokens: [], faults: placesOf(parsed.error, []) };
  if (faults.length === 0) return tokens;
  const reported = [
    ...faults.slice(0, faultsListedMax),
    ...(faults.length > faultsListedMax ? [`and ${faults.length - faultsListedMax} more`] : []),
  ];
  throw new TokensFileError(
    "tokens_unreadable",
    `The tokens file ${file} cannot be used:${reported.map((one) => `\n  - ${one}`).join("")}`,
  );
}

async function readTokens(
  stored: readonly unknown[],
): Promise<{ readonly tokens: readonly StoredToken[]; readonly faults: readonly string[] }> {
  const tokens: StoredToken[] = [];
  const faults: string[] = [];
  const ids = new Set<string>();
  for (const [index, one] of stored.entries()) {
    if (index % tokensPerIteration === tokensPerIteration - 1) await nextIteration();
    const parsed = storedTokenSchema.safeParse(one);
    if (!parsed.success) {
      faults.push(...placesOf(parsed.error, ["tokens", index]));
      continue;
    }
    if (ids.has(parsed.data.id)) faults.push(`/tokens/${index}/id: is already taken by an earlier token`);
    ids.add(parsed.data.id);
    tokens.push(parsed.data);
  }
  return { tokens, faults };
}

const placesOf = ({ issues }: z.ZodError, within: readonly (string | number)[]): string[] =>
  issues.map(({ path, message }) => `/${[...within, ...path].join("/")}: ${message}`);

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

async function refuseWritable(file: string): Promise<void> {
  const { mode } = await stat(file).catch((cause: unknown) => Promise.reject(unreadable(file, cause)));
  if (process.platform === "win32" || (mode & writableByOthers) === 0) return;
  throw new TokensFileError("tokens_unreadable", `Others than its owner may write the tokens file ${file}: chmod 600 ${file}`);
}

function unreadable(file: string, cause: unknown): TokensFileError {
  const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
  if (code !== "ENOENT") return new TokensFileError("tokens_unreadable", `The tokens file ${file} cannot be read (${code}).`, { cause });
  const message = `There is no tokens file ${file}. The first token makes it: npm run tokens -- add --operate --file ${file}`;
  return new TokensFileError("no_tokens_file", message, { cause });
}

function parseJson(file: string, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TokensFileError("tokens_unreadable", `The tokens file ${file} is not JSON. npm run tokens makes such files.`);
  }
  if (duplicateMember(text, value) === null) return value;
  throw new TokensFileError("tokens_unreadable", `The tokens file ${file} cannot be used: a member name stands twice in its object.`);
}

/**
 * Changes the file under a lock, since two changes at once would lose one; it is flushed before it takes its name, and its name after that. A
 * missing file counts as empty. Rejects with `tokens_busy` where another process changes it, as `readTokensFile` does, and with what `change` throws.
 */
export async function changeTokensFile(file: string, change: (tokens: readonly StoredToken[]) => readonly StoredToken[]): Promise<void> {
  // The unfinished file is the lock as well.
  const unfinished = `${file}.unfinished`;
  const handle = await open(unfinished, "wx", 0o600).catch((cause: unknown) => Promise.reject(busy(unfinished, cause)));
  try {
    const tokens = change(await readExisting(file));
    await handle.writeFile(`${JSON.stringify({ tokens }, null, 2)}\n`);
    await handle.sync();
    await rename(unfinished, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function readExisting(file: string): Promise<readonly StoredToken[]> {
  try {
    return await readTokensFile(file);
  } catch (error) {
    if (error instanceof TokensFileError && error.code === "no_tokens_file") return [];
    throw error;
  }
}

function busy(unfinished: string, cause: unknown): unknown {
  if ((cause as NodeJS.ErrnoException).code !== "EEXIST") return cause;
  const message = `The tokens are being changed by another process. Where there is none, one was ended while it wrote: remove ${unfinished}.`;
  return new TokensFileError("tokens_busy", message, { cause });
}
