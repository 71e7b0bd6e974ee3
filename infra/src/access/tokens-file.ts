/** The file of tokens (`QORGAU_TOKENS_FILE`): JSON, written whole or not at all, for its owner alone. It holds hashes and no token. */
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { z } from "zod";
import { keptTokenSchema } from "./token.ts";
import type { KeptToken } from "./token.ts";

const tokensFileSchema = z.strictObject({
  tokens: z.array(keptTokenSchema).superRefine((tokens, context) => {
    const ids = tokens.map(({ id }) => id);
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) < index)
        context.addIssue({ code: "custom", path: [index, "id"], message: "is already taken by an earlier token" });
    }
  }),
});

/** Whoever may write the file may let anybody in. */
const writableByOthers = 0o022;

export type TokensFileErrorCode =
  | "no_tokens_file"
  | "tokens_unreadable"
  /** Another process is writing it. */
  | "tokens_busy"
  | "no_such_token";

/** The messages hold nothing of the file but places: it may be another one, given by mistake. */
export class TokensFileError extends Error {
  readonly code: TokensFileErrorCode;
  constructor(code: TokensFileErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "TokensFileError";
    this.code = code;
  }
}

export async function readTokensFile(file: string): Promise<readonly KeptToken[]> {
  await refuseWritable(file);
  const parsed = tokensFileSchema.safeParse(parseJson(file, await readText(file)));
  if (parsed.success) return parsed.data.tokens;
  const places = parsed.error.issues.map(({ path, message }) => `\n  - /${path.join("/")}: ${message}`).join("");
  throw new TokensFileError("tokens_unreadable", `The tokens file ${file} cannot be used:${places}`);
}

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
  try {
    return JSON.parse(text);
  } catch {
    throw new TokensFileError("tokens_unreadable", `The tokens file ${file} is not JSON. npm run tokens makes such files.`);
  }
}

/** Changes the file under a lock, since two changes at once would lose one. A file that is not there counts as empty. */
export async function changeTokensFile(file: string, change: (tokens: readonly KeptToken[]) => readonly KeptToken[]): Promise<void> {
  // The unfinished file is the lock as well.
  const unfinished = `${file}.unfinished`;
  const handle = await open(unfinished, "wx", 0o600).catch((cause: unknown) => Promise.reject(busy(unfinished, cause)));
  try {
    const tokens = change(await readExisting(file));
    await handle.writeFile(`${JSON.stringify({ tokens }, null, 2)}\n`);
    await handle.sync();
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function readExisting(file: string): Promise<readonly KeptToken[]> {
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
