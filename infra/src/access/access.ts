/**
 * Who calls: the rights of a bearer token, by the tokens file as it is now, or by an issuer's signature and the rules for its claims. A change of either file
 * holds within a second, without a restart.
 */
import type { Rights } from "@qorgau/schemas/access/scopes";
import type { SignIn } from "@qorgau/schemas/access/sign-in";
import type { Logger } from "../process/logger.ts";
import { watchFile } from "../process/watched-file.ts";
import type { TrustedIssuer } from "./issuer/trusted-issuer.ts";
import { rightsOf } from "./grant.ts";
import { readClaimRules } from "./issuer/claim-rules.ts";
import { followIssuer } from "./issuer/issuer-keys.ts";
import { isSignedToken, issuerTokens } from "./issuer/issuer-tokens.ts";
import type { IssuerRefusal } from "./issuer/issuer-tokens.ts";
import { readSubjectKey } from "./issuer/subject-key.ts";
import { noteUse } from "./last-use.ts";
import { findCertificate, findHeir, findToken, hasExpired, indexTokens } from "./token.ts";
import type { StoredToken, TokenIndex } from "./token.ts";
import { readTokensFile } from "./tokens-file.ts";

/** Why a token lets nobody in; null: it is not known, or not any more. */
export type AccessRefusal = IssuerRefusal;

/**
 * Resolves bearer tokens to rights. A look-up first reads a file that has changed, at most every 500 ms, and never rejects for one that
 * cannot be used.
 */
export interface Access {
  rightsOf(token: string): Promise<Rights | AccessRefusal>;
  /** Of a client certificate, by its bytes (DER); whoever shows it has proved to have its key. */
  rightsOfCertificate?(der: Uint8Array): Promise<Rights | AccessRefusal>;
  /**
   * What a token of our own may do now, for what is done in its name while its caller is away, by its id; of one that has expired, that of the token that
   * took its place. Null of one that is revoked.
   */
  rightsOfId?(id: string): Promise<HeldRights | AccessRefusal>;
  /** How people sign in on the page; null, or absent, where they cannot, or not yet. */
  signIn?(): SignIn | null;
  /** What it does beside requests ends. */
  close?(): void;
}

/** The rights of a token, and its id. */
export interface HeldRights {
  readonly id: string;
  readonly rights: Rights;
}

export interface OpenAccessOptions {
  /** The tokens file; null: there are none of our own. */
  readonly file: string | null;
  /** Absent, or null: nobody else makes tokens. */
  readonly issuer?: TrustedIssuer | null | undefined;
  readonly logger: Logger;
}

/**
 * Reads the files, and again where they have changed. Rejects with a `TokensFileError`, `ClaimRulesError` or `SubjectKeyError` where one cannot be used now.
 * Where it cannot later on, the last usable content stays in force and the logger gets one line for each reason. An issuer may be away.
 */
export async function openAccess({ file, issuer = null, logger }: OpenAccessOptions): Promise<Access> {
  const used = file === null ? () => undefined : noteUse({ file, logger });
  const ownTokens = file === null ? null : await openOwnTokens(file, logger);
  const found = async (find: (index: TokenIndex) => StoredToken | null): Promise<Rights | AccessRefusal> => {
    const held = (await ownTokens?.(find)) ?? null;
    if (held === null || typeof held === "string") return held;
    used(held.id, Date.now());
    return held.rights;
  };
  const signed = issuer === null ? null : await openIssuer(issuer, logger);
  return {
    async rightsOf(token) {
      if (signed === null || !isSignedToken(token)) return found((index) => findToken(index, token));
      const rights = await signed.rightsOf(token);
      if (rights !== null && typeof rights !== "string" && rights.subject !== undefined) used(rights.subject, Date.now());
      return rights;
    },
    rightsOfCertificate: (der) => found((index) => findCertificate(index, der)),
    // Nobody shows the token: that is no use of it.
    rightsOfId: async (id) => (await ownTokens?.((index) => findHeir(index, id, Date.now()))) ?? null,
    signIn: () => signed?.signIn() ?? null,
    close: () => signed?.close(),
  };
}

async function openOwnTokens(file: string, logger: Logger) {
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
  return async (find: (index: TokenIndex) => StoredToken | null): Promise<HeldRights | "expired" | null> => {
    await tokens.refresh();
    const stored = find(tokens.current());
    if (stored === null) return null;
    if (hasExpired(stored, Date.now())) return "expired";
    return { id: stored.id, rights: rights(stored) };
  };
}

async function openIssuer({ issuer, audience, rulesFile, subjectKeyFile, signIn }: TrustedIssuer, logger: Logger) {
  const rules = await watchFile({
    file: rulesFile,
    read: readClaimRules,
    onChange: () => logger.info("the rules of the issuer's claims have changed"),
    onFault: (reason) =>
      logger.error({ reason }, "the rules of the issuer's claims have changed and cannot be used: those from before stay in force"),
  });
  const subjectKey = await readSubjectKey(subjectKeyFile);
  const keys = followIssuer({ issuer, logger });
  const rightsOfSigned = issuerTokens({ issuer, audience, keys, rules: rules.current, subjectKey });
  return {
    async rightsOf(token: string) {
      await rules.refresh();
      return rightsOfSigned(token);
    },
    signIn(): SignIn | null {
      const endpoints = keys.endpoints();
      return signIn === null || endpoints === null ? null : { ...endpoints, ...signIn };
    },
    close: keys.close,
  };
}
