/** Rows with faults, or with warnings: a page of them at a time, however many there are. */
import { useSignal } from "@preact/signals";
import type { Fault } from "@qorgau/schemas/faults";
import type { Cell } from "@qorgau/schemas/tables/table-of";
import { useId } from "preact/hooks";
import { DataTable } from "../../figures/data-table.tsx";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { csvHeader, csvLines } from "./sending/csv-text.ts";
import { saveInPieces } from "./sending/save-in-pieces.ts";
import { placeInEvent, placeInTable } from "./sending/fault-place.ts";
import type { FaultPlace } from "./sending/fault-place.ts";
import type { JudgedRow, Submission } from "./sending/submission.ts";

const pageRows = 50;

interface JudgedRowsProps {
  readonly submission: Submission;
  readonly rows: readonly JudgedRow[];
  readonly title: string;
}

interface Line extends FaultPlace {
  readonly key: string;
  readonly row: number;
  readonly record: string;
  readonly rule: string;
  readonly message: string;
}

export function JudgedRows({ submission, rows, title }: JudgedRowsProps) {
  const text = texts.value.desk;
  const heading = useId();
  const page = useSignal(0);
  if (rows.length === 0) return null;
  const first = Math.min(page.value, Math.floor((rows.length - 1) / pageRows)) * pageRows;
  const shown = rows.slice(first, first + pageRows);
  const count = figures.value.count;
  const linesOf = (some: readonly JudgedRow[]) => some.flatMap((row) => linesOfRow(row, submission));
  const saveAll = () =>
    saveInPieces(rows, {
      name: `${submission.fileName.value}: ${title}.csv`,
      type: "text/csv",
      header: csvHeader([text.row, text.record, text.place, text.cell, text.rule, text.message]),
      write: (some) =>
        csvLines(linesOf(some).map((line) => [String(line.row), line.record, line.place, line.cell, line.rule, line.message])),
    });
  return (
    <section aria-labelledby={heading}>
      <div class="titled">
        <h4 id={heading}>{title}</h4>
        <div class="actions">
          {rows.length > pageRows && (
            <>
              <button type="button" disabled={first === 0} onClick={() => (page.value = first / pageRows - 1)}>
                {text.before}
              </button>
              <span>{fill(text.page, { from: count(first + 1), to: count(first + shown.length), count: count(rows.length) })}</span>
              <button type="button" disabled={first + pageRows >= rows.length} onClick={() => (page.value = first / pageRows + 1)}>
                {text.after}
              </button>
            </>
          )}
          <button type="button" onClick={() => void saveAll()}>
            {text.saveFaults}
          </button>
        </div>
      </div>
      <DataTable
        caption={title}
        columns={[
          { title: text.row, cell: ({ row }) => row },
          { title: text.record, cell: ({ record }) => record },
          { title: text.place, cell: ({ place }) => place },
          { title: text.cell, cell: ({ cell }) => cell },
          { title: text.rule, cell: ({ rule }) => rule },
          { title: text.message, cell: ({ message }) => message },
        ]}
        rows={linesOf(shown)}
        keyOf={({ key }) => key}
      />
    </section>
  );
}

function linesOfRow({ row, text, cells, faults }: JudgedRow, submission: Submission): readonly Line[] {
  const event = parsed(text);
  const { subject } = (event ?? {}) as { readonly subject?: unknown };
  return faults.map((fault, place) => ({
    key: `${row} ${place}`,
    row,
    record: typeof subject === "string" ? subject : "",
    rule: fault.rule,
    message: fault.message,
    ...placeOf(fault, event, cells, submission),
  }));
}

function placeOf({ pointer }: Fault, event: unknown, cells: readonly Cell[] | undefined, { table, map }: Submission): FaultPlace {
  const { desk } = texts.value;
  const [header, pointers] = [table.value?.header, map.value?.pointers];
  if (cells !== undefined && header !== undefined && pointers !== undefined) {
    const inTable = placeInTable(pointer, { header, pointers, cells });
    if (inTable !== null) return inTable;
  }
  const { place, cell } = placeInEvent(pointer, event);
  if (place === "") return { place: desk.whole, cell };
  // Of a table a member is told by what it is called; whoever wrote JSON knows its pointer.
  const name = cells === undefined ? undefined : desk.members[pointer as keyof typeof desk.members];
  return { place: name ?? place, cell };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
