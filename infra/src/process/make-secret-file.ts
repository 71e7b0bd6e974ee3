/** Makes a file that holds a secret: its owner's alone from its first byte, whole or not there, and durable before anybody uses it. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { secretFileFault } from "./secret-file.ts";
import { syncFolderAtOnce } from "./sync-folder.ts";

/**
 * Writes `text` into a new file, and makes its folder. After a crash at any instant there is either no file or the whole one. Gives what is wrong
 * with its permissions, in which case there is none (a file system that keeps no permissions); null where nothing is. Errors of the file system pass.
 */
export function makeSecretFile(file: string, text: string): string | null {
  mkdirSync(dirname(file), { recursive: true });
  // 1. Written and durable under another name. What a crash left there is removed first: it would lend its own permissions.
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  const descriptor = openSync(unfinished, "wx", 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  const fault = secretFileFault(unfinished);
  if (fault !== null) return fault;
  // 2. It takes its name in one step.
  renameSync(unfinished, file);
  // 3. The name is durable.
  syncFolderAtOnce(dirname(file));
  return null;
}
