/**
 * Many events in one request, until every one of them is answered. What the ingest endpoint could not take yet (503, 429, `retry`, no answer) is sent
 * again; that is harmless, since a repeated statement changes nothing.
 */
import type { BatchResponse, BatchResult } from "@qorgau/schemas/events/acknowledgement";
import type { Language } from "@qorgau/schemas/languages";
import { addressOf, failureOf, request } from "../../../data/get.ts";
import { pause } from "../../../data/pause.ts";
import { isTokenWanted, TokenWanted } from "../../../data/token.ts";

/** Attempts in a row that bring nothing before it is given up: some minutes. */
const attemptsMax = 12;
const [firstPauseMs, longestPauseMs] = [500, 15_000];
const responseTimeoutMs = 60_000;

/** There is no ingest endpoint at this address: it is another process. */
export class EndpointElsewhere extends Error {}

/** The endpoint takes nothing in now, after all attempts. */
export class EndpointSilent extends Error {}

export interface PostOptions {
  readonly language: Language;
  readonly signal: AbortSignal;
  /** Called with the seconds of each pause, and with 0 once an answer has come. */
  readonly onPause: (seconds: number) => void;
}

interface Answered {
  readonly results: readonly BatchResult[];
  readonly retryAfterMs: number;
}

/**
 * Returns a result for each of `texts`, in their order; none is `retry`. Throws `EndpointElsewhere`, `EndpointSilent`, `TokenWanted`, `RequestFailed` where the
 * request as a whole is refused, and the reason of an aborted signal.
 */
export async function postEvents(path: string, texts: readonly string[], options: PostOptions): Promise<readonly BatchResult[]> {
  const results = new Map<number, BatchResult>();
  let open = texts.map((_, index) => index);
  let pauseMs = firstPauseMs;
  for (let attempt = 1; ; attempt += 1) {
    const { results: answered, retryAfterMs } = await post(
      path,
      open.map((index) => texts[index] ?? ""),
      options,
    );
    for (const result of answered) {
      const index = open[result.index];
      if (index !== undefined && result.status !== "retry") results.set(index, { ...result, index });
    }
    const left = open.filter((index) => !results.has(index));
    if (left.length < open.length) {
      attempt = 0;
      pauseMs = firstPauseMs;
      options.onPause(0);
    }
    open = left;
    if (open.length === 0) return texts.map((_, index) => results.get(index)!);
    if (attempt >= attemptsMax) throw new EndpointSilent();
    const waitMs = Math.max(retryAfterMs, pauseMs);
    options.onPause(Math.ceil(waitMs / 1000));
    await pause(waitMs, options.signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

async function post(path: string, texts: readonly string[], { language, signal }: PostOptions): Promise<Answered> {
  let response: Response;
  try {
    response = await request(addressOf(path, { lang: language }), {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
      body: texts.join("\n"),
      signal: AbortSignal.any([signal, AbortSignal.timeout(responseTimeoutMs)]),
    });
    if (response.ok) return { results: ((await response.json()) as BatchResponse).results, retryAfterMs: 0 };
  } catch (error) {
    if (error instanceof TokenWanted) isTokenWanted.value = true;
    if (error instanceof TokenWanted || signal.aborted) throw error;
    return { results: [], retryAfterMs: 0 };
  }
  if (response.status === 404 || response.status === 405) throw new EndpointElsewhere();
  if (response.status !== 503 && response.status !== 429) throw await failureOf(response);
  return { results: [], retryAfterMs: 1000 * Number(response.headers.get("retry-after") ?? 0) || 0 };
}
