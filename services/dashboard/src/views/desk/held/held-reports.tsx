/** What is held of a reporter's own reports: records, claims without a case, the quality of the reporting, dead letters. */
import type { UnmatchedClaim, UnmatchedClaimsResponse } from "@qorgau/schemas/responses/claims-response";
import type { DeadLetterRow, DeadLettersResponse } from "@qorgau/schemas/responses/dead-letters-response";
import type { QualityReporter, QualityResponse } from "@qorgau/schemas/responses/quality-response";
import type { ListedRecord, RecordListResponse } from "@qorgau/schemas/responses/record-response";
import { yearToDate } from "../../../data/cut.ts";
import type { Column } from "../../../figures/data-table.tsx";
import { show, state } from "../../../state/page-state.ts";
import { figures, none } from "../../../text/figures.ts";
import { fill, texts } from "../../../text/texts.ts";
import { OnDemand } from "./on-demand.tsx";
import { PagedList } from "./paged-list.tsx";
import { QualityLists } from "./quality-lists.tsx";
import { recordLink } from "./record-link.tsx";

const limit = "50";

export function HeldReports({ source }: { readonly source: string }) {
  const { held } = texts.value;
  // The journal is read from the first day on; a year of it takes seconds.
  const year = state.value.year ?? yearToDate.value?.to.slice(0, 4) ?? String(new Date().getFullYear());
  const days = { from: `${year}-01-01`, to: `${year}-12-31` };
  return (
    <>
      <PagedList<RecordListResponse, ListedRecord>
        key={`records ${source}`}
        title={held.records}
        path="/v1/records"
        parameters={{ source, limit }}
        pageOf={(body) => body}
        columns={recordColumns(source)}
        keyOf={({ entity, subject }) => `${entity} ${subject}`}
      />
      <p class="controls">
        <label>
          {held.year}
          <input type="number" min={1901} max={2299} value={year} onChange={(event) => show({ year: event.currentTarget.value })} />
        </label>
      </p>
      <OnDemand title={held.unmatched}>
        <PagedList<UnmatchedClaimsResponse, UnmatchedClaim>
          key={`claims ${source} ${year}`}
          title={held.unmatched}
          path="/v1/claims"
          parameters={{ unmatched: "true", source, ...days, limit }}
          pageOf={(body) => body}
          columns={claimColumns(source)}
          keyOf={({ subject }) => subject}
        >
          <p class="note">{held.unmatchedLead}</p>
        </PagedList>
      </OnDemand>
      <OnDemand title={held.quality}>
        <PagedList<QualityResponse, QualityReporter>
          key={`quality ${source} ${year}`}
          title={held.quality}
          path="/v1/quality"
          parameters={{ source, table: "reporters", period: "quarter", ...days, limit }}
          pageOf={({ reporters }) => reporters ?? { rows: [], nextCursor: null }}
          columns={qualityColumns()}
          keyOf={({ period }) => period}
        >
          <p class="note">{held.qualityLead}</p>
        </PagedList>
        <QualityLists source={source} days={days} limit={limit} />
      </OnDemand>
      <PagedList<DeadLettersResponse, DeadLetterRow>
        key={`dead letters ${source}`}
        title={held.deadLetters}
        path="/v1/dead-letters"
        // Of the broker's topic, whatever cut is looked at.
        parameters={{ source, limit, asOf: undefined }}
        pageOf={(body) => body}
        columns={deadLetterColumns()}
        keyOf={({ topic, partition, offset }) => `${topic} ${partition}:${offset}`}
        silenceOf={({ reason }) => (reason === null ? null : held.noDeadLetters[reason])}
      />
    </>
  );
}

function recordColumns(source: string): readonly Column<ListedRecord>[] {
  const { held, desk, dimensions } = texts.value;
  const written = figures.value;
  return [
    { title: desk.record, cell: ({ subject }) => recordLink(source, subject) },
    { title: dimensions.kind, cell: ({ entity }) => desk.entities[entity] },
    { title: held.when, cell: ({ occurredAt, period }) => occurredAt ?? period ?? none },
    { title: dimensions.severity, cell: ({ severity }) => (severity === null ? none : written.name("severity", severity)) },
    { title: held.revision, isNumber: true, cell: (row) => written.count(row.revision), value: (row) => row.revision },
    { title: held.statements, isNumber: true, cell: (row) => written.count(row.statements), value: (row) => row.statements },
    { title: held.recordedAt, cell: ({ recordedAt }) => written.instant(new Date(recordedAt)) },
    {
      title: held.counts,
      cell: ({ code, conflict }) => `${held.countingCodes[code]}${conflict ? `; ${held.conflict}` : ""}`,
    },
  ];
}

function claimColumns(source: string): readonly Column<UnmatchedClaim>[] {
  const { held, desk, dimensions, columns } = texts.value;
  const written = figures.value;
  return [
    { title: desk.record, cell: ({ subject }) => recordLink(source, subject) },
    { title: held.when, cell: ({ date }) => written.day(date) },
    { title: columns.status, cell: ({ status }) => written.name("status", status) },
    { title: dimensions.severity, cell: ({ severity }) => written.name("severity", severity) },
    { title: dimensions.region, cell: ({ region }) => written.name("region", region) },
    { title: dimensions.employer, cell: ({ employer }) => employer ?? none },
    { title: held.act, cell: ({ actNumber }) => actNumber ?? none },
    { title: held.recordedAt, cell: ({ firstToldAt }) => written.instant(new Date(firstToldAt)) },
  ];
}

function qualityColumns(): readonly Column<QualityReporter>[] {
  const { held, columns } = texts.value;
  const written = figures.value;
  const counted = (title: string, cell: (row: QualityReporter) => number): Column<QualityReporter> => ({
    title,
    isNumber: true,
    cell: (row) => written.count(cell(row)),
    value: cell,
  });
  return [
    { title: columns.period, cell: ({ period }) => written.period(period) },
    counted(held.records, ({ records }) => records),
    counted(held.revised, ({ revisedRecords }) => revisedRecords),
    counted(held.withdrawn, ({ withdrawn }) => withdrawn),
    counted(held.conflicts, ({ conflicts }) => conflicts),
    counted(held.disagreeing, ({ disagreeing }) => disagreeing),
    counted(held.disputed, ({ severityDisputed }) => severityDisputed),
    counted(held.dangling, ({ danglingSameAs }) => danglingSameAs),
    { title: held.lagMedian, isNumber: true, cell: ({ lag }) => written.count(lag.medianDays), value: ({ lag }) => lag.medianDays },
    { title: held.lagP90, isNumber: true, cell: ({ lag }) => written.count(lag.p90Days), value: ({ lag }) => lag.p90Days },
  ];
}

function deadLetterColumns(): readonly Column<DeadLetterRow>[] {
  const { held, desk } = texts.value;
  const written = figures.value;
  return [
    { title: held.message, cell: ({ topic, partition, offset }) => `${topic} ${partition}:${offset}` },
    { title: desk.record, cell: ({ subject }) => subject ?? none },
    { title: held.putAside, cell: ({ writtenAt }) => written.instant(new Date(writtenAt)) },
    { title: desk.rule, cell: ({ errors }) => errors.map(({ rule, message }) => `${rule} ${message}`).join(" ") },
    {
      title: held.replayed,
      cell: ({ replayed }) => (replayed === null ? none : fill(held.replayedAt, { time: written.instant(new Date(replayed.recordedAt)) })),
    },
  ];
}
