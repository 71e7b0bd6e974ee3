/**
 * Reads the statements of a stretch of days of occurrence in slices, so that a report over a whole journal holds no more than a few
 * thousand records at a time. The journal is the source, not the published cases: it alone knows of records that were withdrawn before
 * they were ever published, and of the date that a record states where its case has another.
 */
import { mapInPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import { cutParameters, statementsOfRecords, withinCut } from "@qorgau/infra/store/journal/journal";
import { historyOfRecords } from "@qorgau/infra/store/journal/read-linked";
import type { LinkLimits } from "@qorgau/schemas/cases/links/link-bounds";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { daysAfter } from "./domain/quality-dates.ts";
import type { Span } from "../time/span.ts";

export interface StatementSlice {
  readonly span: Span;
  /** With all linked statements, and with every statement of every record that ever stated a date of the span. */
  readonly statements: readonly LoggedStatement[];
  readonly limits: LinkLimits;
}

/** How many records are read and folded at once. */
export interface SliceLimits {
  /** What is folded at once, whole days and at least one: some milliseconds in which nothing else runs. */
  readonly recordsPerSlice: number;
  /** What one look through the journal's dates brings. */
  readonly recordsPerLook: number;
}
const defaultLimits: SliceLimits = { recordsPerSlice: 1000, recordsPerLook: 200_000 };

interface Day {
  readonly date: string;
  readonly records: readonly bigint[];
}

/** In order of days; days without records are in no slice. A day is never divided, so a slice may exceed `limits`. Rejects with a `StoreError`. */
export async function* readSlices(store: Store, cut: Watermark, span: Span, limits = defaultLimits): AsyncGenerator<StatementSlice> {
  for await (const { records, ...slice } of recordsBySlice(store, cut, { ...span, of: "everything" }, limits)) {
    yield { ...slice, ...(await historyOfRecords(store, records, cut)) };
  }
}

/** The same of claim records alone, without what is linked to them. */
export async function* readClaimSlices(
  store: Store,
  cut: Watermark,
  span: Span,
  limits = defaultLimits,
): AsyncGenerator<Omit<StatementSlice, "limits">> {
  for await (const { records, ...slice } of recordsBySlice(store, cut, { ...span, of: "claims" }, limits)) {
    yield { ...slice, statements: await statementsOfRecords(store, records, cut) };
  }
}

interface RecordSlice {
  readonly span: Span;
  /** That ever stated a date of the span. */
  readonly records: readonly bigint[];
}

interface RecordsRequest extends Span {
  readonly of: "everything" | "claims";
}

async function* recordsBySlice(
  store: Store,
  cut: Watermark,
  request: RecordsRequest,
  { recordsPerSlice, recordsPerLook }: SliceLimits,
): AsyncGenerator<RecordSlice> {
  if (cut.size === 0) return;
  let { from } = request;
  for (;;) {
    const days = await daysOfRecords(store, cut, { ...request, from }, recordsPerLook);
    for (const some of packed(days, recordsPerSlice)) {
      const records = [...new Set(some.flatMap((day) => day.records))];
      yield { span: { from: some[0]!.date, to: some.at(-1)!.date }, records };
    }
    const read = days.reduce((sum, { records }) => sum + records.length, 0);
    if (read < recordsPerLook) return;
    from = daysAfter(days.at(-1)!.date, 1);
  }
}

/** Whole days until there are enough records. */
function* packed(days: readonly Day[], recordsMax: number): Generator<Day[]> {
  let some: Day[] = [];
  let records = 0;
  for (const day of days) {
    if (some.length > 0 && records + day.records.length > recordsMax) {
      yield some;
      some = [];
      records = 0;
    }
    some.push(day);
    records += day.records.length;
  }
  if (some.length > 0) yield some;
}

/** What the column `occurred` holds of a statement without a date of occurrence, and of one that has this very date. */
const noDate = "toDate32('1900-01-01')";

const dayRow = z.object({ date: z.string(), records: z.array(z.string()) });

/** The first days of the span with the records that ever stated them, whole days until there are `recordsMax` records or more. */
async function daysOfRecords(store: Store, cut: Watermark, { of, from, to }: RecordsRequest, recordsMax: number): Promise<Day[]> {
  const entities = of === "claims" ? "'claim'" : "'case', 'claim'";
  const ofNoDate = `entity IN (${entities}) AND {from:Date32} <= ${noDate}`;
  const days = await store.query({
    sql: `
      SELECT date, arrayMap(key -> toString(key), keys) AS records
      FROM (
        SELECT date, groupUniqArray(record_key) AS keys,
               sum(length(keys)) OVER (ORDER BY date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running
        FROM (
          SELECT record_key, toString(occurred) AS date
          FROM journal
          PREWHERE entity IN (${entities}) AND occurred > ${noDate} AND occurred BETWEEN {from:Date32} AND {to:Date32}
          WHERE ${withinCut}
          UNION ALL
          SELECT record_key, JSONExtractString(statement, 'derived', if(entity = 'exposure', 'from', 'date')) AS date
          FROM journal
          PREWHERE occurred = ${noDate} AND (${of === "claims" ? ofNoDate : `entity = 'exposure' OR ${ofNoDate}`})
          WHERE ${withinCut} AND date >= {from:String} AND date <= {to:String}
        )
        GROUP BY date
      )
      WHERE running - length(keys) < {recordsMax:UInt32}
      ORDER BY date`,
    params: { ...cutParameters(cut), from, to, recordsMax },
    row: dayRow,
  });
  return mapInPieces(days, ({ date, records }) => ({ date, records: records.map(BigInt) }));
}
