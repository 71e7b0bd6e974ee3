/** The OpenID Connect issuer whose tokens let people and services in, as the operator configures it. */
export interface TrustedIssuer {
  readonly issuer: string;
  /** Whom its tokens have to be for. */
  readonly audience: string;
  readonly rulesFile: string;
  readonly subjectKeyFile: string;
  /** For people on the page; null: nobody signs in there. */
  readonly signIn: { readonly clientId: string; readonly scope: string; readonly resource: string | null } | null;
}
