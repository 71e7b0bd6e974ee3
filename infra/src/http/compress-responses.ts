/**
 * Responses are compressed where Accept-Encoding allows it (RFC 9110, section 12.5.3): text that is whole before it is sent, from a size that
 * gains by it. What is sent piece by piece, such as a stream of events, is sent unchanged.
 */
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply } from "fastify";

/** One packet on most networks: less travels no faster. */
const bytesMin = 1_400;
const compressible = /^(?:text\/|image\/svg\+xml|application\/(?:[\w.+-]*\+)?(?:json|yaml|javascript|xml)\b)/i;
/** Half of the highest: three quarters of the gain at a tenth of the time. */
const brotliQuality = 4;

const encodings = ["br", "gzip"] as const;
/** A content coding of RFC 9110 that responses are sent in. */
export type Encoding = (typeof encodings)[number];

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const pack = (encoding: Encoding, bytes: Buffer) =>
  encoding === "gzip" ? zip(bytes) : brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } });

/** Null where the response is to be sent as it is. Of equals the first of `encodings`. */
export function acceptedEncoding(header: string | undefined): Encoding | null {
  const qualities = new Map<string, number>();
  for (const entry of (header ?? "").toLowerCase().split(",")) {
    const [name = "", ...parameters] = entry.split(";").map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    if (name !== "") qualities.set(name === "x-gzip" ? "gzip" : name, quality >= 0 && quality <= 1 ? quality : 0);
  }
  const qualityOf = (encoding: Encoding) => qualities.get(encoding) ?? qualities.get("*") ?? 0;
  const [best] = encodings.toSorted((a, b) => qualityOf(b) - qualityOf(a));
  return best !== undefined && qualityOf(best) > 0 && qualityOf(best) >= (qualities.get("identity") ?? 0) ? best : null;
}

/**
 * Adds an `onSend` hook: string and Buffer payloads of at least 1400 bytes and a compressible media type are sent as brotli or gzip. The hook sets
 * Content-Encoding and Vary, drops Content-Length and appends the encoding to the ETag. Streams pass unchanged.
 */
export function compressResponses(server: FastifyInstance): void {
  server.addHook("onSend", async (request, reply, payload) => {
    if (typeof payload !== "string" && !Buffer.isBuffer(payload)) return payload;
    const type = reply.getHeader("content-type");
    if (typeof type !== "string" || !compressible.test(type) || reply.hasHeader("content-encoding")) return payload;
    const bytes = Buffer.from(payload as string);
    if (bytes.length < bytesMin) return payload;
    const encoding = acceptedEncoding(request.headers["accept-encoding"]);
    if (encoding === null) return payload;
    // What is sent as it is may be given to anybody by a cache in between; this to those alone who can unpack it.
    addVary(reply, "Accept-Encoding");
    const packed = await pack(encoding, bytes);
    reply.removeHeader("content-length").header("content-encoding", encoding);
    const tag = reply.getHeader("etag");
    // Other bytes, another strong tag (RFC 9110, section 8.8.3.3); `send-bytes.ts` knows either.
    if (typeof tag === "string" && tag.endsWith('"')) reply.header("etag", `${tag.slice(0, -1)}-${encoding}"`);
    return packed;
  });
}

/** Adds a header to those that the response depends on already. */
export function addVary(reply: FastifyReply, header: string): void {
  const present = reply.getHeader("vary");
  reply.header("vary", typeof present === "string" && present !== "" ? `${present}, ${header}` : header);
}
