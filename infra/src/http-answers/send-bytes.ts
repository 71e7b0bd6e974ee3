/** Sends the bytes of an answer: with a tag where they can never change, so that whoever has them need not ask again. */
import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";

export interface AnswerBytes {
  readonly body: string | Buffer;
  readonly mediaType: string;
  /** What a browser calls the file when it saves it; absent where it is shown. */
  readonly fileName?: string;
}

/**
 * A year, by which "for ever" goes on the web. Neither `public` nor `private`: a cache that many share may keep it too, but not where it
 * took a token to get it (RFC 9111, section 3.5).
 */
const cacheForEver = "max-age=31536000, immutable";

export function sendBytes(reply: FastifyReply, { body, mediaType, fileName }: AnswerBytes, { immutable }: { readonly immutable: boolean }) {
  if (immutable) {
    const tag = `"${createHash("sha256").update(body).digest("base64url")}"`;
    reply.headers({ "cache-control": cacheForEver, etag: tag });
    if (isKnown(tag, reply.request.headers["if-none-match"])) return reply.code(304).send();
  } else {
    // Live figures: whoever keeps an answer asks again before using it.
    reply.header("cache-control", "no-cache");
  }
  if (fileName !== undefined) reply.header("content-disposition", `inline; filename="${fileName}"`);
  return reply.type(mediaType).send(body);
}

/** If-None-Match compares weakly (RFC 9110, section 13.1.2): a proxy that compressed the answer has marked its tag so. */
function isKnown(tag: string, header: string | undefined): boolean {
  const known = (header ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes("*") || known.includes(tag);
}
