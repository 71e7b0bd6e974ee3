/**
 * What an OpenID Connect issuer says of itself: its endpoints (OpenID Connect Discovery 1.0) and its keys (RFC 7517). Both are requested at the start and
 * again now and then, beside the requests of callers and never for one of them. While the issuer is away what it said last holds.
 */
import { isIPv4 } from "node:net";
import type { Logger } from "../../process/logger.ts";
import { createLocalJWKSet, errors } from "jose";
import type { JWTVerifyGetKey } from "jose";
import { z } from "zod";

/** What the page needs to sign somebody in. */
export interface IssuerEndpoints {
  readonly authorization: string;
  readonly token: string;
  /** Null: it has none. */
  readonly endSession: string | null;
}

export interface Issuer {
  /** Null until the issuer was there once. */
  endpoints(): IssuerEndpoints | null;
  /** Null until the issuer was there once. A key that is not known is looked for at the issuer, at most every 30 s for all callers together. */
  keys(): JWTVerifyGetKey | null;
  close(): void;
}

export interface FollowIssuerOptions {
  /** As its tokens name it. */
  readonly issuer: string;
  readonly logger: Logger;
  /** For tests. */
  readonly timesMs?: Partial<typeof times>;
}

const times = { renewed: 10 * 60_000, firstRetry: 1_000, longestRetry: 60_000, betweenLooks: 30_000 };
const responseMsMax = 5_000;
const responseBytesMax = 1024 * 1024;

/** Requests that carry what lets somebody in, or the keys that decide about it, do not go in the clear, but on this machine. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || (isIPv4(hostname) && hostname.startsWith("127."));
  return (protocol === "https:" || (protocol === "http:" && isLoopback)) && username === "" && password === "";
}
const safeUrl = z.string().refine(isSafeUrl, "must be an https address");

const metadataSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: safeUrl,
  token_endpoint: safeUrl,
  jwks_uri: safeUrl,
  end_session_endpoint: safeUrl.optional(),
});
const keySetSchema = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });

interface Said {
  readonly endpoints: IssuerEndpoints;
  readonly keys: JWTVerifyGetKey;
}

/** Begins at once; ends with `close`. Never rejects: a line says once for each reason what hinders it. */
export function followIssuer({ issuer, logger, timesMs }: FollowIssuerOptions): Issuer {
  const waits = { ...times, ...timesMs };
  let said: Said | null = null;
  let loggedFault: string | null = null;
  let asking: Promise<boolean> | null = null;
  let lookedAtMs = -Infinity;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const ask = async (): Promise<boolean> => {
    lookedAtMs = performance.now();
    try {
      said = await readIssuer(issuer);
      if (loggedFault !== null || failures > 0) logger.info({ issuer }, "the issuer of tokens is there");
      loggedFault = null;
      failures = 0;
      return true;
    } catch (error) {
      failures += 1;
      const reason = reasonOf(error);
      if (reason !== loggedFault) logger.warn({ issuer, reason, known: said !== null }, "the issuer of tokens cannot be read");
      loggedFault = reason;
      return false;
    }
  };
  /** One at a time, whoever wants it. */
  const askOnce = () => (asking ??= ask().finally(() => (asking = null)));
  const goOn = async (): Promise<void> => {
    const isThere = await askOnce();
    if (isClosed) return;
    const waitMs = isThere ? waits.renewed : Math.min(waits.longestRetry, waits.firstRetry * 2 ** Math.min(failures - 1, 10));
    timer = setTimeout(() => void goOn(), waitMs).unref();
  };
  void goOn();

  const keys: JWTVerifyGetKey = async (header, token) => {
    const known = said;
    if (known === null) throw new errors.JWKSNoMatchingKey();
    try {
      return await known.keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // A key that was made since, or none: no caller makes this service ask more often.
      if (asking === null && performance.now() - lookedAtMs < waits.betweenLooks) throw error;
      await askOnce();
      return (said ?? known).keys(header, token);
    }
  };
  return {
    endpoints: () => said?.endpoints ?? null,
    keys: () => (said === null ? null : keys),
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

async function readIssuer(issuer: string): Promise<Said> {
  const metadata = metadataSchema.parse(await readJson(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`));
  if (metadata.issuer !== issuer) throw new Error("it calls itself by another name than QORGAU_OIDC_ISSUER");
  const keySet = keySetSchema.parse(await readJson(metadata.jwks_uri));
  return {
    endpoints: {
      authorization: metadata.authorization_endpoint,
      token: metadata.token_endpoint,
      endSession: metadata.end_session_endpoint ?? null,
    },
    keys: createLocalJWKSet(keySet),
  };
}

async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url, {
    redirect: "error",
    signal: AbortSignal.timeout(responseMsMax),
    headers: { accept: "application/json" },
  });
  if (!response.ok) throw new Error(`${new URL(url).pathname} has the status ${response.status}`);
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > responseBytesMax) throw new Error(`${new URL(url).pathname} is too long`);
  }
  return JSON.parse(text) as unknown;
}

/** `fetch` hides the reason (refused, unknown host) in the cause of its error. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  const { message, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? message;
}
