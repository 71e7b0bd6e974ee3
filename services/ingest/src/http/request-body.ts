/** The bytes of a request's body as they come, decompressed, with back-pressure; and what becomes of a body that is not read to its end. */
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";

/** The compression of the body is broken or cut off. What was given before is good. */
export class BrokenCompressionError extends Error {
  override readonly name = "BrokenCompressionError";
}

const decompressedChunkBytes = 64 * 1024;

/**
 * Ends where the body does. Rejects with `BrokenCompressionError`, or with the socket's own error where the client goes away. A body
 * that is left early keeps its connection, so that the answer can be sent: see `discardRest`.
 */
export function readBody(request: IncomingMessage, compressed: boolean): AsyncIterable<Uint8Array> {
  return compressed ? decompress(request) : request.iterator({ destroyOnReturn: false });
}

async function* decompress(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: decompressedChunkBytes });
  let gone: Error | null = null;
  const leave = () => {
    if (request.complete) return;
    gone = new Error("the client went away");
    gunzip.destroy(gone);
  };
  request.once("close", leave).on("error", leave).pipe(gunzip);
  try {
    yield* gunzip;
  } catch (error) {
    throw gone ?? new BrokenCompressionError("the body is no whole gzip", { cause: error });
  } finally {
    request.unpipe(gunzip);
    gunzip.destroy();
  }
}

/**
 * Reads what is left of a body and forgets it, for as long as `limitMs`: a client that sends everything before it reads would
 * otherwise lose its answer to a reset connection. Resolves at the body's end, or once it is given up.
 */
export async function discardRest(request: IncomingMessage, limitMs: number): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  const deadline = setTimeout(() => request.destroy(), limitMs).unref();
  request.on("error", () => undefined).resume();
  await once(request, "close").catch(() => undefined);
  clearTimeout(deadline);
}
