/**
 * Reads the parts of a statement so that all of them are of one cut. A rebuild exchanges tables under readers, and the store looks up each
 * place of a statement that names a table by itself: of a statement that is being planned meanwhile some parts are of the tables
 * before and some of those after, whose versions mean nothing to one another. So an answer says of which tables it is: the first part is
 * evaluated while the statement is planned, before any other part has found its table; the last is read as it runs, after all
 * have. Where the two differ it is asked again. Both are seen on the node that answers, which in a cluster may be another one each time.
 */
import { growingPauses } from "@qorgau/infra/process/retry";
import type { Store } from "@qorgau/infra/store/store";
import { unavailable } from "./response-error.ts";
import { lateBlocks } from "@qorgau/infra/store/late-versions";
import { snapshotQuery, textsOf } from "./snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "./snapshot-statement.ts";

const identity = "FROM system.tables WHERE database = currentDatabase() AND name = 'published'";

/** A table keeps its UUID through every exchange of names, and no other table ever gets it. */
const tablesBefore: SnapshotPart = {
  name: "tables_before",
  texts: `[toString((SELECT uuid ${identity}))]`,
  from: "",
  parameters: {},
};
const tablesAfter: SnapshotPart = {
  name: "tables_after",
  texts: "[toString(uuid)]",
  from: identity,
  parameters: {},
};

/** Rows of a block that landed late are no part of the cut; whoever publishes counts them again within seconds. */
const latePart: SnapshotPart = {
  name: "late",
  texts: "groupArray(toString(version))",
  from: `FROM ${lateBlocks}`,
  parameters: {},
};

/** Tables change places once in a rebuild: who meets that again and again is told to come back. */
const triesMax = 8;
const pauseLimits = { firstMs: 50, maxMs: 200 };

/**
 * The rows of these parts and of the cut. Rejects with a `StoreError`, or with an `ResponseError` (unavailable) where tables keep changing (QG-0910) or
 * a late block stays among the rows (QG-0911).
 */
export async function readSnapshot(store: Store, parts: readonly SnapshotPart[]): Promise<SnapshotRow[]> {
  const query = snapshotQuery([tablesBefore, latePart, ...parts, tablesAfter]);
  const pauses = growingPauses(pauseLimits);
  let rule: "QG-0910" | "QG-0911" = "QG-0910";
  for (let tries = 0; tries < triesMax; tries += 1) {
    if (tries > 0) await pauses.wait();
    const rows = await store.query(query);
    if (!isOfOneSet(rows)) rule = "QG-0910";
    else if (textsOf(rows, latePart.name).length > 0) rule = "QG-0911";
    else return rows;
  }
  throw unavailable(rule, "");
}

/**
 * What was published when these rows were read: the same tables at the same version hold the same figures, for a repair and a rebuild
 * change one of them although the watermark stays. Null before anything was.
 */
export function publishedVersionOf(rows: readonly SnapshotRow[]): string | null {
  const [table] = textsOf(rows, tablesBefore.name);
  const [, version] = textsOf(rows, "cut");
  return table === undefined || version === undefined ? null : `${table} ${version}`;
}

function isOfOneSet(rows: readonly SnapshotRow[]): boolean {
  const [before] = textsOf(rows, tablesBefore.name);
  const [after] = textsOf(rows, tablesAfter.name);
  return before !== undefined && before === after;
}
