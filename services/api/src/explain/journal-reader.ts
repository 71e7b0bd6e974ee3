/** The responses made from the statements themselves: the statements of a record, the cases and exposure of a row, and its history. */
import { everLinked, historyOfRecords, readLinkedOfRecords } from "@qorgau/infra/store/journal/read-linked";
import { countStatements } from "@qorgau/infra/store/journal/journal";
import { recordsOfSource } from "@qorgau/infra/store/journal/records-of-source";
import type { StampedPlace } from "@qorgau/infra/store/journal/records-of-source";
import { supplementsOfRecords } from "@qorgau/infra/store/journal/supplements";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { Store } from "@qorgau/infra/store/store";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { recordKey } from "@qorgau/schemas/cases/links/links";
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import type { RatesResponse, RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import type { ListedRecord, RecordListResponse, RecordResponse } from "@qorgau/schemas/responses/record-response";
import type { RevisionsResponse } from "@qorgau/schemas/responses/revisions-response";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";

import { ResponseError } from "../published/response-error.ts";
import { responseRowsMax, TooManyRows } from "../paging/domain/response-rows.ts";
import { exposureParts } from "./domain/explain-exposure.ts";
import { stratifiedRow } from "./domain/explain-standard.ts";
import { formulaOf } from "./domain/explain-formula.ts";
import { nameRow } from "./domain/explain-row.ts";
import type { NamedRow } from "./domain/explain-row.ts";
import { listedRecords } from "../records/domain/listed-records.ts";
import { requestedEntities, requestOf } from "../records/domain/record-parameters.ts";
import type { RecordListQuery } from "../records/domain/record-parameters.ts";
import { heldRecords } from "../records/domain/record-response.ts";
import type { RecordRequest } from "../records/domain/record-response.ts";
import { writePageCursor } from "../paging/domain/page-cursor.ts";
import { writeRowCursor } from "../paging/domain/row-cursor.ts";
import { pageOfValues } from "../revisions/domain/revision-page.ts";
import { revisionsOf } from "../revisions/domain/revision-values.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { candidateRecords } from "./candidate-records.ts";
import { casesOfIds } from "./contributing-cases.ts";
import { exposureStatements, activeExposures } from "./exposure-statements.ts";

/** A part of a response: the `limit` next rows after what the cursor names. */
export interface Page {
  readonly limit: number;
  /** The place in the cursor, as the route read it; null on the first page. */
  readonly after: bigint | null;
}

/** All reject with a `StoreError` where the store cannot be read. Without `past` the response is of the published cut. */
export interface JournalReader {
  /** Rejects with a `ResponseError` without such a record (QG-0813), with `TooManyRows` where it has more than 20,000 statements. */
  record(requestParameters: RecordRequest, past?: RequestedCut): Promise<RecordResponse>;
  /** A page of the records of a reporter; none of one that is not known. Reads the names in every statement of the journal. */
  recordList(query: RecordListQuery, cut: RequestedCut): Promise<RecordListResponse>;
  /** Rejects as `RatesReader.rates` does, and with a `ResponseError` where the query has no row (QG-0815) or several (QG-0814). */
  explain(query: RatesQuery, page: Page, past?: RequestedCut): Promise<ExplainResponse>;
  /** Rejects as `explain` does, and as refused for choices without a history (QG-0630) or too many records (QG-0818). */
  revisions(query: RatesQuery, page: Page, past?: RequestedCut): Promise<RevisionsResponse>;
}

export interface JournalReaderOptions {
  readonly store: Store;
  readonly reader: RatesReader;
  /** The most records whose statements are replayed for one response: bounds memory (some 5 KiB each) and time (some 0.1 ms each). */
  readonly replayedRecordsMax?: number;
}

/**
 * Each response is of the cut of `past`, else of the published one. `revisions` refuses a row whose history has more than
 * `replayedRecordsMax` records (QG-0818).
 */
export function createJournalReader({ store, reader, replayedRecordsMax = 20_000 }: JournalReaderOptions): JournalReader {
  return {
    async record(requestParameters, past) {
      const cut = past?.watermark ?? parseWatermark((await reader.cut())?.watermark ?? "") ?? new Map<number, number>();
      const records = await readRecords(store, requestParameters, cut);
      if (records.length === 0) throw new ResponseError("answer_not_found", [fault("QG-0813", "")]);
      const { source, subject } = requestParameters;
      return { asOf: past?.asOf ?? null, watermark: formatWatermark(cut), rules: mergingRules, source, subject, records };
    },
    async recordList(query, { asOf, watermark }) {
      const { rows, next } = await listPage(store, query, watermark);
      const nextCursor = next === null ? null : writePageCursor(requestOf(query), { watermark, after: next });
      return { asOf, watermark: formatWatermark(watermark), rules: mergingRules, source: query.source, rows, nextCursor };
    },
    async explain(query, { limit, after }, past) {
      const page = { after: after === null ? null : idOfPlace(after), limit: limit + 1 };
      const { response, caseIds } = await reader.ratesWithCases(query, page, past);
      const { named: requested, row, cut, provenance } = rowOf(query, response);
      const active = row.exposureBasis === null ? [] : await activeExposures(store, cut);
      const { named, strata } = stratifiedRow(requested, row, active);
      const ids = caseIds.slice(0, limit);
      const cases = await casesOfIds(store, named, cut, ids);
      const { used, conflicts } = exposureParts(named, row, active);
      const isLast = caseIds.length <= limit;
      const nextCursor = isLast ? null : writeRowCursor("/v1/explain", query, { watermark: cut, after: placeOfId(ids.at(-1)!) });
      const exposures = { exposures: [...used], ...(strata === null ? {} : { strata: [...strata] }), conflicts: [...conflicts] };
      return { ...provenance, row, formula: formulaOf(query, row), ...exposures, cases, nextCursor };
    },
    async revisions(query, page, past) {
      refuseUnfollowed(query);
      const { named, row, cut, provenance } = rowOf(query, await reader.rates(query, past));
      const records = await candidateRecords(store, named, cut, replayedRecordsMax + 1);
      if (records.length > replayedRecordsMax)
        throw new ResponseError("answer_refused", [fault("QG-0818", "", { recordsMax: replayedRecordsMax })]);
      const cases = await everLinked(store, records, cut, replayedRecordsMax);
      if (cases === null) throw new ResponseError("answer_refused", [fault("QG-0818", "", { recordsMax: replayedRecordsMax })]);
      const statements = { cases, exposures: await exposureStatements(store, cut) };
      const revisions = await inPieces(revisionsOf(named, statements));
      const { values, next } = pageOfValues(revisions, page);
      // Where the row has no denominator now, its history may have had one.
      const had = row.exposureBasis ?? revisions.find(({ exposureBasis }) => exposureBasis !== null)?.exposureBasis;
      const basis = had === undefined || had === null ? {} : { exposureBasis: had };
      const nextCursor = next === null ? null : writeRowCursor("/v1/revisions", query, { watermark: cut, after: next });
      return { ...provenance, ...basis, row, values, nextCursor };
    },
  };
}

/** What a history cannot follow: figures that are not of the row's own count alone. */
function refuseUnfollowed({ choices }: RatesQuery): void {
  const { compare, standard, interval } = choices;
  const unfollowed = { compare: compare !== null, standard: standard !== null, interval: interval === "accidents" };
  const faults = Object.entries(unfollowed).flatMap(([name, isRequested]) => (isRequested ? [fault("QG-0630", name)] : []));
  if (faults.length > 0) throw new ResponseError("answer_refused", faults);
}

async function readRecords(store: Store, requestParameters: RecordRequest, cut: Watermark) {
  const { source, subject } = requestParameters;
  const keys = requestedEntities(requestParameters).map((one) => recordKey({ source, entity: one, subject }));
  const statements = await countStatements(store, keys, cut);
  if (statements > responseRowsMax) throw new TooManyRows(statements);
  const { statements: closed, limits } = await historyOfRecords(store, keys, cut);
  const isExposure = closed.some(({ statement }) => statement.entity === "exposure" && statement.source === source);
  const exposures = isExposure ? await activeExposures(store, cut) : [];
  const beside = await supplementsOfRecords(store, keys, cut);
  return inPieces(heldRecords(requestParameters, { closed, limits, exposures, beside }));
}

/** The text of a cursor's place, and back. */
const placeText = ({ effectiveMs, partition, offset }: StampedPlace) => [effectiveMs, partition, offset].join(":");
function placeOfText(text: string): StampedPlace {
  const [effectiveMs = 0, partition = 0, offset = 0] = text.split(":").map(Number);
  return { effectiveMs, partition, offset };
}

interface RecordPage {
  readonly rows: ListedRecord[];
  /** The place of the last record where another page follows, else null. */
  readonly next: string | null;
}

async function listPage(store: Store, query: RecordListQuery, cut: Watermark): Promise<RecordPage> {
  const { source, limit, cursor } = query;
  const before = cursor === null ? null : placeOfText(cursor.after);
  const found = await recordsOfSource(store, { source, entities: requestedEntities(query), before, limit: limit + 1 }, cut);
  const reported = found.slice(0, limit);
  const keys = reported.map(({ key }) => key);
  const { statements: closed, limits } = await readLinkedOfRecords(store, keys, cut);
  const exposures = reported.some((record) => record.entity === "exposure") ? await activeExposures(store, cut) : [];
  const beside = await supplementsOfRecords(store, keys, cut);
  const rows = await inPieces(listedRecords(source, reported, { closed, limits, exposures, beside }));
  return { rows, next: found.length > limit ? placeText(reported.at(-1)!) : null };
}

/** A case id, 64 hexadecimal digits, as the place in a cursor, and back. */
const placeOfId = (id: string) => BigInt(`0x${id}`);
const idOfPlace = (place: bigint) => place.toString(16).padStart(64, "0");

interface RowAtCut {
  readonly named: NamedRow;
  readonly row: RatesRow;
  readonly cut: Watermark;
  readonly provenance: Omit<RatesResponse, "rows">;
}

/** The one row of the response of `/v1/rates`; everything else is of the same cut. Throws a `ResponseError` where it has none (QG-0815) or several (QG-0814). */
function rowOf(query: RatesQuery, { rows, ...provenance }: RatesResponse): RowAtCut {
  const [row, ...others] = rows;
  if (row === undefined) throw new ResponseError("answer_not_found", [fault("QG-0815", "")]);
  if (others.length > 0) throw new ResponseError("answer_refused", [fault("QG-0814", "")]);
  // All else about the row, its history too, has the basis of the row.
  const { exposureBasis } = row;
  const settled = exposureBasis === null ? query : { ...query, choices: { ...query.choices, exposureBasis: [exposureBasis] } };
  return { named: nameRow(settled, row), row, cut: parseWatermark(provenance.watermark) ?? new Map(), provenance };
}
