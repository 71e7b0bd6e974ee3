/** Who calls: the grant of a bearer token, by the tokens file as it is now. A change of the file holds within a second, without a restart. */
import { stat } from "node:fs/promises";
import type { Logger } from "../runtime/logger.ts";
import { findToken } from "./token.ts";
import type { Grant, KeptToken } from "./token.ts";
import { readTokensFile } from "./tokens-file.ts";

export interface Access {
  /** Null: no such token, or not any more. */
  grantOf(token: string): Promise<Grant | null>;
}

const lookAgainMs = 500;

/** Rejects with a `TokensFileError` where the file cannot be used now. Where it cannot later on, the tokens known last stay in force. */
export async function openAccess({ file, logger }: { readonly file: string; readonly logger: Logger }): Promise<Access> {
  let tokens: readonly KeptToken[] = await readTokensFile(file);
  let version = await versionOf(file);
  let lookedAtMs = performance.now();
  let looking: Promise<void> | null = null;

  const look = async () => {
    const current = await versionOf(file);
    if (current === version) return;
    try {
      tokens = await readTokensFile(file);
      logger.info({ tokens: tokens.length }, "the tokens file has changed");
    } catch (error) {
      logger.error(
        { reason: (error as Error).message },
        "the tokens file has changed and cannot be used: the tokens from before stay in force",
      );
    }
    version = current;
  };
  const refresh = async () => {
    if (performance.now() - lookedAtMs < lookAgainMs) return looking;
    lookedAtMs = performance.now();
    looking = look().finally(() => (looking = null));
    return looking;
  };

  return {
    async grantOf(token) {
      await refresh();
      return findToken(tokens, token)?.grant ?? null;
    },
  };
}

/** What of a file changes when it is written; a file that is not there has a version too. */
async function versionOf(file: string): Promise<string> {
  try {
    const { ino, mtimeNs, size } = await stat(file, { bigint: true });
    return `${ino} ${mtimeNs} ${size}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unknown";
  }
}
