/** The leaf of a record: its bytes, framed so that no two records share them. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { leafHash, leafHashOfBytes, leafHashText } from "./leaf-hash.ts";

const record = { partition: 3, offset: 812, timestampMs: 1_770_102_600_482, key: "ключ", value: '{"a":"ә"}' };

test("a leaf is the hash of its documented bytes", () => {
  const bytes = Buffer.concat([Buffer.of(0), Buffer.from('3 812 1770102600482 8\nключ{"a":"ә"}')]);
  const expected = createHash("sha256").update(bytes).digest();
  expect(leafHash(record)).toEqual(expected);
  expect(leafHashText(record)).toBe(expected.toString("base64"));
  expect(leafHashOfBytes(record, Buffer.from(record.key), Buffer.from(record.value))).toEqual(expected);
});

test("text that moves from the key into the value is another record", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(leafHash({ ...record, key: a + b, value: c })).not.toEqual(leafHash({ ...record, key: a, value: b + c }));
    }),
  );
});

test("a record that no engine can hand on has the same leaf where another log took it along", () => {
  expect(leafHash({ ...record, key: "", value: "", flaw: "unreadable" })).toEqual(
    leafHash({ ...record, key: "", value: '{"flaw":"unreadable"}' }),
  );
});
