import { expect, test } from "vitest";
import { followState } from "./follow-state.ts";

const noon = Date.parse("2026-02-03T12:00:00Z");
const secondMs = 1000;
const behind = (records: number, ready = true) => ({ records, ready });

test("live while everything is counted, or is on its way", () => {
  const follow = followState();
  follow.sawBehind(behind(0), noon);
  follow.sawNewest(new Date(noon - 60 * secondMs));
  expect(follow.at(noon).state).toBe("live");
  follow.sawBehind(behind(40), noon + secondMs);
  expect(follow.at(noon + 3 * secondMs).state).toBe("live");
  follow.sawBehind(behind(0), noon + 4 * secondMs);
  follow.sawBehind(behind(7), noon + 8 * secondMs);
  expect(follow.at(noon + 9 * secondMs).state).toBe("live");
});

test("behind where records wait, catching up where the service says that figures are not whole", () => {
  const follow = followState();
  follow.sawBehind(behind(40), noon);
  follow.sawBehind(behind(90), noon + 6 * secondMs);
  expect(follow.at(noon + 6 * secondMs)).toMatchObject({ state: "behind", behind: 90 });
  follow.sawBehind(behind(799_075, false), noon + 7 * secondMs);
  expect(follow.at(noon + 7 * secondMs)).toMatchObject({ state: "catchingUp", behind: 799_075 });
});

test("silent where nobody has reported for an hour, and live again with the next record", () => {
  const follow = followState();
  follow.sawBehind(behind(0), noon);
  follow.sawNewest(new Date(noon - 3599 * secondMs));
  expect(follow.at(noon).state).toBe("live");
  expect(follow.at(noon + 2 * secondMs).state).toBe("silent");
  follow.sawNewest(new Date(noon + 3 * secondMs));
  expect(follow.at(noon + 4 * secondMs).state).toBe("live");
});

test("when the last report came is asked when the cut has moved, at most every three seconds, and else every fifteen", () => {
  const follow = followState();
  follow.sawWatermark("0:812");
  expect(follow.wantsNewest(noon)).toBe(true);
  follow.requestsNewest(noon);
  expect([follow.wantsNewest(noon + 14 * secondMs), follow.wantsNewest(noon + 16 * secondMs)]).toEqual([false, true]);
  follow.sawWatermark("0:813");
  expect([follow.wantsNewest(noon + 2 * secondMs), follow.wantsNewest(noon + 4 * secondMs)]).toEqual([false, true]);
});
