/**
 * Reads the parts of a statement so that all of them are of one cut. A rebuild exchanges tables under readers, and the store looks up each
 * place of a statement that names a table by itself: of a statement that is being planned meanwhile some parts are of the tables
 * before and some of those after, whose versions cannot be compared. So a result says of which tables it is, in its first part and
 * twice: a scalar is evaluated while the statement is planned, before any other part has found its table; the row is read as it runs, after
 * all have. Where the two differ the statement is repeated. Both are seen on the node that runs it, which in a cluster may be another one each time.
 * Rows of a block that landed late are no part of the cut; whoever publishes counts them again within seconds.
 */
import { retry } from "@qorgau/infra/process/retry";
import type { Store } from "@qorgau/infra/store/store";
import { ResponseError, unavailable } from "./response-error.ts";
import { isBlockLate, publishedRow, snapshotQuery, textsOf } from "./snapshot-statement.ts";
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

/**
 * The rows of these parts and of the cut. Rejects with a `StoreError`, or with a `ResponseError` (unavailable) where tables keep changing (QG-0910) or
 * a late block stays among the rows (QG-0911): 8 tries, with pauses of 25 to 200 milliseconds.
 */
export function readSnapshot(store: Store, parts: readonly SnapshotPart[]): Promise<SnapshotRow[]> {
  const query = snapshotQuery([tablesPart, ...parts]);
  return retry(attempts, async () => {
    const rows = await store.query(query);
    if (!isOfOneSet(rows)) throw unavailable("QG-0910", "");
    if (isBlockLate(rows)) throw unavailable("QG-0911", "");
    return rows;
  });
}

/**
 * What was published when these rows were read: the same tables at the same version hold the same figures, for a repair and a rebuild
 * change one of them although the watermark stays. Null before anything was.
 */
export function publishedVersionOf(rows: readonly SnapshotRow[]): string | null {
  const [table] = textsOf(rows, tablesPart.name);
  const published = publishedRow(rows);
  return table === undefined || published === null ? null : `${table} ${published.version}`;
}

function isOfOneSet(rows: readonly SnapshotRow[]): boolean {
  const [before, after] = textsOf(rows, tablesPart.name);
  return before !== undefined && before === after;
}
