/**
 * Names in a folder are durable once the folder is: a file that was flushed may otherwise be away after a power cut, or be what it was before. Windows
 * opens no folders; its renames are journalled.
 */
import { closeSync, fsyncSync, openSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";

const isNeeded = process.platform !== "win32";

/** Resolves once the names in the folder are durable. Rejects with the system's error. */
export async function syncFolder(folder: string): Promise<void> {
  if (!isNeeded) return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same before it returns. Throws the system's error. */
export function syncFolderAtOnce(folder: string): void {
  if (!isNeeded) return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The folder and those above it up to `outermost`, which is one of them: all of which the names have to be durable where several were made. */
export function foldersUpTo(outermost: string, folder: string): string[] {
  return folder === outermost ? [folder] : [folder, ...foldersUpTo(outermost, dirname(folder))];
}

/** Makes a folder that its owner alone reads; its own name, and those of the folders above it that were made with it, are durable. Rejects with the system's error. */
export async function makeOwnFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (const one of foldersUpTo(dirname(resolve(first)), dirname(resolve(folder)))) await syncFolder(one);
}
