/**
 * The journal at a cut: the effective statement of each record, and the active records. The engine passes over superseded statements and looks at
 * a few narrow columns of them: however often a record was corrected, one statement of it is read.
 */
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import { cutParameters, journaledStatement, loggedStatement, statementColumns, withinCut } from "./journal.ts";

/** Reads of the journal at one cut. Keys are read 20,000 at a time. Every method rejects with a StoreError. */
export interface EffectiveJournal {
  /** The effective statements of these records; a record that is not known at the cut is left out. */
  statements(records: readonly bigint[]): Promise<LoggedStatement[]>;
  /**
   * For each key the records whose effective statement holds it, in the order of their keys, at most `limit` of them. Records that held it
   * once are not among them.
   */
  holders(keys: readonly bigint[], limit: number): Promise<Map<bigint, bigint[]>>;
  /** The groups (`SameAsLink.group`) of records that ever named one of these. */
  groupsNaming(records: readonly bigint[]): Promise<bigint[]>;
  /** The records that hold one of the keys with all their link keys, at most `limit` of them: one look at what many looks would find. */
  linksOfHolders(keys: readonly bigint[], limit: number): Promise<{ readonly record: bigint; readonly keys: readonly bigint[] }[]>;
}

/** Bounds a statement, and what its response holds in memory. */
const keysPerStatement = 20_000;
const isStatement = "entity NOT IN ('tick', 'release', 'unknown')";
/** Of two contents of one revision the greater is effective, of two repetitions the first in the log. */
const strongest = "(revision, content, -toInt64(offset))";

const headRow = z.object({
  record: z.string(),
  partition: z.number(),
  offset: z.string(),
  known_ms: z.coerce.number(),
  conflict: z.number(),
});

/**
 * Reads nothing yet. With an empty cut every result is empty. `groupsNaming` does not look at the cut otherwise:
 * it finds names that were given later, too.
 */
export function effectiveJournal(store: Store, cut: Watermark): EffectiveJournal {
  const parameters = cutParameters(cut);
  const inParts = async <Row>(keys: readonly bigint[], read: (part: readonly bigint[]) => Promise<Row[]>): Promise<Row[]> => {
    const rows: Row[] = [];
    for (let from = 0; from < keys.length && cut.size > 0; from += keysPerStatement) {
      for (const row of await read(keys.slice(from, from + keysPerStatement))) rows.push(row);
    }
    return rows;
  };
  return {
    statements: (records) => inParts(records, (part) => readStatements(store, part, parameters)),
    async holders(keys, limit) {
      const found = new Map<bigint, bigint[]>();
      const candidates = await inParts(keys, (part) => readCandidates(store, { keys: part, after: 0n, looked: 2 * limit }, parameters));
      for (const [key, rows] of Map.groupBy(candidates, (row) => row.key)) {
        const holders = rows.filter(({ holds }) => holds).map(({ record }) => record);
        // Most of those that were looked at held it once only: the next ones may hold it still.
        for (let last = rows; last.length === 2 * limit && holders.length < limit;) {
          last = await readCandidates(store, { keys: [key], after: last.at(-1)!.record, looked: 2 * limit }, parameters);
          for (const { record, holds } of last) if (holds) holders.push(record);
        }
        if (holders.length > 0) found.set(key, holders.slice(0, limit));
      }
      return found;
    },
    groupsNaming: (records) => inParts(records, (part) => readGroups(store, part)),
    linksOfHolders: (keys, limit) => inParts(keys, (part) => readLinks(store, { keys: part, limit }, parameters)),
  };
}

type CutParameters = ReturnType<typeof cutParameters>;

async function readStatements(store: Store, records: readonly bigint[], cut: CutParameters): Promise<LoggedStatement[]> {
  const latest = await store.query({
    sql: `
      SELECT toString(record_key) AS record, argMax(place, revision).1 AS partition, toString(argMax(place, revision).2) AS offset,
             min(known) AS known_ms, toUInt8(argMax(contents, revision) > 1) AS conflict
      FROM (
        SELECT record_key, record_check, revision, argMax((partition, offset), (content, -toInt64(offset))) AS place,
               uniqExact(content) AS contents, min(toUnixTimestamp64Milli(effective_at)) AS known
        FROM journal
        WHERE record_key IN {keys:Array(UInt64)} AND ${isStatement} AND ${withinCut}
        GROUP BY record_key, record_check, revision)
      GROUP BY record_key, record_check`,
    params: { keys: records.map(String), ...cut },
    row: headRow,
  });
  if (latest.length === 0) return [];
  const rows = await store.query({
    sql: `
      SELECT ${statementColumns}
      FROM journal
      WHERE (record_key, partition, offset) IN (
        SELECT arrayJoin(arrayZip({records:Array(UInt64)}, {places:Array(UInt16)}, {effective:Array(UInt64)})))
      LIMIT 1 BY partition, offset`,
    params: {
      records: latest.map(({ record }) => record),
      places: latest.map(({ partition }) => partition),
      effective: latest.map(({ offset }) => offset),
    },
    row: journaledStatement,
  });
  const placeOf = ({ partition, offset }: { readonly partition: number; readonly offset: number | string }) => `${partition}:${offset}`;
  const headAt = new Map(latest.map((head) => [placeOf(head), head]));
  return mapInPieces(rows, (row) => {
    const { known_ms, conflict } = headAt.get(placeOf(row))!;
    return { ...loggedStatement(row), superseded: { knownSince: new Date(known_ms).toISOString(), conflict: conflict === 1 } };
  });
}

interface Candidate {
  readonly key: bigint;
  readonly record: bigint;
  /** Whether its effective statement holds the key. */
  readonly holds: boolean;
}

interface CandidateRange {
  readonly keys: readonly bigint[];
  /** Records above this one only. */
  readonly after: bigint;
  /** The most records of each key. */
  readonly looked: number;
}

/** Records that ever held one of the keys. */
async function readCandidates(store: Store, { keys, after, looked }: CandidateRange, cut: CutParameters): Promise<Candidate[]> {
  const rows = await store.query({
    sql: `
      WITH candidates AS (
        SELECT link_key, record_key FROM links
        WHERE link_key IN {keys:Array(UInt64)} AND record_key > {after:UInt64}
        GROUP BY link_key, record_key
        ORDER BY link_key, record_key
        LIMIT {looked:UInt32} BY link_key)
      SELECT toString(candidates.link_key) AS key, toString(candidates.record_key) AS record, has(effective.held, candidates.link_key) AS holds
      FROM candidates
      LEFT JOIN (
        SELECT record_key, groupUniqArrayArray(keys) AS held
        FROM (
          SELECT record_key, argMax(link_keys, ${strongest}) AS keys
          FROM journal
          WHERE record_key IN (SELECT record_key FROM candidates) AND ${isStatement} AND ${withinCut}
          GROUP BY record_key, record_check)
        GROUP BY record_key) AS effective ON effective.record_key = candidates.record_key
      ORDER BY candidates.link_key, candidates.record_key`,
    params: { keys: keys.map(String), after: String(after), looked, ...cut },
    row: z.object({ key: z.string(), record: z.string(), holds: z.number() }),
  });
  return rows.map(({ key, record, holds }) => ({ key: BigInt(key), record: BigInt(record), holds: holds === 1 }));
}

async function readGroups(store: Store, records: readonly bigint[]): Promise<bigint[]> {
  const rows = await store.query({
    sql: "SELECT DISTINCT toString(group_key) AS group FROM links WHERE link_key IN {keys:Array(UInt64)} AND group_key != 0",
    params: { keys: records.map(String) },
    row: z.object({ group: z.string() }),
  });
  return rows.map(({ group }) => BigInt(group));
}

async function readLinks(
  store: Store,
  { keys, limit }: { readonly keys: readonly bigint[]; readonly limit: number },
  cut: CutParameters,
): Promise<{ readonly record: bigint; readonly keys: readonly bigint[] }[]> {
  const rows = await store.query({
    sql: `
      SELECT toString(record_key) AS record, arrayMap(key -> toString(key), argMax(link_keys, ${strongest})) AS held
      FROM journal
      WHERE record_key IN (SELECT record_key FROM links WHERE link_key IN {keys:Array(UInt64)} LIMIT {limit:UInt32})
        AND ${isStatement} AND ${withinCut}
      GROUP BY record_key, record_check`,
    params: { keys: keys.map(String), limit, ...cut },
    row: z.object({ record: z.string(), held: z.array(z.string()) }),
  });
  return rows.map(({ record, held }) => ({ record: BigInt(record), keys: held.map(BigInt) }));
}
