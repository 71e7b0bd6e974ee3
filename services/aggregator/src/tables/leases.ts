/** The publisher leases (table `turns`): claimed one after the other, each with a higher epoch (column `generation`), and released. */
import { lateVersions } from "@qorgau/infra/store/late-versions";
import type { InsertCondition, Store } from "@qorgau/infra/store/store";
import { z } from "zod";

/** One claim. Its fencing token is the epoch together with the owner: two claims may have one epoch. */
export interface ClaimedLease {
  readonly epoch: bigint;
  /** Random, another one with every claim. */
  readonly owner: string;
  /** Which process, in words for people. */
  readonly member: string;
}

/** The lease before the first one. */
const noLease: LastLease = { epoch: 0n, owner: "", member: "", isReleased: true };

/** The lease that the store accepts blocks of, whether its owner still lives or not. */
export interface LastLease extends ClaimedLease {
  readonly isReleased: boolean;
}

const lastLeaseRow = z.object({ generation: z.string(), owner: z.string(), member: z.string(), released: z.boolean() });

/** The current lease: that of the highest epoch, and of two with the same epoch that of the greater owner. */
export async function lastLease(store: Store): Promise<LastLease> {
  const [row] = await store.query({
    sql: `SELECT toString(turns.generation) AS generation, owner, any(turns.member) AS member, toBool(max(state = 'released')) AS released
          FROM turns GROUP BY turns.generation, owner ORDER BY turns.generation DESC, owner DESC LIMIT 1`,
    row: lastLeaseRow,
  });
  if (row === undefined) return noLease;
  return { epoch: BigInt(row.generation), owner: row.owner, member: row.member, isReleased: row.released };
}

const currentOwner = "(SELECT argMax(owner, (generation, owner)) FROM turns)";

/**
 * Adds the claim, provided that the lease before it still is the last one: else rejects with `StoreError` (`store_condition`). `limitMs` bounds how
 * much later than the condition its row may appear.
 */
export async function insertClaim(store: Store, claim: ClaimedLease, before: ClaimedLease, limitMs: number): Promise<void> {
  const condition: InsertCondition = { sql: `${currentOwner} = {before:String}`, params: { before: before.owner }, limitMs };
  await store.insertIf(condition, "turns", [leaseRow(claim, "claimed")]);
}

/** Adds the release of a claim. The next claim then waits for no block of it. Rejects with `StoreError`. */
export async function insertRelease(store: Store, lease: ClaimedLease): Promise<void> {
  await store.insert("turns", [leaseRow(lease, "released")]);
}

/** Whether the store holds the release of this very claim, epoch and owner. */
export async function isGivenBack(store: Store, { epoch, owner }: ClaimedLease): Promise<boolean> {
  const rows = await store.query({
    sql: "SELECT 1 AS found FROM turns WHERE generation = {generation:UInt64} AND owner = {owner:String} AND state = 'released' LIMIT 1",
    params: { generation: epoch.toString(), owner },
    row: z.object({ found: z.number() }),
  });
  return rows.length > 0;
}

function leaseRow({ epoch, owner, member }: ClaimedLease, state: "claimed" | "released"): object {
  return { generation: epoch.toString(), owner, state, member, at: new Date().toISOString() };
}

/**
 * The fencing condition of an insert into `published`: the lease is the current one, the published version is the one that the block builds on,
 * and there are no late blocks but those that the holder knows of: what it read before may hold another one's rows.
 */
export function mayPublish(
  { owner }: ClaimedLease,
  versionPublished: bigint,
  limitMs: number,
  late: readonly bigint[] = [],
): InsertCondition {
  return {
    sql: `(${currentOwner} = {owner:String} AND (SELECT max(version) FROM published WHERE grain = 'watermark') = {published:UInt64}
      AND arrayStringConcat(arrayMap(version -> toString(version), ${lateVersions}), ',') = {late:String})`,
    params: { owner, published: versionPublished.toString(), late: late.join(",") },
    limitMs,
  };
}
