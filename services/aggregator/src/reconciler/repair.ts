/** Publishes anew what differs from the journal: a section of the lease, like a flush, at the published cut. */
import type { Store } from "@qorgau/infra/store/store";
import type { PublisherLease } from "../lease/publisher-lease.ts";
import { correctionOf } from "../recount/correction.ts";
import type { Wrong } from "../recount/correction.ts";

/**
 * Counts again at the published cut in a section of the lease, and gives how many rows were published anew. Rejects with what `exclusively` rejects
 * with.
 */
export async function repair(store: Store, lease: PublisherLease, wrong: Wrong): Promise<number> {
  let repaired = 0;
  await lease.exclusively(async (published, publish) => {
    const correction = await correctionOf(store, published, wrong);
    repaired = correction.corrected;
    if (repaired === 0) return published;
    await publish(correction.rows);
    return correction.published;
  });
  return repaired;
}
