/**
 * When each token was used last: the time of an empty file of its id in the folder `<tokens file>.used`. A service sets it at most once a minute for
 * each token, beside the requests and not in them; several services may share the folder, since the later time stands whoever sets it.
 */
import { mkdir, open, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "../process/logger.ts";

const onceMs = 60_000;
const folderOf = (tokensFile: string) => `${tokensFile}.used`;

/**
 * Gives what is called with each use; it returns at once and never throws. The files are set one after the other, so that callers who all come in one
 * moment do not wait for each other's. Where the folder cannot be written, the logger gets one line.
 */
export function noteUse({ file, logger }: { readonly file: string; readonly logger: Logger }): (id: string, nowMs: number) => void {
  const notedMs = new Map<string, number>();
  const waiting = new Map<string, number>();
  let isWriting = false;
  let loggedFault: string | null = null;
  const writeWaiting = async () => {
    isWriting = true;
    for (const [id, ms] of waiting) {
      waiting.delete(id);
      await setTime(folderOf(file), id, new Date(ms)).catch((error: unknown) => {
        const reason = (error as NodeJS.ErrnoException).code ?? "unknown";
        if (reason !== loggedFault) logger.warn({ folder: folderOf(file), reason }, "when tokens were used last cannot be kept");
        loggedFault = reason;
      });
    }
    isWriting = false;
  };
  return (id, nowMs) => {
    if (nowMs - (notedMs.get(id) ?? -onceMs) < onceMs) return;
    notedMs.set(id, nowMs);
    waiting.set(id, nowMs);
    if (!isWriting) void writeWaiting();
  };
}

async function setTime(folder: string, id: string, at: Date): Promise<void> {
  const path = join(folder, id);
  try {
    await utimes(path, at, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await (await open(path, "a", 0o600)).close();
    await utimes(path, at, at);
  }
}

/** The last use of each token by its id; a token that is not here was not used, or nothing could be kept. */
export async function lastUses(tokensFile: string): Promise<ReadonlyMap<string, Date>> {
  const folder = folderOf(tokensFile);
  const ids = await readdir(folder).catch(() => []);
  const uses = await Promise.all(ids.map(async (id) => ({ id, at: await timeOf(join(folder, id)) })));
  return new Map(uses.flatMap(({ id, at }) => (at === null ? [] : [[id, at] as const])));
}

/** Null where there is no such file any more: the token was taken back just now. */
async function timeOf(path: string): Promise<Date | null> {
  try {
    return (await stat(path)).mtime;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Of a token that was taken back. */
export async function forgetUse(tokensFile: string, id: string): Promise<void> {
  await rm(join(folderOf(tokensFile), id), { force: true });
}
