/**
 * Reads the parts of a statement so that all of them are of one cut. What looks at one table once is of one set of tables; most requests
 * are read so. A rebuild exchanges tables under readers, and the store looks up each place of a statement that names a table by itself: of
 * a statement that is being planned meanwhile some parts are of the tables before and some of those after, whose versions cannot be compared. So
 * the result of several looks says of which tables it is, in its first part and twice: a scalar is evaluated while the statement is planned,
 * before any other part has found its table; the row is read as it runs, after all have. Where the two differ the statement is repeated. Both
 * are seen on the node that runs it, which in a cluster may be another one each time. Rows of a block that landed late are no part of the
 * cut; whoever publishes counts them again within seconds.
 */
import { retry } from "@qorgau/infra/process/retry";
import type { Store } from "@qorgau/infra/store/store";
import { ResponseError, unavailable } from "./response-error.ts";
import { isBlockLate, oneLookQuery, publishedRow, rowsOfOneLook, snapshotQuery, textsOf } from "./snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "./snapshot-statement.ts";

const identity = "FROM system.tables WHERE database = currentDatabase() AND name = 'published'";

/** A table keeps its UUID through every exchange of names, and no other table ever gets it. */
const tablesPart: SnapshotPart = {
  name: "tables",
  texts: `[toString((SELECT uuid ${identity})), toString(uuid)]`,
  from: identity,
  parameters: {},
};

/** Tables change places once in a rebuild: a caller that meets that more often gets a 503 and may repeat. */
const attempts = { attemptsMax: 8, firstMs: 50, maxMs: 200, isTransient: (error: unknown) => error instanceof ResponseError };

/** Stores with more lease epochs than are judged here; they judge them themselves from then on. */
const judging = new WeakSet<Store>();

/**
 * The rows of these parts and of the cut. Rejects with a `StoreError`, or with a `ResponseError` (unavailable) where tables keep changing (QG-0910) or
 * a late block stays among the rows (QG-0911): 8 tries, with pauses of 25 to 200 milliseconds.
 */
export function readSnapshot(store: Store, parts: readonly SnapshotPart[]): Promise<readonly SnapshotRow[]> {
  return retry(attempts, async () => {
    const rows = (await readInOneLook(store, parts)) ?? (await readInParts(store, parts));
    if (rows === null) throw unavailable("QG-0910", "");
    if (isBlockLate(rows) === true) throw unavailable("QG-0911", "");
    return rows;
  });
}

/** Null where the parts need several looks, or the rows do not tell late blocks. */
async function readInOneLook(store: Store, parts: readonly SnapshotPart[]): Promise<readonly SnapshotRow[] | null> {
  const query = judging.has(store) ? null : oneLookQuery(parts);
  if (query === null) return null;
  const rows = rowsOfOneLook(await store.query(query), parts);
  return rows !== null && isJudged(store, rows) ? rows : null;
}

/** Null where the rows are not all of one set of tables. */
async function readInParts(store: Store, parts: readonly SnapshotPart[]): Promise<readonly SnapshotRow[] | null> {
  const read = () => store.query(snapshotQuery([tablesPart, ...parts], judging.has(store)));
  let rows = await read();
  if (!judging.has(store) && !isJudged(store, rows)) rows = await read();
  return isOfOneSet(rows) ? rows : null;
}

function isJudged(store: Store, rows: readonly SnapshotRow[]): boolean {
  if (isBlockLate(rows) !== null) return true;
  judging.add(store);
  return false;
}

/**
 * What was published when these rows were read: the same version of the same cut holds the same figures, for a repair and a rebuild, which change
 * some although the watermark stays, publish a higher version. Null before anything was.
 */
export function publishedVersionOf(rows: readonly SnapshotRow[]): string | null {
  const published = publishedRow(rows);
  return published === null ? null : `${published.version} ${published.payload}`;
}

function isOfOneSet(rows: readonly SnapshotRow[]): boolean {
  const [before, after] = textsOf(rows, tablesPart.name);
  return before !== undefined && before === after;
}
