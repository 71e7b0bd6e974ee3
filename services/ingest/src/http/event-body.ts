/** The bytes of a body of events as they come, decompressed, at no less than the lowest rate and swollen to no more than a ratio. */
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import type { Gunzip } from "node:zlib";
import { CallerGoneError, readPaced } from "@qorgau/infra/http/request-body";
import type { BodyPace } from "@qorgau/infra/http/request-body";
import { ProblemError } from "@qorgau/infra/http/problem";
import { fault } from "@qorgau/schemas/rules/rules";
import { ByteOrderMark } from "../framing/byte-order-mark.ts";
import { isJsonSpace } from "../framing/json-element-scanner.ts";

/** 400: the compression of the body is broken or cut off. The chunks before it are good. */
export class BrokenCompressionError extends ProblemError {
  constructor(cause: unknown) {
    super(400, [fault("QG-0114", "")], { cause });
  }
}

/** 413: the body unpacks to more than its size allows for. The chunks before it are good. */
export class SwollenBodyError extends ProblemError {
  constructor(ratio: number) {
    super(413, [fault("QG-0134", "", { ratio })]);
  }
}

export interface Unpacking {
  /** A body may unpack to this many times its bytes, */
  readonly unpackRatioMax: number;
  /** or to so many bytes, whichever is more. */
  readonly unpackedBytesFree: number;
}

export interface EventBody {
  readonly chunks: AsyncGenerator<Uint8Array>;
  /** Bytes as they were sent, so far. */
  readonly sentBytes: () => number;
}

/**
 * Resolves with what a body of JSON holds by its first byte behind white space and a byte order mark, and with the whole body. At most `bytesMax`
 * are looked at; a body that is white space up to there is `one`. Rejects as `chunks` do, which are to be closed even if the others are not read.
 */
export async function lookAhead(body: EventBody, bytesMax: number): Promise<{ readonly shape: "one" | "array"; readonly body: EventBody }> {
  const seen: Uint8Array[] = [];
  const mark = new ByteOrderMark();
  let [first, bytes]: [number | undefined, number] = [undefined, 0];
  while (first === undefined && bytes <= bytesMax) {
    const next = await body.chunks.next();
    if (next.done === true) break;
    seen.push(next.value);
    bytes += next.value.length;
    first = mark.strip(next.value).find((byte) => !isJsonSpace(byte));
  }
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield* seen;
    yield* body.chunks;
  };
  return { shape: first === openBracket ? "array" : "one", body: { ...body, chunks: chunks() } };
}

const openBracket = 0x5b;
const decompressedChunkBytes = 64 * 1024;

/**
 * `chunks` end where the body does. They reject with `BrokenCompressionError`, `SwollenBodyError`, `SlowBodyError`, or `CallerGoneError`. The
 * connection stays open where the reading ends early, so that a response can be sent.
 */
export function readEventBody(request: IncomingMessage, pace: BodyPace, unpacking: Unpacking | null): EventBody {
  let sent = 0;
  const stopping = new AbortController();
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of readPaced(request, pace, stopping.signal)) {
      sent += chunk.length;
      yield chunk;
    }
  };
  const sentBytes = () => sent;
  if (unpacking === null) return { chunks: counted(), sentBytes };
  return { chunks: decompress(counted(), { ...unpacking, sentBytes, stopping }), sentBytes };
}

interface Decompressing extends Unpacking {
  readonly sentBytes: () => number;
  /** Ends the reading of the compressed bytes. */
  readonly stopping: AbortController;
}

async function* decompress(compressed: AsyncIterable<Buffer>, options: Decompressing): AsyncGenerator<Uint8Array> {
  const { unpackRatioMax, unpackedBytesFree, sentBytes, stopping } = options;
  const gunzip = createGunzip({ chunkSize: decompressedChunkBytes });
  const feeding = feed(compressed, gunzip, stopping.signal);
  let unpacked = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > Math.max(unpackedBytesFree, unpackRatioMax * sentBytes())) throw new SwollenBodyError(unpackRatioMax);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ProblemError || error instanceof CallerGoneError ? error : new BrokenCompressionError(error);
  } finally {
    stopping.abort();
    gunzip.destroy();
    await feeding;
  }
}

/** Resolves once nothing more is read; what ended it early is the error of `gunzip`. */
async function feed(compressed: AsyncIterable<Buffer>, gunzip: Gunzip, signal: AbortSignal): Promise<void> {
  try {
    for await (const chunk of compressed) if (!gunzip.write(chunk)) await once(gunzip, "drain", { signal });
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error as Error);
  }
}
