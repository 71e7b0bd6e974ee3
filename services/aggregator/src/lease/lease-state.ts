/**
 * What a member knows of the publisher lease, as named states and the transitions between them. Pure: `publisher-lease.ts` queries the store and
 * follows its responses through here.
 *
 *   released ── claimed ──> unknown ── known ──> current ── begun ──> unknown ── sent ──> inDoubt ── responded ──> unknown
 *   any state that is held ── lost ──> released
 */
import type { VersionedCut } from "../tables/published.ts";
import type { ClaimedLease } from "../tables/leases.ts";
import type { HeldLease } from "./claim-lease.ts";

/** Not held. `epoch` is the last one that this member had, 0 where it had none; what another member published may be learned. */
export interface Released {
  readonly name: "released";
  readonly epoch: bigint;
  readonly published: VersionedCut;
}

/** Held by this member, as far as it knows: the store decides with every insert (`mayPublish`). */
export interface Held {
  /**
   * `current`: the published cut is known, and a section may build on it. `unknown`: a section is under way or has failed; the store has responded
   * to every insert, and a new epoch begins before the next section. `inDoubt`: the same, and an insert has had no response, so that the lease may
   * not be released: the next claim waits until the insert cannot happen any more.
   */
  readonly name: "current" | "unknown" | "inDoubt";
  readonly lease: ClaimedLease;
  /** The version that was published when the epoch began. */
  readonly follows: bigint;
  /** The last published cut that this member knows of. */
  readonly published: VersionedCut;
}

export type LeaseState = Released | Held;

export const neverHeld = (published: VersionedCut): Released => ({ name: "released", epoch: 0n, published });

export const isHeld = (state: LeaseState): state is Held => state.name !== "released";
export const epochOfState = (state: LeaseState): bigint => (isHeld(state) ? state.lease.epoch : state.epoch);
/** Whether the store has responded to every insert of the lease. */
export const isQuiet = ({ name }: Held): boolean => name !== "inDoubt";

/** A new epoch has begun: the cut that it follows may still hold blocks that landed late. */
export function claimed({ lease, follows, published }: HeldLease): Held {
  return { name: "unknown", lease, follows, published };
}

/** The published cut has been read, or a block has moved it. An insert that is in doubt stays so until the next epoch. */
export function known(state: Held, published: VersionedCut): Held {
  return { ...state, name: isQuiet(state) ? "current" : "inDoubt", published };
}

/** A section begins, or the published tables were replaced by other means than a block: from here on the published cut is not known. */
export function begun(state: Held): Held {
  return isQuiet(state) ? { ...state, name: "unknown" } : state;
}

/** An insert is under way. */
export function sent(state: Held): Held {
  return { ...state, name: "inDoubt" };
}

/** The insert was applied or refused: nothing of it is under way any more. */
export function responded(state: Held): Held {
  return { ...state, name: "unknown" };
}

/** Released, or claimed by another member. */
export function lost(state: LeaseState): Released {
  return { name: "released", epoch: epochOfState(state), published: state.published };
}

/** What another member published; the same state where that is not later, or this member holds the lease. */
export function learned(state: LeaseState, published: VersionedCut): LeaseState {
  return isHeld(state) || published.version <= state.published.version ? state : { ...state, published };
}
