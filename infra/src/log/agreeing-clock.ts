/**
 * A clock that is compared with a monotonic one. A machine whose time leaps, by hand, by a virtual machine that was asleep, or by a wrong time
 * server, would stamp records that stay in the log for ever: nothing is stamped until both agree again.
 */
import { EventLogError } from "./event-log.ts";

interface Clocks {
  /** Milliseconds since the epoch. */
  readonly wall: () => number;
  /** Milliseconds since whenever; never set, never backwards. */
  readonly monotonic: () => number;
}

/** Time servers move a clock by fractions of a second, and a leap second by one. */
export const leapMsMax = 60_000;

const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };

/**
 * Gives the time, or throws `log_unavailable` while the two differ by more than `leapMsMax` from how they last agreed. Small corrections are
 * followed, so that they do not add up over months.
 */
export function agreeingClock({ wall, monotonic }: Clocks = systemClocks): () => number {
  let agreedMs = wall() - monotonic();
  return () => {
    const nowMs = wall();
    const differenceMs = nowMs - monotonic();
    const leapMs = differenceMs - agreedMs;
    if (!(Math.abs(leapMs) <= leapMsMax)) throw leapt(leapMs);
    agreedMs = differenceMs;
    return nowMs;
  };
}

function leapt(leapMs: number): EventLogError {
  const seconds = Math.round(Math.abs(leapMs) / 1000);
  return new EventLogError(
    "log_unavailable",
    `The clock of this machine leapt ${leapMs < 0 ? "back" : "ahead"} by ${seconds} s. Nothing is recorded until it is set right again; if it is right now, ` +
      "start this process anew.",
  );
}
