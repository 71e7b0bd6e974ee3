/**
 * The journal at a cut: the effective statement of each record, and the active records. The engine passes over superseded statements and looks at
 * a few narrow columns of them: however often a record was corrected, one statement of it is read.
 */
import { linksOf } from "@qorgau/schemas/cases/links/links";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import {
  cutParameters,
  isStatement,
  journaledStatement,
  loggedStatement,
  statementColumns,
  strongestStatement,
  withinCut,
} from "./journal.ts";

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

const headRow = z.object({
  record: z.string(),
  /** Partition and offset. */
  place: z.tuple([z.number(), z.string()]),
  known_ms: z.coerce.number(),
  conflict: z.number(),
});

/**
 * Reads nothing yet. With an empty cut every result is empty. `groupsNaming` does not look at the cut otherwise:
 * it finds names that were given later, too. `mayHold`: whether a statement at or below the cut may hold the key; the store is not asked for others.
 */
export function effectiveJournal(store: Store, cut: Watermark, mayHold: (key: bigint) => boolean = () => true): EffectiveJournal {
  const parameters = cutParameters(cut);
  const inParts = async <Row>(keys: readonly bigint[], read: (part: readonly bigint[]) => Promise<Row[]>): Promise<Row[]> => {
    const rows: Row[] = [];
    for (let from = 0; from < keys.length && cut.size > 0; from += keysPerStatement) {
      for (const row of await read(keys.slice(from, from + keysPerStatement))) rows.push(row);
    }
    return rows;
  };
  /** Records that are not known at the cut: those of a batch are in `links` before it is published. */
  const absent = new Set<bigint>();
  /** The records of the range, each with whether its effective statement holds the key. */
  const candidates = async (range: CandidateRange): Promise<Candidate[]> => {
    const rows = await readCandidates(store, range);
    const records = [...new Set(rows.map(({ record }) => record))].filter((record) => !absent.has(record));
    const heldOf = new Map<bigint, Set<string>>();
    for (const { record, held } of await inParts(records, (part) => readHeldKeys(store, part, parameters))) {
      const keys = heldOf.get(record) ?? new Set();
      for (const key of held) keys.add(key);
      heldOf.set(record, keys);
    }
    return rows.map(({ key, record }) => ({ key, record, holds: heldOf.get(record)?.has(String(key)) === true }));
  };
  return {
    async statements(records) {
      const found = await inParts(records.filter(mayHold), (part) => readStatements(store, part, parameters));
      const known = new Set(await mapInPieces(found, ({ statement }) => linksOf(statement).record));
      for (const record of records) if (!known.has(record)) absent.add(record);
      return found;
    },
    async holders(keys, limit) {
      const found = new Map<bigint, bigint[]>();
      const looked = await inParts(keys.filter(mayHold), (part) => candidates({ keys: part, after: 0n, looked: 2 * limit }));
      for (const [key, rows] of Map.groupBy(looked, (row) => row.key)) {
        const holders = rows.filter(({ holds }) => holds).map(({ record }) => record);
        // Most of those that were looked at held it once only: the next ones may hold it still.
        for (let last = rows; last.length === 2 * limit && holders.length < limit;) {
          last = await candidates({ keys: [key], after: last.at(-1)!.record, looked: 2 * limit });
          for (const { record, holds } of last) if (holds) holders.push(record);
        }
        if (holders.length > 0) found.set(key, holders.slice(0, limit));
      }
      return found;
    },
    groupsNaming: (records) => inParts(records.filter(mayHold), (part) => readGroups(store, part)),
    linksOfHolders: (keys, limit) => inParts(keys, (part) => readLinks(store, { keys: part, limit }, parameters)),
  };
}

type CutParameters = ReturnType<typeof cutParameters>;

async function readStatements(store: Store, records: readonly bigint[], cut: CutParameters): Promise<LoggedStatement[]> {
  const latest = await store.query({
    sql: `
      SELECT record_key AS record, argMax((partition, offset), ${strongestStatement}) AS place,
             min(toUnixTimestamp64Milli(effective_at)) AS known_ms,
             argMax(content, (revision, content)) != argMin(content, (-toInt64(revision), content)) AS conflict
      FROM journal
      WHERE record_key IN {keys:Array(UInt64)} AND ${isStatement} AND ${withinCut}
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
      places: latest.map(({ place: [partition] }) => partition),
      effective: latest.map(({ place: [, offset] }) => offset),
    },
    row: journaledStatement,
  });
  const headAt = new Map(latest.map((head) => [head.place.join(":"), head]));
  return mapInPieces(rows, (row) => {
    const { known_ms, conflict } = headAt.get(`${row.partition}:${row.offset}`)!;
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

/** Records that ever held one of the keys, in the order of keys and records. */
async function readCandidates(store: Store, { keys, after, looked }: CandidateRange): Promise<Omit<Candidate, "holds">[]> {
  const rows = await store.query({
    sql: `
      SELECT link_key AS key, record_key AS record
      FROM links
      WHERE link_key IN {keys:Array(UInt64)} AND record_key > {after:UInt64}
      GROUP BY link_key, record_key
      ORDER BY link_key, record_key
      LIMIT {looked:UInt32} BY link_key`,
    params: { keys: keys.map(String), after: String(after), looked },
    row: z.object({ key: z.string(), record: z.string() }),
  });
  return rows.map(({ key, record }) => ({ key: BigInt(key), record: BigInt(record) }));
}

/** The link keys of the effective statements of these records; records that share a key of `recordKey` have a row each. */
async function readHeldKeys(
  store: Store,
  records: readonly bigint[],
  cut: CutParameters,
): Promise<{ readonly record: bigint; readonly held: readonly string[] }[]> {
  const rows = await store.query({
    sql: `
      SELECT record_key AS record, argMax(link_keys, ${strongestStatement}) AS held
      FROM journal
      WHERE record_key IN {keys:Array(UInt64)} AND ${isStatement} AND ${withinCut}
      GROUP BY record_key, record_check`,
    params: { keys: records.map(String), ...cut },
    row: z.object({ record: z.string(), held: z.array(z.string()) }),
  });
  return rows.map(({ record, held }) => ({ record: BigInt(record), held }));
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
      SELECT toString(record_key) AS record, arrayMap(key -> toString(key), argMax(link_keys, ${strongestStatement})) AS held
      FROM journal
      WHERE record_key IN (SELECT record_key FROM links WHERE link_key IN {keys:Array(UInt64)} LIMIT {limit:UInt32})
        AND ${isStatement} AND ${withinCut}
      GROUP BY record_key, record_check`,
    params: { keys: keys.map(String), limit, ...cut },
    row: z.object({ record: z.string(), held: z.array(z.string()) }),
  });
  return rows.map(({ record, held }) => ({ record: BigInt(record), keys: held.map(BigInt) }));
}
