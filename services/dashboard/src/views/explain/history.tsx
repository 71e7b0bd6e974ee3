/** What a number was before, and why it changed. */
import type { ChangeReason, RevisionsResponse, RowChange, RowValue } from "@qorgau/schemas/responses/revisions-response";
import { apiRequest } from "../../data/use-picture.ts";
import { useResponse } from "../../data/use-response.ts";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { Failure } from "../failure.tsx";

/** Changes a page. */
const limit = 1000;
/** A row with a longer history is not followed to its end. */
const pagesMax = 8;
const changesShown = 3;

interface HistoryProps {
  /** Of one row of rates, with its cut. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** So many of the last values. */
  readonly shown: number;
}

export function History({ parameters, shown }: HistoryProps) {
  const { explain, loading } = texts.value;
  const requested = apiRequest<RevisionsResponse>("/v1/revisions", { ...parameters, limit: String(limit) });
  const { pages, failure } = useResponse(requested, { pagesMax });
  if (failure !== null) return <Failure message={failure} />;
  if (pages === null) return <p role="status">{loading}</p>;
  const values = pages.flatMap((one) => one.values);
  const last = values.slice(-shown).toReversed();
  const isCut = typeof pages.at(-1)?.nextCursor === "string";
  return (
    <>
      <DataTable
        caption={fill(explain.lastValues, { shown: last.length, total: values.length })}
        columns={columnsOf()}
        rows={last}
        keyOf={(value) => value.at}
      />
      {isCut && <p class="note">{explain.historyCut}</p>}
    </>
  );
}

function columnsOf(): readonly Column<RowValue>[] {
  const { explain, columns } = texts.value;
  const { instant, count, rate, denominator } = figures.value;
  return [
    { title: explain.from, isWide: true, cell: ({ at }) => instant(new Date(at)) },
    { title: columns.count, isNumber: true, cell: (value) => count(value.count), value: (value) => value.count },
    { title: columns.rate, isNumber: true, cell: (value) => rate(value.rate), value: (value) => value.rate },
    { title: columns.exposure, isWide: true, cell: denominator, value: ({ exposure }) => exposure },
    { title: explain.why, isWide: true, cell: ({ changes }) => <Changes changes={changes} /> },
  ];
}

function Changes({ changes }: { readonly changes: readonly RowChange[] }) {
  const { explain } = texts.value;
  const { count } = figures.value;
  const rest = changes.length - changesShown;
  return (
    <ul class="changes">
      {changes.slice(0, changesShown).map((change) => (
        <li key={`${change.event.position} ${change.case ?? ""}`}>
          {change.delta === 0 ? "" : `${change.delta > 0 ? "+" : "−"}${count(Math.abs(change.delta))} `}
          {change.reasons.map(reasonOf).join(", ")} <span class="id">{change.event.subject}</span>
        </li>
      ))}
      {rest > 0 && <li>{fill(explain.moreChanges, { count: count(rest) })}</li>}
    </ul>
  );
}

/** Attributes whose codes are written otherwise than the dimensions of a question. */
const dimensionOf: Readonly<Record<string, string>> = {
  age_band: "ageBand",
  road_traffic: "roadTraffic",
  worker_status: "workerStatus",
  work_related: "workRelated",
};

/** What became of the case; of an attribute what it was before and after. */
function reasonOf({ code, before, after }: ChangeReason): string {
  const { explain, dimensions } = texts.value;
  const dimension = dimensionOf[code] ?? code;
  const known = explain.changes[code as keyof typeof explain.changes] ?? dimensions[dimension as keyof typeof dimensions] ?? code;
  // A denominator stands in a column of its own.
  if (code === "exposure" || (before === null && after === null)) return known;
  const { name } = figures.value;
  return `${known}: ${name(dimension, before)} → ${name(dimension, after)}`;
}
