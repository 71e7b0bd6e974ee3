/** How people sign in on the page: what its document says of the issuer, so that the page need not ask for it. */
export interface SignIn {
  /** Addresses of the issuer (OpenID Connect Discovery 1.0). */
  readonly authorization: string;
  readonly token: string;
  /** Null: it has none, and signing out ends nothing there. */
  readonly endSession: string | null;
  readonly clientId: string;
  readonly scope: string;
  /** RFC 8707; null: the issuer wants none. */
  readonly resource: string | null;
}

/** The name of the `meta` element that holds it as JSON. */
export const signInMeta = "qorgau-sign-in";
