/** Sends the bytes of an answer with their tag: whoever has them already is told so, and need not even ask where they can never change. */
import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { FastifyReply } from "fastify";

/** A rendered response. `mediaType` is the whole Content-Type; `tag` is an ETag with its quotes. */
export interface ResponseBytes {
  readonly body: string | Buffer;
  /** The tag of computed bytes, where it was made with them (`computedHash`). */
  readonly tag?: string;
  readonly mediaType: string;
  /** What a browser calls the file when it saves it; absent where it is shown. */
  readonly fileName?: string;
}

/**
 * A year, by which "for ever" goes on the web. Neither `public` nor `private`: a cache that many share may keep it too, but not where it
 * took a token to get it (RFC 9111, section 3.5).
 */
const cacheForEver = "max-age=31536000, immutable";

export interface SendBytesOptions {
  readonly immutable: boolean;
  /** The bytes were kept when they were made, and hold whatever the merging rules are now: a release. */
  readonly stored?: boolean;
}

/**
 * Sends 200 with ETag and Cache-Control, or 304 where If-None-Match has the tag (RFC 9110, section 13.1.2). The tag is a SHA-256 of the bytes; that
 * of a computed response includes the number of the merging rules.
 */
export function sendBytes(reply: FastifyReply, response: ResponseBytes, { immutable, stored = false }: SendBytesOptions) {
  const { body, mediaType, fileName } = response;
  const tag = stored ? tagOf(createHash("sha256").update(body)) : (response.tag ?? tagOf(computedHash().update(body)));
  // Live figures: whoever keeps an answer asks again before using it.
  reply.headers({ "cache-control": immutable ? cacheForEver : "no-cache", etag: tag });
  const known = knownTag(tag, reply.request.headers["if-none-match"]);
  if (known !== null) return reply.code(304).header("etag", known).send();
  if (fileName !== undefined) reply.header("content-disposition", `inline; filename="${fileName}"`);
  return reply.type(mediaType).send(body);
}

/**
 * The beginning of a computed answer's hash: it is of a cut and of the merging rules, and a form that does not print their number gets
 * another tag with them all the same.
 */
export function computedHash(): Hash {
  return createHash("sha256").update(`rules ${mergingRules}\n`);
}

/** Of all that was hashed. */
export function tagOf(hash: Hash): string {
  return `"${hash.digest("base64url")}"`;
}

/**
 * The tag as its caller has it; null where it is not known. If-None-Match compares weakly (RFC 9110, section 13.1.2): a proxy that compressed
 * the answer has marked its tag so. What was compressed here has its encoding behind the tag.
 */
function knownTag(tag: string, header: string | undefined): string | null {
  const sent = (header ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (sent.includes("*")) return tag;
  return sent.find((one) => one.replace(/-(?:br|gzip)"$/, '"') === tag) ?? null;
}
