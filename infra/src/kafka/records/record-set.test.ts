/** Record batches as brokers hand them over, made by hand: what cannot be read has its place all the same. */
import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { crc32c } from "./crc32c.ts";
import { decodeRecordSet, headersMax, unpackedBytesMax } from "./record-set.ts";

function varint(value: number): Buffer {
  let rest = BigInt(value) < 0n ? -2n * BigInt(value) - 1n : 2n * BigInt(value);
  const bytes: number[] = [];
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}
const sized = (bytes: Buffer | null) => (bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]));

interface Sent {
  readonly key?: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: readonly (readonly [name: string, value: Buffer | null])[];
  readonly timestampDelta?: number;
}

const recordOf = ({ key = null, value, headers = [], timestampDelta = 0 }: Sent, index: number) =>
  sized(
    Buffer.concat([
      Buffer.from([0]),
      varint(timestampDelta),
      varint(index),
      sized(key),
      sized(value),
      varint(headers.length),
      ...headers.map(([name, text]) => Buffer.concat([sized(Buffer.from(name)), sized(text)])),
    ]),
  );

function batchOf(
  firstOffset: number,
  attributes: number,
  records: readonly Sent[],
  pack: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Buffer {
  const packed = pack(Buffer.concat(records.map(recordOf)));
  const head = Buffer.alloc(61);
  head.writeBigInt64BE(BigInt(firstOffset), 0);
  head.writeInt32BE(head.length - 12 + packed.length, 8);
  head.writeInt8(2, 16);
  head.writeInt16BE(attributes, 21);
  head.writeInt32BE(records.length - 1, 23);
  head.writeBigInt64BE(1000n, 27);
  head.writeBigInt64BE(5000n, 35);
  head.writeBigInt64BE(7n, 43);
  head.writeInt32BE(records.length, 57);
  return withChecksum(Buffer.concat([head, packed]));
}

function withChecksum(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
}

const text = (value: string): Sent => ({ value: Buffer.from(value) });
const readable = (records: Awaited<ReturnType<typeof decodeRecordSet>>) =>
  records.map(({ offset, value, unreadable }) => [offset, unreadable ?? value?.toString() ?? null]);

test.each([
  ["plain", 0, (bytes: Buffer) => bytes],
  ["gzip", 1, gzipSync],
  ["zstd", 4, zstdCompressSync],
] as const)("%s batches, one behind the other, and one that was cut off", async (_name, packing, pack) => {
  const bytes = Buffer.concat([
    batchOf(5, packing, [text("a"), text("b")], pack),
    batchOf(7, packing, [text("c")], pack),
    batchOf(8, packing, [text("d")], pack).subarray(0, -1),
  ]);
  expect(readable(await decodeRecordSet(bytes))).toEqual([
    ["5", "a"],
    ["6", "b"],
    ["7", "c"],
  ]);
});

test.each([
  ["snappy", 2, "packing", (bytes: Buffer) => bytes],
  ["lz4", 3, "packing", (bytes: Buffer) => bytes],
  ["a packing that is none", 6, "packing", (bytes: Buffer) => bytes],
  ["broken gzip", 1, "packing", (bytes: Buffer) => gzipSync(bytes).fill(0, 12)],
  [
    "gzip that unpacks without end",
    1,
    "unpacked_size",
    (bytes: Buffer) => gzipSync(Buffer.concat([bytes, Buffer.alloc(unpackedBytesMax)])),
  ],
] as const)("%s: every record has its place, and the next batch is read", async (_name, packing, reason, pack) => {
  const bytes = Buffer.concat([batchOf(0, packing, [text("a"), text("b")], pack), batchOf(2, 0, [text("c")])]);
  expect(readable(await decodeRecordSet(bytes))).toEqual([
    ["0", reason],
    ["1", reason],
    ["2", "c"],
  ]);
});

test("headers: the last of a name, none without a value, names of members of objects; too many are told", async () => {
  const value = Buffer.from("v");
  const headers = [
    ["a", Buffer.from("1")],
    ["a", Buffer.from("2")],
    ["b", null],
    ["__proto__", value],
    ["c", value],
    ["c", null],
  ] as const;
  const many = Array.from({ length: headersMax + 1 }, () => ["", null] as const);
  const [some, tooMany] = await decodeRecordSet(
    batchOf(0, 0, [
      { value, headers },
      { value, headers: many },
    ]),
  );
  expect(Object.entries(some!.headers).map(([name, bytes]) => [name, bytes.toString()])).toEqual([
    ["a", "2"],
    ["__proto__", "v"],
  ]);
  expect(tooMany).toMatchObject({ unreadable: "headers", value: null });
});

test("times of the sender and of the broker, transactions and their marks", async () => {
  const sent = { ...text("x"), timestampDelta: -5000, key: Buffer.from([0, 0, 0, 0]) };
  const [own, append, inTransaction, mark] = await decodeRecordSet(
    Buffer.concat([batchOf(0, 0, [sent]), batchOf(1, 0x08, [sent]), batchOf(2, 0x10, [sent]), batchOf(3, 0x30, [sent])]),
  );
  expect([own!.timestamp, append!.timestamp]).toEqual(["-4000", "5000"]);
  expect(own!.key).toEqual(sent.key);
  // Else the library would take it for the end of an aborted transaction.
  expect([inTransaction!.key, inTransaction!.batchContext]).toEqual([null, { producerId: "7", inTransaction: true }]);
  expect([mark!.isControlRecord, mark!.key]).toEqual([true, sent.key]);
});

test("a record that ends early spoils what stands behind it in its batch, and no more", async () => {
  const batch = batchOf(0, 0, [text("a"), text("b"), text("c")]);
  // The length of the second record.
  batch[61 + 8] = 0x7e;
  expect(readable(await decodeRecordSet(Buffer.concat([withChecksum(batch), batchOf(3, 0, [text("d")])])))).toEqual([
    ["0", "a"],
    ["1", "packing"],
    ["2", "packing"],
    ["3", "d"],
  ]);
});

test("a batch that is damaged anywhere behind its checksum: every record has its place, and none is taken for what it is not", async () => {
  const whole = batchOf(0, 0, [text("alpha"), text("beta")]);
  const next = batchOf(2, 0, [text("c")]);
  for (let at = 17; at < whole.length; at++) {
    const batch = Buffer.from(whole);
    batch[at]! ^= 0x10;
    const found = readable(await decodeRecordSet(Buffer.concat([batch, next])));
    // Where the number of its records is damaged, too, there is one place.
    const places = [23, 24, 25, 26, 57, 58, 59, 60].includes(at) ? 1 : 2;
    expect([at, found]).toEqual([at, [...Array.from({ length: places }, (_, place) => [String(place), "damaged"]), ["2", "c"]]]);
  }
});

test("a message of the format before record batches has its place, and the next batch is read", async () => {
  // Offset, length, CRC, format 1, attributes, time, no key, a value of one byte.
  const old = Buffer.alloc(12 + 4 + 2 + 8 + 4 + 4 + 1);
  old.writeBigInt64BE(7n, 0);
  old.writeInt32BE(old.length - 12, 8);
  old.writeInt8(1, 16);
  old.writeInt32BE(-1, 26);
  old.writeInt32BE(1, 30);
  expect(readable(await decodeRecordSet(Buffer.concat([old, batchOf(8, 0, [text("a")]), old.subarray(0, 16)])))).toEqual([
    ["7", "packing"],
    ["8", "a"],
  ]);
});

test("more records than a call has arguments, and a fetch gives way to others meanwhile", async () => {
  let iterations = 0;
  const counting = setInterval(() => (iterations += 1), 0);
  const records = await decodeRecordSet(
    batchOf(
      0,
      0,
      Array.from({ length: 200_000 }, () => ({ value: null })),
    ),
  );
  clearInterval(counting);
  expect(records).toHaveLength(200_000);
  expect(records.at(-1)!.offset).toBe("199999");
  expect(iterations).toBeGreaterThan(5);
});
