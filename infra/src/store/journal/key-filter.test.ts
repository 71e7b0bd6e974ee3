import { expect, test } from "vitest";
import { sha256Key } from "@qorgau/schemas/sha256";
import { createKeyFilter, highHalf, lowHalf } from "./key-filter.ts";

const keyOf = (text: string) => sha256Key(text);

test("the halves of a key are its bits as unsigned integers", () => {
  expect([lowHalf(0xffffffff00000001n), highHalf(0xffffffff00000001n)]).toEqual([1, 0xffffffff]);
  expect([lowHalf(0x80000000n), highHalf(0x80000000n)]).toEqual([2 ** 31, 0]);
});

test("what was added may be there, of any number of keys, and few others may", () => {
  const filter = createKeyFilter();
  const count = 200_000;
  const holds = (text: string) => filter.mayHold(lowHalf(keyOf(text)), highHalf(keyOf(text)));
  expect(holds("1")).toBe(false);
  for (let number = 0; number < count; number += 1) filter.add(lowHalf(keyOf(String(number))), highHalf(keyOf(String(number))));
  for (let number = 0; number < count; number += 1) expect(holds(String(number))).toBe(true);
  const falsely = Array.from({ length: 20_000 }, (_, number) => holds(`other ${number}`)).filter(Boolean).length;
  expect(falsely / 20_000).toBeLessThan(0.03);
  expect((filter.bytes * 8) / count).toBeLessThan(30);
});

test("a key that was added twice takes no room twice", () => {
  const filter = createKeyFilter();
  const before = filter.bytes;
  for (let time = 0; time < 200_000; time += 1) filter.add(7, 9);
  expect(filter.bytes).toBe(before);
});
