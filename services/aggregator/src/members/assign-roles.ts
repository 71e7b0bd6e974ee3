/**
 * Makes a role of the partition assignment of a member: one role at a time, another one when the assignment changes. During a rebalance the role
 * goes on: mostly the partitions stay with the member, and the lease decides what may be published.
 */
import type { EventLog } from "@qorgau/infra/log/event-log";
import { growingPauses } from "@qorgau/infra/process/retry";
import { WakeSignal } from "@qorgau/infra/log/wake-signal";
import { isTransient, retryPauses } from "../lease/transient-error.ts";

/** The owner of this partition is the leader. */
const foldingPartition = 0;
/** Another consumer group than the one whose commits say how far the figures are. */
export const membersGroup = "aggregator-members";

export interface AssignRolesOptions {
  readonly log: EventLog;
  readonly signal: AbortSignal;
  /** The role of the leader, for as long as this member has its partition. */
  readonly fold: (owning: Owning, signal: AbortSignal) => Promise<void>;
  /** The role of every other member, for these partitions, which may be none. */
  readonly journal: (partitions: readonly number[], signal: AbortSignal) => Promise<void>;
}

/** The partition assignment as the leader sees it while it folds. */
export interface Owning {
  /** The partitions of the last assignment. */
  readonly owned: () => readonly number[];
  /** Resolves at once unless a rebalance is under way; then with the next assignment, or when the signal aborts. */
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
