/**
 * The publisher lease: one member holds it at a time, and releases it. Flushes, repairs and the exchange of tables each run
 * in a section of their own, one after the other, and each builds on the published cut. A section that fails leaves unknown whether its
 * block was published, so the next one begins a new epoch first and reads the published cut from the store (`claim-lease.ts`).
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
import { responded, begun, claimed, epochOfState, isHeld, isQuiet, known, learned, lost, neverHeld, sent } from "./lease-state.ts";
import type { Held, LeaseState } from "./lease-state.ts";

/** Publishes one block that follows the published cut. Rejects with `LeaseError` where the lease was lost, and then nothing of it is published. */
export type Publish = (rows: readonly PublishedRow[]) => Promise<void>;

/** Publishes at most once, and gives the published cut after it. */
export type Section = (published: VersionedCut, publish: Publish) => Promise<VersionedCut>;

/**
 * The lease as one member sees it. `acquire`, `exclusively`, `settle` and `release` run one after the other, in the order of their calls; all but
 * `learn` may reject with `StoreError`.
 */
export interface PublisherLease {
  readonly isHeld: boolean;
  /** The last published cut that this member knows of. Only a section may build on it. */
  readonly published: VersionedCut;
  /** Grows with every claim: what was prepared in an earlier one may follow another cut than the published one. */
  readonly epoch: bigint;
  /** Claims the lease where it is not held. Rejects with `LeaseError` (`turn_lost`) where another member was faster. */
  acquire(signal?: AbortSignal): Promise<void>;
  /**
   * Runs the section when those before it have ended; rejects with what it rejects with, or with a `LeaseError`. `renews`: the section replaces
   * what is published by other means than a block, so a new epoch begins with the next section.
   */
  exclusively(section: Section, options?: { readonly renews?: boolean }): Promise<VersionedCut>;
  /** Looks for blocks that landed late, and counts their rows again; gives whether there were any. Nothing happens where it is not held. */
  settle(): Promise<boolean>;
  /** What another member published, as far as is known here. */
  learn(published: VersionedCut): void;
  /** Releases the lease once the section under way has ended. Nothing happens where it is not held. */
  release(): Promise<void>;
}

/** Absent: the process and host as `member`, `defaultLimits`, epochs from 1 on, and `exclusive` as the store says of itself. */
export interface LeaseOptions extends Partial<Omit<ClaimOptions, "store" | "partitions">>, Pick<ClaimOptions, "store" | "partitions"> {
  /** Removes what the lease before may have left half done, and gives whether there was anything. */
  readonly clear?: () => Promise<boolean>;
  /** Called with every cut once it is visible. */
  readonly onPublished?: (cut: PublishedCut) => unknown;
}

/** A block of 20,000 records takes a second or two to insert. */
export const defaultLimits: LeaseLimits = { publishMs: 10_000, claimMs: 2_000 };

/** Whether another version of the folding code made what is published: its rows may mean something else, so that a rebuild comes first. */
export function isOutdated({ published }: PublisherLease): boolean {
  return published.cut.fold !== foldVersion;
}

/**
 * A lease that is held. Rejects with `LeaseError` (`turn_lost`, `late_block`) or `StoreError`; a claim may be in the store by then, and the next
 * one waits for it.
 */
export async function acquireLease(options: LeaseOptions): Promise<PublisherLease> {
  const lease = createLease(options);
  await lease.acquire();
  return lease;
}

/** Works run one after the other, each once the one before has ended in whatever way. */
function oneByOne(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

/** A lease that is not held, with the empty cut at version 0 as the published one, until `acquire` or `learn`. Reads and writes nothing yet. */
export function createLease(options: LeaseOptions): PublisherLease {
  return new Lease(options);
}

class Lease implements PublisherLease {
  readonly #claim: ClaimOptions;
  readonly #clear: () => Promise<boolean>;
  readonly #onPublished: (cut: PublishedCut) => unknown;
  readonly #inLine = oneByOne();
  #state: LeaseState;
  /** What the lease before may have left half done: to be looked at, taken away with an epoch still to begin after it, or nothing. */
  #left: "unknown" | "taken" | "nothing" = "nothing";

  constructor(options: LeaseOptions) {
    this.#claim = claimOptions(options);
    this.#clear = options.clear ?? (async () => false);
    this.#onPublished = options.onPublished ?? (() => {});
    this.#state = neverHeld({ cut: nothingPublished(options.partitions), version: 0n });
  }

  get isHeld(): boolean {
    return isHeld(this.#state);
  }

  get published(): VersionedCut {
    return this.#state.published;
  }

  get epoch(): bigint {
    return epochOfState(this.#state);
  }

  acquire(signal?: AbortSignal): Promise<void> {
    return this.#inLine(async () => {
      if (!this.isHeld) {
        this.#left = "unknown";
        await this.#begin(signal);
      }
      // Whatever fails here is done by the next call: the lease is held by then, and what was left may still be there.
      if (this.#left === "unknown") this.#left = (await this.#clear()) ? "taken" : "nothing";
      // What was left may have come to its end after the lease had begun, so another one begins now that it cannot any more.
      if (this.#left === "taken") await this.#begin(signal);
      this.#left = "nothing";
    });
  }

  exclusively(section: Section, { renews = false }: { readonly renews?: boolean } = {}): Promise<VersionedCut> {
    return this.#inLine(() => this.#run(section, renews));
  }

  settle(): Promise<boolean> {
    return this.#inLine(async () => {
      if (!this.isHeld || (await lateBlocks(this.#claim.store)).length === 0) return false;
      await this.#begin();
      return true;
    });
  }

  learn(seen: VersionedCut): void {
    const before = this.#state;
    this.#state = learned(before, seen);
    if (this.#state !== before) this.#onPublished(seen.cut);
  }

  release(): Promise<void> {
    return this.#inLine(async () => {
      const before = this.#state;
      this.#state = lost(before);
      if (isHeld(before) && isQuiet(before) && !this.#claim.exclusive) await insertRelease(this.#claim.store, before.lease);
    });
  }

  async #begin(signal = this.#claim.signal): Promise<void> {
    const before = isHeld(this.#state) ? { lease: this.#state.lease, isQuiet: isQuiet(this.#state) } : undefined;
    try {
      const held = claimed(await claimLease({ ...this.#claim, signal }, before));
      this.#state = held;
      const published = await this.#withoutLate(held);
      this.#state = known(this.#heldState(), published);
    } catch (error) {
      // Another late block is no reason to lose the lease: the next epoch counts its rows again.
      if (error instanceof LeaseError && !error.retryable) this.#state = lost(this.#state);
      throw error;
    }
    this.#onPublished(this.published.cut);
  }

  async #withoutLate({ published }: Held): Promise<VersionedCut> {
    const { store } = this.#claim;
    const late = await lateBlocks(store);
    if (late.length === 0) return published;
    const mending = await mendingBlock(store, published, late);
    await this.#publishNext(mending.rows, late);
    return mending.published;
  }

  async #publishNext(rows: readonly PublishedRow[], late: readonly bigint[] = []): Promise<void> {
    const { store, limits } = this.#claim;
    const held = this.#heldState();
    const { lease, follows, published } = held;
    const version = rows.map((row) => BigInt(row.version)).reduce((highest, one) => (one > highest ? one : highest), 0n);
    this.#state = sent(held);
    try {
      const block = [...rows, epochRow({ epoch: lease.epoch, follows }, version)];
      await publish(store, block, mayPublish(lease, published.version, limits.publishMs, late));
    } catch (error) {
      if (!(error instanceof StoreError && error.code === "store_condition")) throw error;
      this.#state = responded(held);
      if ((await lastLease(store)).owner === lease.owner && (await lateBlocks(store)).length > 0) throw lateBlock(error);
      this.#state = lost(held);
      // The store has responded to this insert and to every one before it: the member that claimed the lease need not wait longer.
      await insertRelease(store, lease).catch(() => undefined);
      throw leaseLost(error);
    }
    this.#state = responded(held);
  }

  async #run(section: Section, renews: boolean): Promise<VersionedCut> {
    if (!this.isHeld) throw notHeld();
    if (this.#state.name !== "current") await this.#begin();
    const { lease } = (this.#state = begun(this.#heldState()));
    try {
      const published = await section(this.published, (rows) => this.#publishNext(rows));
      const after = known(this.#heldState(), published);
      this.#state = renews ? begun(after) : after;
    } catch (error) {
      throw await this.#explained(error, lease);
    }
    this.#onPublished(this.published.cut);
    return this.published;
  }

  /** What a section that has lost its lease reads is of several cuts, so whatever it says of that means nothing. */
  async #explained(error: unknown, { owner }: HeldLease["lease"]): Promise<unknown> {
    const { store, exclusive } = this.#claim;
    if (error instanceof LeaseError || error instanceof StoreError) return error;
    if ((await lateBlocks(store)).length > 0) return lateBlock(error);
    if (exclusive || (await lastLease(store)).owner === owner) return error;
    this.#state = lost(this.#state);
    return leaseLost(error);
  }

  #heldState(): Held {
    if (!isHeld(this.#state)) throw notHeld();
    return this.#state;
  }
}

const leaseLost = (cause: unknown) => new LeaseError("turn_lost", "another member has the turn; nothing was published", { cause });
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
