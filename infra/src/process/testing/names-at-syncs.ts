/** For tests: which names of a folder are durable, and since when. The file system itself would tell only after a power cut. */
import { open, readdir, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

/** Resolves with the names that stood in the folder at each of its flushes while `act` ran. Every flush goes through to the system. */
export async function namesAtSyncs(folder: string, act: () => Promise<unknown>): Promise<readonly (readonly string[])[]> {
  const handle = await open(process.execPath, "r");
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const sync = Object.getOwnPropertyDescriptor(prototype, "sync")!;
  const seen: (readonly string[])[] = [];
  const observed = async function (this: FileHandle): Promise<void> {
    await (sync.value as FileHandle["sync"]).call(this);
    const of = await stat(folder).catch(() => null);
    if (of !== null && (await this.stat()).ino === of.ino) seen.push((await readdir(folder)).toSorted());
  };
  Object.defineProperty(prototype, "sync", { ...sync, value: observed });
  try {
    await act();
  } finally {
    Object.defineProperty(prototype, "sync", sync);
  }
  return seen;
}
