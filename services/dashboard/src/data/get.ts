/** Requests to the API: of the same server, with the token where one was given. */
import type { Language } from "@qorgau/schemas/languages";
import { pause } from "./pause.ts";
import { authorization, TokenWanted } from "./token.ts";

export type Parameters = Readonly<Record<string, string | undefined>>;

/** The body of a response and what its headers say. */
export interface ApiResponse<Body> {
  readonly body: Body;
  /** Records of the log that are not in it. */
  readonly behind: number;
  /** Asked with `partial=true`, since the service does not vouch for it yet. */
  readonly partial: boolean;
}

/** A request that was refused or failed: the status and what the problem document says of it, in the reader's language. */
export class RequestFailed extends Error {
  readonly status: number;
  readonly rules: readonly string[];

  constructor(status: number, message: string, rules: readonly string[]) {
    super(message);
    this.status = status;
    this.rules = rules;
  }
}

const defaultTimeoutMs = 20_000;

/** The address of a question, with what is not given left out. */
export function addressOf(path: string, parameters: Parameters): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "");
  const query = new URLSearchParams(given).toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return query === "" ? path : `${path}?${query}`;
}

interface Init extends Omit<RequestInit, "headers"> {
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Addresses are relative to the page's, so that both may lie below a path of a proxy. Throws `TokenWanted` where a token, or one that may do more,
 * is asked for; a refusal of another kind is a response like any other.
 */
export async function request(address: string, { headers, ...init }: Init = {}): Promise<Response> {
  const response = await fetch(`.${address}`, {
    cache: "no-cache",
    signal: AbortSignal.timeout(defaultTimeoutMs),
    ...init,
    headers: { accept: "application/json", ...authorization(), ...headers },
  });
  const isTokenRefused = response.status === 401 || (response.status === 403 && response.headers.has("www-authenticate"));
  if (isTokenRefused) throw new TokenWanted(response.status, (await failureOf(response)).message);
  return response;
}

/** What a problem document says, as one sentence. */
export async function failureOf(response: Response): Promise<RequestFailed> {
  const problem: unknown = await response.json().catch(() => null);
  const { errors = [], title = "" } = (problem ?? {}) as { errors?: { rule: string; message: string }[]; title?: string };
  const message = errors.map((fault) => `${fault.rule} ${fault.message}`).join("; ") || title || String(response.status);
  return new RequestFailed(
    response.status,
    message,
    errors.map(({ rule }) => rule),
  );
}

const budgetAttemptsMax = 3;
const budgetPauseMsMax = 20_000;

/** Where the caller has asked too much in a minute (429), it asks again after what the service says, a few times. */
async function requestWithinBudget(ask: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await ask();
    if (response.status !== 429 || attempt === budgetAttemptsMax) return response;
    await pause(Math.min(budgetPauseMsMax, 1000 * Number(response.headers.get("retry-after") ?? 1)));
  }
}

/**
 * What is not folded to the end yet is shown as such rather than not at all.
 * Throws `RequestFailed`, and `TokenWanted` where the service asks who calls.
 */
export async function get<Body>(
  path: string,
  parameters: Parameters,
  language: Language,
  timeoutMs = defaultTimeoutMs,
): Promise<ApiResponse<Body>> {
  const ask = (given: Parameters) =>
    requestWithinBudget(() =>
      request(addressOf(path, given), { headers: { "accept-language": language }, signal: AbortSignal.timeout(timeoutMs) }),
    );
  const whole = await ask(parameters);
  const partial = whole.status === 503;
  const response = partial ? await ask({ ...parameters, partial: "true" }) : whole;
  if (!response.ok) throw await failureOf(response);
  return { body: (await response.json()) as Body, behind: Number(response.headers.get("qorgau-behind") ?? 0), partial };
}
