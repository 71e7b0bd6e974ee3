/** The OpenID Connect issuer whose tokens let people and services in, beside the tokens of our own. */
import { join, resolve } from "node:path";
import type { TrustedIssuer } from "../access/issuer/trusted-issuer.ts";
import { isSafeUrl } from "../access/issuer/issuer-keys.ts";
import { dataDirectoryOf } from "./general-settings.ts";
import type { Setting, SettingsSource } from "./settings-group.ts";

export const issuerTable: readonly Setting[] = [
  {
    name: "QORGAU_OIDC_ISSUER",
    otherwise: "(none)",
    meaning: "OpenID Connect issuer whose signed tokens (JWT) let callers in, as they name it; an https address, or one on this machine",
  },
  {
    name: "QORGAU_OIDC_AUDIENCE",
    otherwise: "(none)",
    meaning: "whom its tokens have to be for (aud): the name of this service at the issuer",
  },
  {
    name: "QORGAU_OIDC_RULES_FILE",
    otherwise: "(none)",
    meaning: "JSON {rules: [{claims, grant}]}: what callers may do, by the claims of their tokens; the first that holds",
  },
  {
    name: "QORGAU_OIDC_CLIENT_ID",
    otherwise: "(none)",
    meaning: "the page's name at the issuer, a public client with the page's address as redirect; then people sign in on the page",
  },
  { name: "QORGAU_OIDC_SCOPE", otherwise: "openid", meaning: "what the page asks for at the sign-in" },
  {
    name: "QORGAU_OIDC_RESOURCE",
    otherwise: "(none)",
    meaning: "resource that the page names at the sign-in (RFC 8707), for issuers that want one; most often the audience",
  },
  {
    name: "QORGAU_OIDC_SUBJECT_KEY_FILE",
    otherwise: "<QORGAU_DATA>/subject.key",
    meaning:
      "key of the pseudonyms by which those who sign in are in the audit trail; made where there is none, and shared by its processes",
  },
];

/** Null where no issuer is named. */
export function readIssuerSettings(source: SettingsSource): TrustedIssuer | null {
  const issuer = source.optional("QORGAU_OIDC_ISSUER");
  const audience = source.optional("QORGAU_OIDC_AUDIENCE");
  const rulesFile = source.optional("QORGAU_OIDC_RULES_FILE");
  const clientId = source.optional("QORGAU_OIDC_CLIENT_ID");
  const scope = source.text("QORGAU_OIDC_SCOPE", "openid");
  const resource = source.optional("QORGAU_OIDC_RESOURCE");
  const subjectKeyFile = resolve(source.text("QORGAU_OIDC_SUBJECT_KEY_FILE", join(dataDirectoryOf(source), "subject.key")));
  if (issuer === null) {
    if (audience !== null || rulesFile !== null || clientId !== null)
      source.fault("QORGAU_OIDC_* are of an issuer: set QORGAU_OIDC_ISSUER.");
    return null;
  }
  if (!isSafeUrl(issuer)) source.fault("QORGAU_OIDC_ISSUER is an https address, or one on this machine, without a password.");
  if (audience === null) source.fault("QORGAU_OIDC_AUDIENCE is needed: without it a token that is meant for another service would let in.");
  if (rulesFile === null) source.fault("QORGAU_OIDC_RULES_FILE is needed: it says what whose tokens are for.");
  if (!scope.split(" ").includes("openid")) source.fault("QORGAU_OIDC_SCOPE is scopes joined by spaces, openid among them.");
  return {
    issuer,
    audience: audience ?? "",
    rulesFile: resolve(rulesFile ?? ""),
    subjectKeyFile,
    signIn: clientId === null ? null : { clientId, scope, resource },
  };
}
