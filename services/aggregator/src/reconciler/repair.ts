/** Publishes anew what differs from the journal: a section of the turn, like a flush, at the cut that stands. */
import type { Store } from "@qorgau/infra/store/store";
import type { Turn } from "../lease/turn.ts";
import { correctionOf } from "../recount/correction.ts";
import type { Wrong } from "../recount/correction.ts";

/** Looks again at the cut that stands, and gives how many rows were published anew. */
export async function repair(store: Store, turn: Turn, wrong: Wrong): Promise<number> {
  let repaired = 0;
  await turn.exclusively(async (standing, publish) => {
    const correction = await correctionOf(store, standing, wrong);
    repaired = correction.corrected;
    if (repaired === 0) return standing;
    await publish(correction.rows);
    return correction.standing;
  });
  return repaired;
}
