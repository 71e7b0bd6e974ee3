/**
 * The role of the leader: it acquires the lease, rebuilds what another version of the program folded, and folds, until the signal aborts. Where
 * another member turns out to hold the lease, it begins anew after a pause, in which a member that is no longer the leader receives its new
 * assignment. During a rebalance it does not claim a lost lease again before the assignment is certain.
 */
import { setTimeout as delay } from "node:timers/promises";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { Logger } from "@qorgau/infra/process/logger";
import { isTransient, retryPauses } from "../lease/transient-error.ts";
import { growingPauses } from "@qorgau/infra/process/retry";
import type { GrowingPauses } from "@qorgau/infra/process/retry";
import type { LeaseLimits } from "../lease/claim-lease.ts";
import type { Rebuild } from "./rebuild.ts";
import { LeaseError } from "../lease/lease-error.ts";
import { isOutdated } from "../lease/publisher-lease.ts";
import type { PublisherLease } from "../lease/publisher-lease.ts";

export interface RunAsLeaderOptions {
  readonly lease: PublisherLease;
  readonly rebuild: Rebuild;
  readonly limits: LeaseLimits;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Resolves at once where this member is certainly the leader, else with the next assignment, or when the signal aborts. */
  readonly certain: () => Promise<void>;
}

/** From a lost lease to the next claim, in milliseconds: another time for each member, lest two take it from one another for ever. */
const pauseMs = ({ limits }: Pick<RunAsLeaderOptions, "limits">) => limits.claimMs * (1 + 2 * Math.random());

/** Resolves when the signal aborts, with the lease released. `fold` ends when the signal aborts, or fails. */
export async function runAsLeader(options: RunAsLeaderOptions, fold: () => Promise<void>): Promise<void> {
  const { lease, logger, signal } = options;
  const pauses = growingPauses(retryPauses);
  try {
    while (!signal.aborted) await leadOnce(options, pauses, fold);
  } finally {
    await lease
      .release()
      .catch((error: unknown) => logger.debug({ err: error }, "the turn could not be given back; the next member waits"));
  }
}

async function leadOnce(options: RunAsLeaderOptions, pauses: GrowingPauses, fold: () => Promise<void>): Promise<void> {
  const { logger, signal } = options;
  try {
    await beginToLead(options);
    await fold();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof LeaseError || isTransient(error))) throw error;
    const isLost = error instanceof LeaseError && !error.retryable;
    logger.warn({ code: error.code }, isLost ? "another member has the turn; this one begins anew" : error.message);
    if (!isLost) return await pauses.wait(signal);
    await delay(pauseMs(options), undefined, { signal }).catch(() => {});
    await options.certain();
  }
}

async function beginToLead({ lease, rebuild, logger, signal }: RunAsLeaderOptions): Promise<void> {
  await lease.acquire(signal);
  if (!isOutdated(lease)) return;
  logger.warn({ fold: lease.published.cut.fold, foldVersion }, "another version of this program folded the figures: they are made anew");
  await rebuild.run();
}
