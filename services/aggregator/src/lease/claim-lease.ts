/**
 * Claims the publisher lease. What other members may still write is bounded by the store itself (`Store.insertIf`), so that no
 * writer can be paused at a moment that makes it dangerous:
 *
 *   1. look     which lease is the last one
 *   2. claim    a higher epoch, if that still is the last one; from here on no block of another lease is begun
 *   3. wait     until what was begun before has been written or given up: a block of the lease before, unless it was released, and the
 *               claim of somebody who looked at the same time
 *   4. look     whether the claim is the highest; somebody else's may be
 *   5. read     the published cut
 *   6. publish  it anew in this epoch, so that every version of an earlier lease is lower than every version of this one
 *
 * The waiting makes it rare that a block lands later still, as on a disk that stalls, and does not rule it out. Such a block is found by
 * its versions, between what this epoch follows and its first (`tables/late-blocks.ts`): nothing is answered or published until its
 * rows are counted again.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { StoreError } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import { publish, readPublishedCut, watermarkRow } from "../tables/published.ts";
import type { VersionedCut } from "../tables/published.ts";
import { lateBlocks } from "../tables/late-blocks.ts";
import { isQuorumPending } from "../tables/pending-quorum.ts";
import { insertClaim, isGivenBack, lastLease, mayPublish } from "../tables/leases.ts";
import type { ClaimedLease, LastLease } from "../tables/leases.ts";
import { LeaseError } from "./lease-error.ts";

/** How long the store works on an insert before it gives it up. */
export interface LeaseLimits {
  readonly publishMs: number;
  readonly claimMs: number;
}

/** What a claim needs. `member` is stored beside the lease and shown to operators; `limits` bound how long another member may still be writing. */
export interface ClaimOptions {
  readonly store: Store;
  /** How many partitions the log has. */
  readonly partitions: number;
  /** Which process this is, in words for people. */
  readonly member: string;
  readonly limits: LeaseLimits;
  /** Nobody else can write to the store: then there is nothing to wait for. */
  readonly exclusive: boolean;
  /** The least epoch. Of tables that are to replace others it is above every epoch of those. */
  readonly epochMin: bigint;
  readonly signal: AbortSignal;
}

/** What this process had before, where it claims anew. */
export interface Predecessor {
  readonly lease: ClaimedLease;
  /** Whether the store has responded to each of its inserts. */
  readonly isQuiet: boolean;
}

/** A claim that has succeeded: step 6 has published the cut anew in its epoch. */
export interface HeldLease {
  readonly lease: ClaimedLease;
  readonly published: VersionedCut;
  /** The version that was published when it began. */
  readonly follows: bigint;
}

const sequenceBits = 32n;
/** How often a lease that is not released is looked at. */
const lookAgainMs = 200;

/** The epoch of the lease that wrote the version: its upper half. */
export const epochOf = ({ version }: VersionedCut): bigint => version >> sequenceBits;

/**
 * Runs the six steps. `own` is what this member held before. Waits at most 1.25 × `publishMs` + 500 ms for others, longer only while a quorum is
 * pending. Rejects with `LeaseError` (`turn_lost`) where another member was faster, with `StoreError`, and where the signal aborts.
 */
export async function claimLease(options: ClaimOptions, own?: Predecessor): Promise<HeldLease> {
  const { store, limits, epochMin, partitions, member } = options;
  const before = await lastLease(store);
  const following = highest(before.epoch, epochOf((await readPublishedCut(store)) ?? nothingPublishedYet(partitions))) + 1n;
  const claimed: ClaimedLease = { epoch: highest(following, epochMin), owner: randomUUID(), member };
  await lostWhereRefused(insertClaim(store, claimed, before, limits.claimMs));

  if (!options.exclusive) await waitForOthers(options, before, own);
  await waitForQuorum(options);
  if ((await lastLease(store)).owner !== claimed.owner) throw new LeaseError("turn_lost", "another member was faster");

  const current = (await readPublishedCut(store)) ?? nothingPublishedYet(partitions);
  if (epochOf(current) >= claimed.epoch) throw new LeaseError("turn_lost", "the tables changed places meanwhile");
  const follows = followedBy(current);
  const published = { cut: { ...current.cut, follows: follows.toString() }, version: claimed.epoch << sequenceBits };
  const isAllowed = mayPublish(claimed, current.version, limits.publishMs, await lateBlocks(store));
  await lostWhereRefused(publish(store, [watermarkRow(published.cut, published.version)], isAllowed));
  return { lease: claimed, published, follows };
}

/** The last version with figures: an epoch that only claimed has none, and is known by what it followed itself. */
function followedBy({ cut, version }: VersionedCut): bigint {
  const isBareClaim = version === (version >> sequenceBits) << sequenceBits;
  return isBareClaim && cut.follows !== undefined ? BigInt(cut.follows) : version;
}

/** A block of which a majority of the replicas is not known to have it would become visible after this lease has read. */
async function waitForQuorum({ store, signal }: ClaimOptions): Promise<void> {
  while (await isQuorumPending(store)) await delay(lookAgainMs, undefined, { signal });
}

/** A limit may be exceeded by what the store does not interrupt, such as a slow disk at the end. */
const withMargin = (limitMs: number): number => 1.25 * limitMs + 500;

async function waitForOthers({ store, limits, signal }: ClaimOptions, before: LastLease, own?: Predecessor): Promise<void> {
  const startedMs = performance.now();
  const leftMs = (limitMs: number) => withMargin(limitMs) - (performance.now() - startedMs);
  const isOwn = own !== undefined && own.lease.owner === before.owner;
  let isReleased = before.isReleased || (isOwn && own.isQuiet);
  while (!isReleased && leftMs(limits.publishMs) > 0) {
    await delay(Math.max(1, Math.min(lookAgainMs, leftMs(limits.publishMs))), undefined, { signal });
    isReleased = await isGivenBack(store, before);
  }
  await delay(Math.max(0, leftMs(limits.claimMs)), undefined, { signal });
}

async function lostWhereRefused(insert: Promise<void>): Promise<void> {
  try {
    await insert;
  } catch (error) {
    if (!(error instanceof StoreError && error.code === "store_condition")) throw error;
    throw new LeaseError("turn_lost", "another member has the turn", { cause: error });
  }
}

function highest(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

/** The cut before the first block, of a log with so many partitions. */
export const nothingPublished = (partitions: number): PublishedCut => ({
  watermark: "",
  partitions,
  effectiveAt: {},
  fold: foldVersion,
  exposureVersion: "0",
  recordsSinceCut: 0,
});

const nothingPublishedYet = (partitions: number): VersionedCut => ({ cut: nothingPublished(partitions), version: 0n });
