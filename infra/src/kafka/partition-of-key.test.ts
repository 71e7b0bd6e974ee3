import fc from "fast-check";
import kafkajs from "kafkajs";
import { describe, expect, it } from "vitest";
import { murmur2, partitionOfKey } from "./partition-of-key.ts";

/** The vectors of Kafka's own `UtilsTest.testMurmur2`. */
const kafkaVectors = [
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
  ["abc", 479470107],
] as const;

describe("partitionOfKey", () => {
  it.each(kafkaVectors)("hashes %s as Kafka does", (text, hash) => {
    expect(murmur2(new TextEncoder().encode(text))).toBe(hash);
  });

  it.each(kafkaVectors)("drops the sign of the hash of %s before dividing, as Kafka does", (text, hash) => {
    for (const partitions of [1, 3, 4, 7]) expect(partitionOfKey(text, partitions)).toBe((hash & 0x7fffffff) % partitions);
  });

  it("hashes UTF-8 bytes, whatever the length of the key", () => {
    for (const key of ["", "Қарағанды", "🪨", "ұ".repeat(1365), "ұ".repeat(1366), "x".repeat(10_000)]) {
      expect(partitionOfKey(key, 64)).toBe((murmur2(new TextEncoder().encode(key)) & 0x7fffffff) % 64);
    }
  });

  it("agrees with the client library for any key and number of partitions", () => {
    const partitioner = kafkajs.Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 256 }), (key, partitions) => {
        const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
          partitionId,
          partitionErrorCode: 0,
          leader: 1,
          replicas: [1],
          isr: [1],
        }));
        const message = { key: Buffer.from(key), value: "" };
        expect(partitionOfKey(key, partitions)).toBe(partitioner({ topic: "any", partitionMetadata, message }));
      }),
    );
  });

  it("spreads records evenly", () => {
    const counts = [0, 0, 0, 0];
    for (let n = 0; n < 40_000; n++) counts[partitionOfKey(`urn:kz:bin:200140000004|case|N1-2026-${n}`, 4)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
