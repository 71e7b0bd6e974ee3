/**
 * All statements that can have a say in what a batch changes. Two records that can influence each other share a link key (see
 * `schemas/src/cases/links.ts`), so following keys to records and records to keys until nothing new turns up gives a closed set.
 */
import { linkKeys, recordKey } from "@qorgau/schemas/cases/links";
import type { LoggedStatement } from "@qorgau/schemas/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { Store } from "../store/store.ts";
import { recordsOfLinks, statementsOfRecords } from "./journal.ts";

/** `batch` follows `published` in the log and stands in the journal already; the answer holds both. */
export async function closureOf(store: Store, batch: readonly LoggedStatement[], published: Watermark): Promise<LoggedStatement[]> {
  const records = batch.map(({ statement }) => recordKey(statement));
  return [...batch, ...(await close(store, records, batch, published))];
}

/** All statements at or below the cut that can have a say in what these records tell. */
export function closureOfRecords(store: Store, records: readonly bigint[], cut: Watermark): Promise<LoggedStatement[]> {
  return close(store, records, [], cut);
}

async function close(
  store: Store,
  first: readonly bigint[],
  known: readonly LoggedStatement[],
  cut: Watermark,
): Promise<LoggedStatement[]> {
  const closed: LoggedStatement[] = [];
  const keysSeen = new Set<bigint>();
  const recordsSeen = new Set<bigint>();
  let keys = newKeys(known, keysSeen);
  let records = unseen(first, recordsSeen);
  while (records.length > 0 || keys.length > 0) {
    records.push(...unseen(await recordsOfLinks(store, keys), recordsSeen));
    const statements = await statementsOfRecords(store, records, cut);
    for (const statement of statements) closed.push(statement);
    keys = newKeys(statements, keysSeen);
    records = [];
  }
  return closed;
}

function newKeys(statements: readonly LoggedStatement[], seen: Set<bigint>): bigint[] {
  return unseen(
    statements.flatMap(({ statement }) => linkKeys(statement)),
    seen,
  );
}

function unseen(keys: readonly bigint[], seen: Set<bigint>): bigint[] {
  const fresh: bigint[] = [];
  for (const key of keys) {
    if (seen.has(key)) continue;
    seen.add(key);
    fresh.push(key);
  }
  return fresh;
}
