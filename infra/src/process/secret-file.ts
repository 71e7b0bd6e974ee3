/**
 * Who can read a file that holds a secret. A key or a password that every user of the machine can read is no secret, and nothing else would show
 * it: so the file is refused, as ssh and PostgreSQL refuse such files.
 */
import { statSync } from "node:fs";

const groupAndOthers = 0o077;
/** A secret that an orchestrator mounts belongs to root, and this process reads it by its group. */
const allButGroupReading = 0o037;

/** What is wrong with the permissions and how to mend it, in a sentence; null where nothing is. Throws where there is no such file. */
export function secretFileFault(file: string): string | null {
  // Windows has other permissions, which its own tools manage.
  if (process.platform === "win32") return null;
  const { mode, uid } = statSync(file);
  const isOwn = uid === process.geteuid?.();
  if ((mode & (isOwn ? groupAndOthers : allButGroupReading)) === 0) return null;
  return (
    `Others than its owner can read the secret in ${file} (mode ${(mode & 0o777).toString(8).padStart(4, "0")}): chmod 600 ${file}. ` +
    "On a file system that keeps no permissions, such as /mnt/c within WSL, keep it elsewhere."
  );
}
