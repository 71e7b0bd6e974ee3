/**
 * Budgets by caller: so many units in a window, given back evenly as time passes (the generic cell rate algorithm of ITU-T I.371). A caller is one
 * number, the time at which its budget is whole again; no timers, and as many callers as are remembered.
 */

/** So many units in so many seconds; a caller that was quiet for the window may take all of them at once. */
export interface Quota {
  readonly units: number;
  readonly windowSeconds: number;
}

/** A caller's budget as it is now. */
export interface Balance {
  /** Whole units that may be taken at once; 0 where the caller is in debt. */
  readonly left: number;
  /** Until the budget is whole again. */
  readonly wholeInSeconds: number;
  /** Until what was asked for is there; 0: it is. */
  readonly waitMs: number;
}

/** Callers that are remembered of each budget: some megabytes. Those that were seen longest ago are forgotten first, which gives them a whole one. */
const callersMax = 20_000;
/** A debt does not grow beyond this many windows: whoever goes on all the same waits so long after the last attempt. */
const debtWindowsMax = 15;

export interface RateBudget {
  readonly quota: Quota;
  /** Takes the units where they are there, and nothing otherwise. */
  take(caller: string, units: number): Balance;
  /** Takes the units in any case: `waitMs` is the time until the caller is out of debt. */
  charge(caller: string, units: number): Balance;
  /** Looks whether the units are there. */
  look(caller: string, units: number): Balance;
}

/** `now` gives milliseconds of a clock that only moves forward. */
export function createRateBudget(quota: Quota, { now = () => performance.now(), remembered = callersMax } = {}): RateBudget {
  const windowMs = 1000 * quota.windowSeconds;
  const unitMs = windowMs / quota.units;
  // A map keeps the order in which keys were set: the first is the one that was seen longest ago.
  const wholeAt = new Map<string, number>();

  const dueOf = (caller: string, nowMs: number) => Math.max(nowMs, wholeAt.get(caller) ?? 0) - nowMs;
  const balanceOf = (dueMs: number, waitMs: number): Balance => ({
    // What floating point takes away of a whole unit is given back.
    left: Math.max(0, Math.floor((windowMs - dueMs) / unitMs + 1e-6)),
    wholeInSeconds: Math.ceil(dueMs / 1000),
    waitMs: Math.max(0, waitMs),
  });
  const remember = (caller: string, atMs: number) => {
    wholeAt.delete(caller);
    wholeAt.set(caller, atMs);
    for (const [oldest] of wholeAt) {
      if (wholeAt.size <= remembered) return;
      wholeAt.delete(oldest);
    }
  };
  const waitOf = (dueMs: number, units: number) => {
    const waitMs = dueMs + units * unitMs - windowMs;
    return waitMs < 1e-6 * unitMs ? 0 : waitMs;
  };
  return {
    quota,
    take(caller, units) {
      const nowMs = now();
      const dueMs = dueOf(caller, nowMs);
      const waitMs = waitOf(dueMs, units);
      if (waitMs > 0) return balanceOf(dueMs, waitMs);
      remember(caller, nowMs + dueMs + units * unitMs);
      return balanceOf(dueMs + units * unitMs, 0);
    },
    charge(caller, units) {
      const nowMs = now();
      const dueMs = Math.min(dueOf(caller, nowMs) + units * unitMs, (1 + debtWindowsMax) * windowMs);
      remember(caller, nowMs + dueMs);
      return balanceOf(dueMs, waitOf(dueMs, 0));
    },
    look(caller, units) {
      const dueMs = dueOf(caller, now());
      return balanceOf(dueMs, waitOf(dueMs, units));
    },
  };
}
