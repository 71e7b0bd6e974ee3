/**
 * One flush: a batch of the log becomes figures. The steps are in the order in which they happen; a crash between any two of them
 * leaves a state from which the same batch, or a longer one, gives the same figures:
 *
 *   1. stamp     the batch, and with it the cut that this flush will publish
 *   2. journal   append its statements, or see     crash: the journal holds them above the published cut; appended again, they are read once
 *                that another member has
 *   3. link      read the linked statements: everything that the batch can affect, at or below the published cut
 *   4. fold      that set at the old cut and at the new one; the difference is what changes
 *   5. read      the month cells concerned, absolute, at the old cut
 *                where that is more than one block may hold, the first half of the batch is linked and folded instead, and so on
 *   6. publish   cases, months, exposures and the cut in one atomic block, provided that no other member has the lease by now
 *   7. commit    the cut to the log                crash before: the log knows less than the store, and the store is what counts
 *
 * Where the log is far ahead, steps 1 and 2 of the next batch run beside steps 3 to 7 of this one: they need nothing of it but its
 * stamps, and nothing reads the journal above the published cut.
 *
 * Nothing here depends on how the log was cut into batches: what a case or a cell is, is a function of the statements below a cut.
 */
import { foldChangeInSteps, foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { FoldChange } from "@qorgau/schemas/cases/fold-change";
import type { LinkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import { figureNames, noFigures } from "@qorgau/schemas/rows/published";
import type { Figures, PublishedCut, PublishedRow } from "@qorgau/schemas/rows/published";
import type { ControlRecord, LoggedStatement } from "@qorgau/schemas/events/statement";
import { mappedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { EventLog, LogRecord } from "@qorgau/infra/log/event-log";
import { readLinked } from "@qorgau/infra/store/journal/read-linked";
import type { KnownKeys } from "@qorgau/infra/store/journal/known-keys";
import { LinkedTooMany } from "@qorgau/infra/store/journal/linked-statements";
import type { LinkedStatements } from "@qorgau/infra/store/journal/linked-statements";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { insertBytesMax, insertRowsMax } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import { firstOf, restOf, stampBatch } from "./domain/logged-statements.ts";
import type { StampedBatch, StampedCut } from "./domain/logged-statements.ts";
import { monthFigures, pastCutRow, versionedRows, watermarkOf, watermarkRow } from "../tables/published.ts";
import type { VersionedCut } from "../tables/published.ts";
import type { Publish } from "../lease/publisher-lease.ts";

/** The consumer group whose committed offsets say how far the figures are. They are for monitoring: reading begins at the published cut. */
export const consumerGroup = "aggregator";

/**
 * A response at a past cut starts from the last checkpoint at or below the requested cut and folds the records between. Checkpoints are near
 * enough to each other for that to be quick, and far enough that a year of a busy log has thousands of them, not millions.
 */
const recordsPerCut = 1000;

/** Called after each step with its number: where a test crashes the process, and what the timings are taken from. */
export type AfterStep = (step: 1 | 2 | 3 | 4 | 5 | 6 | 7) => void;

/** What a flush writes to and is measured by. A rebuild gives the store of the next tables and a `commit` that does nothing. */
export interface FlushTools {
  readonly store: Store;
  readonly log: Pick<EventLog, "partitions" | "commit">;
  /** Resolves once the journal holds every record of the batch. */
  readonly journal: (batch: StampedBatch) => Promise<void>;
  readonly afterStep: AfterStep;
  /** What links may tie together; smaller where a test tries them. */
  readonly linkBounds?: LinkBounds;
  /** Of the store's journal; absent: the store is asked for every link. */
  readonly knownKeys?: KnownKeys;
  /** Smaller where a test tries them. */
  readonly flushLimits?: FlushLimits;
  /** Called with every record that is passed over. */
  readonly onUnknown: (other: ControlRecord) => void;
}

/** Steps 1 and 2, of records that follow `before` in the log: once it resolves, the batch can be published. Rejects with `StoreError`. */
export async function journalBatch(records: readonly LogRecord[], before: StampedCut, tools: FlushTools): Promise<StampedBatch> {
  const { journal, afterStep, onUnknown } = tools;
  const batch = await inPieces(stampBatch(records, before));
  for (const other of batch.controlRecords) if (other.entity === "unknown") onUnknown(other);
  afterStep(1);

  await journal(batch);
  afterStep(2);
  return batch;
}

/** What one flush may read and write: some 400 MB of statements, and a block well below what one insert may hold. */
export interface FlushLimits {
  readonly statementsMax: number;
  readonly blockRowsMax: number;
  readonly blockBytesMax: number;
}

const defaultFlushLimits: FlushLimits = { statementsMax: 150_000, blockRowsMax: insertRowsMax, blockBytesMax: insertBytesMax / 2 };

export interface PublishedPart {
  readonly published: VersionedCut;
  /** The part of the batch that was too much for one block: it follows `published`. Null where there is nothing left. */
  readonly rest: StampedBatch | null;
}

/**
 * Steps 3 to 7: publishes a journalled batch that follows `versionedCut` in the log, or the first part of it that one block can hold: a block is
 * one cut, and a single statement changes no more than bounded sets (NUMBERS 4.3). Rejects with what `publish`, the store and the log reject with,
 * and with `Error` where month cells do not fit the journal.
 */
export async function publishBatch(
  batch: StampedBatch,
  versionedCut: VersionedCut,
  tools: FlushTools,
  publish: Publish,
): Promise<PublishedPart> {
  const { flushLimits = defaultFlushLimits } = tools;
  for (let part = batch; ;) {
    const block = await blockFor(part, versionedCut, tools, flushLimits);
    if (block !== null) {
      await publish(block.rows);
      await tools.knownKeys?.follow(watermarkOf(versionedCut.cut), part.statements, part.watermark);
      tools.afterStep(6);
      await tools.log.commit(consumerGroup, part.watermark);
      tools.afterStep(7);
      return { published: { cut: block.cut, version: block.version }, rest: part === batch ? null : restOf(batch, part) };
    }
    part = firstOf(part, stampedCut(versionedCut.cut), Math.ceil(part.statements.length / 2));
  }
}

interface Block {
  readonly rows: PublishedRow[];
  readonly cut: PublishedCut;
  readonly version: bigint;
}

/** Steps 3 to 5; null where the batch is too much for one block, and can be made smaller. */
async function blockFor(batch: StampedBatch, versionedCut: VersionedCut, tools: FlushTools, limits: FlushLimits): Promise<Block | null> {
  const { store, log, afterStep } = tools;
  if (versionedCut.cut.fold !== foldVersion) throw new Error("what stands was folded by another version: a rebuild comes first");
  const isDivisible = batch.statements.length > 1;
  const published = watermarkOf(versionedCut.cut);
  const linked = await linkedWithin(batch, published, tools, isDivisible ? limits.statementsMax : Infinity);
  if (linked === null) return null;
  afterStep(3);

  const isPublished = ({ partition, offset }: LoggedStatement) => offset <= (published.get(partition) ?? -1);
  const change = await inPieces(foldChangeInSteps(linked.statements, isPublished, linked.limits));
  if (isDivisible && isTooLarge(change, limits)) return null;
  afterStep(4);

  const months = await monthFigures(store, [...change.months.keys()]);
  afterStep(5);

  const version = versionedCut.version + 1n;
  const sinceCut = versionedCut.cut.recordsSinceCut + batch.statements.length + batch.controlRecords.length;
  const cut: PublishedCut = {
    watermark: formatWatermark(batch.watermark),
    effectiveAt: Object.fromEntries(batch.effectiveAt),
    partitions: log.partitions,
    fold: foldVersion,
    recordsSinceCut: sinceCut >= recordsPerCut ? 0 : sinceCut,
    exposureVersion: change.exposures.length > 0 ? version.toString() : versionedCut.cut.exposureVersion,
  };
  return { rows: await inPieces(blockOf(change, months, cut, version)), cut, version };
}

async function linkedWithin(
  batch: StampedBatch,
  published: Watermark,
  { store, linkBounds, knownKeys }: FlushTools,
  statementsMax: number,
): Promise<LinkedStatements | null> {
  try {
    return await readLinked(store, batch.statements, published, {
      statementsMax,
      ...(linkBounds === undefined ? {} : { bounds: linkBounds }),
      ...(knownKeys === undefined ? {} : { knownKeys }),
    });
  } catch (error) {
    if (error instanceof LinkedTooMany) return null;
    throw error;
  }
}

/** The bytes of a row beside its payload: its columns' names and codes, as JSON. */
const rowBytes = 900;

/** The block holds the rows of cases and exposure records twice, as the current state and as history. */
function isTooLarge({ cases, exposures, months }: FoldChange, { blockRowsMax, blockBytesMax }: FlushLimits): boolean {
  const rows = 2 * (cases.length + exposures.length) + months.size + 2;
  const payloads = [cases, exposures].map((all) => all.reduce((sum, { payload }) => sum + payload.length, 0));
  // A character takes one to four bytes.
  const bytes = rows * rowBytes + 2 * 4 * (payloads[0]! + payloads[1]!);
  return rows > blockRowsMax || bytes > blockBytesMax;
}

/** Where the stamps of the next batch begin. */
export function stampedCut(cut: PublishedCut): StampedCut {
  const effectiveAt = new Map(Object.entries(cut.effectiveAt).map(([partition, stamp]) => [Number(partition), stamp]));
  return { watermark: watermarkOf(cut), effectiveAt };
}

function* blockOf(change: FoldChange, months: ReadonlyMap<string, Figures>, cut: PublishedCut, version: bigint): Steps<PublishedRow[]> {
  const changedMonths = yield* mappedInSteps(change.months.values(), (row) => ({
    ...row,
    ...sum(row.cell, months.get(row.cell) ?? noFigures, row),
  }));
  return [
    watermarkRow(cut, version),
    ...(cut.recordsSinceCut === 0 ? [pastCutRow(cut, version)] : []),
    ...(yield* versionedRows([...change.exposures, ...change.cases, ...changedMonths], version)),
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
