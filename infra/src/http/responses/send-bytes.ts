/** Sends the bytes of a response with their ETag: a caller that has them gets 304, and does not request them again where they can never change. */
import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { FastifyReply, FastifyRequest } from "fastify";

/** A rendered response. `mediaType` is the whole Content-Type; `tag` is an ETag with its quotes. */
export interface ResponseBytes {
  readonly body: string | Buffer;
  /** The tag of computed bytes, where it was made with them (`computedHash`). */
  readonly tag?: string;
  readonly mediaType: string;
  /** What a browser calls the file when it saves it; absent where it is shown. */
  readonly fileName?: string;
}

/** A year, the longest time in use on the web. */
const cacheForEver = "max-age=31536000, immutable";

export interface SendBytesOptions {
  readonly immutable: boolean;
  /** The bytes were stored when they were made and do not depend on the merging rules of today: a release. */
  readonly stored?: boolean;
}

/**
 * What took a token is kept by nobody but its caller, also where a proxy does not tell a request with a token from another (RFC 9111, section 3.5,
 * does); and records and cases nowhere: each look at them is to be in the audit trail.
 */
function cacheControl({ isAudited = false, rights }: FastifyRequest, immutable: boolean): string {
  // Live figures: a cache revalidates a response before it uses it.
  const stored = immutable ? cacheForEver : "no-cache";
  if (rights === null || rights === undefined) return stored;
  return isAudited ? "private, no-store" : `private, ${stored}`;
}

/**
 * Sends 200 with ETag and Cache-Control, or 304 where If-None-Match has the tag (RFC 9110, section 13.1.2). The tag is a SHA-256 of the bytes; that
 * of a computed response includes the number of the merging rules.
 */
export function sendBytes(reply: FastifyReply, response: ResponseBytes, { immutable, stored = false }: SendBytesOptions) {
  const { body, mediaType, fileName } = response;
  const tag = stored ? tagOf(createHash("sha256").update(body)) : (response.tag ?? tagOf(computedHash().update(body)));
  reply.headers({ "cache-control": cacheControl(reply.request, immutable), etag: tag });
  const known = knownTag(tag, reply.request.headers["if-none-match"]);
  if (known !== null) return reply.code(304).header("etag", known).send();
  if (fileName !== undefined) reply.header("content-disposition", `inline; filename="${fileName}"`);
  return reply.type(mediaType).send(body);
}

/**
 * The beginning of the hash of a computed response: the response depends on the cut and on the merging rules, and a form that does not print
 * their number gets another tag under other rules all the same.
 */
export function computedHash(): Hash {
  return createHash("sha256").update(`rules ${mergingRules}\n`);
}

/** Gives the ETag, with its quotes, of all that was hashed. The hash takes no more after it. */
export function tagOf(hash: Hash): string {
  return `"${hash.digest("base64url")}"`;
}

/**
 * Gives the tag in the caller's own form; null where the caller does not have it. If-None-Match compares weakly (RFC 9110, section 13.1.2): a
 * proxy that compressed the response has marked its tag as weak. What was compressed here has its encoding at the end of the tag.
 */
function knownTag(tag: string, header: string | undefined): string | null {
  const sent = (header ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (sent.includes("*")) return tag;
  return sent.find((one) => one.replace(/-(?:br|gzip)"$/, '"') === tag) ?? null;
}
