/** The turns to write what is published: claimed one after the other, each with a higher generation, and given back. */
import { lateVersions } from "@qorgau/infra/store/late-versions";
import type { InsertCondition, Store } from "@qorgau/infra/store/store";
import { z } from "zod";

export interface ClaimedTurn {
  readonly generation: bigint;
  /** Random, another one with every claim. */
  readonly owner: string;
  /** Which process, in words for people. */
  readonly member: string;
}

/** What all turns before the first one are taken for. */
const noTurn: LastTurn = { generation: 0n, owner: "", member: "", isReleased: true };

export interface LastTurn extends ClaimedTurn {
  readonly isReleased: boolean;
}

const lastTurnRow = z.object({ generation: z.string(), owner: z.string(), member: z.string(), released: z.boolean() });

/** The turn that stands: that of the highest generation, and of two with the same one that of the greater owner. */
export async function lastTurn(store: Store): Promise<LastTurn> {
  const [row] = await store.query({
    sql: `SELECT toString(turns.generation) AS generation, owner, any(turns.member) AS member, toBool(max(state = 'released')) AS released
          FROM turns GROUP BY turns.generation, owner ORDER BY turns.generation DESC, owner DESC LIMIT 1`,
    row: lastTurnRow,
  });
  if (row === undefined) return noTurn;
  return { generation: BigInt(row.generation), owner: row.owner, member: row.member, isReleased: row.released };
}

const standingOwner = "(SELECT argMax(owner, (generation, owner)) FROM turns)";

/** Adds the claim, provided that the turn before it still is the last one. */
export async function insertClaim(store: Store, claim: ClaimedTurn, before: ClaimedTurn, limitMs: number): Promise<void> {
  const condition: InsertCondition = { sql: `${standingOwner} = {before:String}`, params: { before: before.owner }, limitMs };
  await store.insertIf(condition, "turns", [turnRow(claim, "claimed")]);
}

export async function insertRelease(store: Store, turn: ClaimedTurn): Promise<void> {
  await store.insert("turns", [turnRow(turn, "released")]);
}

export async function isGivenBack(store: Store, { generation, owner }: ClaimedTurn): Promise<boolean> {
  const rows = await store.query({
    sql: "SELECT 1 AS found FROM turns WHERE generation = {generation:UInt64} AND owner = {owner:String} AND state = 'released' LIMIT 1",
    params: { generation: generation.toString(), owner },
    row: z.object({ found: z.number() }),
  });
  return rows.length > 0;
}

function turnRow({ generation, owner, member }: ClaimedTurn, state: "claimed" | "released"): object {
  return { generation: generation.toString(), owner, state, member, at: new Date().toISOString() };
}

/**
 * What an insert of the turn into `published` depends on: that the turn stands, that what stands is what the turn builds on, and that of
 * late blocks there are only those that the turn knows of: what was read before may hold another one's rows.
 */
export function mayPublish(
  { owner }: ClaimedTurn,
  standingVersion: bigint,
  limitMs: number,
  late: readonly bigint[] = [],
): InsertCondition {
  return {
    sql: `(${standingOwner} = {owner:String} AND (SELECT max(version) FROM published WHERE grain = 'watermark') = {standing:UInt64}
      AND arrayStringConcat(arrayMap(version -> toString(version), ${lateVersions}), ',') = {late:String})`,
    params: { owner, standing: standingVersion.toString(), late: late.join(",") },
    limitMs,
  };
}
