/** The requested tables of quality, filled slice by slice in order of days. */
import { qualityTables } from "@qorgau/schemas/responses/quality-response";
import type { QualityPeriod, QualityQuery, QualityRows, QualityTable } from "@qorgau/schemas/responses/quality-response";
import { mappedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { daysAfter } from "./quality-dates.ts";
import { createDuplicatesFinder, nearDays } from "./quality-duplicates.ts";
import {
  danglingSameAs,
  disagreements,
  disputedCases,
  revisionConflicts,
  setAside,
  severityEscalations,
  unlinkedRecords,
} from "./quality-lists.ts";
import { createPage } from "./quality-page.ts";
import type { KeyedRow, RowKey } from "./quality-page.ts";
import { earliestDate, latestDate } from "../../http/domain/shared-parameters.ts";
import { exposureConflicts } from "./quality-exposures.ts";
import { casesBesideZero, noZeroExposures } from "./quality-zero-exposures.ts";
import type { ZeroExposures } from "./quality-zero-exposures.ts";
import { supplementRows } from "./quality-supplements.ts";
import type { SupplementCount } from "./quality-supplements.ts";
import { createReportersCounter } from "./quality-reporters.ts";
import type { QualitySlice } from "./quality-slice.ts";
import type { Span } from "../../time/span.ts";

interface FilledPage<Table extends QualityTable> {
  readonly rows: readonly QualityRows[Table][];
  readonly next: RowKey | null;
}
export type FilledPages = { readonly [Table in QualityTable]?: FilledPage<Table> };

export interface QualityReport {
  /** The days to read. */
  readonly span: Span;
  /** Days before them that are read first and only remembered; null where no table looks back. */
  readonly before: Span | null;
  readonly remember: (slice: QualitySlice) => void;
  /** Slices come in order and without gaps in their records; gives whether any page wants more. */
  readonly take: (slice: QualitySlice) => Steps<boolean>;
  /** After the last slice, or after the first that no page wants more than. */
  readonly finish: () => FilledPages;
}

interface Source<Row> {
  readonly rows: (slice: QualitySlice) => KeyedRow<Row>[];
  /** Looks at a slice of the days before. */
  readonly remember?: (slice: QualitySlice) => void;
  /** What is left after the last slice. */
  readonly rest?: () => KeyedRow<Row>[];
}

/** What is of the whole cut, and in no slice. */
export interface BesideSlices {
  /** Their periods begin long before a slice. */
  readonly zeros: ZeroExposures;
  readonly supplements: readonly SupplementCount[];
}

export const nothingBeside: BesideSlices = { zeros: noZeroExposures, supplements: [] };

const sources: { readonly [Table in QualityTable]: (period: QualityPeriod, beside: BesideSlices) => Source<QualityRows[Table]> } = {
  reporters: (period) => {
    const counter = createReportersCounter(period);
    return { rows: counter.count, rest: counter.finish };
  },
  disputed: () => ({ rows: disputedCases }),
  doubles: () => {
    const finder = createDuplicatesFinder();
    return { rows: ({ cases }) => finder.find(cases), remember: ({ cases }) => void finder.find(cases) };
  },
  conflicts: () => ({ rows: revisionConflicts }),
  dangling: () => ({ rows: danglingSameAs }),
  disagreements: () => ({ rows: disagreements }),
  setAside: () => ({ rows: setAside }),
  migrations: () => ({ rows: severityEscalations }),
  exposureConflicts: () => ({ rows: exposureConflicts }),
  zeroExposures: (_, { zeros }) => ({ rows: ({ cases }) => casesBesideZero(cases, zeros) }),
  unlinked: () => ({ rows: unlinkedRecords }),
  supplements: (period, { supplements }) => ({ rows: () => [], rest: () => supplementRows(supplements, period) }),
};

/** `after`: the key after which the one requested table goes on. */
export function createQualityReport(query: QualityQuery, after: RowKey | null, beside: BesideSlices): QualityReport {
  const tables = query.table === null ? qualityTables : [query.table];
  const fillers = tables.map((table) => createFiller(table, query, after, beside));
  const [from, to] = [query.from ?? earliestDate, query.to ?? latestDate];
  const [resumed = ""] = after === null ? [] : [after.slice(0, 10)];
  const first = resumed > from ? resumed : from;
  const looksBack = tables.includes("doubles") && first > earliestDate;
  return {
    span: { from: first, to },
    before: looksBack ? { from: daysAfter(first, -nearDays), to: daysAfter(first, -1) } : null,
    remember: (slice) => fillers.forEach((filler) => filler.remember(slice)),
    *take(slice) {
      const wantMore = yield* mappedInSteps(fillers, (filler) => filler.take(slice));
      return wantMore.some((wantsMore) => wantsMore);
    },
    finish: () => Object.fromEntries(fillers.map((filler) => [filler.table, filler.finish()])) as FilledPages,
  };
}

function createFiller<Table extends QualityTable>(
  table: Table,
  { period, limit, source }: QualityQuery,
  after: RowKey | null,
  beside: BesideSlices,
) {
  const page = createPage<QualityRows[Table]>(limit, after);
  const made = sources[table](period, beside);
  const ofSource = ({ row }: KeyedRow<QualityRows[Table]>) => source === null || parties(row).includes(source);
  return {
    table,
    remember: (slice: QualitySlice) => made.remember?.(slice),
    take: (slice: QualitySlice) => {
      if (!page.isFull()) page.offer(made.rows(slice).filter(ofSource));
      return !page.isFull();
    },
    finish: (): FilledPage<Table> => {
      page.offer((made.rest?.() ?? []).filter(ofSource));
      return { rows: page.rows, next: page.next() };
    },
  };
}

/** Every reporter that a row names. */
function parties(row: QualityRows[QualityTable]): (string | null | undefined)[] {
  const named: { source?: string; otherSource?: string; gravestSource?: string; targetSource?: string | null } = row;
  return [named.source, named.otherSource, named.gravestSource, named.targetSource];
}
