/** What lies behind the counts of the quality of one's reporting, record by record: one list at a time. */
import type { QualityResponse, QualityRows } from "@qorgau/schemas/responses/quality-response";
import { useSignal } from "@preact/signals";
import type { Column } from "../../../figures/data-table.tsx";
import { figures, none } from "../../../text/figures.ts";
import { fill, texts } from "../../../text/texts.ts";
import { PagedList } from "./paged-list.tsx";
import { recordLink } from "./record-link.tsx";

const lists = ["conflicts", "disagreements", "disputed", "dangling", "setAside", "doubles", "unlinked", "exposureConflicts"] as const;
type List = (typeof lists)[number];

/** A row as every list shows it. */
interface Shown {
  readonly date: string;
  readonly source: string;
  readonly subject: string;
  /** What is said of the record. */
  readonly what: string;
  /** The record that it is about besides; null where there is none. */
  readonly other: { readonly source: string; readonly subject: string; readonly what?: string } | null;
}

type Show = { readonly [Name in List]: (row: QualityRows[Name]) => Pick<Shown, "what" | "other"> };

/** How a row of each list is told. */
function shownBy(): Show {
  const { qualityLists: text, inForce } = texts.value.held;
  const { name, count, exact } = figures.value;
  // What other reporters tell is not shown to whoever reads for its own sources alone.
  const severityOf = (severity: string | null) => (severity === null ? none : name("severity", severity));
  const otherOf = (row: { otherSource: string; otherSubject: string }, what?: string) => ({
    source: row.otherSource,
    subject: row.otherSubject,
    ...(what === undefined ? {} : { what }),
  });
  const targetOf = ({ targetSource, targetSubject }: { targetSource: string | null; targetSubject: string | null }) =>
    targetSource === null || targetSubject === null ? null : { source: targetSource, subject: targetSubject };
  return {
    conflicts: ({ revision, contents, settled }) => ({
      what: `${fill(text.revisionOf, { revision: count(revision), contents: count(contents) })}${settled ? "" : `; ${inForce}`}`,
      other: null,
    }),
    disagreements: (row) => ({ what: `${row.field}: ${row.value ?? none}`, other: otherOf(row, row.otherValue ?? none) }),
    disputed: (row) => ({
      what: severityOf(row.standingSeverity),
      other: { source: row.gravestSource, subject: row.gravestSubject, what: severityOf(row.severity) },
    }),
    dangling: (row) => ({ what: text.reasons[row.reason], other: targetOf(row) }),
    setAside: ({ field, value }) => ({ what: `${field}: ${value}`, other: null }),
    doubles: (row) => ({ what: text.reasons[row.reason], other: otherOf(row) }),
    unlinked: (row) => ({ what: text.reasons[row.reason], other: targetOf(row) }),
    exposureConflicts: (row) => ({ what: exact(row.value), other: otherOf(row, exact(row.otherValue)) }),
  };
}

interface QualityListsProps {
  readonly source: string;
  /** Dates of occurrence, YYYY-MM-DD, inclusive. */
  readonly days: { readonly from: string; readonly to: string };
  /** Rows a page. */
  readonly limit: string;
}

export function QualityLists({ source, days, limit }: QualityListsProps) {
  const { held } = texts.value;
  const chosen = useSignal<List>("conflicts");
  const list = chosen.value;
  return (
    <>
      <p class="controls">
        <label>
          {held.qualityList}
          <select
            value={list}
            onChange={({ currentTarget: { value } }) => (chosen.value = lists.find((one) => one === value) ?? "conflicts")}
          >
            {lists.map((one) => (
              <option key={one} value={one}>
                {held.qualityLists.titles[one]}
              </option>
            ))}
          </select>
        </label>
      </p>
      <PagedList<QualityResponse, Shown>
        key={`${list} ${source} ${days.from}`}
        title={held.qualityLists.titles[list]}
        path="/v1/quality"
        parameters={{ source, table: list, ...days, limit }}
        pageOf={(body) => ({ rows: rowsOf(list, body), nextCursor: body[list]?.nextCursor ?? null })}
        columns={columnsOf(source)}
        keyOf={({ subject, what, other }) => `${subject} ${what} ${other?.source} ${other?.subject}`}
      />
    </>
  );
}

function rowsOf(list: List, body: QualityResponse): readonly Shown[] {
  const rows: readonly QualityRows[List][] = body[list]?.rows ?? [];
  const show = shownBy()[list] as (row: QualityRows[List]) => Pick<Shown, "what" | "other">;
  return rows.map((row) => ({ date: row.date, source: row.source, subject: row.subject, ...show(row) }));
}

function columnsOf(own: string): readonly Column<Shown>[] {
  const { held, desk } = texts.value;
  // One is a party to what is listed, be it as the one or as the other.
  const nameOf = (source: string, subject: string) =>
    source === own ? (
      recordLink(source, subject)
    ) : (
      <>
        {subject} <span class="id">{source}</span>
      </>
    );
  return [
    { title: desk.record, cell: ({ source, subject }) => nameOf(source, subject) },
    { title: held.when, cell: ({ date }) => figures.value.day(date) },
    { title: held.qualityLists.what, isWide: true, cell: ({ what }) => what },
    {
      title: held.qualityLists.otherRecord,
      isWide: true,
      cell: ({ other }) =>
        other === null ? (
          none
        ) : (
          <>
            {nameOf(other.source, other.subject)}
            {other.what === undefined ? "" : `: ${other.what}`}
          </>
        ),
    },
  ];
}
