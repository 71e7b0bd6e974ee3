/** Every exposure statement at or below a cut. There are thousands where there are millions of cases. */
import { statementsOfRecords } from "@qorgau/infra/store/journal/journal";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import { effectiveRevisionsInSteps } from "@qorgau/schemas/cases/order/effective-revision";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { isActiveExposure } from "./domain/explain-exposure.ts";
import type { LoggedExposure } from "./domain/explain-exposure.ts";

/** Returns all statements of all exposure records within the cut, superseded revisions and withdrawals included. Rejects with a `StoreError`. */
export async function exposureStatements(store: Store, cut: Watermark): Promise<LoggedStatement[]> {
  const rows = await store.query({
    sql: "SELECT DISTINCT toString(record_key) AS key FROM journal WHERE entity = 'exposure'",
    row: z.object({ key: z.string() }),
  });
  return statementsOfRecords(
    store,
    rows.map(({ key }) => BigInt(key)),
    cut,
  );
}

/** Returns the effective revision of each exposure record at the cut, without the withdrawn. Rejects with a `StoreError`. */
export async function activeExposures(store: Store, cut: Watermark): Promise<LoggedExposure[]> {
  const effective = await inPieces(effectiveRevisionsInSteps(await exposureStatements(store, cut)));
  return [...effective.values()].map(({ logged }) => logged).filter(isActiveExposure);
}
