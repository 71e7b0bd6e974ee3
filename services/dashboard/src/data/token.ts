/**
 * Where the service asks who calls, the page asks whoever looks at it for their token: stored in memory, and in the browser only if asked. One token does
 * for all: that of a reporter sends for its source and shows what concerns it.
 */
import { effect, signal } from "@preact/signals";
import { page } from "../state/page-state.ts";
import type { Page } from "../state/page-state.ts";

const key = "token";
let token = globalThis.localStorage?.getItem(key) ?? null;

/** Whether the service wants a token, or another one than it was given. */
export const isTokenWanted = signal(false);
/** Whether there is a token, of whatever use. */
export const hasToken = signal(token !== null);
/** What the service says of a token that is not for what the page asks; null where it says nothing. */
export const tokenRefusal = signal<string | null>(null);
/** Counts the tokens given, so that what was refused is asked again. */
export const tokensGiven = signal(0);

/** At the desk, and of claims, a token need not show more than what is one's own. */
const pagesOfOwn: readonly Page[] = ["desk", "claims"];

/** The status of the last refusal; null before one, and of a token that was not tried yet. */
let refusedWith: number | null = null;

/** Whether figures are shown with the token that was given. */
let isFit = false;

/** Figures were shown, so that a part that is refused needs no other token: it says so in its place. */
export function tokenIsFit(): void {
  isFit = true;
}

/** The service wants a token, another one, or one that may do more. */
export class TokenWanted extends Error {
  readonly status: number;

  constructor(status: number, message?: string) {
    super(message ?? `answered ${status}`);
    this.status = status;
    refusedWith = status;
    if (status === 403 && message !== undefined) tokenRefusal.value = message;
    if (status === 401 || (!isFit && !pagesOfOwn.includes(page.peek()))) isTokenWanted.value = true;
  }
}

// What another page wanted a token for is not wanted here: whoever has one that shows no figures is asked for no other.
effect(() => {
  if (pagesOfOwn.includes(page.value) && token !== null && refusedWith === 403) isTokenWanted.value = false;
});

export function authorization(): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** The page asks for one again where the service wants one. */
export function forgetToken(): void {
  token = null;
  hasToken.value = false;
  tokenRefusal.value = null;
  localStorage.removeItem(key);
  refusedWith = null;
  isFit = false;
  tokensGiven.value += 1;
}

export function giveToken(given: string, { keep }: { readonly keep: boolean }): void {
  token = given;
  localStorage.removeItem(key);
  if (keep) localStorage.setItem(key, given);
  isTokenWanted.value = false;
  hasToken.value = true;
  tokenRefusal.value = null;
  refusedWith = null;
  isFit = false;
  tokensGiven.value += 1;
}
