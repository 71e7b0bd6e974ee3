/** Journal progress (table `journal_heads`): how far each partition is journalled in an epoch. Members record it, the leader reads it. */
import type { Store } from "@qorgau/infra/store/store";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";

/** Only after all up to there was appended: progress that the journal has not reached would lose what is missing. */
export async function recordJournalProgress(store: Store, epoch: bigint, progress: Watermark): Promise<void> {
  const rows = [...progress].map(([partition, offset]) => ({ generation: epoch.toString(), partition, offset }));
  await store.insert("journal_heads", rows);
}

/** The offset of the last journalled record of each partition; a partition without progress in this epoch is left out. */
export async function readJournalProgress(store: Store, epoch: bigint): Promise<Watermark> {
  const rows = await store.query({
    sql: `SELECT partition, toString(max(journal_heads.offset)) AS head FROM journal_heads
          WHERE generation = {generation:UInt64} GROUP BY partition`,
    params: { generation: epoch.toString() },
    row: z.object({ partition: z.number(), head: z.coerce.number() }),
  });
  return new Map(rows.map(({ partition, head }) => [partition, head]));
}
