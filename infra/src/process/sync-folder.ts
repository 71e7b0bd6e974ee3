/** Names in a folder are durable once the folder is: a file that was flushed may otherwise be away after a power cut, or be what it was before. */
import { open } from "node:fs/promises";

/** Resolves once the names in the folder are durable. Rejects with the system's error. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; its renames are journalled.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
