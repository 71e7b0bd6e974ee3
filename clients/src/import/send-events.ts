/**
 * The client's side of the HTTP ingest endpoint: sends events as NDJSON and sees to it that every one of them is judged. What the ingest endpoint
 * could not take yet (503, `retry`, no response), or not so fast (429), is sent again; that is harmless, since a repeated statement changes nothing.
 */
import { retryAfterMs } from "@qorgau/infra/process/retry-after";
import { growingPauses, realPauses } from "@qorgau/infra/process/retry";
import type { PauseSource } from "@qorgau/infra/process/retry";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { ImportError } from "./import-error.ts";
import type { OutboundEvent } from "./outbound-event.ts";

/** Waits double from the first to the longest; a batch that made no headway in so many attempts in a row is given up: about a minute. */
const attemptsMax = 10;
const pauseLimits = { firstMs: 400, maxMs: 15_000 };
/** What the endpoint itself says is waited for, within reason. */
const retryAfterMsMax = 300_000;
/** A batch without a response within this time is sent again. */
const responseTimeoutMs = 120_000;
const greetingTimeoutMs = 10_000;

/** As the ingest endpoint reports it. */
export interface EndpointFault {
  readonly rule: string;
  readonly pointer?: string;
  readonly message: string;
}

interface Judged {
  readonly index: number;
  readonly status: "accepted" | "rejected" | "retry";
  readonly position?: string;
  readonly errors?: readonly EndpointFault[];
  readonly warnings?: readonly unknown[];
}

export interface Rejection {
  /** Of the event in the batch. */
  readonly index: number;
  readonly errors: readonly EndpointFault[];
}

/** Every event of the batch is accepted or among the rejections. */
export interface BatchOutcome {
  readonly accepted: number;
  /** Events accepted with at least one warning. */
  readonly warned: number;
  readonly rejections: readonly Rejection[];
  /** The highest position that an accepted event took, by partition. */
  readonly watermark: Watermark;
}

/** Where batches are sent. An aborted signal ends the attempts with its reason; a request without a response after 120 s is repeated. */
export interface SendOptions {
  /** Where the service listens, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** A token of the events' source; absent where the ingest endpoint needs none. */
  readonly token?: string;
  readonly signal?: AbortSignal;
  /** Replaces time and chance between attempts. */
  readonly pauses?: PauseSource;
}

/** Throws `ImportError` (`door_failed`) if the ingest endpoint refuses the request as a whole or stays silent. */
export async function sendEvents(events: readonly OutboundEvent[], options: SendOptions): Promise<BatchOutcome> {
  const source = options.pauses ?? realPauses;
  const pauses = growingPauses(pauseLimits, source);
  const rejections: Rejection[] = [];
  const watermark = new Map<number, number>();
  let accepted = 0;
  let warned = 0;
  let open = events.map((_, index) => index);
  for (let attempt = 1; open.length > 0; attempt++) {
    const responseBody = await post(
      open.map((index) => events[index] as OutboundEvent),
      options,
    );
    const judged = responseBody.results.map((one) => ({ ...one, index: open[one.index] as number }));
    const again = responseBody.unavailable === undefined ? judged.filter((one) => one.status === "retry").map((one) => one.index) : open;
    for (const one of judged) {
      if (one.status === "rejected") rejections.push({ index: one.index, errors: one.errors ?? [] });
      if (one.status !== "accepted") continue;
      accepted += 1;
      advance(watermark, parseWatermark(one.position ?? "") ?? new Map());
      if ((one.warnings ?? []).length > 0) warned += 1;
    }
    if (again.length < open.length) {
      attempt = 0;
      pauses.reset();
    }
    open = again;
    if (open.length === 0) break;
    if (attempt >= attemptsMax)
      throw new ImportError("door_failed", `${options.url} takes nothing now: ${responseBody.unavailable ?? "it keeps asking to retry"}.`);
    await source.wait(Math.max(Math.min(retryAfterMsMax, responseBody.retryAfterMs), pauses.next()), options.signal);
    options.signal?.throwIfAborted();
  }
  return { accepted, warned, rejections, watermark };
}

/** Takes the later position of every partition. */
export function advance(watermark: Map<number, number>, positions: Watermark): void {
  for (const [partition, offset] of positions) watermark.set(partition, Math.max(offset, watermark.get(partition) ?? 0));
}

/** Throws `ImportError` (`door_failed`) at once where nothing answers: before the work begins that is a wrong address, not a transient error. */
export async function checkEndpoint({ url }: SendOptions): Promise<void> {
  try {
    await fetch(new URL("/healthz", url), { signal: AbortSignal.timeout(greetingTimeoutMs) });
  } catch (cause) {
    const message = `Nothing answers at ${url} (${reasonOf(cause)}). Start Qorgau with npm start, or say with --url where it listens.`;
    throw new ImportError("door_failed", message, { cause });
  }
}

interface ResponseContent {
  readonly results: readonly Judged[];
  /** Why the whole body must be sent again; absent where it was judged. */
  readonly unavailable?: string;
  readonly retryAfterMs: number;
}

async function post(events: readonly OutboundEvent[], { url, token, signal }: SendOptions): Promise<ResponseContent> {
  const timeout = AbortSignal.timeout(responseTimeoutMs);
  try {
    const response = await fetch(new URL("/v1/events", url), {
      method: "POST",
      headers: {
        "content-type": "application/x-ndjson",
        accept: "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: events.map((event) => `${JSON.stringify(event)}\n`).join(""),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    return await read(response, url);
  } catch (cause) {
    if (cause instanceof ImportError || signal?.aborted) throw cause;
    return { results: [], unavailable: `no answer (${reasonOf(cause)})`, retryAfterMs: 0 };
  }
}

async function read(response: Response, url: string): Promise<ResponseContent> {
  const text = await response.text();
  if (response.status === 200) return { results: (JSON.parse(text) as { results: Judged[] }).results, retryAfterMs: 0 };
  if (response.status === 503 || response.status === 429) {
    return {
      results: [],
      unavailable: String(response.status),
      retryAfterMs: retryAfterMs(response.headers.get("retry-after"), Date.now()) ?? 0,
    };
  }
  throw new ImportError("door_failed", `${url} refused the request: ${response.status} ${text.slice(0, 500)}`);
}

/** `fetch` hides the reason (refused, reset, unknown host) in the cause of its error. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code, message: reason } = (cause ?? {}) as { code?: string; message?: string };
  return code ?? reason ?? message;
}
