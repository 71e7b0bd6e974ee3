/** How much each caller may ask and send, and how often it may say a wrong token. */
import { setTimeout as delay } from "node:timers/promises";
import { createRateBudget } from "./rate-budget.ts";
import type { RateBudget } from "./rate-budget.ts";

/** Units in a minute for each caller; 0: without bound. */
export interface RateLimits {
  readonly reads: number;
  /** Questions whose answers are worked out from records, one after the other. */
  readonly dearReads: number;
  readonly events: number;
  /** Wrong tokens from one address. */
  readonly failedAuthentications: number;
}

/** Ten times what a page that follows figures asks, and more than an insurer's whole file of a million events takes of the time that it needs. */
export const defaultRateLimits: RateLimits = { reads: 12_000, dearReads: 1_200, events: 600_000, failedAuthentications: 30 };
export const noRateLimits: RateLimits = { reads: 0, dearReads: 0, events: 0, failedAuthentications: 0 };

export const budgetNames = ["reads", "dearReads", "events"] as const;
export type BudgetName = (typeof budgetNames)[number];

const windowSeconds = 60;

const budgetOf = (units: number): RateBudget | null => (units === 0 ? null : createRateBudget({ units, windowSeconds }));

/** Null: without bound. */
export type RateBudgets = Readonly<Record<BudgetName, RateBudget | null>>;

export function createRateBudgets({ reads, dearReads, events }: RateLimits): RateBudgets {
  return { reads: budgetOf(reads), dearReads: budgetOf(dearReads), events: budgetOf(events) };
}

/** So many wrong tokens in a row are told at once, as a mistake is; each further one is told later, */
const failuresAtOnce = 5;
const firstPauseMs = 100;
/** at most so much. */
const longestPauseMs = 3_200;

/** Bounds on wrong tokens by address. A right one gets in whatever others at its address did: behind one address are many. */
export interface FailedAuthentications {
  /** Counts one, and waits the longer the more there were. Gives the seconds after which the address may try again; 0: it may at once. */
  failed(address: string, leaving?: AbortSignal): Promise<number>;
}

/** With `perMinute` 0 nothing is counted. `wait` is for tests. */
export function createFailedAuthentications(
  perMinute: number,
  wait: (ms: number, leaving?: AbortSignal) => Promise<void> = pause,
): FailedAuthentications {
  const budget = budgetOf(perMinute);
  return {
    async failed(address, leaving) {
      if (budget === null) return 0;
      const { left, waitMs } = budget.charge(address, 1);
      if (waitMs > 0) return Math.ceil(waitMs / 1000);
      const pauses = perMinute - left - failuresAtOnce;
      if (pauses > 0) await wait(Math.min(longestPauseMs, firstPauseMs * 2 ** (pauses - 1)), leaving);
      return 0;
    },
  };
}

const pause = (ms: number, signal?: AbortSignal) =>
  delay(ms, undefined, signal === undefined ? { ref: false } : { ref: false, signal }).catch(() => undefined);
