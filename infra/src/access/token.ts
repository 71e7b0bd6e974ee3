/**
 * A bearer token has 256 random bits, so that nobody guesses one and a plain SHA-256 protects it; the slow hashes for passwords would only slow
 * each request down. The hash and the grant are stored, never the token.
 */
import { hash, randomBytes } from "node:crypto";
import { nameCharactersMax } from "@qorgau/schemas/events/inbound-limits";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { z } from "zod";
import { grantSchema } from "./grant.ts";

const tokenBytes = 32;
/** Lets a scanner for secrets know one when it was put somewhere by mistake. */
const prefix = "qorgau_";
const idCharacters = 8;

const idForm = /^[0-9a-f]{8}$/;

export const storedTokenSchema = z.strictObject({
  /** The first digits of the hash: they name the token and do not reveal it. */
  id: z.string().regex(idForm),
  grant: grantSchema,
  /** For people. */
  name: z
    .string()
    .min(1)
    .max(nameCharactersMax)
    .refine((text) => !containsIin(text), "must hold no individual identification number (IIN)")
    .nullable(),
  madeAt: z.iso.datetime(),
  /** From when on it is refused; absent: it holds until it is revoked. */
  expiresAt: z.iso.datetime().optional(),
  /** The token that this one takes the place of; both hold until the old one expires. */
  replaces: z.string().regex(idForm).optional(),
  hash: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 as 64 hex digits"),
  /** The hash is that of a client certificate (its fingerprint), and nobody gets in by a token. */
  certificate: z.literal(true).optional(),
});
export type StoredToken = z.infer<typeof storedTokenSchema>;

type Described = Pick<StoredToken, "grant" | "name" | "expiresAt" | "replaces">;

/** What is stored of a client certificate, of its bytes (DER). It is refused once it has expired, whatever the proxy does. */
export function storedCertificate(der: Uint8Array, { grant, name, expiresAt }: Described & { readonly expiresAt: string }): StoredToken {
  const digest = hash("sha256", der);
  return { id: certificateId(der), grant, name, madeAt: new Date().toISOString(), expiresAt, hash: digest, certificate: true };
}

/** Gives the token, which is stored nowhere, and what is stored of it. */
export function makeToken({ grant, name, expiresAt, replaces }: Described): { readonly token: string; readonly stored: StoredToken } {
  const token = prefix + randomBytes(tokenBytes).toString("base64url");
  const digest = hash("sha256", token);
  return {
    token,
    stored: {
      id: digest.slice(0, idCharacters),
      grant,
      name,
      madeAt: new Date().toISOString(),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(replaces === undefined ? {} : { replaces }),
      hash: digest,
    },
  };
}

/** Whether the token is refused at this instant, in milliseconds since the epoch. */
export const hasExpired = ({ expiresAt }: Pick<StoredToken, "expiresAt">, nowMs: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= nowMs;

/** The stored tokens by their hash. */
export type TokenIndex = ReadonlyMap<string, StoredToken>;

export const indexTokens = (tokens: readonly StoredToken[]): TokenIndex => new Map(tokens.map((stored) => [stored.hash, stored]));

/** Names a token and does not reveal it, whether it is known here or not. */
export const tokenId = (token: string): string => hash("sha256", token).slice(0, idCharacters);

/** Names a certificate, by its bytes (DER): the first digits of its fingerprint. */
export const certificateId = (der: Uint8Array): string => hash("sha256", der).slice(0, idCharacters);

/**
 * One look-up, however many tokens there are. It needs no comparison in constant time: what is compared is the SHA-256 of what was sent,
 * and to learn from the time how that of a token of 256 random bits begins helps nobody to find one that hashes to it.
 */
export function findToken(tokens: TokenIndex, token: string): StoredToken | null {
  const stored = tokens.get(hash("sha256", token));
  return stored === undefined || stored.certificate === true ? null : stored;
}

/** By the bytes (DER) of a certificate. */
export function findCertificate(tokens: TokenIndex, der: Uint8Array): StoredToken | null {
  const stored = tokens.get(hash("sha256", der));
  return stored?.certificate === true ? stored : null;
}

/**
 * The token of this id; once it has expired the one that was made to take its place (`tokens rotate`), and so on. Of several that have all expired the
 * last one. Null where the file has none of this id: it was revoked, which ends whatever it began, also where another has taken its place.
 */
export function findHeir(tokens: TokenIndex, id: string, nowMs: number): StoredToken | null {
  const stored = [...tokens.values()];
  let found = stored.find((one) => one.id === id) ?? null;
  // A file that somebody wrote by hand may hold a circle.
  for (let left = stored.length; left > 0 && found !== null && hasExpired(found, nowMs); left -= 1) {
    const replaced = found.id;
    const heir = stored.find(({ replaces }) => replaces === replaced);
    if (heir === undefined) break;
    found = heir;
  }
  return found;
}
