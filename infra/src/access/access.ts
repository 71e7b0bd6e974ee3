/** Who calls: the grant of a bearer token, by the tokens file as it is now. A change of the file holds within a second, without a restart. */
import { stat } from "node:fs/promises";
import type { Logger } from "../process/logger.ts";
import { findToken, indexTokens } from "./token.ts";
import type { Grant, TokenIndex } from "./token.ts";
import { readTokensFile } from "./tokens-file.ts";

export interface Access {
  /** Null: no such token, or not any more. */
  grantOf(token: string): Promise<Grant | null>;
}

const lookAgainMs = 500;

/**
 * Rejects with a `TokensFileError` where the file cannot be used now. Where it cannot later on, the tokens known last stay in force, and it
 * is read again at every look until it can: what was at fault need not have been anything that a look at the file shows.
 */
export async function openAccess({ file, logger }: { readonly file: string; readonly logger: Logger }): Promise<Access> {
  // Looked at before it is read: a change in between is read again.
  let usedVersion: string | null = await versionOf(file);
  let tokens: TokenIndex = indexTokens(await readTokensFile(file));
  let toldFault: string | null = null;
  let lookedAtMs = performance.now();
  let looking: Promise<void> | null = null;

  const tellFault = (reason: string) => {
    if (reason === toldFault) return;
    toldFault = reason;
    logger.error({ reason }, "the tokens file has changed and cannot be used: the tokens from before stay in force");
  };
  const look = async () => {
    const current = await versionOf(file);
    if (current === usedVersion) return;
    usedVersion = null;
    try {
      tokens = indexTokens(await readTokensFile(file));
    } catch (error) {
      return tellFault((error as Error).message);
    }
    usedVersion = current;
    toldFault = null;
    logger.info({ tokens: tokens.size }, "the tokens file has changed");
  };
  const refresh = async () => {
    if (performance.now() - lookedAtMs < lookAgainMs) return looking;
    lookedAtMs = performance.now();
    // One look at a time, however long it takes.
    looking ??= look().finally(() => (looking = null));
    return looking;
  };

  return {
    async grantOf(token) {
      await refresh();
      return findToken(tokens, token)?.grant ?? null;
    },
  };
}

/** What of a file changes when it is written, replaced or mended (its mode or owner); a file that is not there has a version too. */
async function versionOf(file: string): Promise<string> {
  try {
    const { dev, ino, mode, uid, mtimeNs, ctimeNs, size } = await stat(file, { bigint: true });
    return [dev, ino, mode, uid, mtimeNs, ctimeNs, size].join(" ");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unknown";
  }
}
