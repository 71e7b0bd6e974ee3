/** What `--check-config` looks at of the files that settings name. */
import { access, constants } from "node:fs/promises";
import { secretFileFault } from "../process/secret-file.ts";
import type { Setting } from "./settings-group.ts";

export interface NamedFile {
  readonly name: Setting["name"];
  /** Null where none is named. */
  readonly file: string | null;
  readonly isSecret?: boolean;
}

/** Gives one sentence for each file that cannot be read, or whose secret other users can read. */
export async function faultsOfFiles(files: readonly NamedFile[]): Promise<readonly string[]> {
  return (await Promise.all(files.map(faultsOfFile))).flat();
}

async function faultsOfFile({ name, file, isSecret = false }: NamedFile): Promise<string[]> {
  if (file === null) return [];
  try {
    await access(file, constants.R_OK);
    const fault = isSecret ? secretFileFault(file) : null;
    return fault === null ? [] : [`${name}: ${fault}`];
  } catch {
    return [`${name} cannot be read: ${file}.`];
  }
}
