/**
 * Decodes the records of a fetch response from the bytes of its record batches (Kafka's message format 2). It replaces the decoder of the
 * library, which fails the whole fetch where one record or one batch is at fault: an unknown compression, a batch that unpacks without end, a
 * header without a value, more records than one call has arguments.
 * Format: https://kafka.apache.org/documentation/#recordbatch
 */
import { setImmediate as nextIteration } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip, zstdDecompress } from "node:zlib";
import { crc32c } from "./crc32c.ts";

/** One record of a batch. Offset and timestamp are decimal text; the timestamp is in milliseconds since the epoch, -1 where there is none. */
export interface FetchedRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Of a header that occurs several times, the last; one without a value is left out. */
  readonly headers: Readonly<Record<string, Buffer>>;
  /** Names of the headers that occur several times. */
  readonly repeatedHeaders: readonly string[];
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
  /** Why its contents cannot be read; then there is no key, no value and no header. */
  readonly unreadable: Unreadable | null;
}

/** Why the contents of a record cannot be read. */
export type Unreadable =
  /** In a batch of a packing that this program cannot unpack, or that is broken; or in the message format of before Kafka 0.11. */
  | "packing"
  /** In a batch whose bytes are not those of its checksum: they changed on the way or on a broker's disk. */
  | "damaged"
  /** In a batch that unpacks to more than `unpackedBytesMax`. */
  | "unpacked_size"
  /** With more headers than `headersMax`. */
  | "headers";

/** Brokers take batches of 16 MiB; only a packed batch can be larger than that, in what it unpacks to. */
export const unpackedBytesMax = 64 * 1024 * 1024;
/** CloudEvents has a dozen attributes; tracing adds a few. */
export const headersMax = 1000;

const batchHeadBytes = 61;
/** In every message format behind offset, length and four bytes more; 2 is the one that is read here. */
const formatAt = 16;
const formatRead = 2;
const checksumAt = 17;
/** Behind the batch's offset and length. */
const lengthEnd = 12;
/** How many records are decoded before the rest of the process has a slice: a few milliseconds. */
const recordsPerIteration = 5000;

interface Batch {
  readonly firstOffset: number;
  readonly attributes: number;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: string;
  readonly count: number;
  readonly records: Buffer;
  readonly isDamaged: boolean;
}

const flags = { packing: 0x07, appendTime: 0x08, transaction: 0x10, control: 0x20 } as const;

/**
 * Gives the records of all whole batches, in order; a batch that is cut off at the end is left out. A record that cannot be read is there with
 * its offset and `unreadable`.
 */
export async function decodeRecordSet(bytes: Buffer): Promise<FetchedRecord[]> {
  const found: FetchedRecord[] = [];
  for (let at = 0; at + formatAt < bytes.length;) {
    const end = at + lengthEnd + bytes.readInt32BE(at + 8);
    if (end > bytes.length || end <= at + formatAt) break;
    const batch = bytes.subarray(at, end);
    if (batch[formatAt] !== formatRead) found.push(unreadableRecord(ofOtherFormat, Number(batch.readBigInt64BE(0)), "packing"));
    else if (batch.length < batchHeadBytes) break;
    else await decodeBatch(readBatch(batch), found);
    at = end;
  }
  return found;
}

/** Nothing but its offset stands at the same place in another format. */
const ofOtherFormat = { attributes: 0, firstTimestamp: -1, maxTimestamp: -1, producerId: "-1" };

function readBatch(bytes: Buffer): Batch {
  const isDamaged = bytes.readUInt32BE(checksumAt) !== crc32c(bytes.subarray(checksumAt + 4));
  // Two numbers that say the same are true in a batch that is damaged elsewhere.
  const [count, last] = [bytes.readInt32BE(57), bytes.readInt32BE(23)];
  return {
    firstOffset: Number(bytes.readBigInt64BE(0)),
    attributes: bytes.readInt16BE(21),
    firstTimestamp: Number(bytes.readBigInt64BE(27)),
    maxTimestamp: Number(bytes.readBigInt64BE(35)),
    producerId: String(bytes.readBigInt64BE(43)),
    count: isDamaged && count !== last + 1 ? 1 : count,
    records: bytes.subarray(batchHeadBytes),
    isDamaged,
  };
}

/** Records that cannot be read have their place all the same: an offset is never passed over unsaid. */
async function decodeBatch(batch: Batch, found: FetchedRecord[]): Promise<void> {
  const unpacked = await unpack(batch);
  let readable = typeof unpacked === "string" ? null : new Reader(unpacked);
  let reason: Unreadable = typeof unpacked === "string" ? unpacked : "packing";
  for (let index = 0; index < batch.count; index++) {
    if (index % recordsPerIteration === recordsPerIteration - 1) await nextIteration();
    try {
      if (readable === null) found.push(unreadableRecord(batch, batch.firstOffset + index, reason));
      else found.push(readRecord(readable.part(readable.varint()), batch));
    } catch {
      readable = null;
      reason = "packing";
      index -= 1;
    }
  }
}

const packings: readonly ((bytes: Buffer) => Promise<Buffer>)[] = [
  async (bytes) => bytes,
  (bytes) => promisify(gunzip)(bytes, { maxOutputLength: unpackedBytesMax }),
  () => Promise.reject(new Error("packed by snappy")),
  () => Promise.reject(new Error("packed by lz4")),
  (bytes) => promisify(zstdDecompress)(bytes, { maxOutputLength: unpackedBytesMax }),
];

async function unpack({ attributes, records, isDamaged }: Batch): Promise<Buffer | Unreadable> {
  if (isDamaged) return "damaged";
  try {
    return (await packings[attributes & flags.packing]?.(records)) ?? "packing";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "unpacked_size" : "packing";
  }
}

type BatchHead = Pick<Batch, "attributes" | "firstTimestamp" | "maxTimestamp" | "producerId">;

function contextOf({ attributes, producerId }: BatchHead): Pick<FetchedRecord, "isControlRecord" | "batchContext"> {
  return {
    isControlRecord: (attributes & flags.control) !== 0,
    batchContext: { producerId, inTransaction: (attributes & flags.transaction) !== 0 },
  };
}

function readRecord(record: Reader, batch: Batch): FetchedRecord {
  record.skip(1);
  const stamped = batch.firstTimestamp + record.varint();
  const offset = String(batch.firstOffset + record.varint());
  const context = contextOf(batch);
  const timestamp = String((batch.attributes & flags.appendTime) === 0 ? stamped : batch.maxTimestamp);
  const key = record.bytes();
  const value = record.bytes();
  const read = readHeaders(record);
  if (read === null) return { ...context, ...withoutContents, offset, timestamp, unreadable: "headers" };
  return { ...context, ...read, offset, timestamp, key: markless(key, context), value, unreadable: null };
}

/** The library takes any record with this key for the end of an aborted transaction, and lets what follows in it pass. */
const abortKey = Buffer.from([0, 0, 0, 0]);
function markless(key: Buffer | null, { isControlRecord, batchContext }: Pick<FetchedRecord, "isControlRecord" | "batchContext">) {
  return key !== null && batchContext.inTransaction && !isControlRecord && key.equals(abortKey) ? null : key;
}

const withoutContents = { key: null, value: null, headers: {}, repeatedHeaders: [] } as const;

/** Null where there are too many. */
function readHeaders(record: Reader): Pick<FetchedRecord, "headers" | "repeatedHeaders"> | null {
  const count = record.varint();
  if (count > headersMax) return null;
  const names = new Set<string>();
  const repeated = new Set<string>();
  const headers: Record<string, Buffer> = Object.create(null) as Record<string, Buffer>;
  for (let index = 0; index < count; index++) {
    const name = record.part(record.varint()).rest().toString("utf8");
    const value = record.bytes();
    (names.has(name) ? repeated : names).add(name);
    if (value === null) delete headers[name];
    else headers[name] = value;
  }
  return { headers, repeatedHeaders: [...repeated] };
}

function unreadableRecord(batch: BatchHead, offset: number, unreadable: Unreadable): FetchedRecord {
  const timestamp = String((batch.attributes & flags.appendTime) === 0 ? batch.firstTimestamp : batch.maxTimestamp);
  return { ...contextOf(batch), ...withoutContents, offset: String(offset), timestamp, unreadable };
}

/** Reads from the front; throws where something reaches over the end. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(count: number): void {
    this.#at += count;
  }

  rest(): Buffer {
    return this.#bytes.subarray(this.#at);
  }

  part(length: number): Reader {
    if (length < 0 || this.#at + length > this.#bytes.length) throw new RangeError("it ends early");
    const part = new Reader(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return part;
  }

  /** With its length before it; null where that is negative. */
  bytes(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.part(length).rest();
  }

  /** Zigzag, seven bits a byte; beyond 2^53, which only a time can be, the nearest number. */
  varint(): number {
    let value = 0;
    let last = 0;
    for (let factor = 1; factor < 2 ** 70; factor *= 128) {
      const byte = this.#byte();
      if (factor === 1) last = byte & 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return last === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new RangeError("a number without end");
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError("it ends early");
    return byte;
  }
}
