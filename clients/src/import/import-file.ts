/** One import: rows become events, events go through the ingest endpoint in batches, and nothing is lost sight of on the way. */
import { hash } from "node:crypto";
import { StatedRevisions } from "@qorgau/schemas/tables/stated-revisions";
import { plainCell } from "@qorgau/schemas/tables/table-of";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import type { OutboundEvent } from "./outbound-event.ts";
import { readRecords } from "./read-records.ts";
import { RejectedFile } from "./rejected-file.ts";
import type { RejectedRow } from "./rejected-file.ts";
import { advance, sendEvents } from "./send-events.ts";
import type { EndpointFault, SendOptions } from "./send-events.ts";

export interface ImportOptions extends SendOptions {
  readonly format: ImportFormat;
  readonly batchSize: number;
  readonly onProgress?: (bytes: number, rows: number) => void;
}

/** What became of a whole file. `rows` is the number of the last row with text, the empty rows before it counted. */
export interface ImportSummary {
  readonly rows: number;
  /** Events, of which a row may make several. */
  readonly accepted: number;
  /** Events that the ingest endpoint refused, and rows of which none was made. */
  readonly rejected: number;
  /** Accepted with at least one warning. */
  readonly warned: number;
  /** Accepted events by year of occurrence, or of the period of an exposure, ascending. */
  readonly byYear: ReadonlyArray<readonly [year: string, events: number]>;
  /** Columns of the file that are not sent, and how many of its rows state them; empty ones are left out. */
  readonly unsent: ReadonlyArray<readonly [column: string, rows: number]>;
  /** Where the rejected rows lie; null if there are none. */
  readonly rejectedPath: string | null;
  /** The first of them, as one would say it. */
  readonly firstRejected: readonly string[];
  /** What a request names as `atLeast` to have all of it in the response; empty where nothing was accepted. */
  readonly watermark: string;
}

const firstRejectedMax = 10;

interface Prepared {
  readonly row: number;
  readonly event: OutboundEvent;
}

interface Batch {
  readonly events: readonly Prepared[];
  /** Rows that are not of the form of their kind of file: nothing of them is sent. */
  readonly faulty: readonly RejectedRow[];
  /** The last row read. */
  readonly row: number;
}

/**
 * Sends the rows of a file in batches and writes the rejected ones beside it. Throws `ImportError` (`file_unreadable`, `door_failed`) and the
 * reason of an aborted signal; what was accepted before stays accepted, and may be sent again without harm.
 */
export async function importFile(path: string, options: ImportOptions): Promise<ImportSummary> {
  let bytes = 0;
  const totals = { rows: 0, accepted: 0, rejected: 0, warned: 0 };
  const byYear = new Map<string, number>();
  const watermark = new Map<number, number>();
  const firstRejected: string[] = [];
  const unsent = new Map<string, number>();
  await using rejectedFile = new RejectedFile(path);
  const records = readRecords(path, { format: options.format, onBytes: (read) => (bytes = read) });
  for await (const { events, faulty, row } of batches(countingUnsent(records, options.format, unsent), options)) {
    const outcome = await sendEvents(
      events.map(({ event }) => event),
      options,
    );
    const refused = new Set(outcome.rejections.map(({ index }) => index));
    const refusedRows = outcome.rejections.map(({ index, errors }) => rejectedRow(events[index] as Prepared, errors, options.format));
    const rejected = [...faulty, ...refusedRows].toSorted((a, b) => a.row - b.row);
    await rejectedFile.write(rejected);
    firstRejected.push(...rejected.slice(0, firstRejectedMax - firstRejected.length).map(sentenceOf));
    events.forEach(({ event }, index) => {
      if (!refused.has(index)) countYear(byYear, event);
    });
    advance(watermark, outcome.watermark);
    totals.rows = row;
    totals.accepted += outcome.accepted;
    totals.rejected += rejected.length;
    totals.warned += outcome.warned;
    options.onProgress?.(bytes, totals.rows);
  }
  return {
    ...totals,
    byYear: [...byYear].toSorted(([a], [b]) => a.localeCompare(b)),
    unsent: [...unsent],
    rejectedPath: rejectedFile.path,
    firstRejected,
    watermark: formatWatermark(watermark),
  };
}

/** The records as they come; counts the cells of columns that are not sent. */
async function* countingUnsent(
  records: AsyncIterable<ImportRecord>,
  { sent }: ImportFormat,
  unsent: Map<string, number>,
): AsyncGenerator<ImportRecord> {
  for await (const record of records) {
    const stated = Object.entries(record.values).filter(([, cell]) => plainCell(cell) !== "");
    for (const [column] of stated) if (sent?.has(column) === false) unsent.set(column, (unsent.get(column) ?? 0) + 1);
    yield record;
  }
}

async function* batches(records: AsyncIterable<ImportRecord>, { format, batchSize }: ImportOptions): AsyncGenerator<Batch> {
  let events: Prepared[] = [];
  let faulty: RejectedRow[] = [];
  let row = 0;
  const stated = new StatedRevisions((text) => hash("sha256", text, "base64"));
  for await (const record of records) {
    row = record.row;
    const faults = record.fault === undefined ? format.faultsOf(record) : [{ message: record.fault }];
    const made = faults.length > 0 ? [] : format.eventsOf(record);
    const contradictions = made.flatMap((event) => contradictionOf(record.row, event, { stated, format }));
    if (faults.length > 0) faulty.push({ row, subject: null, errors: faults });
    else if (contradictions.length > 0) faulty.push(...contradictions);
    else events.push(...made.map((event) => ({ row: record.row, event })));
    if (events.length + faulty.length < batchSize) continue;
    yield { events, faulty, row };
    events = [];
    faulty = [];
  }
  if (events.length + faulty.length > 0) yield { events, faulty, row };
}

/** Of two accidents under one number one would be lost, whichever it is. */
function contradictionOf(
  row: number,
  event: OutboundEvent,
  { stated, format }: { readonly stated: StatedRevisions; readonly format: ImportFormat },
): RejectedRow[] {
  const before = stated.contradicted(row, event);
  if (before === null) return [];
  const column = format.columnsOfMembers["/subject"];
  const message = `row ${before} states other data of the same record and revision: another accident needs a number of its own, a correction a higher revision.`;
  return [{ row, subject: event.subject, errors: [{ ...(column === undefined ? {} : { column }), message }] }];
}

/** The ingest endpoint names the member of the event; the person at the file looks for a column. */
function rejectedRow({ row, event }: Prepared, errors: readonly EndpointFault[], { columnsOfMembers }: ImportFormat): RejectedRow {
  const inFile = errors.map((error) => {
    const column = columnOf(error.pointer ?? "", columnsOfMembers);
    return column === undefined ? error : { ...error, column };
  });
  return { row, subject: event.subject, errors: inFile };
}

/** Of the member, or of the one that it is a part of (`/data/causes/1`). */
function columnOf(pointer: string, columns: ImportFormat["columnsOfMembers"]): string | undefined {
  return columns[pointer] ?? (pointer === "" ? undefined : columnOf(pointer.slice(0, pointer.lastIndexOf("/")), columns));
}

function sentenceOf({ row, errors }: RejectedRow): string {
  const said = errors.map(
    ({ column, rule, message }) => `${column === undefined ? "" : `column ${column}: `}${rule === undefined ? "" : `${rule} `}${message}`,
  );
  return `row ${row}, ${said.join(" ")}`;
}

function countYear(byYear: Map<string, number>, event: OutboundEvent): void {
  const year = String(event.data["occurredAt"] ?? event.data["period"]).slice(0, 4);
  byYear.set(year, (byYear.get(year) ?? 0) + 1);
}
