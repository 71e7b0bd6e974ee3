import { expect, test } from "vitest";
import { oneAfterAnother } from "./one-after-another.ts";

test("what is wanted while the work runs is done once more, with what is wanted by then", async () => {
  const ends: (() => void)[] = [];
  const seen: string[] = [];
  let wanted = "a";
  const requests = oneAfterAnother(async () => {
    seen.push(wanted);
    await new Promise<void>((resolve) => ends.push(resolve));
    seen.push(requests.isWantedAgain() ? "old" : "shown");
  });
  requests.want();
  for (wanted of ["b", "c"]) requests.want();
  expect(seen).toEqual(["a"]);
  for (const expected of [
    ["a", "old", "c"],
    ["a", "old", "c", "shown"],
  ]) {
    ends.shift()?.();
    await expect.poll(() => seen).toEqual(expected);
  }
  wanted = "d";
  requests.want();
  expect(seen.at(-1)).toBe("d");
});
