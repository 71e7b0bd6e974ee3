/**
 * Reads the statements of a stretch of days of occurrence in slices, so that a report over a whole journal holds no more than some five
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
  /** The span in parts of whole days, in order. */
  readonly parts: readonly Span[];
  /** With all linked statements, and with every statement of every record that ever stated a date of the span. */
  readonly statements: readonly LoggedStatement[];
  readonly limits: LinkLimits;
}

/** How many records are read and looked through at once. */
export interface SliceLimits {
  /** What a table looks through at once, whole days and at least one: some milliseconds in which nothing else runs. The first read has as many. */
  readonly recordsPerPart: number;
  /**
   * What is read and folded at once, at most. Each read has twice the records of the one before: the engine unpacks nearly as much for a thousand keys
   * as for five thousand, since they lie scattered, and a page that is full early needs few.
   */
  readonly recordsPerSlice: number;
  /** What one look through the journal's dates brings. */
  readonly recordsPerLook: number;
}
const defaultLimits: SliceLimits = { recordsPerPart: 1000, recordsPerSlice: 5_000, recordsPerLook: 200_000 };

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
  readonly parts: readonly Span[];
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
  { recordsPerPart, recordsPerSlice, recordsPerLook }: SliceLimits,
): AsyncGenerator<RecordSlice> {
  if (cut.size === 0) return;
  let { from } = request;
  let recordsMax = Math.min(recordsPerPart, recordsPerSlice);
  for (;;) {
    const days = await daysOfRecords(store, cut, { ...request, from }, recordsPerLook);
    for (let first = 0; first < days.length;) {
      const some = daysFrom(days, first, recordsMax);
      const records = [...new Set(some.flatMap((day) => day.records))];
      yield { span: spanOf(some), parts: partsOf(some, recordsPerPart), records };
      first += some.length;
      recordsMax = Math.min(2 * recordsMax, recordsPerSlice);
    }
    const read = days.reduce((sum, { records }) => sum + records.length, 0);
    if (read < recordsPerLook) return;
    from = daysAfter(days.at(-1)!.date, 1);
  }
}

/** Whole days from the first on, at least one, as long as there are no more records than that. */
function daysFrom(days: readonly Day[], first: number, recordsMax: number): Day[] {
  let last = first;
  let records = days[first]!.records.length;
  while (last + 1 < days.length && records + days[last + 1]!.records.length <= recordsMax) {
    last += 1;
    records += days[last]!.records.length;
  }
  return days.slice(first, last + 1);
}

function partsOf(days: readonly Day[], recordsMax: number): Span[] {
  const parts: Span[] = [];
  for (let first = 0; first < days.length;) {
    const some = daysFrom(days, first, recordsMax);
    parts.push(spanOf(some));
    first += some.length;
  }
  return parts;
}

const spanOf = (days: readonly Day[]): Span => ({ from: days[0]!.date, to: days.at(-1)!.date });

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
