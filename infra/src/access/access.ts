/** Who calls: the grant of a bearer token, by the tokens file as it is now. A change of the file holds within a second, without a restart. */
import type { Logger } from "../process/logger.ts";
import { watchFile } from "../process/watched-file.ts";
import { findToken, indexTokens } from "./token.ts";
import type { Grant } from "./token.ts";
import { readTokensFile } from "./tokens-file.ts";

/**
 * Resolves bearer tokens to grants. A look-up first reads a tokens file that has changed, at most every 500 ms, and never rejects for one that
 * cannot be used.
 */
export interface Access {
  /** Null: no such token, or not any more. */
  grantOf(token: string): Promise<Grant | null>;
}

/**
 * Reads the tokens file, and again where it has changed. Rejects with a `TokensFileError` where the file cannot be used now. Where it cannot
 * later on, the last usable tokens stay in force and the logger gets one line for each reason.
 */
export async function openAccess({ file, logger }: { readonly file: string; readonly logger: Logger }): Promise<Access> {
  const tokens = await watchFile({
    file,
    read: async (path) => indexTokens(await readTokensFile(path)),
    onChange: ({ size }) => logger.info({ tokens: size }, "the tokens file has changed"),
    onFault: (reason) => logger.error({ reason }, "the tokens file has changed and cannot be used: the tokens from before stay in force"),
  });
  return {
    async grantOf(token) {
      await tokens.refresh();
      return findToken(tokens.current(), token)?.grant ?? null;
    },
  };
}
