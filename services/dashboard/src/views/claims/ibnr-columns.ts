/** The tables of claims that are not filed yet: a row for each cell, or for each month of it. */
import type { IbnrCell, IbnrDimension, IbnrMeasure, IbnrResponse, IbnrRow } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { Column } from "../../figures/data-table.tsx";
import { figures, none } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

type Named = Partial<Pick<IbnrRow, IbnrDimension>>;
/** What is told of a sum and of a month alike. */
type Figures = Pick<IbnrRow, "expected" | "outstanding" | "lower" | "upper" | "standardError"> & { readonly reported: number | null };

/** What a cell is called: its band, its insurer, or that it is all of them. */
export function nameOfCell(row: Named, by: IbnrDimension | undefined): string {
  if (by === undefined) return texts.value.claims.together;
  return figures.value.name(by, row[by]);
}

const whole = (value: number | null) => figures.value.count(value === null ? null : Math.round(value));

function figureColumns<Row>(measure: IbnrMeasure, of: (row: Row) => Figures | null): readonly Column<Row>[] {
  const { claims, nowcast, columns } = texts.value;
  const column = (title: string, member: "reported" | "expected" | "outstanding" | "standardError"): Column<Row> => ({
    title,
    isNumber: true,
    cell: (row) => whole(of(row)?.[member] ?? null),
    value: (row) => of(row)?.[member] ?? null,
  });
  const interval: Column<Row> = {
    title: columns.interval,
    isNumber: true,
    cell: (row) => {
      const { lower = null, upper = null } = of(row) ?? {};
      return lower === null || upper === null ? none : `${whole(lower)}–${whole(upper)}`;
    },
    value: (row) => [of(row)?.lower ?? null, of(row)?.upper ?? null],
  };
  return [
    column(claims.reported[measure], "reported"),
    column(nowcast.expected, "expected"),
    ...(measure === "claims" ? [interval] : []),
    column(claims.outstanding[measure], "outstanding"),
    ...(measure === "paid" ? [column(claims.standardError, "standardError")] : []),
  ];
}

function nameColumn<Row extends Named>(by: IbnrDimension | undefined): Column<Row> {
  const { claims } = texts.value;
  return { title: by === undefined ? claims.what : claims.dimensions[by], cell: (row) => nameOfCell(row, by) };
}

/** A row for each cell: all its months together. */
export function sumColumns({ measure }: Pick<IbnrResponse, "measure">, by: IbnrDimension | undefined): readonly Column<IbnrCell>[] {
  return [
    nameColumn(by),
    ...figureColumns<IbnrCell>(measure, ({ sum }) => sum),
    { title: texts.value.columns.status, isWide: true, cell: statusOf },
  ];
}

/** A row for each cell: how often past limits held, and what its delays are learnt from. */
export function delayColumns({ measure }: Pick<IbnrResponse, "measure">, by: IbnrDimension | undefined): readonly Column<IbnrCell>[] {
  const { claims } = texts.value;
  const { count } = figures.value;
  return [
    nameColumn(by),
    ...(measure === "claims" ? coverageColumns() : []),
    { title: claims.learntFrom, isNumber: true, cell: (cell) => count(cell.claims), value: (cell) => cell.claims },
    { title: claims.leftOut, isNumber: true, cell: (cell) => count(cell.leftOut), value: (cell) => cell.leftOut },
  ];
}

function coverageColumns(): readonly Column<IbnrCell>[] {
  const { claims, nowcast } = texts.value;
  const { share, count, change } = figures.value;
  return [
    {
      title: nowcast.held,
      isNumber: true,
      cell: ({ coverage }) =>
        coverage === null || coverage.share === null
          ? claims.heldUnknown
          : fill(claims.heldOf, { share: share(coverage.share), of: count(coverage.of) }),
      value: ({ coverage }) => ((coverage?.share ?? null) === null ? null : [coverage!.share, coverage!.of]),
    },
    {
      title: claims.heldInterval,
      isNumber: true,
      cell: ({ coverage }) => {
        const { lower = null, upper = null } = coverage ?? {};
        return lower === null || upper === null ? none : `${share(lower)}–${share(upper)}`;
      },
      value: ({ coverage }) => [coverage?.lower ?? null, coverage?.upper ?? null],
    },
    {
      title: claims.bias,
      isNumber: true,
      cell: ({ coverage }) => (coverage === null || coverage.bias === null ? none : change(coverage.bias)),
      value: ({ coverage }) => coverage?.bias ?? null,
    },
  ];
}

/** A row for each month of a cell that is still being filed. */
export function monthColumns({ measure }: Pick<IbnrResponse, "measure">, by: IbnrDimension | undefined): readonly Column<IbnrRow>[] {
  const { columns, claims } = texts.value;
  const { period, share } = figures.value;
  return [
    { title: claims.month, cell: (row) => period(row.period) },
    ...(by === undefined ? [] : [nameColumn<IbnrRow>(by)]),
    { title: claims.share[measure], isNumber: true, cell: (row) => share(row.share), value: (row) => row.share },
    ...figureColumns<IbnrRow>(measure, (row) => row),
    { title: columns.status, isWide: true, cell: statusOf },
  ];
}

/** Why there is none, whose delays it goes by, and whether its interval had to be widened. */
function statusOf({ reason, delaysFrom, widened }: Pick<IbnrRow, "reason" | "delaysFrom" | "widened">): string {
  const { claims, nowcast } = texts.value;
  return [
    reason === null ? null : claims.reasons[reason],
    delaysFrom === "all" && reason === null ? claims.delaysOfAll : null,
    widened === null ? null : fill(nowcast.widened, { factor: figures.value.exact(widened) }),
  ]
    .filter((word) => word !== null)
    .join(", ");
}
