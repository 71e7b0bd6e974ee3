/** Where the service asks who calls, the page asks whoever looks at it for their token: kept in memory, and in the browser only if asked. */
import { signal } from "@preact/signals";

const key = "token";

let token: string | null = globalThis.localStorage?.getItem(key) ?? null;

/** Whether the service wants a token, or another one than it was given. */
export const isTokenWanted = signal(false);
/** Counts the tokens given, so that what was refused is asked again. */
export const tokensGiven = signal(0);

/** The service wants a token, another one, or one that may do more. */
export class TokenWanted extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`answered ${status}`);
    this.status = status;
    isTokenWanted.value = true;
  }
}

export function authorization(): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

export function giveToken(given: string, { keep }: { readonly keep: boolean }): void {
  token = given;
  localStorage.removeItem(key);
  if (keep) localStorage.setItem(key, given);
  isTokenWanted.value = false;
  tokensGiven.value += 1;
}
