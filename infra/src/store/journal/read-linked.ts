/** What can influence what a batch changes, or what some records count as. */
import { linkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import { linkKeys, linksOf } from "@qorgau/schemas/cases/links/links";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { idOfCell } from "@qorgau/schemas/rows/published";
import type { Watermark } from "@qorgau/schemas/watermark";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import { statementsOfRecords, recordsOfLinks } from "./journal.ts";
import { linkedStatements } from "./linked-statements.ts";
import type { LinkedOptions, LinkedStatements } from "./linked-statements.ts";
import { effectiveJournal } from "./effective-journal.ts";
import type { KnownKeys } from "./known-keys.ts";

export interface ReadLinkedOptions extends Pick<LinkedOptions, "bounds" | "statementsMax"> {
  /** Absent, or where it does not know: the store is asked for every key. */
  readonly knownKeys?: Pick<KnownKeys, "at">;
}

/** `batch` follows `published` in the log. The result holds both: the batch, and all that is effective at `published` and can influence it. */
export function readLinked(
  store: Store,
  batch: readonly LoggedStatement[],
  published: Watermark,
  { knownKeys, ...options }: ReadLinkedOptions = {},
): Promise<LinkedStatements> {
  const mayHold = knownKeys?.at(published, batch.length) ?? undefined;
  return linkedStatements(effectiveJournal(store, published, mayHold), { records: [], batch, ...options });
}

/** What is effective at the cut and can influence what these records count as: exact for the cases that hold one of them. */
export function readLinkedOfRecords(store: Store, records: readonly bigint[], cut: Watermark): Promise<LinkedStatements> {
  return linkedStatements(effectiveJournal(store, cut), { records });
}

/**
 * The keys of the records that report these cases at the cut, and of these exposure records. By the cells alone, since what a wrong row says of itself may
 * be wrong: what names a case or an exposure record in its cell is the hash of its identity or of its name, whose first eight bytes are the very key by
 * which the journal finds every record that ever reported it.
 */
export async function recordsOfCells(store: Store, cells: readonly string[], cut: Watermark): Promise<bigint[]> {
  const keys = cells.map((cell) => BigInt(`0x${idOfCell(cell).slice(0, 16)}`));
  const holders = await effectiveJournal(store, cut).holders(keys, linkBounds.recordsPerIdentity + 1);
  return [...keys, ...[...holders.values()].flat()];
}

/** As `readLinkedOfRecords`, but with every statement of these records up to the cut, each once, and not only the effective ones. */
export async function historyOfRecords(store: Store, records: readonly bigint[], cut: Watermark): Promise<LinkedStatements> {
  const { statements, limits } = await readLinkedOfRecords(store, records, cut);
  const requested = new Set(records);
  const keys = await mapInPieces(statements, ({ statement }) => linksOf(statement).record);
  const others = statements.filter((_, place) => !requested.has(keys[place]!));
  return { statements: [...others, ...(await statementsOfRecords(store, records, cut))], limits };
}

/**
 * Gives every statement up to the cut of these records and of all that were ever linked to them, for whoever goes through earlier cuts; null
 * where those are more than `recordsMax` records.
 */
export async function everLinked(
  store: Store,
  records: readonly bigint[],
  cut: Watermark,
  recordsMax: number,
): Promise<LoggedStatement[] | null> {
  const statements: LoggedStatement[] = [];
  const keysSeen = new Set<bigint>();
  const recordsSeen = new Set<bigint>();
  for (let fresh = unseen(records, recordsSeen); fresh.length > 0;) {
    if (recordsSeen.size > recordsMax) return null;
    const reported = await statementsOfRecords(store, fresh, cut);
    for (const logged of reported) statements.push(logged);
    const links = await mapInPieces(reported, ({ statement }) => linkKeys(statement));
    const keys = unseen(links.flat(), keysSeen);
    fresh = unseen(await recordsOfLinks(store, keys, recordsMax + recordsSeen.size + 1), recordsSeen);
  }
  return statements;
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
