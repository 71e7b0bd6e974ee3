/** Turns the partitions that a member is given into what it does: one thing at a time, another one when they change. */
import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@qorgau/infra/event-log/event-log";
import { isPassing, waitBeforeRetryMs } from "./passing-error.ts";

/** The owner of this partition folds. */
const foldingPartition = 0;
/** Another group than the one whose commits tell how far the figures have come. */
export const membersGroup = "aggregator-members";

export interface ShareRolesOptions {
  readonly log: EventLog;
  readonly signal: AbortSignal;
  /** For as long as this member has the partition of the one that folds; `owned` follows the others that it has. */
  readonly fold: (owned: () => readonly number[], signal: AbortSignal) => Promise<void>;
  /** Of these partitions, which may be none. */
  readonly journal: (partitions: readonly number[], signal: AbortSignal) => Promise<void>;
}

interface Role {
  readonly name: string;
  end(): Promise<void>;
}

/** Resolves when the signal aborts; rejects with what a role rejects with. */
export async function shareRoles({ log, signal, fold, journal }: ShareRolesOptions): Promise<void> {
  const failing = new AbortController();
  const over = AbortSignal.any([signal, failing.signal]);
  let owned: readonly number[] = [];
  let role: Role | null = null;

  const begin = (name: string, work: (signal: AbortSignal) => Promise<void>): Role => {
    const leaving = new AbortController();
    const done = work(AbortSignal.any([over, leaving.signal])).catch((error: unknown) => failing.abort(error));
    return { name, end: () => (leaving.abort(), done) };
  };
  const follow = async (partitions: readonly number[]) => {
    owned = partitions;
    const folds = partitions.includes(foldingPartition);
    const name = folds ? "fold" : `journal ${partitions.join(",")}`;
    if (role?.name === name) return;
    await role?.end();
    role = begin(name, folds ? (ending) => fold(() => owned, ending) : (ending) => journal(partitions, ending));
  };

  while (!over.aborted) {
    try {
      for await (const partitions of log.share(membersGroup, { signal: over })) await follow(partitions);
    } catch (error) {
      if (!isPassing(error)) failing.abort(error);
    }
    await delay(waitBeforeRetryMs, undefined, { signal: over }).catch(() => {});
  }
  await (role as Role | null)?.end();
  if (failing.signal.aborted) throw failing.signal.reason;
}
