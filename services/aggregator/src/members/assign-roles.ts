/**
 * Turns the partitions that a member is given into what it does: one thing at a time, another one when they change. While they are being
 * shared out anew it goes on: mostly they stay its own, and what may be published is decided by the lease.
 */
import type { EventLog } from "@qorgau/infra/log/event-log";
import { growingPauses } from "@qorgau/infra/process/retry";
import { WakeSignal } from "@qorgau/infra/log/wake-signal";
import { isTransient, retryPauses } from "../lease/transient-error.ts";

/** The owner of this partition folds. */
const foldingPartition = 0;
/** Another group than the one whose commits tell how far the figures have come. */
export const membersGroup = "aggregator-members";

export interface AssignRolesOptions {
  readonly log: EventLog;
  readonly signal: AbortSignal;
  /** For as long as this member has the partition of the one that folds. */
  readonly fold: (owning: Owning, signal: AbortSignal) => Promise<void>;
  /** Of these partitions, which may be none. */
  readonly journal: (partitions: readonly number[], signal: AbortSignal) => Promise<void>;
}

/** The partition assignment as the leader sees it while it folds. */
export interface Owning {
  /** The partitions that were this member's when it last heard. */
  readonly owned: () => readonly number[];
  /** Resolves at once unless they are being shared out anew; then when it has heard again, or the signal aborts. */
  readonly certain: () => Promise<void>;
}

interface Role {
  readonly name: string;
  end(): Promise<void>;
}

/** Resolves when the signal aborts; rejects with what a role rejects with. */
export async function assignRoles({ log, signal, fold, journal }: AssignRolesOptions): Promise<void> {
  const failing = new AbortController();
  const over = AbortSignal.any([signal, failing.signal]);
  const heard = new WakeSignal();
  let isCertain = false;
  let owned: readonly number[] = [];
  let role: Role | null = null;

  const begin = (name: string, work: (signal: AbortSignal) => Promise<void>): Role => {
    const leaving = new AbortController();
    const done = work(AbortSignal.any([over, leaving.signal])).catch((error: unknown) => failing.abort(error));
    return { name, end: () => (leaving.abort(), done) };
  };
  const owning = (ending: AbortSignal): Owning => ({
    owned: () => owned,
    certain: async () => {
      const isToWait = () => !isCertain && !ending.aborted;
      while (isToWait()) await heard.wait(ending);
    },
  });
  const follow = async (partitions: readonly number[]) => {
    owned = partitions;
    const isLeader = partitions.includes(foldingPartition);
    const name = isLeader ? "fold" : `journal ${partitions.join(",")}`;
    if (role?.name === name) return;
    await role?.end();
    role = begin(name, isLeader ? (ending) => fold(owning(ending), ending) : (ending) => journal(partitions, ending));
  };
  const hear = async (partitions: readonly number[] | null) => {
    isCertain = partitions !== null;
    heard.wake();
    if (partitions !== null) await follow(partitions);
  };

  const pauses = growingPauses(retryPauses);
  while (!over.aborted) {
    try {
      for await (const partitions of log.assignments(membersGroup, { signal: over })) await hear(partitions);
    } catch (error) {
      if (!isTransient(error)) failing.abort(error);
    }
    isCertain = false;
    await pauses.wait(over);
  }
  await (role as Role | null)?.end();
  if (failing.signal.aborted) throw failing.signal.reason;
}
