/** What is stated of the workers of single enterprises, as it is effective at a cut. */
import type { ExposureStatement } from "@qorgau/schemas/events/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { Store } from "../store.ts";
import { effectiveStatements } from "./effective-statements.ts";

/**
 * The effective statement of each exposure record at the cut that names an employer and is not withdrawn, at most `limit` of them, in no order. Order and
 * repetition of the log change nothing. Rejects with a `StoreError`.
 */
export function employerExposures(store: Store, limit: number, cut: Watermark): Promise<ExposureStatement[]> {
  return effectiveStatements(store, { entity: "exposure", condition: "JSONHas(stated, 'data', 'employer')", limit }, cut);
}
