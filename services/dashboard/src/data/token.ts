/**
 * Where the service asks who calls, the page asks whoever looks at it for their token: stored in memory, and in the browser only if asked. A token
 * is for one thing, so that there is one to read (or to operate, which reads as well) and one to send the events of a source.
 */
import { signal } from "@preact/signals";

export type TokenUse = "read" | "send";

const keys = { read: "token", send: "token to send" } as const;

const stored = (use: TokenUse) => globalThis.localStorage?.getItem(keys[use]) ?? null;
const tokens: Record<TokenUse, string | null> = { read: stored("read"), send: stored("send") };

/** Whether the service wants a token to read, or another one than it was given. */
export const isTokenWanted = signal(false);
/** Counts the tokens given, so that what was refused is asked again. */
export const tokensGiven = signal(0);

/** The service wants a token, another one, or one that may do more. */
export class TokenWanted extends Error {
  readonly status: number;

  constructor(status: number, use: TokenUse = "read") {
    super(`answered ${status}`);
    this.status = status;
    // One to send is asked for where it is sent.
    if (use === "read") isTokenWanted.value = true;
  }
}

export function authorization(use: TokenUse = "read"): Record<string, string> {
  const token = tokens[use];
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

export function giveToken(given: string, { keep, use }: { readonly keep: boolean; readonly use: TokenUse }): void {
  tokens[use] = given;
  localStorage.removeItem(keys[use]);
  if (keep) localStorage.setItem(keys[use], given);
  if (use === "read") isTokenWanted.value = false;
  tokensGiven.value += 1;
}
