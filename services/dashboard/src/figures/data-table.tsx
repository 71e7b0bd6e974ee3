/** A table of figures: the twin of a chart, or by itself. */
import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly title: string;
  /** Right-aligned, with digits of one width. */
  readonly isNumber?: boolean;
  /** Of several words, which are not broken into more lines than need be. */
  readonly isWide?: boolean;
  /** Of no use on paper, as a link is. */
  readonly isForScreen?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
  /** The numbers of the response that the cell writes, unrounded. */
  readonly value?: (row: Row) => ShownNumbers;
}

/** Numbers of a response that an element writes. */
export type ShownNumbers = number | null | undefined | readonly (number | null | undefined)[];

/** Of an element's `data-value`: the numbers of the response that it writes, unrounded; a space between several, empty where there is none. */
export function dataValue(shown: ShownNumbers): string {
  return [shown].flat().join(" ").trim();
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

function classOf({ isNumber, isWide, isForScreen }: Pick<Column<never>, "isNumber" | "isWide" | "isForScreen">): string | undefined {
  const names = [isNumber === true && "number", isWide === true && "wide", isForScreen === true && "for-screen"];
  return names.filter((name) => name !== false).join(" ") || undefined;
}

/** The first column holds the header of each row. On a narrow screen the table scrolls within its frame, by keyboard too. */
export function DataTable<Row>({ caption, columns, rows, keyOf }: DataTableProps<Row>) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard
    <div class="table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column.title} class={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, place) =>
                place === 0 ? (
                  <th scope="row" key={column.title}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.title} class={classOf(column)} data-value={column.value && dataValue(column.value(row))}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
