/** Who calls: the rights of a bearer token, by the tokens file as it is now. A change of the file holds within a second, without a restart. */
import type { Rights } from "@qorgau/schemas/access/scopes";
import type { Logger } from "../process/logger.ts";
import { watchFile } from "../process/watched-file.ts";
import { rightsOf } from "./grant.ts";
import { noteUse } from "./last-use.ts";
import { findToken, hasExpired, indexTokens } from "./token.ts";
import type { StoredToken } from "./token.ts";
import { readTokensFile } from "./tokens-file.ts";

/**
 * Resolves bearer tokens to rights. A look-up first reads a tokens file that has changed, at most every 500 ms, and never rejects for one that
 * cannot be used.
 */
export interface Access {
  /** Null: no such token, or not any more. */
  rightsOf(token: string): Promise<Rights | "expired" | null>;
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
  const known = new WeakMap<StoredToken, Rights>();
  const rights = (stored: StoredToken) => {
    const found = known.get(stored) ?? rightsOf(stored.grant);
    known.set(stored, found);
    return found;
  };
  const used = noteUse({ file, logger });
  return {
    async rightsOf(token) {
      await tokens.refresh();
      const stored = findToken(tokens.current(), token);
      if (stored === null) return null;
      const nowMs = Date.now();
      if (hasExpired(stored, nowMs)) return "expired";
      used(stored.id, nowMs);
      return rights(stored);
    },
  };
}
