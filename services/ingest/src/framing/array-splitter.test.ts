import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArraySplitter } from "./array-splitter.ts";
import type { Frame } from "./frame.ts";

const describeFrame = (frame: Frame) =>
  "bytes" in frame ? Buffer.from(frame.bytes).toString("latin1") : `${frame.fault.rule}${frame.structural ? "!" : ""}`;

function framesOf(chunks: readonly Uint8Array[], limit = 10_000): string[] {
  const splitter = new ArraySplitter(limit);
  // Copied at once: a frame may be a view of its chunk.
  return [...chunks.flatMap((chunk) => [...splitter.push(chunk)].map(describeFrame)), ...[...splitter.end()].map(describeFrame)];
}

const framesOfText = (text: string, limit?: number) => framesOf([Buffer.from(text)], limit);
const byteByByte = (bytes: Uint8Array) => [...bytes].map((byte) => Uint8Array.of(byte));

describe("elements of an array", () => {
  test.each([
    ["[]", []],
    [" [ ] \n", []],
    ['[{"a":1},{"b":[2,{"c":"]}"}]}]', ['{"a":1}', '{"b":[2,{"c":"]}"}]}']],
    [' [ {"a" : 1 } ,\r\n\t{"b":"\\"\\\\"} ] ', ['{"a" : 1 }', '{"b":"\\"\\\\"}']],
    ['\uFEFF[1, -2e3,"x" ,null,{"d":[[]]}]', ["1", "-2e3", '"x"', "null", '{"d":[[]]}']],
  ])("%j", (text, frames) => {
    expect(framesOfText(text)).toEqual(frames);
  });

  test("whatever JSON.parse reads, the frames hold the same elements", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue().filter((value) => !Array.isArray(value))),
        fc.constantFrom(undefined, 2, "\t"),
        (elements, indent) => {
          const frames: unknown[] = framesOf([Buffer.from(JSON.stringify(elements, null, indent))]).map((text) =>
            JSON.parse(Buffer.from(text, "latin1").toString()),
          );
          expect(frames).toEqual(JSON.parse(JSON.stringify(elements)));
        },
      ),
    );
  });
});

describe("faults of the array", () => {
  test.each([
    ["", ["QG-0107!"]],
    [" \n", ["QG-0107!"]],
    ["\uFEFF", ["QG-0107!"]],
    ['{"a":1}', ["QG-0109!"]],
    ["x[1]", ["QG-0109!"]],
    ["[", ["QG-0111!"]],
    ['[{"a":', ["QG-0111!"]],
    ["[1,", ["1", "QG-0111!"]],
    ["[{},{}", ["{}", "{}", "QG-0111!"]],
    ["[1]x", ["1", "QG-0112!"]],
    ["[1][2,{}]", ["1", "QG-0112!", "{}"]],
    ["[1,]", ["1", "QG-0115"]],
    ["[,1]", ["QG-0115", "1"]],
    ["[1,,2]", ["1", "QG-0115", "2"]],
  ])("%j", (text, frames) => {
    expect(framesOfText(text)).toEqual(frames);
    expect(framesOf(byteByByte(Buffer.from(text)))).toEqual(frames);
  });
});

describe("a malformed element does not take its neighbours along", () => {
  test.each([
    ["a word", '[{"a":1},{"a":nonsense},{"c":3}]', ['{"a":1}', '{"a":nonsense}', '{"c":3}']],
    ["a missing comma", '[{"a":1}{"b":2},{"c":3}]', ['{"a":1}', "QG-0110", '{"c":3}']],
    ["a missing brace", '[{"a":{"b":1},{"c":{"d":4}},{"e":5}]', ["QG-0101", '{"c":{"d":4}}', '{"e":5}']],
    ["a missing brace of the last", '[{"a":1},{"b":{"c":2}]', ['{"a":1}', "QG-0101"]],
    ["a brace too many", '[{"a":1}},{"b":2}]', ["QG-0101", '{"b":2}']],
    ["a missing quote", '[{"a":"x},{"b":"y"},{"c":3}]', ["QG-0101", '{"b":"y"}', '{"c":3}']],
    ["a missing quote, set out", '[\n  {"a":"x},\n  {"b":"y"},\n  {"c":3}\n]', ["QG-0101", '{"b":"y"}', '{"c":3}']],
    ["an escaped quote", String.raw`[{"a":"x\"},{"b":"y"}]`, ["QG-0101", '{"b":"y"}']],
    ["the wrong bracket", '[{"a":1],{"b":2}]', ["QG-0101", '{"b":2}']],
    ["an end that is a comma", '[{"a":1,,{"b":2}]', ["QG-0101", '{"b":2}']],
    ["text behind it", '[{"a":1} oops,{"b":2}]', ["QG-0101", '{"b":2}']],
    ["a bracket instead of its brace", '[{"a":1},]"b":2},{"c":3}]', ['{"a":1}', "QG-0115", '{"c":3}']],
    ["a bracket behind it", '[{"a":1}],{"b":2}]', ['{"a":1}', "QG-0112!", '{"b":2}']],
    ["a bracket before it", '[{"a":1},[{"b":2},{"c":3}]', ['{"a":1}', "QG-0116", '{"c":3}']],
    ["an array in its place", '[[],{"a":1},[1,{"b":2}],{"c":3}]', ["QG-0116", '{"a":1}', "QG-0116", '{"b":2}', '{"c":3}']],
    ["a fault behind a list of objects", '[{"a":[{},{"x":1}],"b" 1},{"c":3}]', ["QG-0101", '{"x":1}', '{"c":3}']],
  ])("%s", (_name, text, frames) => {
    expect(framesOfText(text)).toEqual(frames);
    expect(framesOf(byteByByte(Buffer.from(text)))).toEqual(frames);
  });

  test("one byte of the middle event changed, taken out or put in leaves the events around it whole", () => {
    const event = (id: string) =>
      JSON.stringify({ specversion: "1.0", id, data: { causes: ["a", "b"], employer: { bin: "1" }, text: 'q"\\' } });
    const [first, middle, last] = [event("first"), event("middle"), event("last")];
    const edit = fc.tuple(fc.nat(middle.length), fc.constantFrom("change", "take_out", "put_in"), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(edit, ([at, kind, byte]) => {
        const bytes = [...Buffer.from(middle)];
        bytes.splice(at, kind === "put_in" ? 0 : 1, ...(kind === "take_out" ? [] : [byte]));
        const frames = framesOf([Buffer.concat([Buffer.from(`[${first},`), Buffer.from(bytes), Buffer.from(`,${last}]`)])]);
        expect(frames[0]).toBe(first);
        expect(frames.filter((frame) => frame === last)).toHaveLength(1);
      }),
      { numRuns: 3000 },
    );
  });

  test("an element beyond the limit is skipped, its neighbours stay", () => {
    const long = JSON.stringify({ a: "x".repeat(100), b: [{ c: 1 }, { d: 2 }] });
    const text = `[{"a":1},${long},{"b":2}]`;
    expect(framesOfText(text, 50)).toEqual(['{"a":1}', "QG-0106", '{"b":2}']);
    expect(framesOf(byteByByte(Buffer.from(text)), 50)).toEqual(['{"a":1}', "QG-0106", '{"b":2}']);
    expect(framesOfText(`["${"x".repeat(48)}","${"x".repeat(49)}"]`, 50)).toEqual([`"${"x".repeat(48)}"`, "QG-0106"]);
  });

  test("brackets without an end hold no memory and end in a fault", () => {
    const splitter = new ArraySplitter(1000);
    expect([...splitter.push(Buffer.from(`[{"a":${"[".repeat(900)}`))]).toEqual([]);
    expect([...splitter.push(Buffer.from("[".repeat(900)))].map(describeFrame)).toEqual(["QG-0106"]);
    expect([...splitter.push(Buffer.from("[".repeat(900)))]).toEqual([]);
    expect([...splitter.push(Buffer.from(',{"a":1}]'))].map(describeFrame)).toEqual(['{"a":1}']);
  });

  test("any way of cutting the body gives the same frames, whatever the bytes", () => {
    const piece = fc.constantFrom(
      "[",
      "]",
      "{",
      "}",
      ",",
      ":",
      '"',
      "\\",
      " ",
      "\n",
      '{"a":1}',
      ',{"b":[1]}',
      '"x"',
      "1",
      "true",
      "\uFEFF",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(200), { maxLength: 20 }), (pieces, cuts) => {
        const bytes = Buffer.from(`[${pieces.join("")}`);
        for (const limit of [10_000, 12]) {
          expect(framesOf(cut(bytes, cuts), limit)).toEqual(framesOf([bytes], limit));
          expect(framesOf(byteByByte(bytes), limit)).toEqual(framesOf([bytes], limit));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function cut(bytes: Buffer, at: readonly number[]): Uint8Array[] {
  const bounds = [0, ...at.map((one) => one % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
}
