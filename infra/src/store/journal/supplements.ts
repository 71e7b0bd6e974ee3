/** Statements beside the cases, as they are effective at a cut: what an enterprise is in, statistics of the inspection, dangerous occurrences. */
import type { ActiveSupplements, LoggedSupplement, Supplement } from "@qorgau/schemas/events/supplement";
import { supplementEntities } from "@qorgau/schemas/codes/enumerations";
import type { Programme } from "@qorgau/schemas/codes/enumerations";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import { effectiveStatements } from "./effective-statements.ts";
import { cutParameters, journaledStatement, placeOfRow, statementColumns, strongestStatement, withinCut } from "./journal.ts";

/**
 * The effective statement of each record of the entity at the cut, without the withdrawn, ordered by source and subject; with `programmes` of
 * these alone, and at most `limit` of them. Order and repetition of the log change nothing. Rejects with a `StoreError`.
 */
export async function effectiveSupplements<Entity extends keyof ActiveSupplements>(
  store: Store,
  { entity, programmes = [], limit }: { readonly entity: Entity; readonly programmes?: readonly Programme[]; readonly limit: number },
  cut: Watermark,
): Promise<ActiveSupplements[Entity][]> {
  const condition = programmes.length === 0 ? "true" : "JSONExtractString(stated, 'data', 'programme') IN {programmes:Array(String)}";
  const wanted = { entity, condition, params: { programmes }, limit };
  const statements = await effectiveStatements<Exclude<Supplement, { withdrawn: true }>>(store, wanted, cut);
  return statements.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)) as ActiveSupplements[Entity][];
}

/** Every statement of these records at or below the cut, withdrawals among them, each place in the log once, in no order. Rejects with a `StoreError`. */
export async function supplementsOfRecords(store: Store, keys: readonly bigint[], cut: Watermark): Promise<LoggedSupplement[]> {
  if (keys.length === 0 || cut.size === 0) return [];
  const rows = await store.query({
    sql: `
      SELECT ${statementColumns}
      FROM journal
      WHERE record_key IN {keys:Array(UInt64)} AND entity IN {entities:Array(String)} AND ${withinCut}
      LIMIT 1 BY partition, offset`,
    params: { keys: keys.map(String), entities: supplementEntities, ...cutParameters(cut) },
    row: journaledStatement,
  });
  return mapInPieces(rows, (row) => ({ statement: JSON.parse(row.statement) as Supplement, ...placeOfRow(row) }));
}

const supplementCount = z.object({
  from: z.string(),
  source: z.string(),
  entity: z.enum(supplementEntities),
  records: z.number(),
  statements: z.number(),
  revisions: z.number(),
  revisedRecords: z.number(),
  withdrawn: z.number(),
  conflicts: z.number(),
  settledConflicts: z.number(),
});
/** A status names an enterprise, and may be a place on the risk map: it is for the inspection, and for whoever stated it. */
const countedEntities = supplementEntities.filter((entity) => entity !== "enterprise.status");

/** How the records of one reporter and entity stand that last stated a date of the period that begins with the day `from`. */
type SupplementCount = z.infer<typeof supplementCount>;

const firstMonthOfQuarter = "leftPad(toString(3 * intDiv(toUInt8OrZero(substring(date, 6, 2)) - 1, 3) + 1), 2, '0')";
/** The first day of the period of `date`, from its text: the engine's own functions wrap around outside of its dates. */
const firstDayOf = {
  year: "concat(substring(date, 1, 4), '-01-01')",
  quarter: `concat(substring(date, 1, 5), ${firstMonthOfQuarter}, '-01')`,
  month: "concat(substring(date, 1, 7), '-01')",
} as const;

interface CountsWanted {
  /** Dates, inclusive. */
  readonly from: string;
  readonly to: string;
  readonly period: keyof typeof firstDayOf;
  /** Of this reporter alone; null: of all. */
  readonly source: string | null;
  /** First day, source and entity of what was counted last: what is behind that; null: from the first on. */
  readonly after: readonly string[] | null;
  readonly limit: number;
}

/**
 * Records within the cut, counted by the period of the date that they state or stated last, in order of first day, source and entity. One that was only
 * ever withdrawn has none. Rejects with a `StoreError`.
 */
export async function supplementCounts(store: Store, wanted: CountsWanted, cut: Watermark): Promise<SupplementCount[]> {
  if (cut.size === 0) return [];
  const { from, to, period, source, after, limit } = wanted;
  const [afterFrom = "", afterSource = "", afterEntity = ""] = after ?? [];
  return store.query({
    sql: `
      SELECT ${firstDayOf[period]} AS from, source, entity, toUInt32(count()) AS records, toUInt32(sum(length(stated))) AS statements,
             toUInt32(sum(length(arrayDistinct(stated)) - 1)) AS revisions, toUInt32(countIf(length(arrayDistinct(stated)) > 1)) AS revisedRecords,
             toUInt32(countIf(isWithdrawn)) AS withdrawn, toUInt32(countIf(has(disputed, highest))) AS conflicts,
             toUInt32(sum(length(disputed)) - countIf(has(disputed, highest))) AS settledConflicts
      FROM (
        SELECT entity, any(JSONExtractString(statement, 'source')) AS source,
               argMaxIf(JSONExtractString(statement, 'derived', 'date'), ${strongestStatement}, NOT JSONExtractBool(statement, 'withdrawn')) AS date,
               argMax(JSONExtractBool(statement, 'withdrawn'), ${strongestStatement}) AS isWithdrawn, max(revision) AS highest,
               arrayMap(one -> one.1, groupUniqArray((revision, content))) AS stated,
               arrayFilter(one -> countEqual(stated, one) > 1, arrayDistinct(stated)) AS disputed
        FROM journal
        WHERE entity IN {entities:Array(String)} AND ${withinCut}
        GROUP BY entity, record_key, record_check
      )
      WHERE date != '' AND date >= {from:String} AND date <= {to:String} AND ({source:String} = '' OR source = {source:String})
        AND (from, source, toString(entity)) > ({afterFrom:String}, {afterSource:String}, {afterEntity:String})
      GROUP BY from, source, entity
      ORDER BY from, source, toString(entity)
      LIMIT {limit:UInt32}`,
    params: {
      from,
      to,
      source: source ?? "",
      afterFrom,
      afterSource,
      afterEntity,
      limit,
      entities: countedEntities,
      ...cutParameters(cut),
    },
    row: supplementCount,
  });
}

const nameOf = ({ source, subject }: Supplement) => JSON.stringify([source, subject]);
