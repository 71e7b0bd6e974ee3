import { fault } from "@qorgau/schemas/rules/rules";
import { expect, test } from "vitest";
import type { Frame } from "../framing/frame.ts";
import { groupsOf } from "./groups-of.ts";

const limits = { groupEventsMax: 3, groupBytesMax: 10 };
const sized = (bytes: number): Frame => ({ bytes: new Uint8Array(bytes) });
const sizesOf = (frames: readonly Frame[]) =>
  [...groupsOf(frames, limits)].map((group) => group.map((frame) => ("bytes" in frame ? frame.bytes.length : -1)));

test("a group is full by number or by bytes, and a large frame stands alone", () => {
  expect(sizesOf([])).toEqual([]);
  expect(sizesOf([1, 1, 1, 1].map(sized))).toEqual([[1, 1, 1], [1]]);
  expect(sizesOf([4, 6, 1].map(sized))).toEqual([[4, 6], [1]]);
  expect(sizesOf([1, 50, 1].map(sized))).toEqual([[1], [50], [1]]);
  const broken: Frame = { fault: fault("QG-0101", ""), structural: false };
  expect(sizesOf([sized(10), broken, broken, broken])).toEqual([[10, -1, -1], [-1]]);
});
