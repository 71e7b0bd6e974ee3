/**
 * Bearer tokens that an OpenID Connect issuer has signed (RFC 7519, RFC 9068): for people who sign in on the page, and for services. They are held against the
 * keys that are known, without a request to anybody.
 */
import { createHmac } from "node:crypto";
import type { Rights } from "@qorgau/schemas/access/scopes";
import { errors, jwtVerify } from "jose";
import type { JWTPayload } from "jose";
import type { ClaimRules } from "./claim-rules.ts";
import type { Issuer } from "./issuer-keys.ts";

/** Why a token lets nobody in. `unassigned`: it is a good one, and no rule says what it is for. `issuer_away`: its keys are not known yet. */
export type IssuerRefusal = "expired" | "unassigned" | "issuer_away" | null;

/** Signatures of a key that the issuer alone has: a shared secret would let in whoever knows it, and `none` everybody. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"];
/** By how much clocks may differ, in seconds. */
const clockTolerance = 30;
/** What a JWT says that it is; an ID token of one that says more is none of these, and nor is a logout token. */
const types = ["jwt", "at+jwt", "application/at+jwt"];

export interface IssuerTokensOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: Pick<Issuer, "keys">;
  readonly rules: () => ClaimRules;
  /** Subjects are known by a pseudonym of this key. */
  readonly subjectKey: string;
}

/** Whether a token has the form of one: three parts, of which the first begins a JSON object. */
export const isSignedToken = (token: string): boolean => /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(token);

/** Gives the rights of a token by the first rule that its claims meet; `subject` names whom it is of. Never rejects. */
export function issuerTokens(options: IssuerTokensOptions): (token: string) => Promise<Rights | IssuerRefusal> {
  const { issuer, audience, rules } = options;
  return async (token) => {
    const keys = options.keys.keys();
    if (keys === null) return "issuer_away";
    try {
      const checks = { issuer, audience, algorithms, clockTolerance, requiredClaims: ["exp", "sub"] };
      const { payload, protectedHeader } = await jwtVerify(token, keys, checks);
      if (!types.includes((protectedHeader.typ ?? "jwt").toLowerCase())) return null;
      const rights = rules()(payload);
      return rights === null ? "unassigned" : { ...rights, subject: subjectOf(payload, options) };
    } catch (error) {
      return error instanceof errors.JWTExpired ? "expired" : null;
    }
  };
}

/** Opaque, since what an issuer calls somebody may be an address or a number of a person; 64 bits, twice as many as the id of a token. */
function subjectOf({ sub = "" }: JWTPayload, { issuer, subjectKey }: IssuerTokensOptions): string {
  return createHmac("sha256", subjectKey).update(`${issuer}\n${sub}`).digest("hex").slice(0, 16);
}
