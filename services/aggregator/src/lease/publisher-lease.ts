/**
 * The publisher lease: one member holds it at a time, and releases it. Flushes, repairs and the exchange of tables each run
 * in a section of their own, one after the other, and each builds on the cut that stands. A section that fails leaves unknown whether its
 * block was published, so the next one begins a new epoch first and asks the store what stands (`claim-lease.ts`).
 */
import { hostname } from "node:os";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut, PublishedRow } from "@qorgau/schemas/rows/published";
import { StoreError } from "@qorgau/infra/store/store";
import { claimLease, nothingPublished } from "./claim-lease.ts";
import type { ClaimOptions, HeldLease, LeaseLimits } from "./claim-lease.ts";
import { mendingBlock } from "../recount/mend-late-blocks.ts";
import { epochRow, lateBlocks } from "../tables/late-blocks.ts";
import { publish } from "../tables/published.ts";
import type { VersionedCut } from "../tables/published.ts";
import { insertRelease, lastLease, mayPublish } from "../tables/leases.ts";
import { LeaseError } from "./lease-error.ts";

/** One block that follows what stands; nothing of it is published where the lease was lost. */
export type Publish = (rows: readonly PublishedRow[]) => Promise<void>;

/** Publishes at most once, and gives what stands after it. */
export type Section = (published: VersionedCut, publish: Publish) => Promise<VersionedCut>;

export interface PublisherLease {
  readonly isHeld: boolean;
  /** What is known to have stood last. Only within a section may anything be built on it. */
  readonly published: VersionedCut;
  /** Grows with every claim: what was prepared in an earlier one may follow another cut than the one that stands. */
  readonly epoch: bigint;
  /** Claims the lease where it is not held. Rejects with `LeaseError` (`turn_lost`) where another member was faster. */
  acquire(signal?: AbortSignal): Promise<void>;
  /**
   * Runs the section when those before it have ended; rejects with what it rejects with, or with a `LeaseError`. `renews`: what stands
   * afterwards was made by other means than a block, so a new epoch begins with the next section.
   */
  exclusively(section: Section, options?: { readonly renews?: boolean }): Promise<VersionedCut>;
  /** Looks for blocks that landed late, and counts their rows again; gives whether there were any. Nothing happens where it is not held. */
  settle(): Promise<boolean>;
  /** What another member published, as far as is known here. */
  learn(published: VersionedCut): void;
  /** Releases the lease once the section under way has ended. Nothing happens where it is not held. */
  release(): Promise<void>;
}

export interface LeaseOptions extends Partial<Omit<ClaimOptions, "store" | "partitions">>, Pick<ClaimOptions, "store" | "partitions"> {
  /** Takes away what the lease before may have left half done, and gives whether there was anything. */
  readonly clear?: () => Promise<boolean>;
  /** Called with every cut once it is visible. */
  readonly onPublished?: (cut: PublishedCut) => unknown;
}

/** A block of 20,000 records takes a second or two to insert. */
export const defaultLimits: LeaseLimits = { publishMs: 10_000, claimMs: 2_000 };

/** The number of the folding code in the cut tells who made what stands; another one's rows may mean something else. */
export function isOutdated({ published }: PublisherLease): boolean {
  return published.cut.fold !== foldVersion;
}

export async function acquireLease(options: LeaseOptions): Promise<PublisherLease> {
  const lease = createLease(options);
  await lease.acquire();
  return lease;
}

export function createLease(options: LeaseOptions): PublisherLease {
  const { store, partitions, clear = async () => false, onPublished = () => {} } = options;
  const claim = claimOptions(options);
  let published: VersionedCut = { cut: nothingPublished(partitions), version: 0n };
  let held: HeldLease["lease"] | null = null;
  let epoch = 0n;
  let follows = 0n;
  // Whether what stands is known, and whether every insert has had its answer.
  let isKnown = false;
  let isQuiet = true;
  let last: Promise<unknown> = Promise.resolve();
  const inLine = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };

  const begin = async (signal = claim.signal) => {
    const before = held === null ? undefined : { lease: held, isQuiet };
    try {
      const taken = await claimLease({ ...claim, signal }, before);
      [held, published, epoch, follows] = [taken.lease, taken.published, taken.lease.epoch, taken.follows];
      isQuiet = true;
      published = await withoutLate(taken.lease, taken.published);
    } catch (error) {
      held = error instanceof LeaseError ? null : held;
      throw error;
    }
    isKnown = true;
    onPublished(published.cut);
  };

  const withoutLate = async (mine: HeldLease["lease"], current: VersionedCut): Promise<VersionedCut> => {
    const late = await lateBlocks(store);
    if (late.length === 0) return current;
    const mending = await mendingBlock(store, current, late);
    await publishNext(mine, mending.rows, late);
    return mending.published;
  };

  const publishNext = async (mine: HeldLease["lease"], rows: readonly PublishedRow[], late: readonly bigint[] = []) => {
    const version = rows.map((row) => BigInt(row.version)).reduce((highest, one) => (one > highest ? one : highest), 0n);
    isQuiet = false;
    try {
      const block = [...rows, epochRow({ epoch, follows }, version)];
      await publish(store, block, mayPublish(mine, published.version, claim.limits.publishMs, late));
    } catch (error) {
      if (!(error instanceof StoreError && error.code === "store_condition")) throw error;
      isQuiet = true;
      if ((await lastLease(store)).owner === mine.owner && (await lateBlocks(store)).length > 0) throw lateBlock(error);
      held = null;
      // Nothing of it is under way any more, as every insert before this one has had its answer, too: whoever claimed need not wait longer.
      await insertRelease(store, mine).catch(() => undefined);
      throw new LeaseError("turn_lost", "another member has the turn; nothing was published", { cause: error });
    }
    isQuiet = true;
  };

  /** What a section that has lost its lease reads is of several cuts, so whatever it says of that means nothing. */
  const explained = async (error: unknown, mine: HeldLease["lease"]) => {
    if (error instanceof LeaseError || error instanceof StoreError) return error;
    if ((await lateBlocks(store)).length > 0) return lateBlock(error);
    if (claim.exclusive) return error;
    if ((await lastLease(store)).owner === mine.owner) return error;
    held = null;
    return new LeaseError("turn_lost", "another member has the turn; nothing was published", { cause: error });
  };

  const run = async (section: Section, renews: boolean) => {
    if (held === null) throw notHeld();
    if (!isKnown) await begin();
    const mine = held;
    isKnown = false;
    try {
      published = await section(published, (rows) => publishNext(mine, rows));
    } catch (error) {
      throw await explained(error, mine);
    }
    isKnown = !renews;
    onPublished(published.cut);
    return published;
  };

  return {
    get isHeld() {
      return held !== null;
    },
    get published() {
      return published;
    },
    get epoch() {
      return epoch;
    },
    acquire: (signal) =>
      inLine(async () => {
        if (held !== null) return;
        await begin(signal);
        // What was left may have come to its end after the lease had begun, so another one begins now that it cannot any more.
        if (await clear()) await begin(signal);
      }),
    exclusively: (section, { renews = false } = {}) => inLine(() => run(section, renews)),
    settle: () =>
      inLine(async () => {
        if (held === null || (await lateBlocks(store)).length === 0) return false;
        await begin();
        return true;
      }),
    learn(seen) {
      if (held !== null || seen.version <= published.version) return;
      published = seen;
      onPublished(published.cut);
    },
    release: () =>
      inLine(async () => {
        const mine = held;
        held = null;
        if (mine !== null && isQuiet && !claim.exclusive) await insertRelease(store, mine);
      }),
  };
}

const lateBlock = (cause: unknown) =>
  new LeaseError("late_block", "a block of an earlier turn has landed late; its rows are counted again first", { cause });
const notHeld = () => new LeaseError("turn_not_held", "another member has the turn to write what is published");

function claimOptions({ store, partitions, ...chosen }: LeaseOptions): ClaimOptions {
  const {
    member = `process ${process.pid} on ${hostname()}`,
    limits = defaultLimits,
    epochMin = 1n,
    signal = new AbortController().signal,
  } = chosen;
  return { store, partitions, member, limits, epochMin, signal, exclusive: chosen.exclusive ?? store.exclusive ?? false };
}
