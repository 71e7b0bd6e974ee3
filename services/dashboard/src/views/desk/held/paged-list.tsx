/** A list of the API, page by page. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { apiRequest, usePicture } from "../../../data/use-picture.ts";
import { DataTable } from "../../../figures/data-table.tsx";
import type { Column } from "../../../figures/data-table.tsx";
import { texts } from "../../../text/texts.ts";
import { Failure } from "../../failure.tsx";

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
}

interface PagedListProps<Body, Row> {
  readonly title: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly pageOf: (body: Body) => Page<Row>;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** In place of the table: why it says nothing. */
  readonly silenceOf?: (body: Body) => string | null;
  readonly children?: ComponentChildren;
}

export function PagedList<Body, Row>({ title, path, parameters, pageOf, columns, keyOf, silenceOf, children }: PagedListProps<Body, Row>) {
  const text = texts.value;
  const heading = useId();
  // Of the pages that were left behind, the newest last; the first page has none.
  const cursors = useSignal<readonly string[]>([]);
  const picture = usePicture(() => ({ list: apiRequest<Body>(path, { ...parameters, cursor: cursors.value.at(-1) }) }));
  const body = picture?.responses?.list.body ?? null;
  const page = body === null ? null : pageOf(body);
  const silence = body === null ? null : (silenceOf?.(body) ?? null);
  const next = page?.nextCursor ?? null;
  return (
    <section class="card" aria-labelledby={heading}>
      <h3 id={heading}>{title}</h3>
      {children}
      {picture?.failure !== undefined && picture.failure !== null && <Failure message={picture.failure} />}
      {body === null && (picture?.failure ?? null) === null && <p role="status">{text.loading}</p>}
      {silence !== null && <p>{silence}</p>}
      {silence === null && page !== null && page.rows.length === 0 && <p>{text.noRows}</p>}
      {silence === null && page !== null && page.rows.length > 0 && (
        <DataTable caption={title} columns={columns} rows={page.rows} keyOf={keyOf} />
      )}
      {(cursors.value.length > 0 || next !== null) && (
        <p class="actions">
          <button type="button" disabled={cursors.value.length === 0} onClick={() => (cursors.value = cursors.value.slice(0, -1))}>
            {text.desk.before}
          </button>
          <button type="button" disabled={next === null} onClick={() => next !== null && (cursors.value = [...cursors.value, next])}>
            {text.desk.after}
          </button>
        </p>
      )}
    </section>
  );
}
