import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Frame } from "./frame.ts";
import { LineSplitter } from "./line-splitter.ts";

const limit = 40;
const describeFrame = (frame: Frame) => ("bytes" in frame ? Buffer.from(frame.bytes).toString("latin1") : frame.fault.rule);

function framesOf(chunks: readonly Uint8Array[]): string[] {
  const splitter = new LineSplitter(limit);
  // Copied at once: a frame may be a view of its chunk.
  return [...chunks.flatMap((chunk) => [...splitter.push(chunk)].map(describeFrame)), ...[...splitter.end()].map(describeFrame)];
}

const framesOfText = (text: string) => framesOf([Buffer.from(text)]);

describe("lines", () => {
  test.each([
    ["a\nb\n", ["a", "b"]],
    ["a\r\nb\r\n", ["a", "b"]],
    ["a\nb", ["a", "b"]],
    ["\n\r\n \t\na\n\n\nb\n\n", ["a", "b"]],
    ["\uFEFFa\n\uFEFFb", ["a", Buffer.from("\uFEFFb").toString("latin1")]],
    ["", []],
    ["\uFEFF", []],
  ])("%j is split into %j", (text, frames) => {
    expect(framesOfText(text)).toEqual(frames);
  });

  test("a line of the longest length is kept, a longer one is a fault and its neighbours stay", () => {
    const longest = "x".repeat(limit);
    expect(framesOfText(`a\n${longest}\r\n${longest}y\nb`)).toEqual(["a", longest, "QG-0106", "b"]);
    expect(framesOfText(`a\n${"x".repeat(1000)}`)).toEqual(["a", "QG-0106"]);
  });

  test("an unfinished byte order mark is a line like any other", () => {
    expect(framesOf([Buffer.from([0xef, 0xbb])])).toEqual(["\u00ef\u00bb"]);
    expect(framesOf([Buffer.from([0xef]), Buffer.from([0xbb, 0x41])])).toEqual(["\u00ef\u00bbA"]);
  });

  test("any way of cutting the body gives the same frames", () => {
    const piece = fc.constantFrom("\n", "\r\n", "\r", " ", "a", "{}", "\uFEFF", "й", "x".repeat(39), "x".repeat(41));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat(200), { maxLength: 20 }), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(""));
        expect(framesOf(cut(bytes, cuts))).toEqual(framesOf([bytes]));
        expect(framesOf([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(framesOf([bytes]));
      }),
    );
  });
});

function cut(bytes: Buffer, at: readonly number[]): Uint8Array[] {
  const bounds = [0, ...at.map((one) => one % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
}
