import { expect, test } from "vitest";
import { agreeingClock, leapMsMax } from "./agreeing-clock.ts";

function twoClocks() {
  const now = { wall: 1_000_000, monotonic: 5 };
  return { now, clock: agreeingClock({ wall: () => now.wall, monotonic: () => now.monotonic }) };
}

test.each([
  ["ahead", leapMsMax + 1],
  ["back", -leapMsMax - 1],
])("a clock that leapt %s by more than a minute tells no time, until it agrees again", (direction, leapMs) => {
  const { now, clock } = twoClocks();
  expect(clock()).toBe(1_000_000);
  now.wall += leapMs;
  for (let look = 0; look < 3; look++) {
    expect(clock).toThrow(
      expect.objectContaining({ code: "log_unavailable", message: expect.stringContaining(`leapt ${direction} by 60 s`) }),
    );
  }
  now.wall -= leapMs;
  now.wall += 10_000;
  now.monotonic += 10_000;
  expect(clock()).toBe(1_010_000);
});

test("a clock that tells nothing is not believed", () => {
  const { now, clock } = twoClocks();
  now.wall = Number.NaN;
  expect(clock).toThrow(expect.objectContaining({ code: "log_unavailable" }));
});

test("corrections are followed and do not add up; time that passes is no leap", () => {
  const { now, clock } = twoClocks();
  for (let day = 0; day < 100; day++) {
    now.wall += 86_400_000 + leapMsMax;
    now.monotonic += 86_400_000;
    expect(clock()).toBe(now.wall);
  }
});
