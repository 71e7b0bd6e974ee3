/**
 * Sends a POST to an address that a caller has named, and gives nothing of this host or its networks away: the name is resolved once, every address
 * of it is judged, and the connection is made to those that were judged. No redirect is followed, no proxy of the environment is used, and little
 * of the response is read.
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import { Resolver } from "node:dns/promises";
import * as http from "node:http";
import * as https from "node:https";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import type { AttemptOutcome } from "@qorgau/schemas/responses/webhooks";
import { retryAfterMs } from "../process/retry-after.ts";
import { withTimeout } from "../process/with-timeout.ts";
import { isLoopbackAddress, isOutsideAddress } from "./permitted-address.ts";

export interface Posted {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostOptions {
  /** Receivers on this machine are sent to as well, over http too. */
  readonly loopback: boolean;
  /** From the look for the name to the end of the response. */
  readonly timeoutMs?: number;
  /** The addresses of a name; rejects where there are none. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  readonly signal?: AbortSignal;
}

export interface PostResult {
  readonly outcome: AttemptOutcome;
  /** Null where there was no response. */
  readonly status: number | null;
  readonly milliseconds: number;
  /** What a receiver that is too busy (429, 503) asks to be left alone for; else null. */
  readonly retryAfterMs: number | null;
}

interface Responded {
  readonly status: number;
  /** Its `Retry-After`. */
  readonly retryAfter: string | undefined;
}

type Failure = Extract<AttemptOutcome, "timed_out" | "unreachable" | "untrusted" | "address_refused">;

class PostError extends CodedError<"receiver_failed"> {
  readonly outcome: Failure;
  constructor(outcome: Failure, options?: { readonly cause?: unknown }) {
    super("receiver_failed", outcome, options);
    this.outcome = outcome;
  }
}

const defaultTimeoutMs = 10_000;
const responseBytesMax = 64 * 1024;

/** Other ports below are those of services that are no receivers: mail, names, directories. */
const firstFreePort = 1024;

/**
 * Whether something may be sent to this address, as far as it says by itself: a name is judged by its addresses, at each attempt. Beyond this machine over
 * https alone, at its own port (443) or one from 1024 on.
 */
export function isReceiver(
  { protocol, hostname, port, username, password, hash }: URL,
  { loopback }: Pick<PostOptions, "loopback">,
): boolean {
  if (username !== "" || password !== "" || hash !== "") return false;
  const literal = literalOf(hostname);
  const here = literal === null ? isLocalName(hostname) : isLoopbackAddress(literal);
  if (here) return loopback && (protocol === "https:" || protocol === "http:");
  const isFree = port === "" || Number(port) >= firstFreePort;
  return protocol === "https:" && isFree && (literal === null || isOutsideAddress(literal));
}

/** Never rejects. Success is a status of 2xx within the time, whatever comes behind it. */
export async function postOutside(url: string, posted: Posted, options: PostOptions): Promise<PostResult> {
  const begunMs = performance.now();
  const { timeoutMs = defaultTimeoutMs } = options;
  const taken = () => Math.round(performance.now() - begunMs);
  try {
    const target = new URL(url);
    if (!isReceiver(target, options)) throw new PostError("address_refused");
    const addresses = await withTimeout(timeoutMs, judgedAddresses(target, options), () => new PostError("timed_out"));
    const deadline = AbortSignal.timeout(Math.max(1, timeoutMs - taken()));
    const { status, retryAfter } = await send(target, posted, { addresses, deadline, stopping: options.signal });
    const requestedPauseMs = status === 429 || status === 503 ? retryAfterMs(retryAfter, Date.now()) : null;
    return { outcome: outcomeOf(status), status, milliseconds: taken(), retryAfterMs: requestedPauseMs };
  } catch (error) {
    const outcome = error instanceof PostError ? error.outcome : "unreachable";
    return { outcome, status: null, milliseconds: taken(), retryAfterMs: null };
  }
}

function outcomeOf(status: number): AttemptOutcome {
  if (status >= 200 && status < 300) return "delivered";
  if (status >= 300 && status < 400) return "redirected";
  return status === 410 ? "gone" : "refused";
}

/** An address in the place of a name, without its brackets; null of a name. */
function literalOf(hostname: string): string | null {
  const text = hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(text) === 0 ? null : text;
}

/** RFC 6761: it is this machine, and no server of names is asked. */
const isLocalName = (hostname: string) => /(?:^|\.)localhost\.?$/.test(hostname);

/** One address that nothing is sent to refuses the name. */
async function judgedAddresses({ protocol, hostname }: URL, { loopback, resolve = resolveName }: PostOptions): Promise<readonly string[]> {
  const literal = literalOf(hostname);
  const found = literal === null ? (isLocalName(hostname) ? ["127.0.0.1", "::1"] : await resolve(hostname)) : [literal];
  const isHere = loopback && found.every(isLoopbackAddress);
  if (!isHere && (protocol !== "https:" || !found.every((address) => isOutsideAddress(address)))) throw new PostError("address_refused");
  return found;
}

/** By a resolver of its own, since a slow server of names would hold the threads that files are read by. */
async function resolveName(name: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
  if (addresses.length === 0) throw new PostError("unreachable");
  return addresses;
}

interface Connecting {
  readonly addresses: readonly string[];
  readonly deadline: AbortSignal;
  readonly stopping: AbortSignal | undefined;
}

/** Whatever name is looked up, these are its addresses. */
function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, { all: wantsAll }, callback) => {
    if (wantsAll === true) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
}

function send(target: URL, { headers, body }: Posted, { addresses, deadline, stopping }: Connecting): Promise<Responded> {
  const signal = stopping === undefined ? deadline : AbortSignal.any([deadline, stopping]);
  const { promise, resolve, reject } = Promise.withResolvers<Responded>();
  const { request: begin } = target.protocol === "https:" ? https : http;
  // A connection for each request, of an agent that takes no settings from the environment.
  const request = begin(target, {
    method: "POST",
    headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
    agent: false,
    lookup: pinned(addresses),
    signal,
  });
  let responded: Responded | null = null;
  const fail = (error: NodeJS.ErrnoException) =>
    responded === null ? reject(new PostError(failureOf(error, deadline), { cause: error })) : resolve(responded);
  request.on("response", (response) => {
    const head: Responded = { status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] };
    responded = head;
    let bytes = 0;
    const end = () => {
      resolve(head);
      request.destroy();
    };
    response.on("data", (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > responseBytesMax) end();
    });
    response.on("error", end);
    response.on("close", end);
  });
  request.on("error", fail);
  request.on("close", () => fail(new Error("the connection was closed")));
  request.end(body);
  return promise;
}

/** What OpenSSL and Node say of certificates. */
const ofCertificates = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/;

function failureOf({ code = "" }: NodeJS.ErrnoException, deadline: AbortSignal): Failure {
  if (deadline.aborted) return "timed_out";
  return ofCertificates.test(code) ? "untrusted" : "unreachable";
}
