/**
 * Inserts of which a cluster does not know yet whether a majority of the replicas has them. Readers leave such a part out until it is
 * so, and then see it, however much later: Keeper names it meanwhile at `<table>/quorum/status` (`insert_quorum_parallel = 0`).
 */
import type { Store } from "@qorgau/infra/store/store";
import { z } from "zod";

const tables = ["published", "turns"];

/** Whether any such insert into what a claim reads is pending. Never on one server. Needs the rights to read `system.replicas` and `system.zookeeper`. */
export async function isQuorumPending(store: Store): Promise<boolean> {
  if (store.cluster === undefined) return false;
  const replicas = await store.query({
    sql: "SELECT concat(zookeeper_path, '/quorum') AS path FROM system.replicas WHERE database = currentDatabase() AND table IN {tables:Array(String)}",
    params: { tables },
    row: z.object({ path: z.string() }),
  });
  for (const { path } of replicas) {
    const pending = await store.query({
      sql: "SELECT value AS part FROM system.zookeeper WHERE path = {path:String} AND name = 'status'",
      params: { path },
      row: z.object({ part: z.string() }),
    });
    if (pending.length > 0) return true;
  }
  return false;
}
