/** Every exposure statement at or below a cut. There are thousands where there are millions of cases. */
import { cutParameters, journaledStatement, loggedStatement, statementColumns, withinCut } from "@qorgau/infra/store/journal/journal";
import { inPieces, mapInPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import { effectiveRevisionsInSteps } from "@qorgau/schemas/cases/order/effective-revision";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { createRecentResults } from "../past/recent-results.ts";
import type { RecentResults } from "../past/recent-results.ts";
import { isActiveExposure } from "./domain/explain-exposure.ts";
import type { LoggedExposure } from "./domain/explain-exposure.ts";

type Statements = readonly LoggedStatement[];

/** They are scattered over the whole journal, so that to read them costs as much as to read all of it: those of the last cuts are remembered. */
const remembered = new WeakMap<Store, RecentResults<Statements>>();
const setsMax = 4;
const bytesMax = 64 * 2 ** 20;
/** About what a statement takes in memory. */
const bytesPerStatement = 3_000;

function rememberedOf(store: Store): RecentResults<Statements> {
  const known = remembered.get(store);
  if (known !== undefined) return known;
  const fresh = createRecentResults<Statements>(setsMax, { bytesOf: (statements) => statements.length * bytesPerStatement, bytesMax });
  remembered.set(store, fresh);
  return fresh;
}

/** Returns all statements of all exposure records within the cut, superseded revisions and withdrawals included. Rejects with a `StoreError`. */
export async function exposureStatements(store: Store, cut: Watermark): Promise<Statements> {
  if (cut.size === 0) return [];
  return rememberedOf(store).get(await placesOf(store, cut), () => readStatements(store, cut));
}

/** Tells the sets of their places in the log apart: what is at a place never changes. */
async function placesOf(store: Store, cut: Watermark): Promise<string> {
  const [row] = await store.query({
    sql: `SELECT toString(count()) AS places, toString(sum(reinterpretAsUInt128(sipHash128(partition, offset)))) AS digest
          FROM (SELECT DISTINCT partition, offset FROM journal WHERE entity = 'exposure' AND ${withinCut})`,
    params: cutParameters(cut),
    row: z.object({ places: z.string(), digest: z.string() }),
  });
  return `${row?.places} ${row?.digest}`;
}

async function readStatements(store: Store, cut: Watermark): Promise<Statements> {
  const rows = await store.query({
    sql: `SELECT ${statementColumns} FROM journal WHERE entity = 'exposure' AND ${withinCut} LIMIT 1 BY partition, offset`,
    params: cutParameters(cut),
    row: journaledStatement,
  });
  return mapInPieces(rows, loggedStatement);
}

/** Returns the effective revision of each exposure record at the cut, without the withdrawn. Rejects with a `StoreError`. */
export async function activeExposures(store: Store, cut: Watermark): Promise<LoggedExposure[]> {
  const effective = await inPieces(effectiveRevisionsInSteps(await exposureStatements(store, cut)));
  return [...effective.values()].map(({ logged }) => logged).filter(isActiveExposure);
}
