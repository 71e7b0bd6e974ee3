/**
 * Signing in by the issuer that the service trusts: the authorization code flow with PKCE (RFC 7636) of a public client, as the best current practice for
 * applications in browsers describes it. The token is in memory alone; the code comes in the fragment, which no server and no log sees.
 */
import { signal } from "@preact/signals";
import { signInMeta } from "@qorgau/schemas/access/sign-in";
import type { SignIn } from "@qorgau/schemas/access/sign-in";
import { language } from "../state/language.ts";
import { readState, state } from "../state/page-state.ts";
import { forgetToken, giveToken } from "./token.ts";

const offered = readOffered();
const key = "sign-in";
const responseTimeoutMs = 20_000;

/** The page's own address, where the issuer sends the reader back. */
const ownAddress = () => `${location.origin}${location.pathname}`;

/** Whether people sign in here. A browser signs nobody in over a connection that others can read. */
export const canSignIn = offered !== null && isSecureContext;
export const isSignedIn = signal(false);
/** Why the last attempt failed, in the issuer's word for it; null where it did not. */
export const signInFailure = signal<string | null>(null);

function readOffered(): SignIn | null {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="${signInMeta}"]`)?.content;
  return content === undefined ? null : (JSON.parse(content) as SignIn);
}

/** What is remembered while the reader is at the issuer, in this tab alone. */
interface UnderWay {
  readonly state: string;
  readonly verifier: string;
  /** The query of the address: the whole state of the page. */
  readonly search: string;
}

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const randomText = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

const resourceOf = ({ resource }: SignIn) => (resource === null ? {} : { resource });

/** Goes to the issuer, which sends the reader back to where they were. */
export async function beginSignIn(): Promise<void> {
  if (offered === null) return;
  const underWay: UnderWay = { state: randomText(), verifier: randomText(), search: location.search };
  sessionStorage.setItem(key, JSON.stringify(underWay));
  const challenge = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(underWay.verifier)));
  goTo(offered.authorization, {
    response_type: "code",
    response_mode: "fragment",
    client_id: offered.clientId,
    redirect_uri: ownAddress(),
    scope: offered.scope,
    state: underWay.state,
    code_challenge: base64url(challenge),
    code_challenge_method: "S256",
    ui_locales: language.peek(),
    ...resourceOf(offered),
  });
}

function goTo(address: string, parameters: Readonly<Record<string, string>>): void {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
}

/** Where the issuer has just sent the reader back: takes the token, and shows the page that was left. To be awaited before anything is asked for. */
export async function completeSignIn(): Promise<void> {
  const sent = new URLSearchParams(location.hash.slice(1));
  const stored = sessionStorage.getItem(key);
  if (offered === null || stored === null || sent.get("state") === null) return;
  sessionStorage.removeItem(key);
  const underWay = JSON.parse(stored) as UnderWay;
  history.replaceState(null, "", `${location.pathname}${underWay.search}`);
  state.value = readState(underWay.search);
  try {
    // Another answer than to this tab's own question: somebody else may have begun it.
    if (sent.get("state") !== underWay.state) throw new Error("state");
    const code = sent.get("code");
    if (code === null) throw new Error(sent.get("error") ?? "code");
    giveToken(await tokenFor(offered, code, underWay.verifier), { keep: false });
    isSignedIn.value = true;
  } catch (error) {
    signInFailure.value = (error as Error).message;
  }
}

async function tokenFor(signIn: SignIn, code: string, verifier: string): Promise<string> {
  const response = await fetch(signIn.token, {
    method: "POST",
    credentials: "omit",
    signal: AbortSignal.timeout(responseTimeoutMs),
    headers: { accept: "application/json" },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: ownAddress(),
      client_id: signIn.clientId,
      code_verifier: verifier,
      ...resourceOf(signIn),
    }),
  });
  const { access_token: token, error } = (await response.json()) as { readonly access_token?: string; readonly error?: string };
  if (!response.ok || token === undefined) throw new Error(error ?? String(response.status));
  return token;
}

/** Forgets the token, and ends the reader's session at the issuer where it has a place for that. */
export function signOut(): void {
  isSignedIn.value = false;
  forgetToken();
  const { endSession, clientId } = offered ?? { endSession: null, clientId: "" };
  if (endSession !== null) goTo(endSession, { client_id: clientId, post_logout_redirect_uri: ownAddress() });
}
