import { expect, test } from "vitest";
import { followState } from "./follow-state.ts";

const noon = Date.parse("2026-02-03T12:00:00Z");
const secondMs = 1000;
const response = (behind: number, partial = false) => ({ behind, partial, watermark: "0:812" });

test("live while everything is counted, or is on its way", () => {
  const follow = followState();
  follow.saw(response(0), noon);
  follow.sawNewest(new Date(noon - 60 * secondMs), noon);
  expect(follow.at(noon).state).toBe("live");
  follow.saw(response(40), noon + secondMs);
  expect(follow.at(noon + 3 * secondMs).state).toBe("live");
  follow.saw(response(0), noon + 4 * secondMs);
  follow.saw(response(7), noon + 8 * secondMs);
  expect(follow.at(noon + 9 * secondMs).state).toBe("live");
});

test("behind where records wait, catching up where the service says that figures are not whole", () => {
  const follow = followState();
  follow.saw(response(40), noon);
  follow.saw(response(90), noon + 6 * secondMs);
  expect(follow.at(noon + 6 * secondMs)).toMatchObject({ state: "behind", behind: 90 });
  follow.saw(response(799_075, true), noon + 7 * secondMs);
  expect(follow.at(noon + 7 * secondMs)).toMatchObject({ state: "catchingUp", behind: 799_075 });
});

test("silent where nobody has reported for an hour, and live again with the next record", () => {
  const follow = followState();
  follow.saw(response(0), noon);
  expect(follow.wantsNewest(noon)).toBe(true);
  follow.sawNewest(new Date(noon - 3599 * secondMs), noon);
  expect([follow.wantsNewest(noon + secondMs), follow.at(noon).state]).toEqual([false, "live"]);
  expect(follow.at(noon + 2 * secondMs).state).toBe("silent");
  follow.saw({ ...response(0), watermark: "0:813" }, noon + 3 * secondMs);
  expect(follow.wantsNewest(noon + 3 * secondMs)).toBe(true);
  follow.sawNewest(new Date(noon + 3 * secondMs), noon + 3 * secondMs);
  expect(follow.at(noon + 4 * secondMs).state).toBe("live");
});
