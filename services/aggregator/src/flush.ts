/**
 * One flush: a batch of the log becomes figures. The steps stand in the order in which they happen; a crash between any two of them
 * leaves a state from which the same batch, or a longer one, gives the same figures:
 *
 *   1. stamp     the batch, and with it the cut that this flush will publish
 *   2. journal   append its statements, or see     crash: they stand in the journal above the published cut; appended again, read once
 *                that another member has
 *   3. close     over everything they can affect, at or below the published cut
 *   4. fold      that set at the old cut and at the new one; the difference is what changes
 *   5. read      the month cells concerned, absolute, at the old cut
 *   6. publish   cases, months, exposures and the cut in one atomic block, provided that the turn is not another member's by now
 *   7. commit    the cut to the log                crash before: the log knows less than the store, and the store is what counts
 *
 * Where the log is far ahead, steps 1 and 2 of the next batch run beside steps 3 to 7 of this one: they need nothing of it but its
 * stamps, and nobody looks at what stands in the journal above the published cut.
 *
 * Nothing here depends on how the log was cut into batches: what a case or a cell is, is a function of the statements below a cut.
 */
import { foldChange, foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { FoldChange } from "@qorgau/schemas/cases/fold-change";
import { figureNames, noFigures } from "@qorgau/schemas/rows/published";
import type { Figures, PublishedCut, PublishedRow } from "@qorgau/schemas/rows/published";
import type { LoggedOther, LoggedStatement } from "@qorgau/schemas/statement";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { EventLog, LogRecord } from "@qorgau/infra/event-log/event-log";
import { closureOf } from "@qorgau/infra/journal/closure";
import type { Store } from "@qorgau/infra/store/store";
import { stampBatch } from "./domain/logged-statements.ts";
import type { StampedBatch, StampedCut } from "./domain/logged-statements.ts";
import { monthFigures, pastCutRow, versionedRows, watermarkRow } from "./tables/published.ts";
import type { StandingCut } from "./tables/published.ts";
import type { Publish } from "./turn.ts";

export const consumerGroup = "aggregator";

/**
 * A past answer starts from the last cut kept at or below the one asked for and folds the records between, so cuts are kept often
 * enough for that to be quick, and seldom enough that a year of a busy log keeps thousands of them, not millions.
 */
const recordsPerCut = 1000;

/** Called after each step with its number: where a test crashes the process, and what the timings are taken from. */
export type AfterStep = (step: 1 | 2 | 3 | 4 | 5 | 6 | 7) => void;

export interface FlushTools {
  readonly store: Store;
  readonly log: Pick<EventLog, "partitions" | "commit">;
  /** Resolves once every record of the batch stands in the journal. */
  readonly journal: (batch: StampedBatch) => Promise<void>;
  readonly afterStep: AfterStep;
  /** Told of every record that is passed over. */
  readonly onUnknown: (other: LoggedOther) => void;
}

/** Steps 1 and 2, of records that follow `before` in the log: once the batch is journalled, it can be published. */
export async function journalBatch(records: readonly LogRecord[], before: StampedCut, tools: FlushTools): Promise<StampedBatch> {
  const { journal, afterStep, onUnknown } = tools;
  const batch = stampBatch(records, before);
  for (const other of batch.others) if (other.entity === "unknown") onUnknown(other);
  afterStep(1);

  await journal(batch);
  afterStep(2);
  return batch;
}

/** Steps 3 to 7: publishes a journalled batch that follows `standing` in the log, and gives the cut that stands then. */
export async function publishBatch(batch: StampedBatch, standing: StandingCut, tools: FlushTools, publish: Publish): Promise<StandingCut> {
  const { store, log, afterStep } = tools;
  if (standing.cut.fold !== foldVersion) throw new Error("what stands was folded by another version: a rebuild comes first");
  const published = watermarkOf(standing.cut);
  const closed = await closureOf(store, batch.statements, published);
  afterStep(3);

  const isPublished = ({ partition, offset }: LoggedStatement) => offset <= (published.get(partition) ?? -1);
  const change = foldChange(closed, isPublished);
  afterStep(4);

  const months = await monthFigures(store, [...change.months.keys()]);
  afterStep(5);

  const version = standing.version + 1n;
  const sinceCut = standing.cut.recordsSinceCut + batch.statements.length + batch.others.length;
  const cut: PublishedCut = {
    watermark: formatWatermark(batch.watermark),
    effectiveAt: Object.fromEntries(batch.effectiveAt),
    partitions: log.partitions,
    fold: foldVersion,
    recordsSinceCut: sinceCut >= recordsPerCut ? 0 : sinceCut,
    exposureVersion: change.exposures.length > 0 ? version.toString() : standing.cut.exposureVersion,
  };
  await publish(blockOf(change, months, cut, version));
  afterStep(6);

  await log.commit(consumerGroup, batch.watermark);
  afterStep(7);
  return { cut, version };
}

export function watermarkOf(cut: PublishedCut): Watermark {
  const watermark = parseWatermark(cut.watermark);
  if (watermark === null) throw new Error("the store holds a cut that is no watermark");
  return watermark;
}

/** Where the stamps of the next batch begin. */
export function stampedCut(cut: PublishedCut): StampedCut {
  const effectiveAt = new Map(Object.entries(cut.effectiveAt).map(([partition, stamp]) => [Number(partition), stamp]));
  return { watermark: watermarkOf(cut), effectiveAt };
}

function blockOf(change: FoldChange, months: ReadonlyMap<string, Figures>, cut: PublishedCut, version: bigint): PublishedRow[] {
  const changedMonths = [...change.months.values()].map((row) => ({ ...row, ...sum(row.cell, months.get(row.cell) ?? noFigures, row) }));
  return [
    watermarkRow(cut, version),
    ...(cut.recordsSinceCut === 0 ? [pastCutRow(cut, version)] : []),
    ...versionedRows([...change.exposures, ...change.cases, ...changedMonths], version),
  ];
}

/** The absolute figures after the change. A negative one would mean that the store and the journal disagree: nothing is published then. */
function sum(cell: string, before: Figures, delta: Figures): Figures {
  const after = { ...noFigures };
  for (const name of figureNames) {
    after[name] = before[name] + delta[name];
    if (after[name] < 0) throw new Error(`the month cell ${cell} would hold ${after[name]} ${name}: the store does not fit its journal`);
  }
  return after;
}
