/** The columns of a table of rates: the same in every view. */
import type { RateDimension, RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { figures } from "../text/figures.ts";
import { texts } from "../text/texts.ts";
import type { Column } from "./data-table.tsx";
import { addressOfUnit } from "../state/units.ts";

/** What heads each row: its period, or the code of a dimension, which leads to the page of that unit where it has one. */
function headColumn(head: "period" | RateDimension): Column<RatesRow> {
  if (head === "period") return { title: texts.value.columns.period, cell: ({ period }) => figures.value.period(period) };
  return {
    title: texts.value.dimensions[head],
    cell: (row) => {
      const name = figures.value.name(head, row[head]);
      const address = addressOfUnit(head, row[head]);
      return address === null ? name : <a href={address}>{name}</a>;
    },
  };
}

/** What is not settled of a row, in words. */
function statusOf(row: RatesRow): string {
  const text = texts.value;
  return [row.running === true ? text.running : null, text.statuses[row.status], row.exposureConflict === true ? text.conflict : null]
    .filter((word) => word !== null)
    .join(", ");
}

/** Head, count, rate, interval, denominator and status of each row of a response. */
export function rateColumns(head: "period" | RateDimension, { per }: Pick<RatesResponse, "per">): readonly Column<RatesRow>[] {
  const { columns, pers } = texts.value;
  const written = figures.value;
  const counted: readonly Column<RatesRow>[] = [
    headColumn(head),
    { title: columns.count, isNumber: true, cell: ({ count }) => written.count(count) },
  ];
  if (per === "none") return counted;
  return [
    ...counted,
    { title: pers[per], isNumber: true, cell: ({ rate }) => written.rate(rate) },
    { title: columns.interval, isNumber: true, cell: written.interval },
    { title: columns.exposure, cell: written.denominator },
    { title: columns.status, cell: statusOf },
  ];
}
